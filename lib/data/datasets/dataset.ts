import type { EditCase } from "../request";
import type { Reading } from "./build-case";
import type { Field } from "./field";

/** A list in the form in which others publish it, or in which people write it. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  /** Edits with their probes, or questions about what is so. */
  readonly holds: "edits" | "questions";
  /** The licence that its publishers state; null for a form that carries a person's own edits. */
  readonly licence: string | null;
  readonly source: { readonly citation: string; readonly url: string } | null;
  /** Of the published files that the reader follows. */
  readonly version: string;
  /** Fields of a record that the reader understands, as the dataset spells them. */
  readonly fields: readonly string[];
  /** A record that has all fields of one of these sets is in this form; a dot leads into a field. */
  readonly marks: readonly (readonly string[])[];
  /** `id` names what is read when the record does not. One record may hold several edits or questions. */
  read(record: Field, id: string): Reading | readonly Reading[];
  /** What the edits of a list take from each other, once all of it is read. */
  joined?(cases: readonly EditCase[]): readonly EditCase[];
}

/** The fields by which a record is in the form of a dataset; undefined when it is not. */
export function markOf({ marks }: Dataset, record: Field): readonly string[] | undefined {
  return marks.find((names) => names.every((name) => reaches(record, name.split("."))));
}

/** Through lists by their first element. */
function reaches(field: Field, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const [inside = field] = Array.isArray(field.value) ? field.items : [field];
  return inside.has(name) && reaches(inside.at(name), rest);
}
