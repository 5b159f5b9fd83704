/**
 * Inference-time intervention (Li et al. 2023): at every token, the heads whose values tell best whether a statement is true are moved
 * towards true ones. A constant addition to a head's values is a constant after the output projection, so it is a change of its bias,
 * as in the authors' code. Directions are differences of means; they are fitted and the heads chosen on questions that are not asked.
 */
import { because, PalimpsestError, type Run } from "../../base";
import type { Question } from "../../data";
import { readParts } from "../../explain";
import { sentenceOf, type Model, type WeightDelta, type WeightOverlay } from "../../model";
import { float32, floats } from "../../tensor";
import { best, nextLogits, writeBy, type DecodingAid } from "./aid";

/** Share of all heads that are moved, and by how many standard deviations. */
const HEADS = 0.1;
const STRENGTH = 5;
/** Questions that directions are fitted on; each gives a true and a false statement. */
const MOST = 64;
const LEAST_QUESTIONS = 8;

interface Direction {
  /** Difference of means, of length one. */
  readonly unit: Float64Array;
  /** Of the projections on it. */
  readonly deviation: number;
  /** Halfway between the means of the projections. */
  readonly middle: number;
}

/** The direction from false to true vectors. */
export function truthDirection(
  trueOnes: readonly ArrayLike<number>[],
  falseOnes: readonly ArrayLike<number>[],
): Direction {
  const size = trueOnes[0].length;
  const means = [trueOnes, falseOnes].map((vectors) =>
    Float64Array.from(
      { length: size },
      (_, k) => vectors.reduce((sum, one) => sum + one[k], 0) / vectors.length,
    ),
  );
  const difference = means[0].map((value, k) => value - means[1][k]);
  const length = Math.sqrt(difference.reduce((sum, value) => sum + value ** 2, 0)) || 1;
  const unit = difference.map((value) => value / length);
  const projections = [...trueOnes, ...falseOnes].map((one) => dot(one, unit));
  const mean = projections.reduce((sum, value) => sum + value, 0) / projections.length;
  const deviation = Math.sqrt(
    projections.reduce((sum, value) => sum + (value - mean) ** 2, 0) / projections.length,
  );
  return { unit, deviation, middle: (dot(means[0], unit) + dot(means[1], unit)) / 2 };
}

/** The share of vectors on their own side of the middle. */
export function truthAccuracy(
  { unit, middle }: Direction,
  trueOnes: readonly ArrayLike<number>[],
  falseOnes: readonly ArrayLike<number>[],
): number {
  const right =
    trueOnes.filter((one) => dot(one, unit) > middle).length +
    falseOnes.filter((one) => dot(one, unit) <= middle).length;
  return right / (trueOnes.length + falseOnes.length);
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < right.length; k++) sum += left[k] * right[k];
  return sum;
}

/** A true and a false statement of each question: its answer, and that of the next question of its relation. */
function statementsOf(questions: readonly Question[]): readonly (readonly [string, string])[] {
  return questions
    .flatMap((question, i) => {
      const others = [...questions.slice(i + 1), ...questions.slice(0, i)];
      const other = others.find(
        ({ relation, answers: [answer] }) =>
          relation !== undefined && relation === question.relation && !question.answers.includes(answer),
      );
      const of = (answer: string) => sentenceOf(question.prompt, answer);
      return other ? [[of(question.answers[0]), of(other.answers[0])] as const] : [];
    })
    .slice(0, MOST);
}

/** The overlay that moves the heads. */
export async function interventionOverlay(
  run: Run,
  model: Model,
  apart: readonly Question[],
): Promise<WeightOverlay> {
  const pairs = statementsOf(apart);
  if (pairs.length < LEAST_QUESTIONS)
    throw new PalimpsestError(
      "invalid_input",
      `The intervention is fitted on ${LEAST_QUESTIONS} questions that are not asked, and there are ${pairs.length}.`,
      {
        hint: "Ask fewer questions of the list, so that others are left.",
        details: {
          ...because("interventionQuestions", { least: LEAST_QUESTIONS, found: pairs.length }),
          field: "count",
        },
      },
    );
  const { layers, heads, headWidth } = model.facts.dimensions;
  if (!model.findParameter("attn.out", 0, "bias"))
    throw new PalimpsestError("unsupported", "This family's attention has no bias that could be moved.", {
      hint: "Leave the intervention out, or choose a model of the GPT-2 family.",
      details: because("interventionFamily"),
    });
  /** By statement, true and false in turn. */
  const read: Float32Array[][] = [];
  for (const statement of pairs.flat()) {
    const { ids } = model.tokenizer.encode(statement, { special: true });
    const parts = await readParts(run, model, ids);
    const last = (layer: number, head: number) =>
      parts.of("head", layer, head).slice((ids.length - 1) * headWidth, ids.length * headWidth);
    read.push(
      Array.from({ length: layers * heads }, (_, place) => last(Math.floor(place / heads), place % heads)),
    );
  }
  const fitted = Math.floor(pairs.length / 2);
  const vectors = (place: number, isTrue: boolean, from: number, to: number) =>
    read
      .filter((_, i) => i % 2 === (isTrue ? 0 : 1))
      .slice(from, to)
      .map((statement) => statement[place]);
  const ranked = Array.from({ length: layers * heads }, (_, place) => {
    const direction = truthDirection(vectors(place, true, 0, fitted), vectors(place, false, 0, fitted));
    const accuracy = truthAccuracy(
      direction,
      vectors(place, true, fitted, pairs.length),
      vectors(place, false, fitted, pairs.length),
    );
    return { place, direction, accuracy };
  }).sort((a, b) => b.accuracy - a.accuracy || a.place - b.place);
  const moved = ranked.slice(0, Math.max(1, Math.round(HEADS * layers * heads)));
  const changed = [...new Set(moved.map(({ place }) => Math.floor(place / heads)))].sort((a, b) => a - b);
  const deltas: WeightDelta[] = [];
  for (const layer of changed) {
    const offset = new Float64Array(heads * headWidth);
    for (const { place, direction } of moved)
      if (Math.floor(place / heads) === layer)
        direction.unit.forEach(
          (value, k) => (offset[(place % heads) * headWidth + k] = STRENGTH * direction.deviation * value),
        );
    const weight = await model.weight(model.parameter("attn.out", layer)); // [D, H·K]
    const rows = floats(weight);
    const delta = Float32Array.from({ length: weight.shape[0] }, (_, d) =>
      dot(rows.subarray(d * offset.length, (d + 1) * offset.length), offset),
    );
    const { name: parameter } = model.parameter("attn.out", layer, "bias");
    deltas.push({ parameter, form: "dense", delta: float32([delta.length], delta) });
  }
  return { kind: "weights", deltas };
}

export const intervention: DecodingAid = {
  id: "intervention",
  name: { en: "Inference-time intervention", zh: "推理时干预" },
  formula: {
    en: "a tenth of the heads, those that tell true statements best, moved by 5 σ along true − false at every token",
    zh: "最能区分真伪陈述的十分之一注意力头，在每个词元处沿“真 − 伪”方向移动 5 σ",
  },
  source: "Li et al. 2023",
  version: 1,
  needs: "apart",
  async write(run, { model, questions, apart, maxTokens }) {
    const moved = model.with([await interventionOverlay(run, model, apart)]);
    return writeBy(
      run,
      moved,
      questions.map(({ prompt }) => prompt),
      maxTokens,
      () => async (step, rows) => (await nextLogits(step, moved, rows)).map(best),
    );
  },
};
