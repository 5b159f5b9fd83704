/** Comparisons with NumPy broadcasting: bool values, flat almost everywhere. */
import { ShapeError } from "../../base";
import type { Value } from "../graph";
import { defineOp, type Op, type OpExample } from "../op";
import { broadcast, broadcastStrides, forEachIndex } from "../shape";
import { float32, int32, numbersOf, sizeOf, tensor, type DType } from "../tensor";
import { one } from "./build";

type None = Record<never, never>;
const NONE: None = {};

interface ComparisonOptions {
  readonly id: string;
  readonly name: string;
  /** Of both values. */
  readonly dtype: DType;
  readonly holds: (a: number, b: number) => boolean;
  readonly examples: readonly OpExample<None>[];
}

function comparison({ id, name, dtype, holds, examples }: ComparisonOptions): Op<None> {
  return defineOp<None>({
    id,
    name,
    infer([a, b]) {
      if (a.dtype !== dtype || b.dtype !== dtype) {
        throw new ShapeError(`${id}: expected ${dtype}, found ${a.dtype} and ${b.dtype}`);
      }
      return [{ dtype: "bool", shape: broadcast(a.shape, b.shape) }];
    },
    reference([a, b]) {
      const shape = broadcast(a.shape, b.shape) as number[];
      const [left, right] = [numbersOf(a), numbersOf(b)];
      const result = new Uint8Array(sizeOf(shape));
      const strides = [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)];
      forEachIndex(shape, strides, ([i, j], position) => {
        result[position] = holds(left[i], right[j]) ? 1 : 0;
      });
      return [tensor("bool", shape, result)];
    },
    vjp: "zero",
    examples,
  });
}

/** 1 where the first float32 is larger than the second. */
export const greaterOp = comparison({
  id: "greater",
  name: "Greater",
  dtype: "float32",
  holds: (a, b) => a > b,
  examples: [
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      attributes: NONE,
    },
    {
      shapes: [[2, 1, 3, 1], []],
      attributes: NONE,
      inputs: { 0: float32([2, 1, 3, 1], [0, 1, 2, 3, 4, 5]), 1: float32([], [2]) },
    },
  ],
});

/** 1 where two int32 values are equal. */
export const equalOp = comparison({
  id: "equal",
  name: "Equal",
  dtype: "int32",
  holds: (a, b) => a === b,
  examples: [
    {
      shapes: [[3, 1], [4]],
      attributes: NONE,
      inputs: { 0: int32([3, 1], [0, 3, 2]), 1: int32([4], [0, 1, 2, 3]) },
    },
    {
      shapes: [
        [2, 2],
        [2, 2],
      ],
      attributes: NONE,
      inputs: { 0: int32([2, 2], [0, 3, 2, 5]), 1: int32([2, 2], [0, 4, 2, 3]) },
    },
  ],
});

export function greater(a: Value, b: Value): Value {
  return one(greaterOp, [a, b], NONE);
}

export function equal(a: Value, b: Value): Value {
  return one(equalOp, [a, b], NONE);
}
