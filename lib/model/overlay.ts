/**
 * A change a model can wear. Plain data: it can be stored, sent to a worker, compared, and taken off again. Base weights
 * are never written, so taking an overlay off is exact to the bit.
 */
import { z } from "zod";
import { PalimpsestError, ShapeError } from "../base";
import {
  float32,
  floats,
  lowRankNorm,
  norm,
  readSafetensors,
  writeSafetensors,
  type Tensor,
  type TensorBundle,
} from "../tensor";
import type { ParameterSpec } from "./family";

/** Always in mathematical orientation [out, in]; the model transposes once if the parameter's layout asks for it. */
export type WeightDelta = { readonly parameter: string } & (
  | { readonly form: "low-rank"; readonly left: Tensor; readonly right: Tensor } // [out, R] · [R, in]
  | { readonly form: "dense"; readonly delta: Tensor } // [out, in], or [out] for a bias
);

export interface WeightOverlay {
  readonly kind: "weights";
  readonly deltas: readonly WeightDelta[];
  /**
   * What the method that made it wants to know of this edit when it makes the next: AlphaEdit's keys. It has no effect on
   * the model, and comes and goes with the edit.
   */
  readonly memory?: { readonly method: string; readonly tensors: TensorBundle };
}

/** One kind so far; adapters and prompts join it here. */
export type Overlay = WeightOverlay;

const FORMAT = "palimpsest-overlay";
const MEMORY = "memory.";
const Manifest = z.array(z.object({ parameter: z.string(), form: z.enum(["low-rank", "dense"]) }));

/** Deterministic safetensors bytes; their sha-256 is the overlay's address. `metadata` goes into the header beside ours. */
export function writeOverlay(overlay: Overlay, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const bundle: Record<string, Tensor> = {};
  overlay.deltas.forEach((delta, i) => {
    if (delta.form === "low-rank") {
      bundle[`${i}.left`] = delta.left;
      bundle[`${i}.right`] = delta.right;
    } else {
      bundle[`${i}.delta`] = delta.delta;
    }
  });
  for (const [name, tensor] of Object.entries(overlay.memory?.tensors ?? {}))
    bundle[`${MEMORY}${name}`] = tensor;
  const manifest = overlay.deltas.map(({ parameter, form }) => ({ parameter, form }));
  return writeSafetensors(bundle, {
    ...metadata,
    format: FORMAT,
    kind: overlay.kind,
    deltas: JSON.stringify(manifest),
    ...(overlay.memory && { memory: overlay.memory.method }),
  });
}

/** Throws `integrity` when the bytes are not an overlay. */
export function readOverlay(bytes: Uint8Array): {
  overlay: Overlay;
  metadata: Readonly<Record<string, string>>;
} {
  const { bundle, metadata } = readSafetensors(bytes, "overlay");
  const manifest = Manifest.safeParse(metadata.format === FORMAT ? parseOrNull(metadata.deltas) : null);
  if (!manifest.success || metadata.kind !== "weights") {
    throw new PalimpsestError("integrity", "The file is not an overlay that Palimpsest wrote.", {
      hint: "Export a version from History, or with the export command, and import that file.",
      details: { field: "overlay" },
    });
  }
  const deltas = manifest.data.map(({ parameter, form }, i): WeightDelta => {
    if (form === "dense") return { parameter, form, delta: member(bundle, `${i}.delta`) };
    return { parameter, form, left: member(bundle, `${i}.left`), right: member(bundle, `${i}.right`) };
  });
  if (metadata.memory === undefined) return { overlay: { kind: "weights", deltas }, metadata };
  const names = Object.keys(bundle).filter((name) => name.startsWith(MEMORY));
  const tensors = Object.fromEntries(names.map((name) => [name.slice(MEMORY.length), bundle[name]]));
  return { overlay: { kind: "weights", deltas, memory: { method: metadata.memory, tensors } }, metadata };
}

function parseOrNull(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

function member(bundle: TensorBundle, name: string): Tensor {
  const found = bundle[name];
  if (!found || found.dtype !== "float32" || !floats(found).every(Number.isFinite)) {
    throw new PalimpsestError("integrity", `The overlay's tensor ${name} is missing or not finite.`);
  }
  return found;
}

/** What a method left in the overlays that a model wears, from its first edit to its last. */
export function memoriesOf(overlays: readonly Overlay[], method: string): TensorBundle[] {
  return overlays.flatMap(({ memory }) => (memory?.method === method ? [memory.tensors] : []));
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
  const [out, into] = orientation(spec);
  const sum = new Float32Array(out * into);
  for (const delta of deltas) {
    if (delta.form === "dense") {
      floats(delta.delta).forEach((value, i) => (sum[i] += value));
      continue;
    }
    const rank = delta.left.shape[1];
    const [left, right] = [floats(delta.left), floats(delta.right)];
    for (let i = 0; i < out; i++) {
      for (let r = 0; r < rank; r++) {
        const factor = left[i * rank + r];
        for (let j = 0; j < into; j++) sum[i * into + j] += factor * right[r * into + j];
      }
    }
  }
  return sum;
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
  if (rank > Math.min(out, into) / 2) return null;
  const right = new Float32Array(into * rank);
  const left = new Float32Array(rank * out);
  let offset = 0;
  for (const delta of deltas) {
    if (delta.form !== "low-rank") continue;
    const own = delta.left.shape[1];
    const [l, r] = [floats(delta.left), floats(delta.right)];
    for (let k = 0; k < own; k++) {
      for (let j = 0; j < into; j++) right[j * rank + offset + k] = r[k * into + j];
      for (let i = 0; i < out; i++) left[(offset + k) * out + i] = l[i * own + k];
    }
    offset += own;
  }
  return { right: float32([into, rank], right), left: float32([rank, out], left) };
}
