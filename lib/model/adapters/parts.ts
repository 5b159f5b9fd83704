/** Shared parts of adapters: their tensors in an overlay, and selections inside a graph. */
import { PalimpsestError } from "../../base";
import {
  add,
  float32,
  floats,
  greater,
  int32,
  matmul,
  maxLast,
  multiply,
  numbersOf,
  reduceSum,
  scalar,
  sqrt,
  subtract,
  toFloat,
  transposed,
  type Tensor,
  type TensorBundle,
  type Value,
} from "../../tensor";
import type { Dimensions } from "../family";
import type { AdapterOverlay } from "../overlay/overlay";
import type { BlockSite } from "../site";
import type { AttachCall } from "./adapter";

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

/** Vectors of one length as the rows of a matrix. */
export function stacked(rows: readonly Float32Array[]): Tensor<"float32"> {
  const width = rows[0].length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, n) => data.set(row, n * width));
  return float32([rows.length, width], data);
}

/** Fills up labels in a tensor. */
const NOTHING = -1;

/** Labels of tokens as one matrix, and back. */
export function labelTensor(labels: readonly (readonly number[])[]): Tensor {
  const width = Math.max(1, ...labels.map(({ length }) => length));
  const data = new Int32Array(labels.length * width).fill(NOTHING);
  labels.forEach((label, n) => data.set(label, n * width));
  return int32([labels.length, width], data);
}

export function labelsOf(matrix: Tensor): number[][] {
  const [count, width] = matrix.shape;
  const tokens = Array.from(numbersOf(matrix));
  return Array.from({ length: count }, (_, n) =>
    tokens.slice(n * width, (n + 1) * width).filter((token) => token !== NOTHING),
  );
}

/** Inputs that differ by less than this share of their length are one, computed twice. */
export const ROUNDING = 1e-4;

/** The input of the map with its output at a site. */
export const READ_BY = { "mlp.pre": "mlp.in", mlp_out: "mlp.post" } as const satisfies Partial<
  Record<BlockSite, BlockSite>
>;
export type MappedSite = keyof typeof READ_BY;

/** The part of a site's name behind its layer. Throws `integrity` when no map ends there. */
export function mappedSite({ adapter, site }: Pick<AdapterOverlay, "adapter" | "site">): MappedSite {
  const part = site.split(".").slice(2).join(".");
  if (part in READ_BY) return part as MappedSite;
  throw new PalimpsestError("integrity", `A ${adapter} cannot sit at ${site}.`, {
    hint: `It sits at ${Object.keys(READ_BY).join(" or ")} of a layer.`,
    details: { field: "overlays" },
  });
}

/** Widths of the input and the output of that map. */
export function mappedWidths(
  part: MappedSite,
  { width, mlpWidth }: Dimensions,
): readonly [reads: number, yields: number] {
  return part === "mlp.pre" ? [width, mlpWidth] : [mlpWidth, width];
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

/** Rows for a nearest-neighbour search, as the tensors of a merged adapter. */
export function lookupTensors(name: string, rows: readonly Float32Array[]): TensorBundle {
  const count = rows.length;
  return {
    [name]: stacked(rows),
    [`${name}.halfSquares`]: float32(
      [count],
      rows.map((row) => row.reduce((sum, x) => sum + x * x, 0) / 2),
    ),
    [`${name}.order`]: float32(
      [count],
      rows.map((_, n) => count - n),
    ),
  };
}

/** The same in a graph. The query is [B, 1, X]; the result is 1 at one row of N, [B, 1, N]. */
export function lookup(tensor: AttachCall["tensor"], name: string, count: string, width: number) {
  const rows = tensor(name, [count, width]);
  return {
    rows,
    /** ‖q − k‖² is smallest where q·k − ‖k‖²/2 is largest, which is a product; its rounding only decides between near equals. */
    nearness: (asked: Value) =>
      subtract(matmul(asked, transposed(rows)), tensor(`${name}.halfSquares`, [count])),
    first: (nearness: Value) => firstLargest(nearness, tensor(`${name}.order`, [count])),
    /** Whether the chosen row is no farther away than a radius [B, 1, 1]. */
    isWithin(asked: Value, chosen: Value, radius: Value): Value {
      const gap = subtract(asked, matmul(chosen, rows));
      return not(isAbove(sqrt(reduceSum(multiply(gap, gap), [-1], true)), radius));
    },
  };
}

/** The square root with slope 0 at 0, as PyTorch has it for norms. */
export function safeSqrt(x: Value): Value {
  const isPositive = isAbove(x, x.graph.constant(scalar(0)));
  return multiply(sqrt(add(x, not(isPositive))), isPositive);
}

/** `after` where `place` is 1 and `before` where it is 0, to the bit. */
export function replaced(before: Value, after: Value, mask: Value): Value {
  return add(multiply(before, not(mask)), multiply(after, mask));
}
