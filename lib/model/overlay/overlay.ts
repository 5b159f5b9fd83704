/**
 * An overlay is a change of a model. It is plain data: it can be stored, sent to a worker, compared, applied and removed.
 * Base weights are never written, so removing an overlay is exact to the bit.
 */
import { ShapeError, type JsonObject } from "../../base";
import { float32, floats, lowRankNorm, norm, type Tensor, type TensorBundle } from "../../tensor";
import type { ParameterSpec } from "../family";
import type { Site } from "../site";

/** Always in mathematical orientation [out, in]; the model transposes once if the parameter's layout asks for it. */
export type WeightDelta = { readonly parameter: string } & (
  | { readonly form: "low-rank"; readonly left: Tensor; readonly right: Tensor } // [out, R] · [R, in]
  | { readonly form: "dense"; readonly delta: Tensor } // [out, in], or [out] for a bias
);

export interface WeightOverlay {
  readonly kind: "weights";
  readonly deltas: readonly WeightDelta[];
  /**
   * Data about this edit that the method needs for its next edit, such as AlphaEdit's keys. It has no effect on the model
   * and belongs to this edit.
   */
  readonly memory?: { readonly method: string; readonly tensors: TensorBundle };
}

/** Side memory: graph code from the ADAPTERS catalog at a site, with tensors of its own. */
export interface AdapterOverlay {
  readonly kind: "adapter";
  readonly adapter: string;
  readonly site: Site;
  readonly tensors: TensorBundle;
  readonly settings: JsonObject;
}

/** In-context editing: texts that a framer of the FRAMERS catalog puts before what the model is asked. */
export interface PromptOverlay {
  readonly kind: "prompt";
  readonly promptAdapter: string;
  readonly tensors: TensorBundle;
  readonly settings: JsonObject;
}

export type Overlay = WeightOverlay | AdapterOverlay | PromptOverlay;

/** All weight deltas of some overlays, in order. */
export function deltasOf(overlays: readonly Overlay[]): WeightDelta[] {
  return overlays.flatMap((overlay) => (overlay.kind === "weights" ? overlay.deltas : []));
}

/** The memories of a method in a model's overlays, from its first edit to its last. */
export function memoriesOf(overlays: readonly Overlay[], method: string): TensorBundle[] {
  return overlays.flatMap((overlay) => {
    const memory = overlay.kind === "weights" ? overlay.memory : undefined;
    return memory?.method === method ? [memory.tensors] : [];
  });
}

/** left [out] times right [in] as a rank-one delta. */
export function rankOne(spec: ParameterSpec, left: ArrayLike<number>, right: ArrayLike<number>): WeightDelta {
  const [out, into] = orientation(spec);
  if (left.length !== out || right.length !== into) {
    throw new ShapeError(
      `rank-one update: ${spec.name} is [${out}, ${into}] but the factors have ${left.length} and ${right.length}`,
      "Deltas are written as [out, in].",
    );
  }
  return {
    parameter: spec.name,
    form: "low-rank",
    left: float32([out, 1], left),
    right: float32([1, into], right),
  };
}

/** Whether a delta has the sizes of the weight it changes: names alone agree between models of different widths. */
export function fits(spec: ParameterSpec, delta: WeightDelta): boolean {
  const sizes = sizesOf(delta);
  const wanted = spec.layout === "vector" ? spec.shape : orientation(spec);
  const agrees = sizes.length === wanted.length && wanted.every((size, i) => size === sizes[i]);
  return agrees && (delta.form === "dense" || delta.left.shape[1] === delta.right.shape[0]);
}

/** [out, in] of what a delta adds. */
export function sizesOf(delta: WeightDelta): readonly number[] {
  return delta.form === "dense"
    ? delta.delta.shape
    : [...delta.left.shape.slice(0, 1), ...delta.right.shape.slice(1)];
}

/** [out, in] of a weight; [out, 1] of a bias. */
export function orientation({ shape, layout }: ParameterSpec): readonly [out: number, into: number] {
  if (layout === "vector") return [shape[0], 1];
  return layout === "in-out" ? [shape[1], shape[0]] : [shape[0], shape[1]];
}

export function rankOf(delta: WeightDelta): number | null {
  return delta.form === "low-rank" ? delta.left.shape[1] : null;
}

/** Frobenius norm of a delta. */
export function normOf(delta: WeightDelta): number {
  if (delta.form === "dense") return norm(floats(delta.delta));
  return lowRankNorm(floats(delta.left), floats(delta.right), delta.left.shape[1]);
}

/** The sum of deltas of one parameter, dense, [out, in] flat. */
export function denseSum(spec: ParameterSpec, deltas: readonly WeightDelta[]): Float32Array {
  return sumInOrder(...orientation(spec), deltas);
}

/** The same from the sizes alone. Terms are added one after another, in the order of the deltas and of their ranks. */
export function sumInOrder(out: number, into: number, deltas: readonly WeightDelta[]): Float32Array {
  const sum = new Float32Array(out * into);
  for (let i = 0; i < out; i++) addRow(sum.subarray(i * into, (i + 1) * into), deltas, i);
  return sum;
}

/**
 * Adds deltas to rows of a parameter as the checkpoint lays it out, in place: `values` holds the rows from `first` on. A
 * large weight is changed a few rows at a time in this way, with the same result to the bit.
 */
export function addDeltas(
  spec: ParameterSpec,
  deltas: readonly WeightDelta[],
  values: Float32Array,
  first = 0,
): void {
  const [out, into] = orientation(spec);
  const isTransposed = spec.layout === "in-out";
  const sum = new Float32Array(isTransposed ? out : into);
  for (let start = 0, row = first; start < values.length; start += sum.length, row++) {
    sum.fill(0);
    if (isTransposed) addColumn(sum, deltas, row);
    else addRow(sum, deltas, row);
    for (let k = 0; k < sum.length; k++) values[start + k] += sum[k];
  }
}

/** Adds row i of all deltas to `row`, [in]. */
function addRow(row: Float32Array, deltas: readonly WeightDelta[], i: number): void {
  const into = row.length;
  for (const delta of deltas) {
    if (delta.form === "dense") {
      const values = floats(delta.delta);
      for (let j = 0; j < into; j++) row[j] += values[i * into + j];
      continue;
    }
    const rank = delta.left.shape[1];
    const [left, right] = [floats(delta.left), floats(delta.right)];
    for (let r = 0; r < rank; r++) {
      const [factor, start] = [left[i * rank + r], r * into];
      for (let j = 0; j < into; j++) row[j] += factor * right[start + j];
    }
  }
}

/** Adds column j of all deltas to `column`, [out]. */
function addColumn(column: Float32Array, deltas: readonly WeightDelta[], j: number): void {
  const out = column.length;
  for (const delta of deltas) {
    if (delta.form === "dense") {
      const [values, into] = [floats(delta.delta), delta.delta.shape[1]];
      for (let i = 0; i < out; i++) column[i] += values[i * into + j];
      continue;
    }
    const rank = delta.left.shape[1];
    const [left, right, into] = [floats(delta.left), floats(delta.right), delta.right.shape[1]];
    for (let r = 0; r < rank; r++) {
      const factor = right[r * into + j];
      for (let i = 0; i < out; i++) column[i] += left[i * rank + r] * factor;
    }
  }
}

/**
 * Whether a change of this rank is applied as factors beside the weight [out, in]; at higher ranks they cost more than the
 * weight.
 */
export function isCheaperAsFactors(rank: number, out: number, into: number): boolean {
  return rank <= Math.min(out, into) / 2;
}

/**
 * The low-rank factors of all deltas joined: right [in, R] and left [R, out], as a program multiplies them. null when one
 * of them is dense or the rank is past the point where the factors cost more than the weight.
 */
export function joinedFactors(
  spec: ParameterSpec,
  deltas: readonly WeightDelta[],
): { readonly right: Tensor; readonly left: Tensor } | null {
  const [out, into] = orientation(spec);
  const rank = deltas.reduce((sum, delta) => sum + (rankOf(delta) ?? Infinity), 0);
  if (!isCheaperAsFactors(rank, out, into)) return null;
  const right = new Float32Array(into * rank);
  const left = new Float32Array(rank * out);
  let offset = 0;
  for (const delta of deltas) {
    if (delta.form !== "low-rank") continue;
    const deltaRank = delta.left.shape[1];
    const [l, r] = [floats(delta.left), floats(delta.right)];
    for (let k = 0; k < deltaRank; k++) {
      for (let j = 0; j < into; j++) right[j * rank + offset + k] = r[k * into + j];
      for (let i = 0; i < out; i++) left[(offset + k) * out + i] = l[i * deltaRank + k];
    }
    offset += deltaRank;
  }
  return { right: float32([into, rank], right), left: float32([rank, out], left) };
}

/** The same of several models, a row each: right [B, in, R] and left [B, R, out], with zeros up to the largest rank. */
export function factorsByRow(
  spec: ParameterSpec,
  rows: readonly (readonly WeightDelta[])[],
): { readonly right: Tensor; readonly left: Tensor } | null {
  const [out, into] = orientation(spec);
  const factors = rows.map((deltas) => joinedFactors(spec, deltas)).filter((one) => one !== null);
  if (factors.length < rows.length) return null;
  const rank = Math.max(1, ...factors.map(({ left }) => left.shape[0]));
  const right = new Float32Array(rows.length * into * rank);
  const left = new Float32Array(rows.length * rank * out);
  factors.forEach((one, b) => {
    const [own, values] = [one.left.shape[0], floats(one.right)];
    for (let j = 0; j < into; j++) right.set(values.subarray(j * own, (j + 1) * own), (b * into + j) * rank);
    left.set(floats(one.left), b * rank * out);
  });
  return {
    right: float32([rows.length, into, rank], right),
    left: float32([rows.length, rank, out], left),
  };
}
