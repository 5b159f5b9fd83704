/** The network of a gradient-reading editor against numbers of the authors' code, and the parts it is made of. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { seededRandom } from "../../base";
import { transposedData, type ParameterSpec } from "../../model";
import { createGraph, float32, floats, grad, matmul, reshape, transposed, type Tensor } from "../../tensor";
import { SHARED_FIXTURES, isThere } from "../../testing/embedded";
import { nativeRuntime } from "../../testing/runtimes";
import { freshNetwork, groupModules, networkOf, observed, transformed, transformFeeds } from "./hypernetwork";
import { joinMoments, momentsOf, spreadOf } from "./running-moments";

const GOLDEN = path.resolve(SHARED_FIXTURES, "../reference/golden-edit-tiny.json");
const hasGolden = isThere(GOLDEN, "the golden file of edits");

const Golden = z.object({
  MEND_gradient_transform: z.object({
    train_mode_param_idx1: z.object({
      x: z.array(z.array(z.number())),
      d: z.array(z.array(z.number())),
      u_mean: z.array(z.number()),
      u_std: z.array(z.number()),
      v_mean: z.array(z.number()),
      v_std: z.array(z.number()),
      grad_ij: z.array(z.array(z.number())),
    }),
    eval_mode_param_idx0: z.object({ x0: z.array(z.number()), d0: z.array(z.number()) }),
  }),
});

const [INTO, OUT, SIZE, RANK] = [6, 4, 10, 4];
const OPTIONS = { rank: RANK, blocks: 2, modulation: "before" } as const;
const module = (layer: number): ParameterSpec => ({
  name: `down.${layer}`,
  role: "mlp.down",
  part: "weight",
  layer,
  shape: [OUT, INTO],
  layout: "out-in",
});
const groups = groupModules([module(0), module(1)]);

/** The fixture's numbers, in its order: u, v, bias, shift, scale for each layer, then x and d. */
function fixtureNumbers() {
  let state = 7;
  const next = () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const fill = (rows: number, columns: number, scale = 1) =>
    Float32Array.from({ length: rows * columns }, () => scale * next());
  const feeds: Record<string, Tensor> = {};
  for (const block of [0, 1]) {
    const name = `${groups[0].name}.${block}`;
    feeds[`${name}.writer`] = turned(fill(SIZE, RANK), RANK); // u is [out, R]
    feeds[`${name}.reader`] = turned(fill(RANK, SIZE), SIZE); // v is [R, in]
    feeds[`${name}.bias`] = float32([SIZE], fill(1, SIZE));
    feeds[`${name}.shift`] = float32([2, SIZE], fill(2, SIZE));
    feeds[`${name}.scale`] = float32([2, SIZE], fill(2, SIZE));
  }
  const x = fill(5, INTO, 2);
  const d = fill(5, OUT, 0.1).fill(0, OUT, 2 * OUT);
  const kept = [0, 2, 3, 4]; // a token without gradient is dropped
  const rows = (data: Float32Array, width: number) =>
    float32(
      [kept.length, width],
      kept.flatMap((row) => [...data.subarray(row * width, (row + 1) * width)]),
    );
  return { feeds, tokens: { inputs: rows(x, INTO), gradients: rows(d, OUT) } };
}

function turned(data: Float32Array, columns: number): Tensor {
  const rows = data.length / columns;
  return float32([columns, rows], transposedData(data, rows, columns));
}

async function transform(
  mode: number,
  feeds: Readonly<Record<string, Tensor>>,
  tokens: ReturnType<typeof fixtureNumbers>["tokens"],
) {
  const graph = createGraph();
  const { newX, newG } = transformed(graph, groups, mode, OPTIONS);
  graph.output("x", newX);
  graph.output("d", newG);
  graph.output("change", matmul(transposed(newX), newG));
  const executable = await nativeRuntime().compile(graph.program(), {
    read: () => Promise.reject(new Error("no weights")),
  });
  const seen = observed(groups, { modules: [tokens, tokens] }).map((moments) => ({
    // Both modules saw the same tokens; the fixture's saw them once.
    ...moments,
    count: moments.count / 2,
    squares: moments.squares.map((value) => value / 2),
  }));
  const all = { ...feeds, ...transformFeeds(groups, seen, { modules: [tokens, tokens] }) };
  const wanted = Object.keys(all).filter((name) => !/^[xg]\./.test(name) || name.endsWith(`.${mode}`));
  return executable.run(Object.fromEntries(wanted.map((name) => [name, all[name]])));
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[]) {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i] - value), `${i}`).toBeLessThan(1e-5));
}

describe.skipIf(!hasGolden)("MEND's transform against the authors' code", () => {
  const golden = () => Golden.parse(JSON.parse(readFileSync(GOLDEN, "utf8"))).MEND_gradient_transform;

  test("the running statistics are those of the tokens with a gradient", () => {
    const { tokens } = fixtureNumbers();
    const { u_mean, u_std, v_mean, v_std } = golden().train_mode_param_idx1;
    const [ofX, ofD] = [momentsOf(tokens.inputs.data, INTO), momentsOf(tokens.gradients.data, OUT)];
    expectNear(ofX.mean, u_mean);
    expectNear(spreadOf(ofX), u_std);
    expectNear(ofD.mean, v_mean);
    expectNear(spreadOf(ofD), v_std);
  });

  test("each mode of the network gives the stated vectors", async () => {
    const { feeds, tokens } = fixtureNumbers();
    const { train_mode_param_idx1: first, eval_mode_param_idx0: second } = golden();
    const asFirst = await transform(1, feeds, tokens);
    expectNear(floats(asFirst.x), first.x.flat());
    expectNear(floats(asFirst.d), first.d.flat());
    expectNear(floats(asFirst.change), first.grad_ij.flat());
    const asSecond = await transform(0, feeds, tokens);
    expectNear(floats(asSecond.x).subarray(0, INTO), second.x0);
    expectNear(floats(asSecond.d).subarray(0, OUT), second.d0);
  });
});

test("a fresh network returns what it is given, and still has a gradient", async () => {
  for (const modulation of ["before", "behind"] as const) {
    const options = { ...OPTIONS, rank: 3, modulation };
    const variables = freshNetwork(groups, options, "test");
    const graph = createGraph();
    const rows = graph.input("rows", "float32", ["N", SIZE]);
    const y = networkOf(graph, groups[0], 0, options, rows);
    graph.output("y", y);
    const writer = graph.input(`${groups[0].name}.0.writer`, "float32", [3, SIZE]);
    const ones = graph.constant(float32([SIZE, 1], new Float32Array(SIZE).fill(1)));
    const left = graph.constant(float32([1, 2], [1, 1]));
    const fixed = networkOf(graph, groups[0], 0, options, graph.input("two", "float32", [2, SIZE]));
    const sum = matmul(matmul(left, fixed), ones);
    graph.output("gradient", grad(reshape(sum, []), [writer])[0]);
    const executable = await nativeRuntime().compile(graph.program(), {
      read: () => Promise.reject(new Error("no weights")),
    });
    const random = seededRandom("rows");
    const data = Float32Array.from({ length: 2 * SIZE }, () => random.normal());
    const feeds = Object.fromEntries(
      variables.map(({ name, shape, data: own }) => [name, float32(shape, own)]),
    );
    const both = { rows: float32([2, SIZE], data), two: float32([2, SIZE], data) };
    const results = await executable.run({ ...feeds, ...both });
    expect(floats(results.y)).toEqual(data);
    expect(floats(results.gradient).some((value) => value !== 0)).toBe(true);
  }
});

test("moments of two parts joined are those of the whole", () => {
  const random = seededRandom("moments");
  const rows = Float32Array.from({ length: 7 * 3 }, () => 4 + random.normal());
  const whole = momentsOf(rows, 3);
  const joined = joinMoments(momentsOf(rows.subarray(0, 6), 3), momentsOf(rows.subarray(6), 3));
  expect(joined.count).toBe(whole.count);
  whole.mean.forEach((value, i) => expect(joined.mean[i]).toBeCloseTo(value, 10));
  whole.squares.forEach((value, i) => expect(joined.squares[i]).toBeCloseTo(value, 10));
});
