/** Matrix products, with batch axes in front that broadcast. */
import { ShapeError } from "../../base";
import type { Dim, Value } from "../graph";
import { defineOp } from "../op";
import { broadcast, broadcastStrides, forEachIndex } from "../shape";
import { numbersOf, zeros } from "../tensor";
import { one, requireFloat } from "./build";
import { reduceSum, reshape, transpose, transposed } from "./movement";

export const matmulOp = defineOp<Record<never, never>>({
  id: "matmul",
  name: "MatMul",
  infer([a, b]) {
    // float64 is for solves on the host (product.ts); it has no gradient.
    const isDouble = a.dtype === "float64" && b.dtype === "float64";
    if (!isDouble) requireFloat("matmul", a, b);
    const [rows, inner] = a.shape.slice(-2);
    const [innerB, columns] = b.shape.slice(-2);
    if (a.shape.length < 2 || b.shape.length < 2 || inner !== innerB) {
      throw new ShapeError(`matmul: [${a.shape}] by [${b.shape}]`);
    }
    return [
      { dtype: a.dtype, shape: [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns] },
    ];
  },
  reference([a, b]) {
    const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)) as number[];
    const [rows, inner] = a.shape.slice(-2);
    const columns = b.shape[b.shape.length - 1];
    const [left, right] = [numbersOf(a), numbersOf(b)];
    const result = zeros(a.dtype, [...batch, rows, columns]);
    const strides = [
      broadcastStrides(a.shape.slice(0, -2), batch).map((stride) => stride * rows * inner),
      broadcastStrides(b.shape.slice(0, -2), batch).map((stride) => stride * inner * columns),
    ];
    forEachIndex(batch, strides, ([fromA, fromB], position) => {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += left[fromA + i * inner + k] * right[fromB + k * columns + j];
          result.data[(position * rows + i) * columns + j] = sum;
        }
      }
    });
    return [result];
  },
  vjp({ inputs: [a, b], cotangents: [g], wanted }) {
    return [
      wanted[0] ? sumToBatch(matmul(g, transposed(b)), a.shape) : null,
      wanted[1] ? rightCotangent(a, b, g) : null,
    ];
  },
  examples: [
    {
      shapes: [
        [2, 3],
        [3, 4],
      ],
      attributes: {},
    },
    {
      shapes: [
        [2, 2, 3],
        [3, 2],
      ],
      attributes: {},
    },
    {
      shapes: [
        [2, 1, 2, 3],
        [1, 4, 3, 2],
      ],
      attributes: {},
    },
  ],
});

/** aᵀ g. A plain matrix shared by all batches gets one product over all rows instead of one a batch. */
function rightCotangent(a: Value, b: Value, g: Value): Value {
  if (b.shape.length > 2 || a.shape.length === 2) return sumToBatch(matmul(transposed(a), g), b.shape);
  return matmul(transposed(flattened(a)), flattened(g));
}

/** All rows of all batches below each other. ONNX infers one size only, so columns of unknown number move to the front. */
function flattened(x: Value): Value {
  const last = x.shape.length - 1;
  const [rows, columns] = [x.shape.slice(0, -1).join("*"), x.shape[last]];
  if (typeof columns === "number") return reshape(x, [rows, columns]);
  return transposed(reshape(transpose(x, [last, ...Array(last).keys()]), [columns, rows]));
}

/** Sums the batch axes along which an operand was repeated. */
function sumToBatch(cotangent: Value, shape: readonly Dim[]): Value {
  const extra = cotangent.shape.length - shape.length;
  const axes = cotangent.shape
    .slice(0, -2)
    .map((_, axis) => axis)
    .filter((axis) => axis < extra || (shape[axis - extra] === 1 && cotangent.shape[axis] !== 1));
  if (axes.length === 0) return cotangent;
  return reshape(reduceSum(cotangent, axes, true), shape);
}

export function matmul(a: Value, b: Value): Value {
  return one(matmulOp, [a, b], {});
}
