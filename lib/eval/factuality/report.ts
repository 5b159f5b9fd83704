/**
 * The factuality of a model: recall by relation and popularity, with and without the facts at hand, calibration, abstention, agreement
 * of rephrasings, and what it does when a text contradicts what it knows.
 */
import type { Run } from "../../base";
import type { Question } from "../../data";
import { askLogits, likeliest, type Model } from "../../model";
import { createRetriever, withFact } from "../benchmark/retrieval";
import type { Summary } from "../report";
import { summarize } from "../statistics";
import type { AnsweredQuestion, Measure } from "./answered";
import { askQuestions } from "./ask";
import { confidences, equalWidth, type Bin } from "./calibration";
import { isRight } from "./right";

export interface FactualityOptions {
  /** Drawn answers to each question. */
  readonly samples?: number;
  /** Weight of the context in context-aware decoding; 0 leaves it out. */
  readonly contextWeight?: number;
}

interface Part {
  readonly name: string;
  readonly plain: Summary;
  readonly retrieved: Summary;
}

export interface FactualityReport {
  readonly questions: number;
  /** Every measure that has evidence, by the model alone and with the best fact of the list before the question. */
  readonly measures: readonly {
    readonly measure: Measure;
    readonly plain: number;
    readonly retrieved: number | null;
  }[];
  readonly relations: readonly Part[];
  /** By powers of ten of popularity. */
  readonly popularity: readonly Part[];
  readonly bins: readonly Bin[];
  readonly conflict: Conflict | null;
}

/** Answers where a text before the question states another answer of the same relation. */
export interface Conflict {
  readonly count: number;
  /** Share that keeps to what the model said without the text, and that follows the text. */
  readonly memory: number;
  readonly context: number;
  /** Memory ÷ (memory + context); null where neither is said. */
  readonly memorisation: number | null;
  /** Share that follows the text under context-aware decoding: (1 + α) logits with it − α logits without. */
  readonly contextAware: number | null;
}

export async function factualityReport(
  run: Run,
  model: Model,
  questions: readonly Question[],
  measures: readonly Measure[],
  { samples = 0, contextWeight = 0.5 }: FactualityOptions = {},
): Promise<FactualityReport> {
  const answered = await askQuestions(run, model, questions, { samples, rephrasings: true });
  const retrieve = createRetriever(questions.map(({ prompt, answers }) => `${prompt} ${answers[0]}`));
  const retrieved = await askQuestions(run, model, questions, {
    form: (prompt) => withFact(retrieve(prompt), prompt),
  });
  const partOf = (name: string, indices: readonly number[]): Part => ({
    name,
    plain: shareRight(indices.map((i) => answered[i])),
    retrieved: shareRight(indices.map((i) => retrieved[i])),
  });
  return {
    questions: questions.length,
    measures: measures.flatMap((measure) => {
      const plain = measure.score(answered);
      return plain === null ? [] : [{ measure, plain, retrieved: measure.score(retrieved) }];
    }),
    relations: grouped(questions, ({ relation }) => relation).map(([name, indices]) => partOf(name, indices)),
    popularity: grouped(questions, ({ popularity }) =>
      popularity === undefined ? undefined : String(10 ** Math.floor(Math.log10(Math.max(1, popularity)))),
    )
      .map(([name, indices]) => partOf(name, indices))
      .sort((a, b) => Number(a.name) - Number(b.name)),
    bins: equalWidth(confidences(answered)),
    conflict: await conflictOf(run, model, questions, contextWeight),
  };
}

function shareRight(items: readonly AnsweredQuestion[]): Summary {
  return summarize(
    items.map((item) => (isRight(item) ? 1 : 0)),
    "fraction",
  ) as Summary;
}

/** Indices by a name, the largest group first; questions without one are in none. */
function grouped(
  questions: readonly Question[],
  nameOf: (question: Question) => string | undefined,
): [string, number[]][] {
  const groups = new Map<string, number[]>();
  questions.forEach((question, i) => {
    const name = nameOf(question);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), i]);
  });
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** Each question behind a sentence that gives it the answer of another question of its relation. */
async function conflictOf(
  run: Run,
  model: Model,
  questions: readonly Question[],
  weight: number,
): Promise<Conflict | null> {
  const pairs = questions.flatMap((question, i) => {
    if (question.choices || question.relation === undefined) return [];
    const all = [...questions.slice(i + 1), ...questions.slice(0, i)];
    const other = all.find(
      ({ relation, answers: [answer] }) =>
        relation === question.relation && !question.answers.includes(answer),
    );
    return other
      ? [
          {
            prompt: question.prompt,
            context: `${question.prompt} ${other.answers[0]}.`,
            told: other.answers[0],
          },
        ]
      : [];
  });
  if (pairs.length === 0) return null;
  const firstOf = (text: string, prompt: string) => {
    const [own, whole] = [prompt, `${prompt} ${text}`].map(
      (one) => model.tokenizer.encode(one, { special: true }).ids,
    );
    return whole[own.length];
  };
  const counts = { memory: 0, context: 0, aware: 0 };
  const TOGETHER = 16;
  for (let from = 0; from < pairs.length; from += TOGETHER) {
    const some = pairs.slice(from, from + TOGETHER);
    const said = await askLogits(
      run,
      model,
      some.flatMap(({ prompt, context }) => [{ prompt }, { prompt: `${context} ${prompt}` }]),
    );
    some.forEach(({ prompt, told }, i) => {
      const [alone, behind] = [said[2 * i], said[2 * i + 1]].map(({ logits: [next] }) => next);
      const [memory] = likeliest(alone, 1);
      const [follows] = likeliest(behind, 1);
      const wanted = firstOf(told, prompt);
      if (follows.id === wanted) counts.context++;
      else if (follows.id === memory.id) counts.memory++;
      const aware = behind.map((logit, id) => (1 + weight) * logit - weight * alone[id]);
      if (likeliest(aware, 1)[0].id === wanted) counts.aware++;
    });
    run.progress({
      phase: "Contradicting the model",
      step: Math.min(pairs.length, from + TOGETHER),
      steps: pairs.length,
    });
  }
  const { memory, context, aware } = counts;
  return {
    count: pairs.length,
    memory: memory / pairs.length,
    context: context / pairs.length,
    memorisation: memory + context === 0 ? null : memory / (memory + context),
    contextAware: weight === 0 ? null : aware / pairs.length,
  };
}
