/** Recipes as YAML text, with the line of every key, so that a problem can name it. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Node } from "yaml";
import type { ZodError } from "zod";
import { nearest } from "../../base";
import { MERGE_OPERATORS } from "../operators";
import { NumberType, Recipe, type RecipeProblem } from "./schema";

/** The line of a place in a recipe: that of its key, or of the nearest key above it that is there. */
export type LineOf = (path: readonly PropertyKey[]) => number | undefined;

export interface ReadRecipe {
  /** Absent when the text is no recipe. */
  readonly recipe?: Recipe;
  readonly problems: readonly RecipeProblem[];
  readonly lineOf: LineOf;
}

export function readRecipe(text: string): ReadRecipe {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const lineOf = lineFinder(document.contents, lineAt);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }): RecipeProblem => ({
      severity: "error",
      line: lineAt(pos[0]),
      field: "",
      what: `This is not YAML: ${message}`,
      remedy: "Indent keys of one level alike, with spaces, and write a space after each colon.",
    }));
    return { problems, lineOf };
  }
  const value: unknown = document.toJS() ?? {};
  const parsed = Recipe.safeParse(value);
  if (parsed.success) return { recipe: parsed.data, problems: [], lineOf };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, value, lineOf)), lineOf };
}

/** A recipe as mergekit's YAML. Keys without a value are left out. */
export function writeRecipe(recipe: Recipe): string {
  return stringify(JSON.parse(JSON.stringify(recipe)), { lineWidth: 0 });
}

type Issue = ZodError["issues"][number];

/** What the schema found, in words. */
function problemsOf(issue: Issue, value: unknown, lineOf: LineOf): RecipeProblem[] {
  const { path } = issue;
  const problem = (what: string, remedy: string, at: readonly PropertyKey[] = path): RecipeProblem => ({
    severity: "error",
    line: lineOf(at),
    field: at.join("."),
    what,
    remedy,
  });
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      problem(`The key "${key}" is not known here.`, nearKeys(key, path), [...path, key]),
    );
  }
  const found = at(value, path);
  const name = path.join(".");
  if (path[0] === "merge_method" && found === undefined) {
    return [problem("There is no merge_method.", `Write merge_method: and one of ${METHODS().join(", ")}.`)];
  }
  if (path.includes("parameters") && typeof found === "object" && !Array.isArray(found)) {
    return [
      problem(
        `${name} is a mapping; filters are written as a list.`,
        `Write each as an entry of a list: "- filter: mlp" with "value: 0.3" below, and last an entry with a value alone.`,
      ),
    ];
  }
  if (path.at(-1) === "dtype" || path.at(-1) === "out_dtype") {
    return [problem(`${name} is "${String(found)}".`, `Write one of ${NumberType.options.join(", ")}.`)];
  }
  if (path.at(-1) === "kind" || (path.includes("tokens") && path.at(-1) === "source")) {
    return [
      problem(`${name} is not a source of a token.`, "Name a model, or use kind: zero or model_token."),
    ];
  }
  return [
    problem(`${name || "The recipe"}: ${issue.message}`, "See the recipe's form for what is expected here."),
  ];
}

const METHODS = () => MERGE_OPERATORS.all.map(({ id }) => id);

const TOP_KEYS = Object.keys(Recipe.shape);
const INNER_KEYS = [
  "model",
  "parameters",
  "sources",
  "layer_range",
  "filter",
  "value",
  "source",
  "tokens",
  "force",
];

function nearKeys(key: string, path: readonly PropertyKey[]): string {
  const known = path.length === 0 ? TOP_KEYS : INNER_KEYS;
  return `Did you mean ${nearest(key, known).join(" or ")}? Otherwise take it out.`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as never)[key] : undefined),
    value,
  );
}

function lineFinder(root: unknown, lineAt: (offset: number) => number): LineOf {
  return (path) => {
    let [node, line] = [root as Node | null, undefined as number | undefined];
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!pair) return line ?? 1;
        if (isScalar(pair.key) && pair.key.range) line = lineAt(pair.key.range[0]);
        node = pair.value as Node | null;
      } else if (isSeq(node)) {
        node = (node.items[Number(step)] ?? null) as Node | null;
        if (node?.range) line = lineAt(node.range[0]);
      } else {
        return line ?? 1;
      }
    }
    return line ?? 1;
  };
}
