/** The normalizers of tokenizer.json, with the origin of every character. */
import { z } from "zod";
import { eachChanged, changed, prepended, sliced, type AlignedText, type Change } from "./aligned-text";
import { precompiledMap } from "./precompiled";
import { isWhiteSpace, patternOf, readPart, type Part } from "./steps";

type Normalize = (text: AlignedText) => AlignedText;

/** Throws `unsupported` for a normalizer that is not here. */
export function normalizerOf(part: unknown): Normalize {
  if (part === null || part === undefined) return (text) => text;
  return readPart(part, "normalizer", NORMALIZERS);
}

const NORMALIZERS: Readonly<Record<string, (part: Part) => Normalize>> = {
  Sequence: (part) => {
    const steps = z.array(z.unknown()).parse(part.normalizers).map(normalizerOf);
    return (text) => steps.reduce((before, step) => step(before), text);
  },
  NFC: () => unicodeForm("NFC"),
  NFD: () => unicodeForm("NFD"),
  NFKC: () => unicodeForm("NFKC"),
  NFKD: () => unicodeForm("NFKD"),
  Lowercase: () => lowercase,
  StripAccents: () => without(/\p{M}/gu),
  Strip: (part) => {
    const { strip_left, strip_right } = z
      .object({ strip_left: z.boolean(), strip_right: z.boolean() })
      .parse(part);
    return (whole) => {
      let [start, end] = [0, whole.text.length];
      while (strip_left && start < end && isWhiteSpace(whole.text[start])) start++;
      while (strip_right && end > start && isWhiteSpace(whole.text[end - 1])) end--;
      return sliced(whole, start, end);
    };
  },
  Prepend: (part) => {
    const prefix = z.string().parse(part.prepend);
    return (text) => prepended(text, prefix);
  },
  Replace: (part) => {
    const [pattern, content] = [patternOf(part.pattern), z.string().parse(part.content)];
    return (text) => eachChanged(text, pattern, () => content, { forLast: true });
  },
  Precompiled: (part) => precompiledMap(z.string().parse(part.precompiled_charsmap)),
  BertNormalizer: (part) => {
    const settings = z
      .object({
        clean_text: z.boolean(),
        handle_chinese_chars: z.boolean(),
        strip_accents: z.boolean().nullish(),
        lowercase: z.boolean(),
      })
      .parse(part);
    const decomposed = unicodeForm("NFD");
    const steps = [
      ...(settings.clean_text ? [without(/(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\uFFFD]/gu), plainSpaces] : []),
      ...(settings.handle_chinese_chars ? [apartIdeographs] : []),
      ...((settings.strip_accents ?? settings.lowercase) ? [decomposed, without(/\p{Mn}/gu)] : []),
      ...(settings.lowercase ? [lowercase] : []),
    ];
    return (text) => steps.reduce((before, step) => step(before), text);
  },
};

/** A character by itself: the end of a word does not matter, as it does to toLowerCase for Σ. */
const lowercase: Normalize = (text) =>
  eachChanged(text, /\p{Changes_When_Lowercased}/gu, (character) => character.toLowerCase());

const plainSpaces: Normalize = (text) => eachChanged(text, /\p{White_Space}/gu, () => " ");

/** The blocks of CJK ideographs that BERT's tokenization.py puts spaces around. */
const IDEOGRAPHS =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;
const apartIdeographs: Normalize = (text) => eachChanged(text, IDEOGRAPHS, (one) => ` ${one} `);

function without(pattern: RegExp): Normalize {
  return (text) => eachChanged(text, pattern, () => "");
}

/** Characters that join what precedes them in a normal form: marks, Hangul vowels and finals, half-width ones of kana. */
const JOINING = "\\p{M}\\u1160-\\u11FF\\uFF9E-\\uFFDC";
const CLUSTER = new RegExp(`[^${JOINING}][${JOINING}]*|[${JOINING}]+`, "gu");

function unicodeForm(form: "NFC" | "NFD" | "NFKC" | "NFKD"): Normalize {
  return (whole) => {
    const expected = whole.text.normalize(form);
    if (expected === whole.text) return whole;
    const changes: Change[] = [];
    for (const { 0: cluster, index } of whole.text.matchAll(CLUSTER)) {
      const text = cluster.normalize(form);
      if (text !== cluster)
        changes.push(withoutEqualEnds({ start: index, end: index + cluster.length, text }, cluster));
    }
    const made = changed(whole, changes);
    // Only where clusters join in a way that is not listed.
    return made.text === expected
      ? made
      : changed(whole, [{ start: 0, end: whole.text.length, text: expected }]);
  };
}

/** Leaves the characters out of a change that both of its sides end with. */
function withoutEqualEnds({ start, end, text }: Change, before: string): Change {
  const [old, fresh] = [[...before], [...text]];
  let cut = 0;
  while (old.length > 1 && fresh.length > 1 && old[old.length - 1] === fresh[fresh.length - 1]) {
    cut += (old.pop() as string).length;
    fresh.pop();
  }
  return { start, end: end - cut, text: fresh.join("") };
}
