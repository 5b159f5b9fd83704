/** Text from others on a terminal: names, reasons and files may hold characters that a terminal obeys instead of showing. */

/** Control characters, line separators, and marks that reorder what follows them. */
const OBEYED = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** One line with everything visible: what a terminal would obey is written as an escape. */
export function printable(line: string): string {
  return line.replace(OBEYED, (character) => SHORT[character] ?? escaped(character.charCodeAt(0)));
}

function escaped(code: number): string {
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Lines of a program that quotes its arguments. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A JSON document whose strings hold nothing that a terminal obeys; it reads back as the same value. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(OBEYED, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
