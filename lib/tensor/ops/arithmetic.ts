/** Elementwise arithmetic with NumPy broadcasting. */
import { ShapeError } from "../../base";
import type { Value, ValueType } from "../graph";
import { defineOp, type Op, type Vjp } from "../op";
import { broadcast, broadcastStrides, forEachIndex } from "../shape";
import { floats, float32, sizeOf, type Tensor } from "../tensor";
import { one, requireFloat, valueOf } from "./build";
import { reduceSum, reshape } from "./movement";

type None = Record<never, never>;
const NONE: None = {};

/** The cotangent of an operand that was broadcast: summed over the axes along which it was repeated. */
function unbroadcast(cotangent: Value, type: ValueType): Value {
  const extra = cotangent.shape.length - type.shape.length;
  const axes = cotangent.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < extra || (type.shape[axis - extra] === 1 && cotangent.shape[axis] !== 1));
  const reduced = axes.length > 0 ? reduceSum(cotangent, axes, true) : cotangent;
  return extra > 0 ? reshape(reduced, type.shape) : reduced;
}

function binary(
  id: string,
  name: string,
  compute: (a: number, b: number) => number,
  vjp: Vjp<None>,
): Op<None> {
  return defineOp<None>({
    id,
    name,
    infer([a, b]) {
      requireFloat(id, a, b);
      return [{ dtype: "float32", shape: broadcast(a.shape, b.shape) }];
    },
    reference([a, b]) {
      const shape = broadcast(a.shape, b.shape) as number[];
      const [left, right] = [floats(a), floats(b)];
      const result = new Float32Array(sizeOf(shape));
      const strides = [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)];
      forEachIndex(shape, strides, ([i, j], position) => {
        result[position] = compute(left[i], right[j]);
      });
      return [float32(shape, result)];
    },
    vjp: (call) =>
      vjp(call).map((cotangent, i) => (cotangent === null ? null : unbroadcast(cotangent, call.inputs[i]))),
    examples: [
      {
        shapes: [
          [2, 3],
          [2, 3],
        ],
        attributes: NONE,
      },
      {
        shapes: [
          [2, 1, 3],
          [4, 1],
        ],
        attributes: NONE,
      },
      { shapes: [[3], []], attributes: NONE },
    ],
  });
}

export const addOp = binary(
  "add",
  "Add",
  (a, b) => a + b,
  ({ cotangents: [g] }) => [g, g],
);
export const subtractOp = binary(
  "subtract",
  "Sub",
  (a, b) => a - b,
  ({ cotangents: [g] }) => [g, negate(g)],
);
export const multiplyOp = binary(
  "multiply",
  "Mul",
  (a, b) => a * b,
  ({ inputs: [a, b], cotangents: [g] }) => [multiply(g, b), multiply(g, a)],
);
export const divideOp = binary(
  "divide",
  "Div",
  (a, b) => a / b,
  ({ inputs: [, b], outputs: [quotient], cotangents: [g] }) => [
    divide(g, b),
    negate(divide(multiply(g, quotient), b)),
  ],
);

interface UnaryOptions {
  readonly id: string;
  readonly name: string;
  readonly compute: (x: number) => number;
  readonly vjp: (x: Value, y: Value, cotangent: Value) => Value;
  /** Positive inputs for ops that are defined only there. */
  readonly positive?: boolean;
}

function unary({ id, name, compute, vjp, positive }: UnaryOptions): Op<None> {
  const example: Tensor = float32([2, 3], [0.5, 1.2, 2, 0.9, 3, 0.7]);
  return defineOp<None>({
    id,
    name,
    infer([x]) {
      requireFloat(id, x);
      return [{ dtype: x.dtype, shape: x.shape }];
    },
    reference: ([x]) => [float32(x.shape, floats(x).map(compute))],
    vjp: ({ inputs: [x], outputs: [y], cotangents: [g] }) => [vjp(x, y, g)],
    examples: [
      { shapes: [[2, 3]], attributes: NONE, ...(positive && { inputs: { 0: example } }) },
      { shapes: [[]], attributes: NONE, ...(positive && { inputs: { 0: float32([], [1.5]) } }) },
    ],
  });
}

export const negateOp = unary({
  id: "negate",
  name: "Neg",
  compute: (x) => -x,
  vjp: (_x, _y, g) => negate(g),
});
export const expOp = unary({ id: "exp", name: "Exp", compute: Math.exp, vjp: (_x, y, g) => multiply(g, y) });
export const logOp = unary({
  id: "log",
  name: "Log",
  compute: Math.log,
  vjp: (x, _y, g) => divide(g, x),
  positive: true,
});
export const sqrtOp = unary({
  id: "sqrt",
  name: "Sqrt",
  compute: Math.sqrt,
  vjp: (_x, y, g) => divide(multiply(g, 0.5), y),
  positive: true,
});
export const tanhOp = unary({
  id: "tanh",
  name: "Tanh",
  compute: Math.tanh,
  vjp: (_x, y, g) => multiply(g, subtract(1, multiply(y, y))),
});
export const sigmoidOp = unary({
  id: "sigmoid",
  name: "Sigmoid",
  compute: (x) => 1 / (1 + Math.exp(-x)),
  vjp: (_x, y, g) => multiply(g, multiply(y, subtract(1, y))),
});
export const erfOp = unary({
  id: "erf",
  name: "Erf",
  compute: errorFunction,
  vjp: (x, _y, g) => multiply(multiply(g, 2 / Math.sqrt(Math.PI)), exp(negate(multiply(x, x)))),
});
export const sinOp = unary({
  id: "sin",
  name: "Sin",
  compute: Math.sin,
  vjp: (x, _y, g) => multiply(g, cos(x)),
});
export const cosOp = unary({
  id: "cos",
  name: "Cos",
  compute: Math.cos,
  vjp: (x, _y, g) => negate(multiply(g, sin(x))),
});

/** erf(x) by the series e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)), whose terms all have one sign, so that no digit is lost. */
function errorFunction(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x); // 1 − erf(6) is 2e-17
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

type Operand = Value | number;

function apply(op: Op<None>, a: Operand, b: Operand): Value {
  if (typeof a === "number" && typeof b === "number") throw new ShapeError(`${op.id}: two plain numbers`);
  const like = typeof a === "number" ? (b as Value) : a;
  return one(op, [valueOf(a, like), valueOf(b, like)], NONE);
}

export const add = (a: Operand, b: Operand): Value => apply(addOp, a, b);
export const subtract = (a: Operand, b: Operand): Value => apply(subtractOp, a, b);
export const multiply = (a: Operand, b: Operand): Value => apply(multiplyOp, a, b);
export const divide = (a: Operand, b: Operand): Value => apply(divideOp, a, b);
export const negate = (x: Value): Value => one(negateOp, [x], NONE);
export const exp = (x: Value): Value => one(expOp, [x], NONE);
export const log = (x: Value): Value => one(logOp, [x], NONE);
export const sqrt = (x: Value): Value => one(sqrtOp, [x], NONE);
export const tanh = (x: Value): Value => one(tanhOp, [x], NONE);
export const sigmoid = (x: Value): Value => one(sigmoidOp, [x], NONE);
export const erf = (x: Value): Value => one(erfOp, [x], NONE);
export const sin = (x: Value): Value => one(sinOp, [x], NONE);
export const cos = (x: Value): Value => one(cosOp, [x], NONE);
