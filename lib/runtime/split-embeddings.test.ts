import { describe, expect, test } from "vitest";
import { seededRandom } from "../base";
import {
  add,
  createGraph,
  exp,
  float32,
  floats,
  gather,
  grad,
  int32,
  interpret,
  matmul,
  multiply,
  reduceSum,
  transposed,
  type Binding,
  type Graph,
  type Program,
  type Value,
} from "../tensor";
import { expectClose } from "../testing/expect-close";
import { RUNTIMES } from "../testing/runtimes";
import { TOLERANCE } from "../testing/tolerance";
import type { WeightSource } from "./runtime";
import { splitEmbeddings } from "./split-embeddings";

/** Rows of more than a kilobyte: smaller weights are part of a model's bytes. */
const [V, D] = [7, 300];
const THREE_ROWS = 3 * D * 4;

const random = seededRandom("tables");
const numbers = Float32Array.from({ length: V * D }, () => random.normal());

function sourceOf(shape: readonly number[], reads: number[] = []): WeightSource {
  return {
    read: () => Promise.reject(new Error("not read at once")),
    openSync:
      async () =>
      (name, into, from = 0) => {
        expect(name).toBe("table");
        reads.push(into.length / D);
        into.set(numbers.subarray(from, from + into.length));
        return shape;
      },
  };
}

const frozen = sourceOf([V, D]);

function programOf(build: (table: Value, graph: Graph) => Value, binding: Binding = "frozen"): Program {
  const graph = createGraph();
  const table = graph.parameter("table", { dtype: "float32", shape: [V, D] }, binding);
  graph.output("y", build(table, graph));
  return graph.program();
}

/** What a model does with its embedding, and the way back from the logits to a hidden state. */
function tied(): Program {
  const graph = createGraph();
  const table = graph.parameter("table", { dtype: "float32", shape: [V, D] }, "frozen");
  const moved = graph.input("moved", "float32", ["B", "T", D]);
  const rows = gather(table, graph.input("ids", "int32", ["B", "T"])); // [B, T, D]
  const logits = matmul(add(rows, moved), transposed(table)); // [B, T, V]
  const loss = reduceSum(exp(multiply(logits, 0.01)), [0, 1, 2], false);
  graph.output("rows", rows);
  graph.output("logits", logits);
  graph.output("gradient", grad(loss, [moved])[0]);
  return graph.program();
}

const feeds = {
  ids: int32([2, 3], [0, 2, 3, 5, 6, 4]), // both sides of every border
  moved: float32(
    [2, 3, D],
    Float32Array.from({ length: 6 * D }, () => random.normal()),
  ),
};

describe.each(RUNTIMES)("on $kind, a program with its table in blocks", ({ open }) => {
  test("computes the same as with the whole table", async () => {
    const reads: number[] = [];
    const { program, source } = splitEmbeddings(tied(), sourceOf([V, D], reads), THREE_ROWS);
    const executable = await (await open()).compile(program, source);
    const results = await executable.run(feeds);
    const expected = interpret(tied(), { ...feeds, table: float32([V, D], numbers) });
    expect(floats(results.rows)).toEqual(floats(expected.rows));
    for (const name of ["logits", "gradient"]) {
      expect(results[name].shape).toEqual(expected[name].shape);
      expectClose(floats(results[name]), floats(expected[name]), TOLERANCE.backend);
    }
    expect(reads.sort()).toEqual([1, 3, 3]);
  });

  test("refuses a table of another shape than the program's", async () => {
    const { program, source } = splitEmbeddings(tied(), sourceOf([V + 1, D]), THREE_ROWS);
    await expect((await open()).compile(program, source)).rejects.toThrow(
      `table is float32 [${V + 1},${D}] but the program wants float32 [${V},${D}]`,
    );
  });
});

test.each(RUNTIMES.filter(({ kind }) => kind !== "reference"))(
  "on $kind, an id past the last row is refused",
  async ({ open }) => {
    const { program, source } = splitEmbeddings(tied(), frozen, THREE_ROWS);
    const executable = await (await open()).compile(program, source);
    const ids = int32([2, 3], [0, 2, 3, 5, V, 4]);
    await expect(executable.run({ ...feeds, ids })).rejects.toThrow(/out of/);
  },
);

describe("a table stays whole", () => {
  const rowsOf = (table: Value, graph: Graph) => gather(table, graph.input("ids", "int32", ["N"]));

  test.each<[string, Program, WeightSource, number]>([
    ["when it is small", programOf(rowsOf), frozen, V * D * 4],
    ["when it is live", programOf(rowsOf, "live"), frozen, THREE_ROWS],
    ["when its source cannot be read at once", programOf(rowsOf), { read: frozen.read }, THREE_ROWS],
    [
      "when all of it is computed with",
      programOf((table, graph) => add(rowsOf(table, graph), reduceSum(table, [0], true))),
      frozen,
      THREE_ROWS,
    ],
    [
      "when columns of it are read",
      programOf((table, graph) => gather(transposed(table), graph.input("ids", "int32", ["N"]))),
      frozen,
      THREE_ROWS,
    ],
    [
      "when it is the left of a product",
      programOf((table, graph) => matmul(table, graph.input("x", "float32", [D, 1]))),
      frozen,
      THREE_ROWS,
    ],
    ["when it is an output", programOf(transposed), frozen, THREE_ROWS],
  ])("%s", (_, whole, source, mostBytes) => {
    const result = splitEmbeddings(whole, source, mostBytes);
    expect(result.program).toBe(whole);
    expect(result.source).toBe(source);
  });
});
