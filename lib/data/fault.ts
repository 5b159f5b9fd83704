import { z } from "zod";

/** The faults of a list of edits, of a record, or of a part of a record. */
const FAULT_CODES = [
  // The list.
  "notJson",
  "notAList",
  "notParquet",
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
  "noAnswerOf",
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

type Values = NonNullable<Fault["values"]>;

/** In English: the API and the command line speak it, and the pages in English. */
export const FAULT_TEXTS: Readonly<Record<FaultCode, (values: Values) => string>> = {
  notJson: () => "This is not valid JSON: a comma, a quote or a bracket is missing near here.",
  notAList: () =>
    "This is an object without a list of edits in it. Expected a list, or a field cases, edits or data.",
  notParquet: ({ message }) => `This Parquet file cannot be read: ${message}`,
  noHeader: () =>
    "The first line must name the columns of a list that is known, such as subject, prompt and target_new.",
  sameColumn: ({ name }) => `Two columns are named ${name}. Rename one.`,
  tooMany: ({ most }) => `The list has more than ${most} edits. The edits from here on were left out.`,
  badQuotes: () =>
    'A quote in this row is not closed, or not doubled inside a quoted cell (""). The rows after it may be part of it.',
  tooManyCells: ({ cells, columns }) =>
    `The row has ${cells} cells, the header ${columns}. Quote cells that contain the separator.`,
  notAnObject: () => "An edit is an object with fields, and this is something else.",
  unknownRecord: ({ fields }) =>
    `No dataset that Palimpsest reads has such a record. Its fields: ${fields || "none"}.`,
  noSubject: () => "Name the subject: the thing whose fact changes.",
  noPrompt: () => "Write the prompt: the words before the answer.",
  noTarget: () => "Write the new answer.",
  noAnswerOf: () => "The question has no right answer.",
  subjectMissing: () => "The prompt does not contain the subject. Write it exactly as in the subject field.",
  subjectTwice: () => "The prompt contains the subject more than once. Reword it so that it occurs once.",
  slotTwice: () => "The prompt contains the slot {} more than once. Keep one.",
  missing: () => "This field is missing.",
  invalid: ({ message }) => String(message),
  sameId: ({ id }) => `Another edit of the list has the id ${id}. Give each its own.`,
  noQuestion: () => "The probe has no prompt and was left out.",
  noAnswer: () => "The probe has no answer and was left out.",
  firstOnly: ({ records }) =>
    `Only the first of several answers is used here; ${records === 1 ? "1 record has" : `${records} records have`} several.`,
  unread: ({ records }) =>
    `This field is not used; ${records === 1 ? "1 record has" : `${records} records have`} it.`,
};

/** "Line 12, 3.target_new:" */
export function placeText({ line, path }: Pick<Fault, "line" | "path">): string {
  return `${[line !== undefined && `Line ${line}`, path].filter(Boolean).join(", ")}:`;
}

/** Without its place. */
export function faultText({ code, values = {} }: Fault): string {
  return FAULT_TEXTS[code](values);
}
