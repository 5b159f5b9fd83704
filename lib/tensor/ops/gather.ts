/** Reading rows by index, and the one-hot matrices by which such a reading is differentiated. */
import { ShapeError } from "../../base";
import type { Value } from "../graph";
import { defineOp } from "../op";
import { float32, floats, int32, isTensorOf, numbersOf, tensor } from "../tensor";
import { one } from "./build";
import { matmul } from "./matmul";
import { reshape, transposed } from "./movement";

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

/** 1 where two int32 values are equal, after broadcasting of the last axis; bool. */
export const equalOp = defineOp<Record<never, never>>({
  id: "equal",
  name: "Equal",
  infer([a, b]) {
    return [{ dtype: "bool", shape: [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]] }];
  },
  reference([a, b]) {
    const columns = b.shape[b.shape.length - 1];
    const [left, right] = [numbersOf(a), numbersOf(b)];
    const result = new Uint8Array(left.length * columns);
    for (let i = 0; i < left.length; i++) {
      for (let j = 0; j < columns; j++) result[i * columns + j] = left[i] === right[j] ? 1 : 0;
    }
    return [tensor("bool", [...a.shape.slice(0, -1), columns], result)];
  },
  vjp: "zero",
  examples: [
    {
      shapes: [[3, 1], [4]],
      attributes: {},
      inputs: { 0: int32([3, 1], [0, 3, 2]), 1: int32([4], [0, 1, 2, 3]) },
    },
  ],
});

export const toFloatOp = defineOp<Record<never, never>>({
  id: "to-float",
  name: "Cast",
  infer: ([x]) => [{ dtype: "float32", shape: x.shape }],
  reference: ([x]) => [isTensorOf(x, "float32") ? x : float32(x.shape, numbersOf(x))],
  vjp: "zero",
  emit: () => ({ attributes: { to: 1 } }),
  examples: [{ shapes: [[3]], attributes: {}, inputs: { 0: int32([3], [1, 0, 7]) } }],
});

export function gather(table: Value, ids: Value): Value {
  return one(gatherOp, [table, ids], {});
}

export function toFloat(x: Value): Value {
  return x.dtype === "float32" ? x : one(toFloatOp, [x], {});
}

/** ids [...] to [..., size], 1 at the id and 0 elsewhere; an id outside, such as -1, gives zeros. */
export function oneHot(ids: Value, size: number): Value {
  const classes = ids.graph.constant(
    int32(
      [size],
      Int32Array.from({ length: size }, (_, i) => i),
    ),
  );
  return toFloat(one(equalOp, [reshape(ids, [...ids.shape, 1]), classes], {}));
}
