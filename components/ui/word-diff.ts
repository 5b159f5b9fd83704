import { diffArrays } from "diff";

export interface DiffPart {
  readonly text: string;
  readonly kind: "same" | "before" | "after";
}

/**
 * The parts of both texts in reading order, word by word: the words that only the first text has come before those that
 * only the second has. Scripts without spaces are compared by character.
 */
export function diffWords(before: string, after: string): DiffPart[] {
  return diffArrays(wordsOf(before), wordsOf(after)).map(({ value, removed, added }) => ({
    text: value.join(""),
    kind: removed ? "before" : added ? "after" : "same",
  }));
}

/** The parts of a text, marked where another text lacks them. Spacing does not count. */
export function differingWords(text: string, other: string): DiffPart[] {
  // A space before the first word makes it equal to the same word elsewhere.
  const spaced = (words: string) => words.trim().replace(/^|\s+/g, " ");
  if (text.trim() === "") return [];
  return diffWords(spaced(text), spaced(other)).filter(({ kind }) => kind !== "after");
}

/** Words with the space before them; every Chinese or Japanese character is one. */
function wordsOf(text: string): string[] {
  return (
    text.match(
      /\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\s*[\p{L}\p{N}'’-]+|\s*[^\s\p{L}\p{N}]|\s+/gu,
    ) ?? []
  );
}
