/**
 * The Jacobian lens (Gurnee et al. 2026): a state is carried to the last one by the mean derivative of the last state by it,
 * and read there. It tells what a state leads the model to say, now and later.
 *
 *   J_s = mean over texts and tokens t of Σ over t' ≥ t of ∂h_last(t') / ∂h_s(t)
 *
 * as the published code estimates it: for each output dimension the gradient of its sum over all tokens, averaged over the
 * tokens where it arrives. The first tokens take part in nothing, because attention rests on them, and neither does the last.
 * The convergence of the running mean is how far the last text moved it, relatively, at the state where that is most.
 */
import { checkCancelled, invalidField, type Run } from "../../base";
import { plainFeeds, type Model, type Row } from "../../model";
import {
  float32,
  floats,
  grad,
  int32,
  matmul,
  multiply,
  numbersOf,
  reduceSum,
  type ArtifactCache,
  type Making,
  type TensorBundle,
  type Value,
} from "../../tensor";
import type { NamedTexts } from "../analysis";
import { fitKey, type FitSize } from "./fit-key";
import { fitRows } from "./fit-rows";
import type { Translator } from "./logit-lens";

export interface JacobianLens {
  /** By state, of which the first is the embedding; the last state has none. J [D, D], where it was fitted. */
  readonly matrices: readonly (Float32Array | undefined)[];
  readonly prompts: number;
  /** The relative change of the mean by each text but the first. */
  readonly changes: readonly number[];
}

export interface JacobianFit extends FitSize {
  /** Tokens at the beginning that take no part; 16 in the published code. */
  readonly skip: number;
}

/** Output dimensions of one pass. */
const DIMENSIONS_A_PASS = 32;
/** Texts between two stores of what there is. */
const KEEP_EVERY = 5;

/** Made once for a version and kept; a fit that is stopped continues with the next text. */
export async function jacobianLens(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  texts: NamedTexts,
  fit: JacobianFit,
): Promise<JacobianLens> {
  const { layers, width } = model.facts.dimensions;
  if (fit.skip + 2 > Math.min(fit.tokens, model.facts.dimensions.context))
    throw invalidField(
      "parameters.skip",
      `Rows of ${fit.tokens} tokens have none left behind the first ${fit.skip} and before the last.`,
      "Skip fewer tokens, or fit on longer rows.",
    );
  const key = fitKey("jacobian-lens", model.facts, await model.fingerprint(), texts.name, fit);
  const make = async (making: Making) =>
    fitJacobians(run, model, making, await fitRows(run, model, texts, fit), fit);
  const bundle = await cache.getOrMake(key, make, run.signal);
  const mean = floats(bundle.mean);
  return {
    matrices: Array.from({ length: layers }, (_, s) => mean.subarray(s * width ** 2, (s + 1) * width ** 2)),
    prompts: numbersOf(bundle.prompts)[0],
    changes: [...floats(bundle.changes)],
  };
}

async function fitJacobians(
  run: Run,
  model: Model,
  making: Making,
  rows: readonly Row[],
  { skip }: JacobianFit,
): Promise<TensorBundle> {
  const { layers, width } = model.facts.dimensions;
  const size = width ** 2;
  const part = await making.kept();
  const sum = part ? Float32Array.from(floats(part.sum)) : new Float32Array(layers * size);
  const changes: number[] = part ? [...floats(part.changes)] : [];
  let done = part ? numbersOf(part.done)[0] : 0;
  let kept = done;
  const keep = async () => {
    kept = done;
    const state = {
      sum: float32([layers, width, width], sum),
      changes: float32([changes.length], Float32Array.from(changes)),
      done: int32([1], [done]),
    };
    await making.keep(state, { done, total: rows.length });
  };
  try {
    for (; done < rows.length; done++) {
      checkCancelled(run.signal);
      run.progress({
        phase: "Fitting the Jacobian lens",
        step: done,
        steps: rows.length,
        ...(changes.length > 0 && { values: { relativeChange: changes[changes.length - 1] } }),
      });
      if (done - kept >= KEEP_EVERY) await keep();
      const own = await jacobiansOf(run, model, rows[done], skip);
      if (done > 0) changes.push(changeOf(own, sum, done, layers, size));
      for (let i = 0; i < sum.length; i++) sum[i] += own[i];
    }
  } catch (error) {
    if (done > kept) await keep();
    throw error;
  }
  making.note({
    samples: { count: rows.length * rows[0].length, unit: "tokens" },
    quality: changes
      .map((relativeError, i) => ({ samples: (i + 2) * rows[0].length, relativeError }))
      .slice(-1),
  });
  return {
    mean: float32(
      [layers, width, width],
      sum.map((value) => value / done),
    ),
    changes: float32([changes.length], Float32Array.from(changes)),
    prompts: int32([1], [done]),
  };
}

/** ‖J − mean‖ / ((n + 1) ‖mean‖), at the state where it is largest. */
function changeOf(own: Float32Array, sum: Float32Array, done: number, states: number, size: number): number {
  let most = 0;
  for (let s = 0; s < states; s++) {
    let [moved, whole] = [0, 0];
    for (let i = s * size; i < (s + 1) * size; i++) {
      const mean = sum[i] / done;
      moved += (own[i] - mean) ** 2;
      whole += mean ** 2;
    }
    most = Math.max(most, Math.sqrt(moved / whole) / (done + 1));
  }
  return most;
}

/** One text's J of every state but the last, [L, D, D]. */
export async function jacobiansOf(run: Run, model: Model, row: Row, skip: number): Promise<Float32Array> {
  const { layers, width } = model.facts.dimensions;
  const batch = Math.min(DIMENSIONS_A_PASS, width);
  const program = await model.program(`jacobians:${batch}`, ({ graph, forward }) => {
    const states: Value[] = [];
    let last: Value | undefined;
    forward({
      ids: graph.input("ids", "int32", [batch, "T"]),
      positions: graph.input("positions", "int32", [batch, "T"]),
      mask: graph.input("mask", "float32", [batch, 1, "T", "T"]),
      tap(site, value) {
        const [, block] = /^blocks\.(\d+)\.resid_post$/.exec(site) ?? [];
        if (block === String(layers - 1)) last = value;
        if (site !== "embed" && (block === undefined || block === String(layers - 1))) return value;
        const state = multiply(value, 1);
        states.push(state);
        return state;
      },
    });
    const cotangent = graph.input("cotangent", "float32", [batch, "T", width]);
    const gradients = grad(reduceSum(multiply(last as Value, cotangent), [0, 1, 2], false), states);
    const average = graph.input("average", "float32", [1, 1, "T"]);
    gradients.forEach((gradient, s) => graph.output(`rows.${s}`, matmul(average, gradient))); // [B, 1, D]
  });
  const tokens = row.length;
  const inside = Array.from({ length: tokens }, (_, t) => t >= skip && t < tokens - 1);
  const count = inside.filter(Boolean).length;
  const average = float32(
    [1, 1, tokens],
    Float32Array.from(inside, (is) => (is ? 1 / count : 0)),
  );
  const plain = plainFeeds(new Array<Row>(batch).fill(row));
  const found = new Float32Array(layers * width ** 2);
  for (let first = 0; first < width; first += batch) {
    checkCancelled(run.signal);
    const cotangent = new Float32Array(batch * tokens * width);
    for (let b = 0; b < batch && first + b < width; b++)
      inside.forEach((is, t) => {
        if (is) cotangent[(b * tokens + t) * width + first + b] = 1;
      });
    const feeds = { ...plain, average, cotangent: float32([batch, tokens, width], cotangent) };
    const results = await program.run(feeds, { signal: run.signal });
    const rows = Math.min(batch, width - first);
    for (let s = 0; s < layers; s++)
      found.set(floats(results[`rows.${s}`]).subarray(0, rows * width), s * width ** 2 + first * width);
  }
  return found;
}

/** h ↦ J h; a state without a matrix stays. */
export function jacobianTranslator({ matrices }: Pick<JacobianLens, "matrices">, width: number): Translator {
  return (state, vectors) => {
    const matrix = matrices[state];
    return matrix ? appliedTo(vectors, matrix, width) : vectors;
  };
}

/** M x of each vector, [T, D] by M [D, D]. */
function appliedTo(vectors: Float32Array, matrix: Float32Array, width: number): Float32Array {
  const moved = new Float32Array(vectors.length);
  for (let at = 0; at < vectors.length; at += width)
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let d = 0; d < width; d++) sum += matrix[i * width + d] * vectors[at + d];
      moved[at + i] = sum;
    }
  return moved;
}
