/** A list in no form that is known, turned into records of the flat form by naming where each part stands. */
import { Field } from "../datasets";
import type { Located } from "./records";

/** By part of the flat form: the name of a column, or a text with columns in braces: "The capital of {country} is". */
export type Mapping = Readonly<Record<string, string>>;

/** Parts that a form asks for, in this order. A record with an answer and no new one is a question. */
export const MAPPED_PARTS = [
  "subject",
  "prompt",
  "target_new",
  "ground_truth",
  "rephrase",
  "locality_prompt",
  "locality_answer",
  "portability_prompt",
  "portability_answer",
  "relation",
  "popularity",
] as const;

export function mapped(located: Located, mapping: Mapping): Located {
  const record = new Field(located.value);
  if (!record.isObject) return located;
  const parts = Object.entries(mapping).map(([part, from]) => [part, valueOf(record, from)] as const);
  return { ...located, value: Object.fromEntries(parts) };
}

function valueOf(record: Field, from: string): unknown {
  if (record.has(from)) return record.at(from).value;
  return from.replace(/\{([^{}]+)\}/g, (whole, name: string) =>
    record.has(name) ? record.at(name).text : whole,
  );
}
