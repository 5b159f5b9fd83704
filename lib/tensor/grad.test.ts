import { describe, expect, test } from "vitest";
import { seededRandom } from "../base";
import { expectClose } from "../testing/expect-close";
import { TOLERANCE } from "../testing/tolerance";
import { grad } from "./grad";
import { createGraph, type Graph, type Value } from "./graph";
import { interpret } from "./interpret";
import { geluTanh, klDivergence, layerNorm, logProbabilityOf, rmsNorm, silu } from "./nn";
import { add, divide, exp, log, multiply, tanh } from "./ops/arithmetic";
import { gather } from "./ops/gather";
import { matmul } from "./ops/matmul";
import { concat, reduceSum, reshape, slice, split, transposed } from "./ops/movement";
import { logSoftmax, softmax } from "./ops/reduce";
import { float32, floats, int32, sizeOf, type Tensor } from "./tensor";

type Build = (graph: Graph, inputs: Record<string, Value>) => Value;

const total = (x: Value): Value =>
  x.shape.length === 0
    ? x
    : reshape(
        reduceSum(
          x,
          x.shape.map((_, axis) => axis),
          true,
        ),
        [],
      );

function random(shape: readonly number[], seed: string): Tensor<"float32"> {
  const source = seededRandom(seed);
  return float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => source.normal()),
  );
}

/** Holds the gradient of a scalar by every input against central differences of the same program. */
function expectGradients(
  points: Record<string, Tensor<"float32">>,
  build: Build,
  shapes: Record<string, (number | string)[]> = {},
): void {
  const graph = createGraph();
  const inputs = Object.fromEntries(
    Object.entries(points).map(([name, { shape }]) => [
      name,
      graph.input(name, "float32", shapes[name] ?? shape),
    ]),
  );
  const loss = build(graph, inputs);
  graph.output("loss", loss);
  grad(loss, Object.values(inputs)).forEach((gradient, i) =>
    graph.output(`d ${Object.keys(inputs)[i]}`, multiply(gradient, 1)),
  );
  const program = graph.program();
  const gradients = interpret(program, points);
  for (const [name, { shape, data }] of Object.entries(points)) {
    expect(gradients[`d ${name}`].shape).toEqual(shape);
    const differences = Array.from(data, (_, j) => {
      const lossAt = (by: number) =>
        floats(
          interpret(program, {
            ...points,
            [name]: float32(
              shape,
              data.map((x, l) => (l === j ? x + by : x)),
            ),
          }).loss,
        )[0];
      return (lossAt(1e-2) - lossAt(-1e-2)) / 2e-2;
    });
    expectClose(floats(gradients[`d ${name}`]), differences, { relative: 5e-3, absolute: 5e-4 });
  }
}

describe("compositions agree with central differences", () => {
  const x = random([2, 3, 4], "x");
  const [gain, bias] = [random([4], "gain"), random([4], "bias")];
  const weights = random([2, 3, 4], "weights");
  const weighted = (graph: Graph, y: Value) => total(multiply(y, graph.constant(weights)));

  test("layer norm, by input, gain and bias", () => {
    expectGradients({ x, gain, bias }, (graph, v) => weighted(graph, layerNorm(v.x, v.gain, v.bias, 1e-5)));
  });
  test("root-mean-square norm", () => {
    expectGradients({ x, gain }, (graph, v) => weighted(graph, rmsNorm(v.x, v.gain, 1e-6)));
  });
  test("GELU and SiLU", () => {
    expectGradients({ x }, (graph, v) => weighted(graph, add(geluTanh(v.x), silu(v.x))));
  });
  test("attention", () => {
    const [q, k, value] = ["q", "k", "value"].map((name) => random([2, 3, 4], name));
    expectGradients({ q, k, value }, (graph, v) =>
      weighted(graph, matmul(softmax(matmul(v.q, transposed(v.k))), v.value)),
    );
  });
  test("an MLP with a cross-entropy loss, by both weights, used twice", () => {
    const [up, down] = [random([4, 5], "up"), random([5, 4], "down")];
    expectGradients({ up, down }, (graph, v) => {
      const block = (y: Value) => matmul(tanh(matmul(y, v.up)), v.down);
      const logits = block(add(block(graph.constant(random([3, 4], "data"))), 1));
      return multiply(total(logProbabilityOf(logits, graph.constant(int32([3], [0, 3, -1])), 4)), -1);
    });
  });
  test("KL divergence of two models", () => {
    const [a, b] = [random([2, 5], "a"), random([2, 5], "b")];
    expectGradients({ a, b }, (_, v) => total(klDivergence(logSoftmax(v.a), logSoftmax(v.b))));
  });
  test("concat, slice and split", () => {
    const y = random([2, 3, 2], "y");
    expectGradients({ x, y }, (graph, v) => {
      const joined = concat([v.x, v.y, v.x], 2); // [2, 3, 10]
      const [left, right] = split(joined, 2, 2);
      return total(multiply(multiply(left, right), slice(joined, -1, 3, 8)));
    });
  });
  test("rows that are read twice get both gradients", () => {
    expectGradients({ table: random([4, 3], "table") }, (graph, v) => {
      const rows = gather(v.table, graph.constant(int32([2, 2], [1, 3, 1, 0])));
      return total(multiply(multiply(rows, rows), graph.constant(random([2, 2, 3], "w"))));
    });
  });
  test("broadcasting over every kind of axis", () => {
    const points = {
      a: random([3, 1, 2], "a"),
      b: random([4, 1], "b"),
      c: random([], "c"),
      d: random([1], "d"),
    };
    expectGradients(points, (graph, v) =>
      total(multiply(multiply(add(v.a, v.b), add(v.c, v.d)), graph.constant(random([3, 4, 2], "w")))),
    );
  });
  test("sizes that are known only when the graph runs", () => {
    const points = { x, m: random([4, 3], "m"), b: random([3], "b") };
    expectGradients(
      points,
      (_, v) => total(multiply(add(matmul(v.x, v.m), v.b), add(matmul(v.x, v.m), v.b))),
      { x: ["B", "T", 4] },
    );
  });
  test("the first part of a concatenation whose sizes are known only when the graph runs", () => {
    const graph = createGraph();
    const [fresh, past] = [
      graph.input("fresh", "float32", [1, "T", 2]),
      graph.input("past", "float32", [1, "P", 2]),
    ];
    const joined = concat([fresh, past], 1);
    const loss = total(multiply(joined, joined));
    expect(() => grad(loss, [past])).toThrow(/put it first/);
    graph.output("d", grad(loss, [fresh])[0]);
    const [a, b] = [random([1, 3, 2], "a"), random([1, 2, 2], "b")];
    const { d } = interpret(graph.program(), { fresh: a, past: b });
    expectClose(
      floats(d),
      a.data.map((value) => 2 * value),
      TOLERANCE.op,
    );
  });
});

describe("grad", () => {
  test("the derivative of known functions is the known derivative", () => {
    const graph = createGraph();
    const x = graph.input("x", "float32", []);
    graph.output("d", grad(multiply(divide(exp(x), x), log(x)), [x])[0]);
    const at = 1.7;
    const expected = (Math.exp(at) * (Math.log(at) * (at - 1) + 1)) / at ** 2;
    expectClose(floats(interpret(graph.program(), { x: float32([], [at]) }).d), [expected], TOLERANCE.op);
  });

  test("nodes below the requested parameter are not differentiated", () => {
    const graph = createGraph();
    const below = exp(graph.input("x", "float32", [3]));
    const before = graph.nodes.length;
    const middle = tanh(below);
    const loss = total(multiply(middle, middle));
    const forward = graph.nodes.length;
    grad(loss, [middle]);
    const added = graph.nodes.slice(forward);
    expect(before).toBeGreaterThan(0);
    expect(added.some((node) => node.inputs.includes(below))).toBe(false);
  });

  test("a loss that is no scalar, and a value the loss does not depend on, are refused", () => {
    const graph = createGraph();
    const [x, y] = [graph.input("x", "float32", [2]), graph.input("y", "float32", [2])];
    expect(() => grad(x, [x])).toThrow(/shape \[2\]/);
    expect(() => grad(total(x), [y])).toThrow(/does not depend/);
  });
});
