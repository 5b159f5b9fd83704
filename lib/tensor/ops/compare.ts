/** Comparisons: bool values, flat almost everywhere. */
import type { Value } from "../graph";
import { defineOp } from "../op";
import { broadcast, broadcastStrides, forEachIndex } from "../shape";
import { float32, floats, sizeOf, tensor } from "../tensor";
import { one, requireFloat } from "./build";

/** 1 where the first value is larger than the second, with NumPy broadcasting; bool. */
export const greaterOp = defineOp<Record<never, never>>({
  id: "greater",
  name: "Greater",
  infer([a, b]) {
    requireFloat("greater", a, b);
    return [{ dtype: "bool", shape: broadcast(a.shape, b.shape) }];
  },
  reference([a, b]) {
    const shape = broadcast(a.shape, b.shape) as number[];
    const [left, right] = [floats(a), floats(b)];
    const result = new Uint8Array(sizeOf(shape));
    const strides = [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)];
    forEachIndex(shape, strides, ([i, j], position) => {
      result[position] = left[i] > right[j] ? 1 : 0;
    });
    return [tensor("bool", shape, result)];
  },
  vjp: "zero",
  examples: [
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      attributes: {},
    },
    {
      shapes: [[2, 1, 3, 1], []],
      attributes: {},
      inputs: { 0: float32([2, 1, 3, 1], [0, 1, 2, 3, 4, 5]), 1: float32([], [2]) },
    },
  ],
});

export function greater(a: Value, b: Value): Value {
  return one(greaterOp, [a, b], {});
}
