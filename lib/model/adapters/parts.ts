/** What adapters have in common: their tensors as they lie in an overlay, and choices inside a graph. */
import { PalimpsestError } from "../../base";
import {
  add,
  floats,
  greater,
  maxLast,
  multiply,
  scalar,
  sqrt,
  subtract,
  toFloat,
  type Tensor,
  type Value,
} from "../../tensor";
import type { AdapterOverlay } from "../overlay";
import type { BlockSite } from "../site";

/** A tensor of an overlay with the given shape, where null takes any size. Throws `integrity` otherwise. */
export function partOf(
  { adapter, tensors }: Pick<AdapterOverlay, "adapter" | "tensors">,
  name: string,
  shape: readonly (number | null)[],
): Tensor {
  const found = tensors[name];
  const fits =
    found?.shape.length === shape.length &&
    shape.every((size, i) => size === null || size === found.shape[i]);
  if (fits) return found;
  throw new PalimpsestError(
    "integrity",
    `The ${adapter}'s ${name} is ${found ? `[${found.shape.join(", ")}]` : "missing"}, not [${shape.map((size) => size ?? "any").join(", ")}].`,
    { hint: "Overlays fit only the checkpoint they were made on.", details: { field: "overlays" } },
  );
}

/** Rows of a matrix [N, X]. */
export function rowsOf(matrix: Tensor): Float32Array[] {
  const [count, width] = matrix.shape;
  const data = floats(matrix);
  return Array.from({ length: count }, (_, n) => data.slice(n * width, (n + 1) * width));
}

/** The input of the map whose output stands at a site. */
export const READ_BY = { "mlp.pre": "mlp.in", mlp_out: "mlp.post" } as const satisfies Partial<
  Record<BlockSite, BlockSite>
>;
export type MappedSite = keyof typeof READ_BY;

/** The part of a site's name behind its layer. Throws `integrity` when no map ends there. */
export function mappedSite({ adapter, site }: AdapterOverlay): MappedSite {
  const part = site.split(".").slice(2).join(".");
  if (part in READ_BY) return part as MappedSite;
  throw new PalimpsestError("integrity", `A ${adapter} cannot sit at ${site}.`, {
    hint: `It sits at ${Object.keys(READ_BY).join(" or ")} of a layer.`,
    details: { field: "overlays" },
  });
}

/** 1 where a > b, as float32. */
export function isAbove(a: Value, b: Value): Value {
  return toFloat(greater(a, b));
}

/** 1 − x. */
export function not(x: Value): Value {
  return subtract(x.graph.constant(scalar(1)), x);
}

/** 1 at the first of the largest entries of a row [..., N], else 0. `order` [N] falls from first to last, above 0. */
export function firstLargest(scores: Value, order: Value): Value {
  const places = multiply(not(isAbove(maxLast(scores), scores)), order);
  return not(isAbove(maxLast(places), places));
}

/** The square root with slope 0 at 0, as PyTorch has it for norms. */
export function safeSqrt(x: Value): Value {
  const isPositive = isAbove(x, x.graph.constant(scalar(0)));
  return multiply(sqrt(add(x, not(isPositive))), isPositive);
}

/** `after` where `place` is 1 and `before` where it is 0, to the bit. */
export function replaced(before: Value, after: Value, place: Value): Value {
  return add(multiply(before, not(place)), multiply(after, place));
}
