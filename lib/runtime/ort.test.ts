import { describe, expect, test } from "vitest";
import { CancelledError } from "../base";
import { add, createGraph, exp, float32, floats, matmul, type Program } from "../tensor";
import { nativeRuntime, RUNTIMES } from "../testing/runtimes";
import { createOrtRuntime, type OrtModule } from "./ort";
import type { WeightSource } from "./runtime";

const NO_WEIGHTS: WeightSource = { read: () => Promise.reject(new Error("no weights here")) };
const WEIGHTS: WeightSource = { read: async () => float32([2, 1], [10, 100]) };

function program(binding: "frozen" | "live"): Program {
  const graph = createGraph();
  const x = graph.input("x", "float32", ["B", 2]);
  const w = graph.parameter("w", { dtype: "float32", shape: [2, 1] }, binding);
  graph.output("y", add(matmul(x, w), 1));
  return graph.program();
}

describe.each(RUNTIMES)("the $kind runtime", ({ open }) => {
  test("runs one executable on batches of any size, with frozen and with live weights", async () => {
    const runtime = await open();
    const frozen = await runtime.compile(program("frozen"), WEIGHTS);
    expect([...floats((await frozen.run({ x: float32([1, 2], [1, 2]) })).y)]).toEqual([211]);
    expect([...floats((await frozen.run({ x: float32([2, 2], [1, 0, 0, 1]) })).y)]).toEqual([11, 101]);
    const live = await runtime.compile(program("live"), NO_WEIGHTS);
    const x = float32([1, 2], [1, 1]);
    expect([...floats((await live.run({ x, w: float32([2, 1], [1, 2]) })).y)]).toEqual([4]);
    expect([...floats((await live.run({ x, w: float32([2, 1], [3, 4]) })).y)]).toEqual([8]);
    await frozen.dispose();
    await live.dispose();
  });

  test("feeds that nobody asked for do not matter, missing ones are named", async () => {
    const executable = await (await open()).compile(program("frozen"), WEIGHTS);
    const x = float32([1, 2], [1, 2]);
    expect([...floats((await executable.run({ x, extra: x })).y)]).toEqual([211]);
    await expect(executable.run({})).rejects.toThrow(/fed for x/);
  });

  test("a run whose signal has aborted does not start", async () => {
    const executable = await (await open()).compile(program("frozen"), WEIGHTS);
    const run = executable.run({ x: float32([1, 2], [1, 2]) }, { signal: AbortSignal.abort() });
    await expect(run).rejects.toBeInstanceOf(CancelledError);
  });
});

test("a weight of another shape than the program's is refused with both shapes", async () => {
  const wrong: WeightSource = { read: async () => float32([1, 2], [1, 2]) };
  await expect(nativeRuntime().compile(program("frozen"), wrong)).rejects.toThrow(/\[1,2\].*\[2,1\]/);
});

test("an output that is an input itself is refused", async () => {
  const graph = createGraph();
  const x = graph.input("x", "float32", [1]);
  graph.output("e", exp(x));
  graph.output("y", x);
  await expect(nativeRuntime().compile(graph.program(), NO_WEIGHTS)).rejects.toThrow(/must be computed/);
});

test.each([
  ["std::bad_alloc", "out_of_memory"],
  ["failed to allocate a buffer of size 123", "out_of_memory"],
  ["Non-zero status code returned", "internal"],
])("a runtime that fails with %j is %s", async (message, code) => {
  const failing = {
    Tensor: class {},
    InferenceSession: { create: () => Promise.reject(new Error(message)) },
  } as unknown as OrtModule;
  const compile = createOrtRuntime(failing, { kind: "wasm" }).compile(program("live"), NO_WEIGHTS);
  await expect(compile).rejects.toMatchObject({ code });
});
