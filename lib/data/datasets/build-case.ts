/** Builds an edit with its probes, or a question, from the fields of a record, or reports the faults. */
import type { z } from "zod";
import type { Fault } from "../fault";
import { Question } from "../question";
import { EditCase, SUBJECT_SLOT, type Probe } from "../request";
import { requestFaults, requestFrom } from "../written-request";
import { Field } from "./field";

export interface ProbeFields {
  readonly prompt: Field;
  readonly target: Field;
}

export type ProbesByKind = Readonly<Record<string, readonly ProbeFields[]>>;

/** The fields of a dataset that contain the parts of an edit. */
interface CaseFields {
  /** Absent where the dataset names none: then the whole prompt is what is edited. */
  readonly subject?: Field;
  /** With the subject in it, or "{}" in its place. */
  readonly prompt: Field;
  readonly target: Field;
  readonly truth?: Field;
  readonly rephrases?: readonly Field[];
  readonly generality?: ProbesByKind;
  readonly locality?: ProbesByKind;
  readonly portability?: ProbesByKind;
  readonly mayChange?: ProbesByKind;
  /** Name of the change that several edits make together. */
  readonly together?: string;
}

/** An edit and the unusable parts of its record, or the reason why the whole record is unusable. */
export type Reading =
  | { readonly case: EditCase; readonly omitted: readonly Fault[] }
  | { readonly question: Question; readonly omitted: readonly Fault[] }
  | { readonly fault: Fault };

const NOTHING = new Field(undefined);

export function buildCase(fields: CaseFields, id: string): Reading {
  const { prompt, target, truth = NOTHING } = fields;
  const subject = fields.subject ?? prompt;
  const written = {
    subject: subject.text,
    prompt: fields.subject || prompt.isBlank ? prompt.text : SUBJECT_SLOT,
    target: target.text,
    truth: truth.text,
  };
  const [wrong] = Object.entries(requestFaults(written)) as [
    "subject" | "prompt" | "target",
    Fault["code"],
  ][];
  if (wrong) {
    const { value, path } = { subject, prompt, target }[wrong[0]];
    return { fault: { code: value === undefined ? "missing" : wrong[1], path } };
  }
  const omitted: Fault[] = [target, truth]
    .filter(({ texts }) => texts.length > 1)
    .map(({ path }) => ({ code: "firstOnly", path }));
  const [generality, mayChange] = [fields.generality, fields.mayChange].map((groups = {}) =>
    probesOf(groups, omitted),
  );
  const built = {
    request: requestFrom(written, id),
    rephrases: rephrasesOf(fields.rephrases ?? [], omitted),
    ...(Object.keys(generality).length > 0 && { generality }),
    locality: probesOf(fields.locality ?? {}, omitted),
    portability: probesOf(fields.portability ?? {}, omitted),
    ...(Object.keys(mayChange).length > 0 && { mayChange }),
    ...(fields.together !== undefined && { together: fields.together }),
  };
  const sources: Readonly<Record<string, Field>> = { subject, prompt, targetNew: target, targetTrue: truth };
  return checkedCase(built, omitted, (path) => sources[String(path[1])]?.path ?? path.join("."));
}

/** The fields of a dataset that contain the parts of a question. */
interface QuestionFields {
  readonly prompt: Field;
  readonly rephrases?: readonly Field[];
  /** Each a name of the answer; those of the right choices where absent. */
  readonly answers?: Field;
  readonly choices?: Field;
  /** Indices of the right choices. */
  readonly correct?: readonly number[];
  readonly subject?: Field;
  readonly relation?: Field;
  readonly popularity?: Field;
}

export function buildQuestion(fields: QuestionFields, id: string): Reading {
  const { prompt, choices = NOTHING, correct = [] } = fields;
  if (prompt.text === "") return { fault: { code: "noPrompt", path: prompt.path } };
  const offered = choices.items.map(({ text }) => text);
  const answers = fields.answers?.texts ?? correct.flatMap((index) => offered[index] ?? []);
  if (answers.length === 0) return { fault: { code: "noAnswerOf", path: (fields.answers ?? choices).path } };
  const omitted: Fault[] = [];
  const popularity = Number(fields.popularity?.text || NaN);
  const built = {
    id,
    prompt: prompt.text,
    rephrases: rephrasesOf(fields.rephrases ?? [], omitted),
    answers,
    ...(offered.length > 0 && { choices: offered, correct: [...correct] }),
    ...(fields.subject?.text && { subject: fields.subject.text }),
    ...(fields.relation?.text && { relation: fields.relation.text }),
    ...(popularity >= 0 && { popularity }),
    ...(/\p{Script=Han}/u.test(prompt.text) && { language: "zh" as const }),
  };
  const result = checked(Question, built, () => (offered.length > 0 ? choices : prompt).path);
  return "fault" in result ? result : { question: result.value, omitted };
}

/** A case in our own form, which may come from outside. `path` is that of its record. */
export function checkCase(value: unknown, path: string): Reading {
  return checkedCase(value, [], (inside) => [...(path === "" ? [] : [path]), ...inside].join("."));
}

function checkedCase(
  value: unknown,
  omitted: readonly Fault[],
  pathOf: (path: readonly PropertyKey[]) => string,
): Reading {
  const result = checked(EditCase, value, pathOf);
  return "fault" in result ? result : { case: result.value, omitted };
}

/** `pathOf` leads from a path in the value to the path in the list. */
function checked<T>(
  schema: z.ZodType<T>,
  value: unknown,
  pathOf: (path: readonly PropertyKey[]) => string,
): { readonly value: T } | { readonly fault: Fault } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const path = pathOf(issue.path);
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  if (isMissing) return { fault: { code: "missing", path } };
  return { fault: { code: "invalid", path, values: { message: issue.message } } };
}

function rephrasesOf(fields: readonly Field[], omitted: Fault[]): string[] {
  for (const { path, text } of fields) if (text === "") omitted.push({ code: "noQuestion", path });
  return fields.flatMap(({ texts }) => texts);
}

function probesOf(groups: ProbesByKind, omitted: Fault[]): EditCase["locality"] {
  const made = new Map<string, Probe[]>();
  for (const [kind, probes] of Object.entries(groups)) {
    for (const { prompt, target: answers } of probes) {
      const [target, ...alternatives] = answers.texts;
      if (prompt.text === "") omitted.push({ code: "noQuestion", path: prompt.path });
      else if (target === undefined) omitted.push({ code: "noAnswer", path: answers.path });
      else {
        const more = alternatives.length > 0 && { alternatives };
        made.set(kind, [...(made.get(kind) ?? []), { prompt: prompt.text, target, ...more }]);
      }
    }
  }
  return Object.fromEntries(made);
}

/** One question with its answer; none when the record has neither. */
export function oneProbe(prompt: Field, target: Field): readonly ProbeFields[] {
  return prompt.isBlank && target.isBlank ? [] : [{ prompt, target }];
}

/** Groups of probes as many datasets write them: {"Reasoning": [{"prompt": …, "ground_truth": …}]}. */
export function probesByKind(groups: Field): ProbesByKind {
  if (groups.has("prompt")) return { other: pairsOf(groups) };
  return Object.fromEntries(
    groups.entries.map(([kind, entries]) => [kindOf(kind), entries.items.flatMap(pairsOf)]),
  );
}

/** The name of a group as probes carry it: "Relation_Specificity" is "relation-specificity". */
export function kindOf(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, "-");
}

/** Where an entry has several prompts, each has its own answers; all answers to one prompt are accepted. */
function pairsOf(entry: Field): readonly ProbeFields[] {
  const prompt = entry.at("prompt");
  const answers = entry.at("target", "ground_truth", "answer");
  const [prompts, targets] = [prompt.items, answers.items];
  if (prompts.length < 2) return [{ prompt, target: answers }];
  return Array.from({ length: Math.max(prompts.length, targets.length) }, (_, index) => ({
    prompt: prompts[index] ?? prompt.at(String(index)),
    target: targets[index] ?? answers.at(String(index)),
  }));
}
