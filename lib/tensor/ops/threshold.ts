/** The rectifier, and the comparison in its gradient. */
import type { Value } from "../graph";
import { defineOp } from "../op";
import { float32, floats, scalar, tensor } from "../tensor";
import { multiply } from "./arithmetic";
import { one, requireFloat } from "./build";
import { toFloat } from "./gather";

type None = Record<never, never>;
const NONE: None = {};
/** Both sides of 0, and 0 itself. */
const AROUND_ZERO = float32([2, 3], [-1.5, -0.2, 0, 0.3, 1, 2.5]);

/** Where x ≥ 0; bool. */
export const isNonNegativeOp = defineOp<None>({
  id: "is-non-negative",
  name: "GreaterOrEqual",
  infer([x]) {
    requireFloat("is-non-negative", x);
    return [{ dtype: "bool", shape: x.shape }];
  },
  reference: ([x]) => [
    tensor(
      "bool",
      x.shape,
      Uint8Array.from(floats(x), (value) => (value >= 0 ? 1 : 0)),
    ),
  ],
  vjp: "zero",
  emit: () => ({ tail: [scalar(0)] }),
  examples: [{ shapes: [[2, 3]], attributes: NONE, inputs: { 0: AROUND_ZERO } }],
});

/** max(0, x). Its slope at 0 is taken as 1: a layer that starts at exactly 0 could not learn otherwise. */
export const reluOp = defineOp<None>({
  id: "relu",
  name: "Relu",
  infer([x]) {
    requireFloat("relu", x);
    return [{ dtype: "float32", shape: x.shape }];
  },
  reference: ([x]) => [
    float32(
      x.shape,
      floats(x).map((value) => Math.max(0, value)),
    ),
  ],
  vjp: ({ inputs: [x], cotangents: [g] }) => [multiply(g, toFloat(one(isNonNegativeOp, [x], NONE)))],
  examples: [
    {
      shapes: [[2, 3]],
      attributes: NONE,
      inputs: { 0: float32([2, 3], [-1.5, -0.2, -3, 0.3, 1, 2.5]) },
    },
  ],
});

export function relu(x: Value): Value {
  return one(reluOp, [x], NONE);
}
