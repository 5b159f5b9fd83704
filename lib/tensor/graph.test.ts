import { describe, expect, test } from "vitest";
import { createGraph } from "./graph";
import { interpret } from "./interpret";
import { add, exp, multiply } from "./ops/arithmetic";
import { matmul } from "./ops/matmul";
import { reshape, slice, split } from "./ops/movement";
import { broadcast } from "./shape";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32,
  float32ToBfloat16,
  float32ToFloat16,
  floats,
  tensor,
} from "./tensor";

test("a program keeps only the nodes that its outputs need", () => {
  const graph = createGraph();
  const [x, unused] = [graph.input("x", "float32", [2]), graph.input("unused", "float32", [2])];
  exp(unused);
  graph.output("y", add(x, 1));
  const program = graph.program();
  expect([...program.inputs.keys()]).toEqual(["x"]);
  expect(program.nodes).toHaveLength(1);
  expect([...floats(interpret(program, { x: float32([2], [1, 2]) }).y)]).toEqual([2, 3]);
});

test("asking for an input twice gives the same value, with another shape it is refused", () => {
  const graph = createGraph();
  expect(graph.input("x", "float32", ["B", 2])).toBe(graph.input("x", "float32", ["B", 2]));
  expect(() => graph.input("x", "float32", [2])).toThrow(/two shapes/);
});

test("values of two graphs do not mix", () => {
  const [a, b] = [createGraph().input("x", "float32", [2]), createGraph().input("x", "float32", [2])];
  expect(() => add(a, b)).toThrow(/another graph/);
});

test("one output name for two values is refused", () => {
  const graph = createGraph();
  const x = graph.input("x", "float32", [2]);
  graph.output("y", exp(x));
  expect(() => graph.output("y", exp(x))).toThrow(/two outputs/);
});

test("shapes that do not fit are refused with both shapes", () => {
  const graph = createGraph();
  const [a, b] = [graph.input("a", "float32", [2, 3]), graph.input("b", "float32", [2, 4])];
  expect(() => multiply(a, b)).toThrow(/\[2,3\] and \[2,4\]/);
  expect(() => matmul(a, b)).toThrow(/\[2,3\] by \[2,4\]/);
  expect(() => reshape(a, [4])).toThrow(/another size/);
  expect(() => split(a, 1, 2)).toThrow(/does not divide/);
  expect(() => slice(a, 2, 0, 1)).toThrow(/outside a tensor of rank 2/);
});

test("a symbolic size broadcasts with itself and with 1 only", () => {
  expect(broadcast(["B", 1, 3], ["T", 1])).toEqual(["B", "T", 3]);
  expect(() => broadcast(["B"], ["T"])).toThrow(/do not broadcast/);
  expect(() => broadcast(["B"], [2])).toThrow(/do not broadcast/);
});

test("a tensor whose data does not fill its shape is refused", () => {
  expect(() => tensor("float32", [2, 2], new Float32Array(3))).toThrow(/needs 4 values, found 3/);
});

test("half precision is decoded exactly, subnormals, infinities and NaN included", () => {
  const bits = Uint16Array.from([
    0x0000, 0x8000, 0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x3555, 0x7e00,
  ]);
  const expected = [0, -0, 1, -2, 2 ** -24, 65504, Infinity, -Infinity, 0.333251953125, NaN];
  expect([...float16ToFloat32(bits)]).toEqual(expected);
});

test("bfloat16 is decoded exactly", () => {
  expect([...bfloat16ToFloat32(Uint16Array.from([0x3f80, 0xc049, 0x0000, 0x7f80]))]).toEqual([
    1,
    -3.140625,
    0,
    Infinity,
  ]);
});

describe("single precision is rounded to the nearest", () => {
  test("half: every half comes back, ties go to the even neighbour, and the ends are the format's own", () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
    const values = float16ToFloat32(all);
    float32ToFloat16(values).forEach((bits, i) => {
      if (!Number.isNaN(values[i])) expect(bits).toBe(i);
    });
    const positive = all.subarray(0, 0x7bff);
    const ties = Float32Array.from(positive, (bits) => (values[bits] + values[bits + 1]) / 2);
    expect([...float32ToFloat16(ties)]).toEqual([...positive].map((bits) => bits + (bits & 1)));
    const above = ties.map((tie) => tie * (1 + 2 ** -22));
    expect([...float32ToFloat16(above)]).toEqual([...positive].map((bits) => bits + 1));
    const ends = Float32Array.of(65_519, 65_520, -1e9, Infinity, NaN, 2 ** -25, -(2 ** -26), -0);
    expect([...float32ToFloat16(ends)]).toEqual([
      0x7bff, 0x7c00, 0xfc00, 0x7c00, 0x7e00, 0x0000, 0x8000, 0x8000,
    ]);
  });

  test("bfloat16: the upper half of the bits, rounded to even", () => {
    const bits = Uint32Array.of(0x3f80_0000, 0x3f80_8000, 0x3f81_8000, 0x3f80_8001, 0xc049_0fdb, 0x7f7f_ffff);
    const rounded = float32ToBfloat16(new Float32Array(bits.buffer));
    expect([...rounded]).toEqual([0x3f80, 0x3f80, 0x3f82, 0x3f81, 0xc049, 0x7f80]);
    expect([...float32ToBfloat16(Float32Array.of(NaN, -Infinity, -0))]).toEqual([0x7fc0, 0xff80, 0x8000]);
  });
});
