/** Every op of the catalog keeps its contract on every example it states. */
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../base";
import type { Runtime } from "../../runtime";
import { expectClose } from "../../testing/expect-close";
import { RUNTIMES } from "../../testing/runtimes";
import { TOLERANCE } from "../../testing/tolerance";
import { grad } from "../grad";
import { createGraph, type Dim, type Program, type Value } from "../graph";
import { interpret } from "../interpret";
import type { Op, OpExample } from "../op";
import { float32, numbersOf, sizeOf, type Tensor } from "../tensor";
import { OPS } from ".";
import { multiply } from "./arithmetic";
import { toFloat } from "./gather";
import { expandLike, reduceSum, reshape } from "./movement";

const EXAMPLES = OPS.all.flatMap((op) =>
  op.examples.map((example, i) => ({ name: `${op.id}, example ${i}`, op, example })),
);
const STEP = 1e-2;

/** Away from 0, where quotients have no differences to compare with. */
function randomInputs(example: OpExample<unknown>, seed: string): Tensor[] {
  const random = seededRandom(seed);
  const draw = () => (0.5 + 1.5 * random.uniform()) * (random.uniform() < 0.5 ? -1 : 1);
  return example.shapes.map(
    (shape, i) => example.inputs?.[i] ?? float32(shape, Float32Array.from({ length: sizeOf(shape) }, draw)),
  );
}

function applied(
  op: Op<never>,
  example: OpExample<never>,
  tensors: readonly Tensor[],
): { inputs: Value[]; outputs: readonly Value[] } {
  const graph = createGraph();
  const inputs = tensors.map(({ dtype, shape }, i) => graph.input(`x${i}`, dtype, shape));
  return { inputs, outputs: graph.apply(op, inputs, example.attributes) };
}

function programOf(op: Op<never>, example: OpExample<never>, tensors: readonly Tensor[]): Program {
  const { outputs } = applied(op, example, tensors);
  outputs.forEach((output, i) => output.graph.output(`y${i}`, output));
  return outputs[0].graph.program();
}

const feedsOf = (tensors: readonly Tensor[]) =>
  Object.fromEntries(tensors.map((tensor, i) => [`x${i}`, tensor]));

/** Sum of all entries times the given weights, as a scalar of the graph. */
function weightedSum(value: Value, shape: readonly number[], weights: Float32Array): Value {
  const product = multiply(value, reshape(value.graph.constant(float32(shape, weights)), value.shape));
  if (shape.length === 0) return product;
  return reshape(
    reduceSum(
      product,
      shape.map((_, axis) => axis),
      true,
    ),
    [],
  );
}

function fits(inferred: readonly Dim[], found: readonly number[]): boolean {
  return (
    inferred.length === found.length &&
    inferred.every((size, i) => typeof size === "string" || size === found[i])
  );
}

describe.each(EXAMPLES)("$name", ({ op, example }) => {
  const tensors = randomInputs(example as OpExample<unknown>, op.id);
  const expected = interpret(programOf(op, example, tensors), feedsOf(tensors));

  test("the inferred type is the type that comes out", () => {
    const { outputs } = applied(op, example, tensors);
    outputs.forEach(({ dtype, shape }, i) => {
      expect(expected[`y${i}`].dtype).toBe(dtype);
      expect(fits(shape, expected[`y${i}`].shape), `[${shape}] fits [${expected[`y${i}`].shape}]`).toBe(true);
    });
  });
});

describe.each(RUNTIMES.filter(({ kind }) => kind !== "reference"))("on $kind", ({ open }) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
  });

  const compare = async (
    program: Program,
    tensors: readonly Tensor[],
    tolerance: (typeof TOLERANCE)["op" | "backend"],
  ) => {
    const expected = interpret(program, feedsOf(tensors));
    const executable = await runtime.compile(program, {
      read: () => Promise.reject(new Error("no weights here")),
    });
    const results = await executable.run(feedsOf(tensors));
    await executable.dispose();
    for (const [name, tensor] of Object.entries(expected)) {
      expect(results[name].dtype).toBe(tensor.dtype);
      expect([...results[name].shape]).toEqual([...tensor.shape]);
      expectClose(numbersOf(results[name]), numbersOf(tensor), tolerance);
    }
  };

  test.each(EXAMPLES)("$name equals the reference", async ({ op, example }) => {
    const tensors = randomInputs(example as OpExample<unknown>, op.id);
    await compare(programOf(op, example, tensors), tensors, TOLERANCE.op);
  });

  test.each(EXAMPLES.filter(({ op }) => typeof op.vjp === "function"))(
    "the gradient of $name equals the reference",
    async ({ op, example }) => {
      const tensors = randomInputs(example as OpExample<unknown>, op.id);
      await compare(gradientProgram(op, example, tensors).program, tensors, TOLERANCE.backend);
    },
  );
});

/** d (weights · y) / d x for every float input, as outputs "d<i>". */
function gradientProgram(op: Op<never>, example: OpExample<never>, tensors: readonly Tensor[]) {
  const { inputs, outputs } = applied(op, example, tensors);
  const { shape } = interpret(programOf(op, example, tensors), feedsOf(tensors)).y0;
  const random = seededRandom(`${op.id}/weights`);
  const weights = Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
  const wrt = inputs.filter(({ dtype }, i) => dtype === "float32" && !example.frozen?.includes(i));
  const { graph } = outputs[0];
  grad(weightedSum(outputs[0], shape, weights), wrt).forEach((gradient, i) => {
    // An output must be computed: a gradient that is a constant or an input is not.
    graph.output(`d${inputs.indexOf(wrt[i])}`, multiply(gradient, 1));
  });
  return { program: graph.program(), weights };
}

test.each(EXAMPLES.filter(({ op }) => typeof op.vjp === "function"))(
  "$name: the gradient agrees with central differences",
  ({ op, example }) => {
    const tensors = randomInputs(example as OpExample<unknown>, op.id);
    const { program, weights } = gradientProgram(op, example, tensors);
    const gradients = interpret(program, feedsOf(tensors));
    const plain = programOf(op, example, tensors);
    const lossAt = (at: readonly Tensor[]) =>
      Array.from(numbersOf(interpret(plain, feedsOf(at)).y0)).reduce((sum, y, i) => sum + y * weights[i], 0);
    tensors.forEach((tensor, i) => {
      if (tensor.dtype !== "float32" || example.frozen?.includes(i)) return;
      const data = tensor.data as Float32Array;
      const differences = Array.from(data, (_, j) => {
        const moved = (by: number) =>
          tensors.map((other, k) =>
            k === i
              ? float32(
                  tensor.shape,
                  data.map((x, l) => (l === j ? x + by : x)),
                )
              : other,
          );
        return (lossAt(moved(STEP)) - lossAt(moved(-STEP))) / (2 * STEP);
      });
      expectClose(numbersOf(gradients[`d${i}`]), differences, TOLERANCE.gradient);
    });
  },
);

test.each(EXAMPLES.filter(({ op }) => typeof op.vjp === "string"))(
  "$name: $op.vjp is what grad makes of it",
  ({ op, example }) => {
    const tensors = randomInputs(example as OpExample<unknown>, op.id);
    const { inputs, outputs } = applied(op, example, tensors);
    const { dtype, shape } = interpret(programOf(op, example, tensors), feedsOf(tensors)).y0;
    // An int64 is a size, which is used as one: it is never turned into a number of its own.
    const loss =
      dtype === "int64"
        ? weightedSum(
            expandLike(inputs[0].graph.constant(float32([1, 1], [1])), inputs[0]),
            [2, 3],
            new Float32Array(6).fill(1),
          )
        : weightedSum(toFloat(outputs[0]), shape, new Float32Array(sizeOf(shape)).fill(1));
    expect(() => grad(loss, [inputs[0]])).toThrow(op.vjp === "zero" ? "does not depend" : "has no gradient");
  },
);
