/** Asks a model questions: the likelihood of choices and answers, what it writes, again in other words, and drawn answers. */
import type { Run } from "../../base";
import type { Question } from "../../data";
import {
  argmax,
  askLogits,
  decode,
  encodeSentence,
  logProbability,
  scoreTargets,
  type Model,
  type ScorePair,
  type TokenId,
} from "../../model";
import { write } from "../measure/sample-text";
import type { AnsweredQuestion, Likelihood } from "./answered";
import { upToStop } from "./texts";

export interface AskOptions {
  /** Of a free answer. */
  readonly maxTokens?: number;
  /** Put before every prompt. */
  readonly header?: string;
  /** Puts a question into the form in which it is asked. */
  readonly form?: (prompt: string) => string;
  /** Drawn answers to each question. */
  readonly samples?: number;
  /** Asks the rephrasings too. */
  readonly rephrasings?: boolean;
}

const ANSWER_TOKENS = 10;
/** Logits are as wide as the vocabulary, so ranks are read a few questions at a time. */
const RANKED_TOGETHER = 32;

export async function askQuestions(
  run: Run,
  model: Model,
  questions: readonly Question[],
  {
    maxTokens = ANSWER_TOKENS,
    header = "",
    form = (prompt) => prompt,
    samples = 0,
    rephrasings,
  }: AskOptions = {},
): Promise<AnsweredQuestion[]> {
  const promptOf = (prompt: string) => header + form(prompt);
  const targetsOf = ({ choices, answers }: Question) => choices ?? answers.slice(0, 1);
  const pairs = questions.flatMap((question) =>
    targetsOf(question).map((target) => ({ prompt: promptOf(question.prompt), target })),
  );
  const likelihoods = await weigh(run, model, pairs);
  const free = questions.filter(({ choices }) => choices === undefined);
  const ways = free.map(({ prompt, rephrases }) => [prompt, ...(rephrasings ? rephrases : [])].map(promptOf));
  const written = await write(
    run,
    model,
    ways.flat().map((prompt) => ({ prompt, maxTokens, stops: true })),
  );
  const texts = written.map((ids) => upToStop(model.tokenizer.continuation(ids)).trim());
  const starts = ways.map((_, i) => ways.slice(0, i).reduce((sum, own) => sum + own.length, 0));
  const spoken = free.flatMap((_, i) => (texts[starts[i]] === "" ? [] : [i]));
  const sure = await weigh(
    run,
    model,
    spoken.map((i) => ({ prompt: ways[i][0], target: texts[starts[i]] })),
  );
  const ranks = await ranksOf(run, model, free, promptOf);
  const drawn: string[][] = free.map(() => []);
  for (let sample = 0; sample < samples; sample++) {
    const ids = await write(
      run,
      model,
      ways.map(([prompt]) => ({ prompt, maxTokens, stops: true, isDrawn: true })),
      `sample ${sample}`,
    );
    ids.forEach((one, i) => drawn[i].push(upToStop(model.tokenizer.continuation(one)).trim()));
  }
  let [next, nextFree] = [0, 0];
  return questions.map((question) => {
    const own = likelihoods.slice(next, (next += targetsOf(question).length));
    if (question.choices) return { question, choices: own };
    const i = nextFree++;
    const said = texts.slice(starts[i], starts[i] + ways[i].length);
    const confident = sure.at(spoken.indexOf(i));
    return {
      question,
      answer: own[0],
      rank: ranks[i],
      said: said[0],
      ...(said[0] !== "" && confident && { saidLikelihood: confident }),
      ...(rephrasings && { rephrased: said.slice(1) }),
      ...(samples > 0 && { samples: drawn[i] }),
    };
  });
}

/** A prompt that is too long with its target is cut at its beginning, as harnesses do; prompts that methods rewrite never are. */
async function weigh(run: Run, model: Model, pairs: readonly ScorePair[]): Promise<Likelihood[]> {
  const { context } = model.facts.dimensions;
  const encoded = pairs.map(({ prompt, target }) => encodeSentence(model.tokenizer, prompt, target));
  const fits = encoded.map(({ ids }) => ids.length <= context);
  const scores = await scoreTargets(
    run,
    model,
    pairs.filter((_, i) => fits[i]),
    (step) => run.progress({ phase: "Weighing answers", step, steps: pairs.length }),
  );
  const found: Likelihood[] = [];
  let next = 0;
  for (const [i, { ids, promptLength }] of encoded.entries()) {
    if (fits[i]) {
      const { perToken, isGreedy } = scores[next++];
      found.push({ logP: sum(perToken), tokens: perToken.length, isGreedy });
      continue;
    }
    const target = ids.slice(promptLength);
    const row = ids.slice(-(context + 1), -1);
    const places = target.map((_, t) => row.length - target.length + t);
    const { logits } = await decode(run, model, { rows: [row], at: [places] });
    const perToken = target.map((id, t) => logProbability(logits(0, t), id));
    const isGreedy = target.every((id, t) => argmax(logits(0, t)) === id);
    found.push({ logP: sum(perToken), tokens: target.length, isGreedy, isCut: true });
  }
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Place of the first token of the best accepted answer, from one. */
async function ranksOf(
  run: Run,
  model: Model,
  questions: readonly Question[],
  promptOf: (prompt: string) => string,
): Promise<number[]> {
  const ranks: number[] = [];
  for (let from = 0; from < questions.length; from += RANKED_TOGETHER) {
    const some = questions.slice(from, from + RANKED_TOGETHER);
    const asked = some.flatMap(({ prompt, answers }) =>
      answers.map((target) => ({ prompt: promptOf(prompt), target })),
    );
    const said = await askLogits(run, model, asked);
    let next = 0;
    for (const { answers } of some) {
      const places = said
        .slice(next, (next += answers.length))
        .map(({ targetIds: [first], logits: [at] }) => {
          const own = at[first];
          return 1 + at.reduce((above, logit) => above + (logit > own ? 1 : 0), 0);
        });
      ranks.push(Math.min(...places));
    }
  }
  return ranks;
}

/**
 * Σ log p of a whole text, in windows of the context's length: the first after `first`, a later full one after the token before
 * it, the last filled up in front with earlier text, so that no token is predicted twice.
 */
export async function rollingLogP(
  run: Run,
  model: Model,
  text: string,
  { first, window = model.facts.dimensions.context }: { readonly first: TokenId; readonly window?: number },
): Promise<{ readonly logP: number; readonly tokens: number }> {
  const ids = model.tokenizer.encode(text).ids;
  const whole = [first, ...ids];
  let [logP, done] = [0, 0];
  while (done < ids.length) {
    const end = Math.min(ids.length, done + window);
    const start = Math.max(0, end - window);
    const row = whole.slice(start, end);
    const places = Array.from({ length: end - done }, (_, i) => done - start + i);
    const { logits } = await decode(run, model, { rows: [row], at: [places] });
    for (let i = 0; i < end - done; i++) logP += logProbability(logits(0, i), ids[done + i]);
    done = end;
  }
  return { logP, tokens: ids.length };
}
