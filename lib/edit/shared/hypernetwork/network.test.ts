/** The parts of a gradient-reading editor's network; `parity` holds the whole of it against the authors' numbers. */
import { expect, test } from "vitest";
import { seededRandom } from "../../../base";
import type { ParameterSpec } from "../../../model";
import { createGraph, float32, floats, grad, matmul, reshape } from "../../../tensor";
import { nativeRuntime } from "../../../testing/runtimes";
import { freshNetwork, groupModules, networkOf } from "./network";
import { joinMoments, momentsOf } from "./running-moments";

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
      variables.map(({ name, shape, data: initial }) => [name, float32(shape, initial)]),
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
