import { z } from "zod";

/** The faults of a list of edits, of a record, or of a part of a record. */
const FAULT_CODES = [
  // The list.
  "notJson",
  "notAList",
  "noHeader",
  "sameColumn",
  "tooMany",
  // A record, which is left out.
  "badQuotes",
  "tooManyCells",
  "notAnObject",
  "unknownRecord",
  "noSubject",
  "noPrompt",
  "noTarget",
  "subjectMissing",
  "subjectTwice",
  "slotTwice",
  "missing",
  "invalid",
  "sameId",
  // A part of a record that is used without it.
  "noQuestion",
  "noAnswer",
  "firstOnly",
  "unread",
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** One fault, for whoever shows it to put into words. */
export const Fault = z.object({
  code: z.enum(FAULT_CODES),
  /** Where the record begins, from one; absent when that is not known or concerns no record. */
  line: z.int().optional(),
  /** The field at fault, from the beginning of the list: "3.requested_rewrite.prompt". */
  path: z.string().optional(),
  /** Names and numbers for the sentence. */
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Fault = z.infer<typeof Fault>;
