/** Builds an edit with its probes from the fields of a record, or reports the faults. */
import type { Fault } from "../fault";
import { EditCase } from "../request";
import { requestFaults, requestFrom } from "../written-request";
import type { Field } from "./field";

export interface ProbeFields {
  readonly prompt: Field;
  readonly target: Field;
}

export type ProbesByKind = Readonly<Record<string, readonly ProbeFields[]>>;

/** The fields of a dataset that contain the parts of an edit. */
interface CaseFields {
  readonly subject: Field;
  /** With the subject in it, or "{}" in its place. */
  readonly prompt: Field;
  readonly target: Field;
  readonly truth: Field;
  readonly rephrases: readonly Field[];
  readonly locality: ProbesByKind;
  readonly portability: ProbesByKind;
}

/** An edit and the unusable parts of its record, or the reason why the whole record is unusable. */
export type Reading =
  { readonly case: EditCase; readonly omitted: readonly Fault[] } | { readonly fault: Fault };

export function buildCase(fields: CaseFields, id: string): Reading {
  const written = {
    subject: fields.subject.text,
    prompt: fields.prompt.text,
    target: fields.target.text,
    truth: fields.truth.text,
  };
  const [wrong] = Object.entries(requestFaults(written)) as [
    "subject" | "prompt" | "target",
    Fault["code"],
  ][];
  if (wrong) return { fault: { code: wrong[1], path: fields[wrong[0]].path } };
  const omitted: Fault[] = [fields.target, fields.truth]
    .filter(({ texts }) => texts.length > 1)
    .map(({ path }) => ({ code: "firstOnly", path }));
  const built = {
    request: requestFrom(written, id),
    rephrases: rephrasesOf(fields.rephrases, omitted),
    locality: probesOf(fields.locality, omitted),
    portability: probesOf(fields.portability, omitted),
  };
  const { subject, prompt, target: targetNew, truth: targetTrue } = fields;
  const sources: Readonly<Record<string, Field>> = { subject, prompt, targetNew, targetTrue };
  return checked(built, omitted, (path) => sources[String(path[1])]?.path ?? path.join("."));
}

/** A case in our own form, which may come from outside. `path` is that of its record. */
export function checkCase(value: unknown, path: string): Reading {
  return checked(value, [], (inside) => [...(path === "" ? [] : [path]), ...inside].join("."));
}

/** `pathOf` leads from a path in the case to the path in the list. */
function checked(
  value: unknown,
  omitted: readonly Fault[],
  pathOf: (path: readonly PropertyKey[]) => string,
): Reading {
  const parsed = EditCase.safeParse(value);
  if (parsed.success) return { case: parsed.data, omitted };
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
  const made: EditCase["locality"] = {};
  for (const [kind, probes] of Object.entries(groups)) {
    for (const { prompt, target: answers } of probes) {
      const [target, ...alternatives] = answers.texts;
      if (prompt.text === "") omitted.push({ code: "noQuestion", path: prompt.path });
      else if (target === undefined) omitted.push({ code: "noAnswer", path: answers.path });
      else {
        const more = alternatives.length > 0 && { alternatives };
        (made[kind] ??= []).push({ prompt: prompt.text, target, ...more });
      }
    }
  }
  return made;
}

/** One question with its answer; none when the record has neither. */
export function oneProbe(prompt: Field, target: Field): readonly ProbeFields[] {
  return prompt.isBlank && target.isBlank ? [] : [{ prompt, target }];
}

/** Groups of probes as many datasets write them: {"Reasoning": [{"prompt": …, "ground_truth": …}]}. */
export function probesByKind(groups: Field): ProbesByKind {
  if (groups.has("prompt")) return { other: pairsOf(groups) };
  return Object.fromEntries(
    groups.entries.map(([kind, entries]) => [
      kind.toLowerCase().replace(/[\s_]+/g, "-"),
      entries.items.flatMap(pairsOf),
    ]),
  );
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
