/**
 * One change of a weight for all edits so far, fitted edit by edit (Guo et al. 2025, SimIE).
 *
 * An ideal editor fits all edits at once. At the keys of each edit s, its change A matches an editor's change D_s of the
 * unedited model, and its norm is small:
 *
 *     A = argmin Σ_s ‖(A − D_s) K_sᵀ‖² + λ ‖A‖²  =  Σ_s D_s K_sᵀ K_s · P⁻¹        P = λ I + Σ_s K_sᵀ K_s
 *
 * K_s has a row [F] for every token of the edit. Recursive least squares goes from one edit to the next without the earlier
 * D_s:
 *
 *     ΔA = (D − A) Kᵀ K P⁻¹
 *
 * The memory of an edit is K. Many edits are merged into Σ Kᵀ K once that is smaller.
 */
import type { Run } from "../../../../base";
import type { JoinMemories, Model, ParameterSpec, WeightDelta } from "../../../../model";
import {
  cholesky,
  float32,
  float64,
  numbersOf,
  addRidge,
  solveRows,
  type Tensor,
  type TensorBundle,
} from "../../../../tensor";
import {
  identityCovariance,
  updateDirections,
  type KeyCovariance,
} from "../../../shared/solve/least-squares";
import {
  stackRows,
  doubleProduct,
  product,
  rowsOf,
  stacked,
  transposedMatrix,
} from "../../../shared/solve/product";
import { productDelta } from "../../../shared/solve/ridge";

interface IdealStep {
  /** A weight of one layer; a layer has one such weight. */
  readonly spec: ParameterSpec;
  /** K: inputs of the weight in the unedited model, [T, F]. */
  readonly keys: Tensor;
  /** D, and A before this edit. */
  readonly wanted: readonly WeightDelta[];
  readonly worn: readonly WeightDelta[];
  /** The memories of earlier edits. */
  readonly past: readonly TensorBundle[];
  /** λ. */
  readonly ridge: number;
}

/** ΔA. */
export async function idealStep(
  run: Run,
  model: Model,
  { spec, keys, wanted, worn, past, ridge }: IdealStep,
): Promise<WeightDelta> {
  const [tokens, width] = keys.shape;
  const layer = spec.layer as number;
  const columns = transposedMatrix(keys);
  const gap = await outputsOf(run, model, wanted, columns);
  const given = await outputsOf(run, model, worn, columns);
  const left = gap.map((value, i) => value - (given.at(i) ?? 0)); // (D − A) Kᵀ, [D, T]
  const earlier = tensorsNamed(past, keysName(layer)).flatMap(rowsOf);
  const metric = metricOf(run, model, width, sumOf(tensorsNamed(past, momentName(layer))), ridge);
  const rows = await updateDirections(run, metric, ridge, rowsOf(keys), earlier); // K P⁻¹, a row a token
  const byToken = transposedMatrix(float32([left.length / tokens, tokens], left));
  return productDelta(run, model, spec, byToken, stacked(rows));
}

/** What is remembered of an edit of one weight. */
export function rememberedKeys({ spec, keys }: Pick<IdealStep, "spec" | "keys">): Record<string, Tensor> {
  return { [keysName(spec.layer as number)]: keys };
}

/**
 * Keys stacked as rows, or Σ Kᵀ K in float64 once there are so many. The terms of the sum are added one after another, in the
 * order of the edits, so its bits are the same however the edits were joined before.
 */
export const joinKeyMemories: JoinMemories = (memories) => {
  const layers = new Set(
    memories.flatMap((tensors) => Object.keys(tensors).map((name) => name.split(".")[1])),
  );
  return Object.fromEntries(
    [...layers].map((layer) => {
      const keys = tensorsNamed(memories, keysName(layer));
      const moment = sumOf(tensorsNamed(memories, momentName(layer)));
      const count = keys.reduce((sum, { shape }) => sum + shape[0], 0);
      const width = moment ? Math.sqrt(moment.length) : keys[0].shape[1];
      if (!moment && count <= FLOAT64_IN_FLOAT32 * width) return [keysName(layer), stackRows(keys)];
      const sum = moment ?? new Float64Array(width * width);
      for (const row of keys.flatMap(rowsOf)) {
        for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) sum[i * width + j] += row[i] * row[j];
      }
      return [momentName(layer), float64([width, width], sum)];
    }),
  );
};

/** A value of the sum is as long as so many of a key. */
const FLOAT64_IN_FLOAT32 = 2;

const keysName = (layer: number | string) => `keys.${layer}`;
const momentName = (layer: number | string) => `moment.${layer}`;

function tensorsNamed(bundles: readonly TensorBundle[], name: string): Tensor[] {
  return bundles.flatMap((tensors) => tensors[name] ?? []);
}

/** An array of the caller's own; null without any. */
function sumOf(matrices: readonly Tensor[]): Float64Array | null {
  if (matrices.length === 0) return null;
  const sum = Float64Array.from(numbersOf(matrices[0]));
  for (const values of matrices.slice(1).map(numbersOf)) sum.forEach((_, i) => (sum[i] += values[i]));
  return sum;
}

/** ridge · metric is ridge · I + moment. */
function metricOf(
  run: Run,
  model: Model,
  size: number,
  moment: Float64Array | null,
  ridge: number,
): KeyCovariance {
  const multiply = doubleProduct(run, model);
  if (!moment) return identityCovariance(size, multiply);
  const matrix = (weight: number) =>
    addRidge(moment, { scale: weight / ridge, ridge: weight, signal: run.signal });
  const how = { multiply, signal: run.signal, what: "system of all keys", remedy: "Raise the ridge." };
  return {
    size,
    multiply,
    matrix,
    solve: async (rows) => solveRows(await cholesky(await matrix(1), size, how), rows, how),
  };
}

/** What changes add to the outputs at inputs [F, T]: [D, T] flat; nothing without changes. */
async function outputsOf(
  run: Run,
  model: Model,
  deltas: readonly WeightDelta[],
  inputs: Tensor,
): Promise<Float32Array> {
  let sum = new Float32Array();
  for (const delta of deltas) {
    const added =
      delta.form === "dense"
        ? await product(run, model, delta.delta, inputs)
        : await product(run, model, delta.left, await product(run, model, delta.right, inputs));
    sum = sum.length === 0 ? added.data.slice() : sum.map((value, i) => value + added.data[i]);
  }
  return sum;
}
