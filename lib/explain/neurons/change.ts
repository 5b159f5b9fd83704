/** Suppressing and enhancing neurons: overlays that scale what they write, and what becomes of answers (Dai et al. 2022, section 4.2). */
import { seededRandom, shuffled, type Run } from "../../base";
import { decode, logProbability, type Model, type Row, type TokenId, type WeightOverlay } from "../../model";
import { float32, floats } from "../../tensor";
import type { Neuron } from "./choose";

export interface AskedRow {
  readonly ids: Row;
  /** The first token of its answer. */
  readonly answer: TokenId;
}

/** Probabilities of one answer. */
export interface ChangedAnswer {
  readonly before: number;
  readonly suppressed: number;
  readonly enhanced: number;
  /** With as many neurons of the same layers suppressed, drawn at random from the rest. */
  readonly randomSuppressed: number;
}

/** The published factors: suppressed neurons write nothing, enhanced ones twice as much. */
const [SUPPRESSED, ENHANCED] = [0, 2];

/** Columns of the down projections times a factor, as one delta of a layer. */
export async function scaledNeurons(
  model: Model,
  neurons: readonly Neuron[],
  factor: number,
): Promise<WeightOverlay> {
  const { width, mlpWidth } = model.facts.dimensions;
  const layers = [...new Set(neurons.map(({ layer }) => layer))].sort((a, b) => a - b);
  const deltas = await Promise.all(
    layers.map(async (layer) => {
      const spec = model.parameter("mlp.down", layer);
      const data = floats(await model.weight(spec)); // [D, F]
      const chosen = neurons.filter((one) => one.layer === layer).map(({ neuron }) => neuron);
      const left = new Float32Array(width * chosen.length);
      const right = new Float32Array(chosen.length * mlpWidth);
      chosen.forEach((neuron, r) => {
        right[r * mlpWidth + neuron] = 1;
        for (let i = 0; i < width; i++)
          left[i * chosen.length + r] = (factor - 1) * data[i * mlpWidth + neuron];
      });
      return {
        parameter: spec.name,
        form: "low-rank" as const,
        left: float32([width, chosen.length], left),
        right: float32([chosen.length, mlpWidth], right),
      };
    }),
  );
  return { kind: "weights", deltas };
}

/** As many other neurons of each layer. Equal seeds draw equal ones. */
export function randomNeurons(model: Model, neurons: readonly Neuron[], seed: string): Neuron[] {
  const { mlpWidth } = model.facts.dimensions;
  const layers = [...new Set(neurons.map(({ layer }) => layer))];
  return layers.flatMap((layer) => {
    const taken = new Set(neurons.filter((one) => one.layer === layer).map(({ neuron }) => neuron));
    const free = Array.from({ length: mlpWidth }, (_, i) => i).filter((i) => !taken.has(i));
    return shuffled(free, seededRandom(`${seed} ${layer}`))
      .slice(0, taken.size)
      .map((neuron) => ({ layer, neuron }));
  });
}

/** What becomes of each row's answer. Without neurons nothing changes. */
export async function changeAnswers(
  run: Run,
  model: Model,
  rows: readonly AskedRow[],
  neurons: readonly Neuron[],
): Promise<ChangedAnswer[]> {
  const probabilities = async (some: readonly Neuron[], factor: number) => {
    const changed = some.length > 0 ? model.with([await scaledNeurons(model, some, factor)]) : model;
    return answerProbabilities(run, changed, rows);
  };
  const before = await probabilities([], 1);
  const suppressed = await probabilities(neurons, SUPPRESSED);
  const enhanced = await probabilities(neurons, ENHANCED);
  const random = await probabilities(randomNeurons(model, neurons, "control neurons"), SUPPRESSED);
  return rows.map((_, i) => ({
    before: before[i],
    suppressed: suppressed[i],
    enhanced: enhanced[i],
    randomSuppressed: random[i],
  }));
}

const ROWS_A_PASS = 48;

/** P(answer) at the last token of each row. */
export async function answerProbabilities(
  run: Run,
  model: Model,
  rows: readonly AskedRow[],
): Promise<number[]> {
  const said: number[] = [];
  for (let start = 0; start < rows.length; start += ROWS_A_PASS) {
    const some = rows.slice(start, start + ROWS_A_PASS);
    const decoded = await decode(run, model, {
      rows: some.map(({ ids }) => ids),
      at: some.map(({ ids }) => [ids.length - 1]),
    });
    said.push(...some.map(({ answer }, b) => Math.exp(logProbability(decoded.logits(b, 0), answer))));
  }
  return said;
}
