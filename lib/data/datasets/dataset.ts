import type { Reading } from "./build-case";
import type { Field } from "./field";

/** A list of edits in the form in which others publish it, or in which people write it. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  /** The licence that its publishers state; null for a form that carries a person's own edits. */
  readonly licence: string | null;
  readonly source: { readonly citation: string; readonly url: string } | null;
  /** Of the published files that the reader follows. */
  readonly version: string;
  /** Fields of a record that the reader understands, as the dataset spells them. */
  readonly fields: readonly string[];
  /** Whether a record is in this form. */
  recognises(record: Field): boolean;
  /** `id` names the edit when the record does not. */
  read(record: Field, id: string): Reading;
}
