/** Gathering rows by index, and the one-hot matrices of its gradient. */
import { ShapeError } from "../../base";
import type { Value, ValueType } from "../graph";
import { defineOp } from "../op";
import { float32, floats, int32, numbersOf, tensor, type Tensor } from "../tensor";
import { add, multiply } from "./arithmetic";
import { one } from "./build";
import { equal } from "./compare";
import { matmul } from "./matmul";
import { reshape, transposed } from "./movement";

/** The largest int32. */
const LAST_ID = 2 ** 31 - 1;

/** Rows of a table [V, D] at ids [...], giving [..., D]. */
export const gatherOp = defineOp<Record<never, never>>({
  id: "gather",
  name: "Gather",
  infer([table, ids]) {
    if (table.shape.length !== 2 || ids.dtype !== "int32") {
      throw new ShapeError(`gather: table [${table.shape}], ids of ${ids.dtype}`);
    }
    return [{ dtype: table.dtype, shape: [...ids.shape, table.shape[1]] }];
  },
  reference([table, ids]) {
    const width = table.shape[1];
    const source = floats(table);
    const rows = numbersOf(ids);
    const result = new Float32Array(rows.length * width);
    for (let i = 0; i < rows.length; i++) {
      result.set(source.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    }
    return [float32([...ids.shape, width], result)];
  },
  vjp({ inputs: [table, ids], cotangents: [g] }) {
    const [size, width] = table.shape;
    if (typeof size !== "number") throw new ShapeError("gather: gradient of a table of unknown size");
    const rows = ids.shape.join("*");
    const selection = oneHot(reshape(ids, [rows]), size); // [rows, V]
    return [matmul(transposed(selection), reshape(g, [rows, width])), null];
  },
  emit: () => ({ attributes: { axis: 0 } }),
  examples: [
    {
      shapes: [
        [5, 3],
        [2, 2],
      ],
      attributes: {},
      inputs: { 1: int32([2, 2], [0, 4, 1, 1]) },
    },
  ],
});

const idForm = {
  infer: ([ids]: readonly ValueType[]) => [{ dtype: "int32", shape: ids.shape }] as const,
  vjp: "zero",
} as const;

/** int32 ids, those outside [least, most] moved to the nearer end. */
export const clampIdsOp = defineOp<{ readonly least: number; readonly most: number }>({
  ...idForm,
  id: "clamp-ids",
  name: "Clip",
  reference: ([ids], { least, most }) => [
    int32(
      ids.shape,
      Int32Array.from(numbersOf(ids), (id) => Math.min(Math.max(id, least), most)),
    ),
  ],
  emit: ({ least, most }) => ({ attributes: {}, tail: [int32([], [least]), int32([], [most])] }),
  examples: [
    { shapes: [[5]], attributes: { least: 2, most: 4 }, inputs: { 0: int32([5], [-1, 2, 3, 4, 9]) } },
    {
      shapes: [[2, 1]],
      attributes: { least: 0, most: LAST_ID },
      inputs: { 0: int32([2, 1], [-1, LAST_ID]) },
    },
  ],
});

/** int32 ids, each plus the same number. */
export const shiftIdsOp = defineOp<{ readonly by: number }>({
  ...idForm,
  id: "shift-ids",
  name: "Add",
  reference: ([ids], { by }) => [
    int32(
      ids.shape,
      Int32Array.from(numbersOf(ids), (id) => id + by),
    ),
  ],
  emit: ({ by }) => ({ attributes: {}, tail: [int32([], [by])] }),
  examples: [{ shapes: [[2, 2]], attributes: { by: -3 }, inputs: { 0: int32([2, 2], [3, 4, 0, 7]) } }],
});

/**
 * Truth values and int32 become float32 without ONNX's Cast: in onnxruntime's WASM one function holds the casts between all
 * pairs of types, half a megabyte of code for whose optimization a browser takes more than 200 MB. See decision 12.
 */
const toFloatForm = {
  infer: ([x]: readonly ValueType[]) => [{ dtype: "float32", shape: x.shape }] as const,
  reference: ([x]: readonly Tensor[]) => [float32(x.shape, numbersOf(x))],
  vjp: "zero",
} as const;

/** 1 where true, else 0. */
export const boolToFloatOp = defineOp<Record<never, never>>({
  ...toFloatForm,
  id: "bool-to-float",
  name: "Where",
  emit: () => ({ tail: [float32([], [1]), float32([], [0])] }),
  examples: [{ shapes: [[3]], attributes: {}, inputs: { 0: tensor("bool", [3], Uint8Array.of(1, 0, 1)) } }],
});

/** Rounded to the nearest float32, as a cast: DequantizeLinear with a scale of 1. */
export const intToFloatOp = defineOp<Record<never, never>>({
  ...toFloatForm,
  id: "int-to-float",
  name: "DequantizeLinear",
  emit: () => ({ tail: [float32([], [1])] }),
  examples: [
    { shapes: [[4]], attributes: {}, inputs: { 0: int32([4], [1, 0, -7, 16_777_217]) } },
    { shapes: [[2, 1]], attributes: {}, inputs: { 0: int32([2, 1], [2_147_483_647, -2_147_483_648]) } },
  ],
});

export function gather(table: Value, ids: Value): Value {
  return one(gatherOp, [table, ids], {});
}

/** int32 ids [...], each plus the same number. */
export function shiftIds(ids: Value, by: number): Value {
  return one(shiftIdsOp, [ids], { by });
}

/** Some rows of a table, and those at ids [...] among them, [..., D]. */
export interface RowBlock {
  readonly rows: number;
  rowsAt(ids: Value): Value;
}

/** Some rows [V_i, D] of a table that are a value of their own. */
export function rowBlock(block: Value): RowBlock {
  const [rows] = block.shape;
  if (typeof rows !== "number") throw new ShapeError("gather: a block of unknown size");
  return { rows, rowsAt: (ids) => gather(block, ids) };
}

/**
 * Rows at ids [...] of a finite table [V, D] that is given as blocks of its rows, first to last. An id past the last
 * row is refused as `gather` refuses it.
 */
export function gatherFromBlocks(blocks: readonly RowBlock[], ids: Value): Value {
  let end = 0;
  return blocks
    .map(({ rows: size, rowsAt }, i) => {
      const start = end;
      end += size;
      // Every block is read at every id. Where the id belongs to another block, the row read here is multiplied by 0.
      const most = i === blocks.length - 1 ? LAST_ID : end - 1;
      const near = one(clampIdsOp, [ids], { least: start, most });
      const isOwn = reshape(toFloat(equal(near, ids)), [...ids.shape, 1]); // [..., 1]
      return multiply(rowsAt(shiftIds(near, -start)), isOwn); // [..., D]
    })
    .reduce(add);
}

/** Throws ShapeError for what is neither float32, int32 nor bool. */
export function toFloat(x: Value): Value {
  if (x.dtype === "float32") return x;
  if (x.dtype === "bool") return one(boolToFloatOp, [x], {});
  if (x.dtype === "int32") return one(intToFloatOp, [x], {});
  throw new ShapeError(`to float32: from ${x.dtype}`);
}

/** ids [...] to [..., size], 1 at the id and 0 elsewhere; an id outside, such as -1, gives zeros. */
export function oneHot(ids: Value, size: number): Value {
  const classes = ids.graph.constant(
    int32(
      [size],
      Int32Array.from({ length: size }, (_, i) => i),
    ),
  );
  return toFloat(equal(reshape(ids, [...ids.shape, 1]), classes));
}
