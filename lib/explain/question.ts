/** A question of an analysis as a model reads it: ids, the subject's tokens, and the answers that are told apart. */
import { because, invalidField, type Run } from "../base";
import { filledPrompt, promptText, SUBJECT_SLOT } from "../data";
import {
  argmax,
  checkRow,
  decode,
  encodeSentence,
  tokensWithin,
  type Model,
  type Row,
  type TokenId,
  type Tokenizer,
} from "../model";
import type { AnalysisQuestion } from "./analysis";

/** Tokens of the longest prompt that is looked into: pictures and answers grow with it. */
export const LONGEST_PROMPT = 256;

type Asked = Partial<Pick<AnalysisQuestion, "prompt" | "subject" | "begin">>;

export interface ReadPrompt {
  readonly text: string;
  readonly ids: Row;
  /** Tokens that the tokenizer put before the text. */
  readonly before: number;
  /** [start, end) in tokens; undefined for a prompt without {}. */
  readonly subject?: readonly [start: number, end: number];
}

/**
 * The prompt with its subject, all tokens that contain a character of it, or a part of one. Throws `invalid_input` for a prompt
 * without {}, when there is a subject, and for one that is too long.
 */
export function readPrompt(
  { tokenizer, facts }: Pick<Model, "tokenizer" | "facts">,
  { prompt = "", subject, begin = true }: Asked,
): ReadPrompt {
  const start = prompt.indexOf(SUBJECT_SLOT);
  if (subject !== undefined && start < 0)
    throw invalidField(
      "question.prompt",
      `The prompt "${prompt}" does not hold the subject.`,
      "Write {} once.",
      because("subjectNotInPrompt", { prompt }),
    );
  if (subject === undefined && start >= 0)
    throw invalidField(
      "question.subject",
      `The prompt "${prompt}" needs a subject.`,
      "Write it.",
      because("needsSubject"),
    );
  const text = promptText(subject === undefined ? prompt : filledPrompt({ prompt, subject }));
  const encoding = tokenizer.encode(text, { special: begin });
  const { ids } = encoding;
  checkRow(ids, facts.dimensions.context, "prompt");
  if (ids.length > LONGEST_PROMPT)
    throw invalidField(
      "question.prompt",
      `The prompt has ${ids.length} tokens; an analysis looks into at most ${LONGEST_PROMPT}.`,
      "Shorten it.",
      because("textTooLong", { tokens: ids.length, most: LONGEST_PROMPT }),
    );
  const before = ids.length - tokenizer.encode(text).ids.length;
  if (subject === undefined) return { text, ids, before };
  const inside = tokensWithin(encoding, start, start + subject.length);
  if (inside.length === 0)
    throw invalidField(
      "question.subject",
      `The prompt "${text}" has no token of "${subject}".`,
      "Write a subject.",
      because("subjectWithoutTokens"),
    );
  return { text, ids, before, subject: [inside[0], inside[inside.length - 1] + 1] };
}

/** As `readPrompt`, of a prompt that has its subject. */
export function readSubject(
  model: Pick<Model, "tokenizer" | "facts">,
  question: Asked,
): ReadPrompt & { readonly subject: readonly [start: number, end: number] } {
  const { subject, ...read } = readPrompt(model, question);
  if (subject) return { ...read, subject };
  throw invalidField(
    "question.subject",
    "This needs a subject.",
    "Write it, and {} in the prompt.",
    because("needsSubject"),
  );
}

/** The first token of an answer to a text. */
export function answerToken({ tokenizer }: Pick<Model, "tokenizer">, text: string, answer: string): TokenId {
  const sentence = encodeSentence(tokenizer, text, answer);
  return sentence.ids[sentence.promptLength];
}

/** Logits of the next token of each row, in one pass. */
export async function nextLogits(run: Run, model: Model, rows: readonly Row[]): Promise<Float32Array[]> {
  const decoded = await decode(run, model, { rows, at: rows.map((row) => [row.length - 1]) });
  return rows.map((_, b) => decoded.logits(b, 0));
}

/** The first tokens of the answers that are asked about; the model's own likeliest where no answer is written. */
export async function askedTokens(
  run: Run,
  model: Model,
  { text, ids }: ReadPrompt,
  { answer, otherAnswer }: Pick<AnalysisQuestion, "answer" | "otherAnswer">,
): Promise<TokenId[]> {
  const first =
    answer === undefined
      ? argmax((await nextLogits(run, model, [ids]))[0])
      : answerToken(model, text, answer);
  return [first, ...(otherAnswer === undefined ? [] : [answerToken(model, text, otherAnswer)])];
}

/** Throws `invalid_input` for an answer that the model does not give. */
export function checkAnswer({ tokenizer }: Pick<Model, "tokenizer">, said: TokenId, written: TokenId): void {
  if (said === written) return;
  throw invalidField(
    "question.answer",
    `The model answers "${tokenizer.piece(said).trim()}" here, not "${tokenizer.piece(written).trim()}".`,
    "Leave the answer out to follow what the model says, or ask for a fact that it knows.",
    because("saysOther", { said: tokenizer.piece(said).trim(), written: tokenizer.piece(written).trim() }),
  );
}

/** First tokens of a prompt's words, as they may be written: " language", " Language", "language". */
export function wordTokens({ encode }: Pick<Tokenizer, "encode">, prompt: string): TokenId[] {
  const words = prompt.replace(SUBJECT_SLOT, " ").match(/[\p{L}]{3,}/gu) ?? [];
  const forms = words.flatMap((word) => {
    const capital = word[0].toUpperCase() + word.slice(1);
    return [` ${word}`, ` ${capital}`, word, capital];
  });
  return [...new Set(forms.flatMap((form) => encode(form).ids.slice(0, 1)))];
}
