/**
 * One edit as datasets write it: ours (`EditCase`), CounterFact, zsRE as its editors ship it, and flat tables. Names differ
 * in words and in spelling, so they are compared without case and underscores.
 */
import { EditCase, type Probe } from "@/lib/data";
import {
  caseOf,
  EMPTY_DRAFT,
  faultsOf,
  type Draft,
  type DraftFault,
  type DraftProbe,
} from "../composer/draft";

export type RecordFault = DraftFault | "notAnObject" | "notACase";

type Fields = ReadonlyMap<string, unknown>;

const SUBJECT = ["subject"];
const PROMPT = ["prompt", "src", "question", "query"];
const TARGET = ["targetnew", "target", "newanswer", "newtarget", "alt", "answernew"];
const TRUTH = ["targettrue", "groundtruth", "truth", "trueanswer", "answer", "answers", "old"];
const REPHRASINGS = [
  "rephrases",
  "rephrase",
  "rephraseprompt",
  "rephrasings",
  "paraphrase",
  "paraphraseprompts",
];
const NEIGHBOURS = ["neighborhoodprompts", "neighbourhoodprompts"];

/** The case of a record, or what is wrong with it. */
export function readRecord(
  value: unknown,
  id: string,
): { readonly case: EditCase } | { readonly fault: RecordFault } {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { fault: "notAnObject" };
  const outer = value as Record<string, unknown>;
  if ("request" in outer) {
    const parsed = EditCase.safeParse(outer);
    if (!parsed.success) return { fault: "notACase" };
    return { case: { ...parsed.data, request: { ...parsed.data.request, id } } };
  }
  const inner = outer.requested_rewrite;
  const fields = fieldsOf(isObject(inner) ? { ...outer, ...inner } : outer);
  const draft = draftFrom(fields);
  const [fault] = Object.values(faultsOf(draft));
  const made = caseOf(draft, id);
  return made ? { case: made } : { fault: fault ?? "notACase" };
}

function draftFrom(fields: Fields): Draft {
  const truth = textOf(fields, TRUTH);
  return {
    ...EMPTY_DRAFT,
    subject: textOf(fields, SUBJECT),
    prompt: textOf(fields, PROMPT),
    target: textOf(fields, TARGET),
    truth,
    rephrasings: textsOf(first(fields, REPHRASINGS)),
    neighbours: [
      ...probesIn(fields.get("locality")),
      // CounterFact's neighbours share the true answer of the edit.
      ...textsOf(first(fields, NEIGHBOURS)).map((prompt) => ({
        kind: "same-relation",
        prompt,
        target: truth,
      })),
      ...pair(fields, "locality"),
      ...unrelatedQuestion(fields),
    ],
    consequences: [...probesIn(fields.get("portability")), ...pair(fields, "portability")],
  };
}

function fieldsOf(object: Record<string, unknown>): Fields {
  return new Map(Object.entries(object).map(([name, value]) => [plain(name), value]));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

function first(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** A text, the first of several, or one inside as CounterFact has it: {"str": "Paris", "id": …}. */
function textOf(fields: Fields, names: readonly string[]): string {
  const value = first(fields, names);
  return textsOf(isObject(value) ? value.str : value)[0] ?? "";
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (typeof value === "number") return [String(value)];
  return Array.isArray(value) ? value.flatMap(textsOf) : [];
}

/** Probes by kind, as ours or as {"kind": {"prompt": …, "ground_truth": …}}, where both may be lists. */
function probesIn(value: unknown): DraftProbe[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, group]) =>
    (Array.isArray(group) ? group : [group]).flatMap((entry) =>
      isObject(entry) ? pairsOf(fieldsOf(entry)).map((probe) => ({ kind: plainKind(kind), ...probe })) : [],
    ),
  );
}

function pairsOf(fields: Fields): Probe[] {
  const prompts = textsOf(fields.get("prompt"));
  const answers = textsOf(first(fields, ["target", "groundtruth", "answer"]));
  return prompts.flatMap((prompt, index) => {
    const target = answers[prompts.length === 1 ? 0 : index];
    return target === undefined ? [] : [{ prompt, target }];
  });
}

/** Two columns of a table: "locality_prompt" and "locality_ground_truth" or "locality_answer". */
function pair(fields: Fields, group: "locality" | "portability"): DraftProbe[] {
  const [prompt] = textsOf(fields.get(`${group}prompt`));
  const [target] = textsOf(first(fields, [`${group}groundtruth`, `${group}answer`, `${group}target`]));
  return prompt !== undefined && target !== undefined ? [{ kind: "other", prompt, target }] : [];
}

/** zsRE has one question from elsewhere, with a mark of where it is from. */
function unrelatedQuestion(fields: Fields): DraftProbe[] {
  const [prompt] = textsOf(fields.get("loc"));
  const [target] = textsOf(fields.get("locans"));
  if (prompt === undefined || target === undefined) return [];
  return [{ kind: "other", prompt: prompt.replace(/^nq question:\s*/, ""), target }];
}

/** "relation_specificity" and its like become kinds as ours are written. */
function plainKind(kind: string): string {
  return kind.toLowerCase().replace(/[\s_]+/g, "-");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
