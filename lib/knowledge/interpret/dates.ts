import { because, invalidField } from "../../base";
import { GraphDate } from "../graph/schema";

/** "since 2021", "from 2019 to 2022", "自2021年起": the time that a sentence gives, and the sentence without it. */
export interface Dated {
  readonly text: string;
  readonly from?: string;
  readonly until?: string;
}

const YEAR = String.raw`(\d{4}(?:-\d{2}(?:-\d{2})?)?)`;
const FORMS: readonly [form: RegExp, ends: readonly ("from" | "until")[]][] = [
  [new RegExp(String.raw`,?\s*\bfrom ${YEAR} (?:to|until|till) ${YEAR}\b,?`, "i"), ["from", "until"]],
  [new RegExp(String.raw`,?\s*\bbetween ${YEAR} and ${YEAR}\b,?`, "i"), ["from", "until"]],
  [
    new RegExp(String.raw`,?\s*\b(?:since|from|as of|starting in|starting) ${YEAR}\b(?: on)?,?`, "i"),
    ["from"],
  ],
  [new RegExp(String.raw`,?\s*\b(?:until|till) ${YEAR}\b,?`, "i"), ["until"]],
  [new RegExp(String.raw`(?:从|自)${YEAR}年?(?:到|至)${YEAR}年?[，,]?`), ["from", "until"]],
  [new RegExp(String.raw`(?:从|自)${YEAR}年?(?:起|以来|开始)?[，,]?`), ["from"]],
  [new RegExp(String.raw`${YEAR}年(?:以来|起)[，,]?`), ["from"]],
  [new RegExp(String.raw`(?:直到|到)${YEAR}年?(?:为止)?[，,]?`), ["until"]],
];

/** Throws `invalid_input` where the sentence names a day that no calendar has: such a fact could not be kept. */
export function withoutDates(sentence: string): Dated {
  for (const [form, ends] of FORMS) {
    const match = form.exec(sentence);
    if (match === null) continue;
    const impossible = match.slice(1).find((date) => !GraphDate.safeParse(date).success);
    if (impossible !== undefined)
      throw invalidField(
        "sentence",
        `"${impossible}" is no day of the calendar.`,
        "Correct the date.",
        because("noSuchDay", { day: impossible }),
      );
    const text = `${sentence.slice(0, match.index)} ${sentence.slice(match.index + match[0].length)}`.trim();
    return { text, ...Object.fromEntries(ends.map((end, i) => [end, match[i + 1]])) };
  }
  return { text: sentence };
}
