/** Sentences as words: how names, patterns and what people write are brought to one spelling before they are compared. */
import type { Language } from "../graph/schema";

export interface Word {
  /** Lowercase, without accents. */
  readonly text: string;
  /** Place in the sentence, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** A Han character is a word of its own; other letters and digits are words together. A slot stays whole. */
const WORD = /\{[a-z]?\}|\p{Script=Han}|[\p{L}\p{M}\p{N}]+?(?=\p{Script=Han})|[\p{L}\p{M}\p{N}]+/gu;

export function wordsOf(sentence: string): Word[] {
  return [...sentence.matchAll(WORD)].map((match) => ({
    text: plain(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The words of a name or a pattern in one string. */
export const spelling = (text: string): string =>
  wordsOf(text)
    .map((word) => word.text)
    .join(" ");

export const languageOf = (sentence: string): Language => (/\p{Script=Han}/u.test(sentence) ? "zh" : "en");

/** Rewritings of a sentence with slots, in order, that change nothing in what it states. */
const ENGLISH: readonly (readonly [from: RegExp, to: string])[] = [
  [/\bat the moment\b|\bthese days\b/g, ""],
  [
    /\b(?:the|a|an|just|really|also|both|actually|now|nowadays|currently|again|today|new|officially|please)\b/g,
    "",
  ],
  [/\b(?:isn|aren|wasn|weren) t\b/g, "is not"],
  [/\b(?:doesn|don|didn) t\b|\b(?:does|do|did) not\b/g, "not"],
  [/\b(?:has|have|had) been\b|\b(?:has|have) become\b/g, "is"],
  [/\b(?:are|be|was|were|became|becomes|become|remains)\b/g, "is"],
  [/\b(?:no longer|never)\b/g, "not"],
  [/\bany (?:more|longer)\b|\banymore\b/g, ""],
  // A correction gives its place again: "not in {x} but in {o}", "it is in {o}".
  [/\bnot (?:in|by|of|as|at|for|to|from) (?=\{)/g, "not "],
  [/\bbut (?:in|by|of|as|at|for|to|from|is) (?=\{)/g, "but "],
  [/(\{x\}) (?:it|he|she|they|that) (?:s|is)(?: (?:in|by|of|as|at))? (\{o\})/g, "$1 but $2"],
  [/\band not (?=\{x\})/g, "not "],
  [/\binstead of (?=\{x\})/g, "not "],
];

const CHINESE: readonly (readonly [from: RegExp, to: string])[] = [
  [/现在|如今|目前|现任|其实|实际上|已经|请问|今后|的|了|已|又|都|也|请|呢|啊|吧|公司|个人|一个/g, ""],
  [/现(?=[位在是为由属归])/g, ""],
  [/(?:并不|不再|并非|没有|并没)/g, "不"],
  [/而是/g, "是"],
  [/而非/g, "不是"],
  [/而(?=[不在是由])/g, ""],
  [/(?:应该|应当|应|须)(?=[是为改])/g, ""],
  [/改成|设为|设成|变成|变为|换成|成为|改到|定为/g, "改为"],
  [/成(?=\{)/g, "是"],
  [/(?<!改)为(?!业)/g, "是"],
  [/(\{[osx]\})(?:境内|里面|里|上|当中|之中)/g, "$1"],
  [/哪儿|何处/g, "哪里"],
  [/(?:哪个|哪座|哪一个|哪一座)(?=城市|国家|洲|大洲)|哪(?=国)/g, "哪"],
  [/所(?=[写画作创属从])/g, ""],
];

const REWRITINGS: Readonly<Record<Language, readonly (readonly [from: RegExp, to: string])[]>> = {
  en: ENGLISH,
  zh: CHINESE,
};

const PAST = /\b(?:was|were|became|had been)\b/;

/** What is left of a sentence with slots when its wording is brought to one form, and whether it speaks of the past. */
export function normalised(
  words: readonly string[],
  language: Language,
): { readonly text: string; readonly isPast: boolean } {
  const joined = words.join(language === "en" ? " " : "");
  let text = joined;
  for (const [from, to] of REWRITINGS[language]) text = text.replace(from, to);
  return { text: text.replace(/\s+/g, " ").trim(), isPast: language === "en" && PAST.test(joined) };
}

function plain(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
