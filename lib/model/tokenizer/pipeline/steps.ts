/** What the readers of tokenizer.json share: its parts by type, the refusal of others, and patterns. */
import { SplitPreTokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import { because, PalimpsestError } from "../../../base";

/** A part of tokenizer.json: a normalizer, pre-tokenizer, model, post-processor or decoder. */
export const Part = z.looseObject({ type: z.string() });
export type Part = z.infer<typeof Part>;

/** Reads one part by its type. Throws `unsupported` for a type that is not in the table. */
export function readPart<T>(
  part: unknown,
  noun: string,
  readers: Readonly<Record<string, (part: Part) => T>>,
): T {
  const parsed = Part.parse(part);
  if (!Object.hasOwn(readers, parsed.type)) throw refused(`the ${noun} "${parsed.type}"`);
  return readers[parsed.type](parsed);
}

/** The error for a setting under which texts would be cut otherwise than the checkpoint's authors cut them. */
export function refused(setting: string): PalimpsestError {
  return new PalimpsestError(
    "unsupported",
    `tokenizer.json has ${setting}, which Palimpsest cannot follow.`,
    {
      hint: "Choose a checkpoint with another kind of tokenizer. With this one, texts would be cut into other tokens.",
      details: { ...because("tokenizerUnsupported", { found: setting }), field: "tokenizer.json" },
    },
  );
}

const Pattern = z.union([z.strictObject({ String: z.string() }), z.strictObject({ Regex: z.string() })]);

/** A pattern as a global regular expression. Those of tokenizer.json are in the syntax of Oniguruma. */
export function patternOf(pattern: unknown): RegExp {
  const config = {
    type: "Split",
    pattern: Pattern.parse(pattern),
    behavior: "Isolated",
    invert: true,
  } as const;
  const { pattern: compiled } = new SplitPreTokenizer(config as never);
  if (compiled === null) throw refused("a pattern of another kind than text or regular expression");
  return compiled;
}

/** What belongs to a word where patterns of Unicode text write \w: the inside of a class. */
export const WORD_CHARACTERS = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}";

/** Whether a UTF-16 unit is white space; no character beyond the first plane is. */
export const isWhiteSpace = (unit: string | undefined): boolean =>
  unit !== undefined && /\p{White_Space}/u.test(unit);

/** The letter that byte-level tokenizers write for each byte (Radford et al. 2019, encoder.py). */
export const LETTER_OF_BYTE: readonly string[] = (() => {
  const isPlain = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPlain(byte) ? byte : next++));
})();

export const BYTE_OF_LETTER: ReadonlyMap<string, number> = new Map(
  LETTER_OF_BYTE.map((letter, byte) => [letter, byte] as const),
);

/** The token that stands for a byte where a vocabulary falls back to bytes. */
export const byteToken = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
