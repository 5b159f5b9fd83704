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
export interface CaseFields {
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
  const omitted: Fault[] = [];
  const built = {
    request: requestFrom(written, id),
    rephrases: fields.rephrases.map(({ text }) => text).filter((text) => text !== ""),
    locality: probesOf(fields.locality, omitted),
    portability: probesOf(fields.portability, omitted),
  };
  return checkCase(built, "", omitted);
}

/** A case in our own form, which may come from outside. `path` is that of its record. */
export function checkCase(value: unknown, path: string, omitted: readonly Fault[] = []): Reading {
  const parsed = EditCase.safeParse(value);
  if (parsed.success) return { case: parsed.data, omitted };
  const [issue] = parsed.error.issues;
  const at = [...(path === "" ? [] : [path]), ...issue.path].join(".");
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  if (isMissing) return { fault: { code: "missing", path: at } };
  return { fault: { code: "invalid", path: at, values: { message: issue.message } } };
}

function probesOf(groups: ProbesByKind, omitted: Fault[]): EditCase["locality"] {
  const made: EditCase["locality"] = {};
  for (const [kind, probes] of Object.entries(groups)) {
    for (const { prompt, target } of probes) {
      if (prompt.text === "") omitted.push({ code: "noQuestion", path: prompt.path });
      else if (target.text === "") omitted.push({ code: "noAnswer", path: target.path });
      else (made[kind] ??= []).push({ prompt: prompt.text, target: target.text });
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

/** Where an entry has several prompts, each has its own answers; of the answers to one prompt, the first is the canonical one. */
function pairsOf(entry: Field): readonly ProbeFields[] {
  const prompt = entry.at("prompt");
  const answers = entry.at("target", "ground_truth", "answer");
  const prompts = prompt.items;
  if (prompts.length < 2) return [{ prompt, target: answers }];
  return prompts.map((prompt, index) => ({
    prompt,
    target: answers.items[index] ?? answers.at(String(index)),
  }));
}
