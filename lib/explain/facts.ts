/** Facts of a question as a model reads them: ids, answers, and pairs of prompts that tell two answers apart. */
import { because, invalidField, seededRandom, shuffled, type Run } from "../base";
import { argmax, type Model, type Row, type TokenId } from "../model";
import type { AnalysisFact, AnalysisQuestion } from "./analysis";
import type { PromptPair } from "./circuits/attribute";
import { answerToken, nextLogits, readSubject } from "./question";

export interface ReadFact extends AnalysisFact {
  readonly answer: string;
  readonly ids: Row;
  readonly subjectTokens: readonly [start: number, end: number];
  /** The first token of the answer. */
  readonly id: TokenId;
}

/** In an order drawn by the question's seed, `count` at most. Answers that are not written are the model's own. */
export async function readFacts(
  run: Run,
  model: Model,
  { facts = [], begin, seed }: AnalysisQuestion,
  count: number,
): Promise<ReadFact[]> {
  const some = shuffled(facts, seededRandom(`facts ${seed}`)).slice(0, count);
  const read = some.map((fact) => ({ fact, ...readSubject(model, { ...fact, begin }) }));
  const said: TokenId[] = [];
  for (let start = 0; start < read.length; start += ROWS_A_PASS) {
    const rows = read.slice(start, start + ROWS_A_PASS).map(({ ids }) => ids);
    said.push(...(await nextLogits(run, model, rows)).map(argmax));
  }
  return read.map(({ fact, ids, subject, text }, i) => {
    const { answer = model.tokenizer.piece(said[i]).trim() } = fact;
    const id = fact.answer === undefined ? said[i] : answerToken(model, text, fact.answer);
    return { ...fact, answer, ids, subjectTokens: subject, id };
  });
}

const ROWS_A_PASS = 48;

/**
 * Each fact with another of the same prompt, as many tokens and another answer, which is the corrupt prompt. Facts without such
 * a partner are left out. Throws `invalid_input` where none has one.
 */
export function pairFacts(
  facts: readonly ReadFact[],
  seed: number,
): (PromptPair & { readonly fact: ReadFact })[] {
  const random = seededRandom(`pairs ${seed}`);
  const pairs = facts.flatMap((fact) => {
    const [start, end] = fact.subjectTokens;
    const partners = facts.filter(
      (other) =>
        other.prompt === fact.prompt &&
        other.ids.length === fact.ids.length &&
        other.subjectTokens[0] === start &&
        other.subjectTokens[1] === end &&
        other.id !== fact.id,
    );
    if (partners.length === 0) return [];
    const other = partners[random.integer(partners.length)];
    return [{ fact, clean: fact.ids, corrupt: other.ids, answer: fact.id, other: other.id }];
  });
  if (pairs.length > 0) return pairs;
  throw invalidField(
    "question.facts",
    "No two of these facts have subjects of as many tokens and different answers.",
    "Give more facts of one relation.",
    because("noPairOfFacts"),
  );
}
