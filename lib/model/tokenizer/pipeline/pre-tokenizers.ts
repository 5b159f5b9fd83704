/** The pre-tokenizers of tokenizer.json: they cut a normalized text into words, across which no token reaches. */
import { z } from "zod";
import { eachChanged, prepended, sliced, type AlignedText } from "./aligned-text";
import { LETTER_OF_BYTE, patternOf, readPart, WORD_CHARACTERS, type Part } from "./steps";

type PreTokenize = (text: AlignedText) => readonly AlignedText[];

/** Throws `unsupported` for a pre-tokenizer that is not here. */
export function preTokenizerOf(part: unknown): PreTokenize {
  if (part === null || part === undefined) return (text) => [text];
  return readPart(part, "pre-tokenizer", PRE_TOKENIZERS);
}

/** What becomes of the matches of a pattern at which a text is cut. */
const Behavior = z.enum(["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]);
type Behavior = z.infer<typeof Behavior>;

const WHITE_SPACE = /\p{White_Space}/gu;
const PUNCTUATION = /[\p{P}!-/:-@[-`{-~]/gu;
const WORDS_AND_SIGNS = new RegExp(`[${WORD_CHARACTERS}]+|[^${WORD_CHARACTERS}\\p{White_Space}]+`, "gu");
/** The words of GPT-2 (Radford et al. 2019, encoder.py). */
const GPT2_WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const PRE_TOKENIZERS: Readonly<Record<string, (part: Part) => PreTokenize>> = {
  Sequence: (part) => {
    const steps = z.array(z.unknown()).parse(part.pretokenizers).map(preTokenizerOf);
    return (text) => steps.reduce<readonly AlignedText[]>((words, step) => words.flatMap(step), [text]);
  },
  ByteLevel: (part) => {
    const { add_prefix_space, use_regex } = z
      .object({ add_prefix_space: z.boolean().default(true), use_regex: z.boolean().default(true) })
      .parse(part);
    return (text) => {
      const whole = add_prefix_space && !text.text.startsWith(" ") ? prepended(text, " ") : text;
      return (use_regex ? cut(whole, GPT2_WORDS, "Isolated") : [whole]).map(inByteLetters);
    };
  },
  Metaspace: (part) => {
    const { replacement, prepend_scheme, split } = z
      .object({
        replacement: z.string(),
        prepend_scheme: z.enum(["always", "first", "never"]).default("always"),
        add_prefix_space: z.boolean().optional(), // of files from before there were schemes
        split: z.boolean().default(true),
      })
      .transform(({ add_prefix_space, ...rest }) =>
        add_prefix_space === false ? { ...rest, prepend_scheme: "never" as const } : rest,
      )
      .parse(part);
    const ofReplacement = patternOf({ String: replacement });
    return (text) => {
      const spaced = eachChanged(text, / /g, () => replacement, { forLast: true });
      const wants = prepend_scheme === "always" || (prepend_scheme === "first" && text.starts[0] === 0);
      const whole = wants && !spaced.text.startsWith(replacement) ? prepended(spaced, replacement) : spaced;
      return split ? cut(whole, ofReplacement, "MergedWithNext") : [whole];
    };
  },
  Whitespace: () => (text) => cut(text, WORDS_AND_SIGNS, "Removed", true),
  WhitespaceSplit: () => (text) => cut(text, WHITE_SPACE, "Removed"),
  BertPreTokenizer: () => (text) =>
    cut(text, WHITE_SPACE, "Removed").flatMap((word) => cut(word, PUNCTUATION, "Isolated")),
  Punctuation: (part) => {
    const behavior = Behavior.default("Isolated").parse(part.behavior);
    return (text) => cut(text, PUNCTUATION, behavior);
  },
  Digits: (part) => {
    const behavior = z.boolean().parse(part.individual_digits) ? "Isolated" : "Contiguous";
    return (text) => cut(text, /\p{N}/gu, behavior);
  },
  CharDelimiterSplit: (part) => {
    const pattern = patternOf({ String: part.delimiter });
    return (text) => cut(text, pattern, "Removed");
  },
  Split: (part) => {
    const [pattern, behavior] = [patternOf(part.pattern), Behavior.parse(part.behavior)];
    return (text) => cut(text, pattern, behavior, part.invert === true);
  },
  FixedLength: (part) => {
    const length = z.int().min(1).parse(part.length);
    const pattern = new RegExp(`[^]{1,${length}}`, "gu");
    return (text) => cut(text, pattern, "Isolated");
  },
};

function inByteLetters(word: AlignedText): AlignedText {
  const encoder = new TextEncoder();
  return eachChanged(word, /[^!-~]/gu, (character) =>
    Array.from(encoder.encode(character), (byte) => LETTER_OF_BYTE[byte]).join(""),
  );
}

/** Cuts a text at the matches of a pattern or, inverted, at what lies between them. Empty words are left out. */
function cut(text: AlignedText, pattern: RegExp, behavior: Behavior, isInverted = false): AlignedText[] {
  const parts: { start: number; end: number; isMatch: boolean }[] = [];
  const add = (start: number, end: number, isMatch: boolean) => {
    if (start < end) parts.push({ start, end, isMatch: isMatch !== isInverted });
  };
  let done = 0;
  for (const { 0: match, index } of text.text.matchAll(pattern)) {
    add(done, index, false);
    add(index, index + match.length, true);
    done = index + match.length;
  }
  add(done, text.text.length, false);
  return joined(parts, behavior).map(({ start, end }) => sliced(text, start, end));
}

function joined<T extends { start: number; end: number; isMatch: boolean }>(
  parts: readonly T[],
  behavior: Behavior,
): readonly { readonly start: number; readonly end: number }[] {
  if (behavior === "Isolated") return parts;
  if (behavior === "Removed") return parts.filter(({ isMatch }) => !isMatch);
  const words: { start: number; end: number }[] = [];
  const inOrder = behavior === "MergedWithNext" ? [...parts].reverse() : parts;
  inOrder.forEach(({ start, end, isMatch }, i) => {
    const last = words[words.length - 1];
    const before = inOrder[i - 1]?.isMatch;
    // The first of several matches in a row joins its neighbour; the others are words of their own.
    const joins = behavior === "Contiguous" ? before === isMatch : isMatch && before !== true;
    if (last === undefined || !joins) words.push({ start, end });
    else if (behavior === "MergedWithNext") last.start = start;
    else last.end = end;
  });
  return behavior === "MergedWithNext" ? words.reverse() : words;
}
