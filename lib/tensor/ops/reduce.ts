/** Means, maxima and the softmax pair along the last axis. Sums are with the movements that they undo. */
import { ShapeError } from "../../base";
import type { Value } from "../graph";
import { defineOp, type Op } from "../op";
import { float32, floats } from "../tensor";
import { exp, multiply, subtract } from "./arithmetic";
import { one, requireFloat } from "./build";
import { expandLike, reducedShape, reduceSum } from "./movement";

interface LastAxis {
  readonly axis: number;
}

function rowwise(
  options: Pick<Op<LastAxis>, "id" | "name" | "vjp"> & { row: (row: Float32Array) => ArrayLike<number> },
): Op<LastAxis> {
  return defineOp<LastAxis>({
    ...options,
    infer([x], { axis }) {
      requireFloat(options.id, x);
      if (axis !== x.shape.length - 1) throw new ShapeError(`${options.id}: only along the last axis`);
      return [{ dtype: x.dtype, shape: x.shape }];
    },
    reference([x]) {
      const width = x.shape[x.shape.length - 1];
      const source = floats(x);
      const result = new Float32Array(source.length);
      for (let start = 0; start < source.length; start += width) {
        result.set(options.row(source.subarray(start, start + width)), start);
      }
      return [float32(x.shape, result)];
    },
    examples: [
      { shapes: [[2, 3]], attributes: { axis: 1 } },
      { shapes: [[2, 2, 5]], attributes: { axis: 2 } },
    ],
  });
}

function logSumExp(row: Float32Array): number {
  const top = row.reduce((largest, x) => Math.max(largest, x), -Infinity);
  return top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
}

export const softmaxOp = rowwise({
  id: "softmax",
  name: "Softmax",
  row: (row) => {
    const normalizer = logSumExp(row);
    return row.map((x) => Math.exp(x - normalizer));
  },
  vjp({ outputs: [y], cotangents: [g] }) {
    const weighted = multiply(g, y);
    return [subtract(weighted, multiply(y, reduceSum(weighted, [-1], true)))];
  },
});

export const logSoftmaxOp = rowwise({
  id: "log-softmax",
  name: "LogSoftmax",
  row: (row) => {
    const normalizer = logSumExp(row);
    return row.map((x) => x - normalizer);
  },
  vjp: ({ outputs: [y], cotangents: [g] }) => [subtract(g, multiply(exp(y), reduceSum(g, [-1], true)))],
});

/** The mean along the last axis, kept as an axis of size 1. */
export const reduceMeanOp = defineOp<LastAxis>({
  id: "reduce-mean",
  name: "ReduceMean",
  infer([x], { axis }) {
    requireFloat("reduce-mean", x);
    if (typeof x.shape[axis] !== "number") throw new ShapeError("reduce-mean: along an axis of unknown size");
    return [{ dtype: x.dtype, shape: reducedShape(x.shape, [axis], true) }];
  },
  reference([x], { axis }) {
    const width = x.shape[axis];
    const source = floats(x);
    const result = new Float32Array(source.length / width);
    for (let i = 0; i < result.length; i++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += source[i * width + j];
      result[i] = sum / width;
    }
    return [float32(reducedShape(x.shape, [axis], true) as number[], result)];
  },
  vjp: ({ inputs: [x], cotangents: [g], attributes: { axis } }) => [
    multiply(expandLike(g, x), 1 / (x.shape[axis] as number)),
  ],
  emit: ({ axis }) => ({ attributes: { axes: [axis], keepdims: 1 } }),
  examples: [{ shapes: [[2, 3]], attributes: { axis: 1 } }],
});

/**
 * The largest value along the last axis, kept as an axis of size 1. It is used for selections, which are not
 * differentiated.
 */
export const reduceMaxOp = defineOp<LastAxis>({
  id: "reduce-max",
  name: "ReduceMax",
  infer([x], { axis }) {
    requireFloat("reduce-max", x);
    return [{ dtype: x.dtype, shape: reducedShape(x.shape, [axis], true) }];
  },
  reference([x], { axis }) {
    const width = x.shape[axis];
    const source = floats(x);
    const result = Float32Array.from({ length: source.length / width }, (_, i) =>
      source.subarray(i * width, (i + 1) * width).reduce((largest, value) => Math.max(largest, value)),
    );
    return [float32(reducedShape(x.shape, [axis], true) as number[], result)];
  },
  vjp: "forbidden",
  emit: ({ axis }) => ({ attributes: { axes: [axis], keepdims: 1 } }),
  examples: [{ shapes: [[2, 2, 3]], attributes: { axis: 2 } }],
});

const lastAxis = (x: Value): LastAxis => ({ axis: x.shape.length - 1 });

export const softmax = (x: Value): Value => one(softmaxOp, [x], lastAxis(x));
export const logSoftmax = (x: Value): Value => one(logSoftmaxOp, [x], lastAxis(x));
export const maxLast = (x: Value): Value => one(reduceMaxOp, [x], lastAxis(x));
export const meanLast = (x: Value): Value => one(reduceMeanOp, [x], lastAxis(x));
