/** Ops that move or repeat values without computing with them, and the sums that undo repeating. */
import { ShapeError } from "../../base";
import type { Dim, Value } from "../graph";
import { defineOp } from "../op";
import { broadcastStrides, forEachIndex, normalAxis, sameShape, stridesOf } from "../shape";
import { float32, floats, int64, sizeOf, tensor, type DType, type Tensor } from "../tensor";
import { one, requireFloat } from "./build";

/** Copies `source` through arbitrary strides: `offset + index · strides` for every index of `shape`. */
function gatherStrided(
  source: Tensor,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Tensor {
  const result = source.data.slice(0, 0).constructor as new (length: number) => Tensor["data"];
  const data = new result(sizeOf(shape));
  forEachIndex(shape, [strides], ([from], position) => {
    data[position] = source.data[offset + from];
  });
  return tensor(source.dtype, shape, data as never);
}

export const reshapeOp = defineOp<{ readonly shape: readonly Dim[]; readonly from: readonly Dim[] }>({
  id: "reshape",
  name: "Reshape",
  infer([x], { shape }) {
    if (
      shape.every((size) => typeof size === "number") &&
      x.shape.every((size) => typeof size === "number")
    ) {
      if (sizeOf(shape as number[]) !== sizeOf(x.shape as number[])) {
        throw new ShapeError(`reshape: [${x.shape}] has another size than [${shape}]`);
      }
    }
    return [{ dtype: x.dtype, shape }];
  },
  reference([x], { shape, from }) {
    const target = onnxShape(shape, from).map((size, axis) => (size === 0 ? x.shape[axis] : size));
    const known = target.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
    const sizes = target.map((size) => (size === -1 ? sizeOf(x.shape) / known : size));
    return [tensor(x.dtype, sizes, x.data as never)];
  },
  vjp: ({ inputs: [x], cotangents: [g] }) => [
    openSizes(x.shape, g.shape) > 1 ? reshapeLike(g, x) : reshape(g, x.shape),
  ],
  emit: ({ shape, from }) => {
    const target = onnxShape(shape, from);
    return { attributes: {}, tail: [int64([target.length], target)] };
  },
  examples: [
    { shapes: [[2, 6]], attributes: { shape: [3, 4], from: [2, 6] } },
    { shapes: [[2, 3, 4]], attributes: { shape: [2, "n"], from: [2, 3, 4] } },
    { shapes: [[1]], attributes: { shape: [], from: [1] } },
  ],
});

/** ONNX writes 0 for an unchanged size and -1 for one unknown size. */
function onnxShape(shape: readonly Dim[], from: readonly Dim[]): number[] {
  const target = shape.map((size, axis) => (typeof size === "number" ? size : size === from[axis] ? 0 : -1));
  if (openSizes(shape, from) > 1) {
    throw new ShapeError(`reshape: [${from}] to [${shape}] leaves more than one size open`);
  }
  return target;
}

/** Sizes of a target shape that are neither known nor in their place. */
function openSizes(shape: readonly Dim[], from: readonly Dim[]): number {
  return shape.filter((size, axis) => typeof size !== "number" && size !== from[axis]).length;
}

/** A reshape to sizes that are read when the graph runs. */
export const reshapeToOp = defineOp<{ readonly shape: readonly Dim[] }>({
  id: "reshape-to",
  name: "Reshape",
  infer: ([x], { shape }) => [{ dtype: x.dtype, shape }],
  reference: ([x, target]) => [
    tensor(x.dtype, Array.from(target.data as BigInt64Array, Number), x.data as never),
  ],
  vjp: ({ inputs: [x], cotangents: [g] }) => [reshapeLike(g, x), null],
  emit: () => ({ attributes: {} }),
  examples: [
    { shapes: [[2, 6], [3]], attributes: { shape: [3, 2, 2] }, inputs: { 1: int64([3], [3, 2, 2]) } },
  ],
});

/** `x` in the shape of `like`, which has as many entries. */
function reshapeLike(x: Value, like: Value): Value {
  return one(reshapeToOp, [x, one(shapeOp, [like], { start: 0, end: like.shape.length })], {
    shape: like.shape,
  });
}

export const transposeOp = defineOp<{ readonly order: readonly number[] }>({
  id: "transpose",
  name: "Transpose",
  infer([x], { order }) {
    if (order.length !== x.shape.length) throw new ShapeError(`transpose: [${x.shape}] by order [${order}]`);
    return [{ dtype: x.dtype, shape: order.map((axis) => x.shape[axis]) }];
  },
  reference([x], { order }) {
    const strides = stridesOf(x.shape);
    const shape = order.map((axis) => x.shape[axis]);
    return [
      gatherStrided(
        x,
        shape,
        order.map((axis) => strides[axis]),
      ),
    ];
  },
  vjp: ({ cotangents: [g], attributes: { order } }) => [
    transpose(
      g,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ],
  emit: ({ order }) => ({ attributes: { perm: order } }),
  examples: [
    { shapes: [[2, 3]], attributes: { order: [1, 0] } },
    { shapes: [[2, 3, 4]], attributes: { order: [1, 2, 0] } },
  ],
});

export const concatOp = defineOp<{ readonly axis: number }>({
  id: "concat",
  name: "Concat",
  infer(inputs, { axis }) {
    const [first, ...rest] = inputs;
    const size = rest.reduce<Dim>((sum, { shape }) => addDims(sum, shape[axis]), first.shape[axis]);
    return [{ dtype: first.dtype, shape: first.shape.map((old, i) => (i === axis ? size : old)) }];
  },
  reference(inputs, { axis }) {
    const total = inputs.reduce((sum, { shape }) => sum + shape[axis], 0);
    const shape = inputs[0].shape.map((size, i) => (i === axis ? total : size));
    const outer = sizeOf(shape.slice(0, axis));
    const result = new Float32Array(sizeOf(shape));
    let position = 0;
    for (let i = 0; i < outer; i++) {
      for (const input of inputs) {
        const run = sizeOf(input.shape.slice(axis));
        result.set(floats(input).subarray(i * run, (i + 1) * run), position);
        position += run;
      }
    }
    return [float32(shape, result)];
  },
  vjp({ inputs, cotangents: [g], wanted, attributes: { axis } }) {
    let start: Dim = 0;
    return inputs.map((input, i) => {
      const [from, size] = [start, input.shape[axis]];
      start = addDims(start, size);
      if (!wanted[i]) return null;
      if (typeof from === "number" && typeof size === "number") return slice(g, axis, from, from + size);
      if (from === 0) return firstOf(g, axis, input);
      throw new ShapeError(
        "concat: a part behind one of unknown size cannot be differentiated; put it first",
      );
    });
  },
  examples: [
    {
      shapes: [
        [2, 3],
        [2, 1],
      ],
      attributes: { axis: 1 },
    },
    {
      shapes: [
        [1, 2],
        [3, 2],
        [1, 2],
      ],
      attributes: { axis: 0 },
    },
  ],
});

/** The size of two parts together; unknown sizes add up by name. */
function addDims(a: Dim, b: Dim): Dim {
  if (a === 0) return b;
  return typeof a === "number" && typeof b === "number" ? a + b : `${a}+${b}`;
}

export const sliceOp = defineOp<{ readonly axis: number; readonly start: number; readonly end: number }>({
  id: "slice",
  name: "Slice",
  infer([x], { axis, start, end }) {
    return [{ dtype: x.dtype, shape: x.shape.map((size, i) => (i === axis ? end - start : size)) }];
  },
  reference([x], { axis, start, end }) {
    const strides = stridesOf(x.shape);
    const shape = x.shape.map((size, i) => (i === axis ? end - start : size));
    return [gatherStrided(x, shape, strides, start * strides[axis])];
  },
  vjp({ inputs: [x], cotangents: [g], attributes: { axis, start, end } }) {
    const size = x.shape[axis];
    if (typeof size !== "number") throw new ShapeError("slice: gradient along an axis of unknown size");
    return [one(padOp, [g], { axis, before: start, after: size - end })];
  },
  emit: ({ axis, start, end }) => ({
    attributes: {},
    tail: [int64([1], [start]), int64([1], [end]), int64([1], [axis])],
  }),
  examples: [
    { shapes: [[4, 3]], attributes: { axis: 0, start: 1, end: 3 } },
    { shapes: [[2, 5]], attributes: { axis: 1, start: 2, end: 5 } },
  ],
});

/** Zeros before and after along one axis: what the gradient of a slice needs. */
export const padOp = defineOp<{ readonly axis: number; readonly before: number; readonly after: number }>({
  id: "pad",
  name: "Pad",
  infer([x], { axis, before, after }) {
    const pad = (size: Dim) =>
      typeof size === "number" ? size + before + after : `${size}+${before + after}`;
    return [{ dtype: x.dtype, shape: x.shape.map((size, i) => (i === axis ? pad(size) : size)) }];
  },
  reference([x], { axis, before, after }) {
    const shape = x.shape.map((size, i) => (i === axis ? size + before + after : size));
    const result = new Float32Array(sizeOf(shape));
    const strides = stridesOf(shape);
    const source = floats(x);
    forEachIndex(x.shape, [strides], ([to], position) => {
      result[to + before * strides[axis]] = source[position];
    });
    return [float32(shape, result)];
  },
  vjp({ inputs: [x], cotangents: [g], attributes: { axis, before } }) {
    const size = x.shape[axis];
    if (typeof size !== "number") throw new ShapeError("pad: gradient along an axis of unknown size");
    return [slice(g, axis, before, before + size)];
  },
  // ONNX requires the padding of all axes; only later versions accept a list of axes.
  emitFor([x], { axis, before, after }) {
    const rank = x.shape.length;
    const pads = Array.from({ length: 2 * rank }, (_, i) =>
      i === axis ? before : i === rank + axis ? after : 0,
    );
    return { attributes: {}, tail: [int64([2 * rank], pads)] };
  },
  examples: [
    { shapes: [[2, 3]], attributes: { axis: 1, before: 1, after: 2 } },
    { shapes: [[2, 3]], attributes: { axis: 0, before: 0, after: 1 } },
  ],
});

/** `x` with so many zeros behind its entries along an axis. */
export function pad(x: Value, axis: number, after: number): Value {
  return after === 0 ? x : one(padOp, [x], { axis: normalAxis(axis, x.shape.length), before: 0, after });
}

/** The first entries along an axis, as many as an int64 input says when the graph runs. */
export const sliceToOp = defineOp<{ readonly axis: number; readonly size: Dim }>({
  id: "slice-to",
  name: "Slice",
  infer: ([x], { axis, size }) => [
    { dtype: x.dtype, shape: x.shape.map((old, i) => (i === axis ? size : old)) },
  ],
  reference([x, , ends], { axis }) {
    const end = Number((ends.data as BigInt64Array)[0]);
    return [
      gatherStrided(
        x,
        x.shape.map((size, i) => (i === axis ? end : size)),
        stridesOf(x.shape),
      ),
    ];
  },
  vjp: "forbidden",
  emit: ({ axis }) => ({ attributes: {}, tail: [int64([1], [axis])] }),
  examples: [
    {
      shapes: [[4, 3], [1], [1]],
      attributes: { axis: 0, size: 2 },
      inputs: { 1: int64([1], [0]), 2: int64([1], [2]) },
    },
  ],
});

/** The first entries of `x` along an axis, as many as `like` has there. */
function firstOf(x: Value, axis: number, like: Value): Value {
  const zero = x.graph.constant(int64([1], [0]));
  const end = one(shapeOp, [like], { start: axis, end: axis + 1 });
  return one(sliceToOp, [x, zero, end], { axis, size: like.shape[axis] });
}

export const reduceSumOp = defineOp<{ readonly axes: readonly number[]; readonly keep: boolean }>({
  id: "reduce-sum",
  name: "ReduceSum",
  infer([x], { axes, keep }) {
    requireFloat("reduce-sum", x);
    return [{ dtype: x.dtype, shape: reducedShape(x.shape, axes, keep) }];
  },
  reference([x], { axes, keep }) {
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const result = new Float64Array(sizeOf(kept));
    const source = floats(x);
    forEachIndex(x.shape, [broadcastStrides(kept, x.shape)], ([to], position) => {
      result[to] += source[position];
    });
    return [float32(reducedShape(x.shape, axes, keep) as number[], Float32Array.from(result))];
  },
  vjp: ({ inputs: [x], cotangents: [g], attributes: { axes } }) => {
    const kept = reshape(g, reducedShape(x.shape, axes, true));
    return [expandLike(kept, x)];
  },
  emit: ({ axes, keep }) => ({ attributes: { keepdims: keep ? 1 : 0 }, tail: [int64([axes.length], axes)] }),
  examples: [
    { shapes: [[2, 3]], attributes: { axes: [1], keep: true } },
    { shapes: [[2, 3, 4]], attributes: { axes: [0, 2], keep: false } },
  ],
});

export function reducedShape(shape: readonly Dim[], axes: readonly number[], keep: boolean): Dim[] {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return keep ? kept : kept.filter((_, axis) => !axes.includes(axis));
}

/** Run-time sizes of a value, which is how a backward pass repeats along an axis whose size it does not know. */
export const shapeOp = defineOp<{ readonly start: number; readonly end: number }>({
  id: "shape",
  name: "Shape",
  infer: (_, { start, end }) => [{ dtype: "int64" as DType, shape: [end - start] }],
  reference: ([x], { start, end }) => [int64([end - start], x.shape.slice(start, end))],
  vjp: "zero",
  examples: [{ shapes: [[2, 3]], attributes: { start: 0, end: 2 } }],
});

export const expandOp = defineOp<{ readonly shape: readonly Dim[] }>({
  id: "expand",
  name: "Expand",
  infer: ([x], { shape }) => [{ dtype: x.dtype, shape }],
  reference([x, target]) {
    const shape = Array.from(target.data as BigInt64Array, Number);
    return [gatherStrided(x, shape, broadcastStrides(x.shape, shape))];
  },
  vjp({ inputs: [x], cotangents: [g] }) {
    const axes = x.shape.map((_, axis) => axis).filter((axis) => x.shape[axis] === 1 && g.shape[axis] !== 1);
    return [axes.length > 0 ? reduceSum(g, axes, true) : g, null];
  },
  emit: () => ({ attributes: {} }),
  examples: [{ shapes: [[2, 1], [2]], attributes: { shape: [2, 3] }, inputs: { 1: int64([2], [2, 3]) } }],
});

/** `x` repeated along its axes of size 1 to the shape of `like`; both have the same rank. */
export function expandLike(x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  return one(expandOp, [x, one(shapeOp, [like], { start: 0, end: like.shape.length })], {
    shape: like.shape,
  });
}

export function reshape(x: Value, shape: readonly Dim[]): Value {
  return sameShape(x.shape, shape) ? x : one(reshapeOp, [x], { shape, from: x.shape });
}

export function transpose(x: Value, order: readonly number[]): Value {
  return one(transposeOp, [x], { order });
}

/** The last two axes exchanged. */
export function transposed(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

export function concat(values: readonly Value[], axis: number): Value {
  return one(concatOp, values, { axis: normalAxis(axis, values[0].shape.length) });
}

export function slice(x: Value, axis: number, start: number, end: number): Value {
  const normal = normalAxis(axis, x.shape.length);
  return x.shape[normal] === end - start ? x : one(sliceOp, [x], { axis: normal, start, end });
}

/** Equal parts along an axis of known size. */
export function split(x: Value, axis: number, parts: number): Value[] {
  const normal = normalAxis(axis, x.shape.length);
  const whole = x.shape[normal];
  if (typeof whole !== "number" || whole % parts !== 0) {
    throw new ShapeError(`split: axis ${axis} of [${x.shape}] does not divide into ${parts}`);
  }
  const size = whole / parts;
  return Array.from({ length: parts }, (_, i) => slice(x, normal, i * size, (i + 1) * size));
}

export function reduceSum(x: Value, axes: readonly number[], keep: boolean): Value {
  return one(reduceSumOp, [x], { axes: axes.map((axis) => normalAxis(axis, x.shape.length)), keep });
}
