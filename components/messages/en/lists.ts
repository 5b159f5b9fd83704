/** Lists of edits: where a fault is and what it is. */
import type { Fault, FaultCode } from "@/lib/data";

type Values = NonNullable<Fault["values"]>;

const faults: Readonly<Record<FaultCode, (values: Values) => string>> = {
  notJson: () => "This is not valid JSON: a comma, a quote or a bracket is missing near here.",
  notAList: () =>
    "This is an object without a list of edits in it. Expected a list, or a field cases, edits or data.",
  noHeader: () => "The first line must name the columns, among them subject, prompt and target_new.",
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

interface Clash {
  /** Their numbers, counted from one. */
  readonly edits: readonly [number, number];
  readonly prompt: string;
  readonly targets: readonly [string, string];
}

export const lists = {
  faults,
  clashes: (n: number) =>
    n === 1 ? "1 edit asks for the fact of another" : `${n} edits ask for the fact of another`,
  contradiction: ({ edits: [first, second], prompt, targets: [one, other] }: Clash) =>
    `Edits ${first} and ${second} contradict each other: “${prompt}” with “${one}”, and “${other}”. Only one of them can hold.`,
  repetition: ({ edits: [first, second], prompt, targets: [target] }: Clash) =>
    `Edits ${first} and ${second} are the same: “${prompt}” with “${target}”.`,
  /** Answers of which any counts. */
  oneOf: (answers: readonly string[]) => `one of: ${answers.map((answer) => `“${answer}”`).join(", ")}`,
  /** "Line 12, 3.target_new:" */
  place: ({ line, path }: Pick<Fault, "line" | "path">) =>
    [line !== undefined && `Line ${line}`, path].filter(Boolean).join(", ") + ":",
};
