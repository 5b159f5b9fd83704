/** Recipes as YAML text, with the line of every key, so that a problem can name it. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Node } from "yaml";
import type { ZodError } from "zod";
import { nearest } from "../../base";
import { MERGE_OPERATORS } from "../operators";
import { NumberType, Recipe, type RecipeProblem } from "./schema";
import { problemOf, type SentenceCode, type SentenceValues } from "./sentences";

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
    const problems = document.errors.map(({ message, pos }) =>
      problemOf({ severity: "error", line: lineAt(pos[0]), field: "" }, "notYaml", { message }),
    );
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
  const problem = (code: SentenceCode, values: SentenceValues, at: readonly PropertyKey[] = path) =>
    problemOf({ severity: "error", line: lineOf(at), field: at.join(".") }, code, values);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      problem("unknownKey", { key, nearest: nearKeys(key, path) }, [...path, key]),
    );
  }
  const found = at(value, path);
  const name = path.join(".");
  if (path[0] === "merge_method" && found === undefined) {
    return [problem("noMethod", { methods: MERGE_OPERATORS.all.map(({ id }) => id).join(", ") })];
  }
  if (path.includes("parameters") && typeof found === "object" && !Array.isArray(found)) {
    return [problem("mappedFilters", { name })];
  }
  if (path.at(-1) === "dtype" || path.at(-1) === "out_dtype") {
    return [problem("notAType", { name, found: String(found), options: NumberType.options.join(", ") })];
  }
  if (path.at(-1) === "kind" || (path.includes("tokens") && path.at(-1) === "source")) {
    return [problem("notATokenSource", { name })];
  }
  return [problem("notExpected", { name, message: issue.message })];
}

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
  return nearest(key, known).join(", ");
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
