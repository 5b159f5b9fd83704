/** Lists of edits: where a fault is and what it is. */
import { FAULT_TEXTS, placeText } from "@/lib/data";

interface Clash {
  /** Their numbers, counted from one. */
  readonly edits: readonly [number, number];
  readonly prompt: string;
  readonly targets: readonly [string, string];
}

export const lists = {
  faults: FAULT_TEXTS,
  clashes: (n: number) =>
    n === 1 ? "1 edit asks for the fact of another" : `${n} edits ask for the fact of another`,
  contradiction: ({ edits: [first, second], prompt, targets: [one, other] }: Clash) =>
    `Edits ${first} and ${second} contradict each other: “${prompt}” with “${one}”, and “${other}”. Only one of them can hold.`,
  repetition: ({ edits: [first, second], prompt, targets: [target] }: Clash) =>
    `Edits ${first} and ${second} are the same: “${prompt}” with “${target}”.`,
  /** Answers of which any counts. */
  oneOf: (answers: readonly string[]) => `one of: ${answers.map((answer) => `“${answer}”`).join(", ")}`,
  place: placeText,
};
