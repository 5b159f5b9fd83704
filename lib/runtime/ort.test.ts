import { describe, expect, test } from "vitest";
import * as native from "onnxruntime-node";
import { CancelledError, createRun, PalimpsestError } from "../base";
import { decode } from "../model";
import { add, createGraph, exp, float32, floats, gather, int32, matmul, type Program } from "../tensor";
import { expectClose } from "../testing/expect-close";
import { nativeRuntime, RUNTIMES, wasmRuntime } from "../testing/runtimes";
import { tinyModel } from "../testing/tiny";
import { TOLERANCE } from "../testing/tolerance";
import { createOrtRuntime, type OrtModule } from "./ort";
import type { Executable, Runtime, WeightSource } from "./runtime";

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

  test("extra feeds are ignored, missing ones are named", async () => {
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

describe("on WASM, weights of a source that can be read at once", () => {
  const names = ["a", "b"];
  /** Rows [2, 512] twice, each large enough to lie beside the model. */
  const large = (): Program => {
    const graph = createGraph();
    const x = graph.input("x", "float32", ["B", 2]);
    const [a, b] = names.map((name) =>
      graph.parameter(name, { dtype: "float32", shape: [2, 512] }, "frozen"),
    );
    graph.output("y", add(matmul(x, a), matmul(x, b)));
    return graph.program();
  };
  const read = async (): Promise<never> => {
    throw new Error("not read before its time");
  };

  test("are read while the program is built, through one buffer, and have the right values", async () => {
    const buffers = new Set<ArrayBufferLike>();
    const asked: string[] = [];
    const source: WeightSource = {
      read,
      openSync: async () => (name, into) => {
        buffers.add(into.buffer);
        asked.push(name);
        into.fill(name === "a" ? 1 : 10);
        return [2, 512];
      },
    };
    const executable = await (await wasmRuntime()).compile(large(), source);
    const y = floats((await executable.run({ x: float32([1, 2], [1, 2]) })).y);
    expect([...y]).toEqual(new Array(512).fill(33));
    expect(new Set(asked)).toEqual(new Set(names));
    expect([...buffers].map(({ byteLength }) => byteLength)).toEqual([0]);
  });

  test("fail with the source's own error, or with both shapes", async () => {
    const damaged = new PalimpsestError("numerical", "holds NaN");
    const compile = async (weight: () => readonly number[]) =>
      (await wasmRuntime()).compile(large(), { read, openSync: async () => weight });
    await expect(
      compile(() => {
        throw damaged;
      }),
    ).rejects.toBe(damaged);
    await expect(compile(() => [512, 2])).rejects.toThrow(/\[512,2\].*\[2,512\]/);
  });

  test("pass in blocks where a table is large", async () => {
    const [rows, width] = [9, 2 ** 20];
    const graph = createGraph();
    const table = graph.parameter("table", { dtype: "float32", shape: [rows, width] }, "frozen");
    graph.output("y", gather(table, graph.input("ids", "int32", ["N"])));
    const passed: number[] = [];
    const source: WeightSource = {
      read,
      openSync:
        async () =>
        (_, into, from = 0) => {
          passed.push(into.byteLength);
          for (let i = 0; i < into.length; i += width) into.fill((from + i) / width, i, i + width);
          return [rows, width];
        },
    };
    const executable = await (await wasmRuntime()).compile(graph.program(), source);
    const { y } = await executable.run({ ids: int32([2], [8, 2]) });
    expect([0, width - 1, width].map((at) => y.data[at])).toEqual([8, 8, 2]);
    expect(passed.map((bytes) => bytes / 4 / width).sort()).toEqual([4, 5]);
  });
});

describe("weights that are fed by reference", () => {
  const large = () => createOrtRuntime(native, { kind: "native", threads: 1, mostCopiedBytes: 0 });
  const x = { x: float32([1, 2], [1, 2]) };
  const answer = async (executable: Executable) => [...floats((await executable.run(x)).y)];

  test("are read once for all programs of a source, and again when the last of them is gone", async () => {
    let reads = 0;
    const source: WeightSource = {
      read: async () => {
        reads++;
        return float32([2, 1], [10, 100]);
      },
    };
    const runtime = large();
    const [first, second] = await Promise.all([1, 2].map(() => runtime.compile(program("frozen"), source)));
    expect(reads).toBe(1);
    await first.dispose();
    expect(await answer(second)).toEqual([211]);
    await runtime.compile(program("frozen"), source);
    expect(reads).toBe(1);
    const other: WeightSource = { read: async () => float32([2, 1], [0, 0]) };
    expect(await answer(await runtime.compile(program("frozen"), other))).toEqual([1]);
  });

  test("are forgotten when their programs are gone or could not be built", async () => {
    let reads = 0;
    let shape = [1, 2];
    const source: WeightSource = {
      read: async () => {
        reads++;
        return float32(shape, [10, 100]);
      },
    };
    const runtime = large();
    await expect(runtime.compile(program("frozen"), source)).rejects.toThrow(/\[1,2\].*\[2,1\]/);
    shape = [2, 1];
    const executable = await runtime.compile(program("frozen"), source);
    await executable.dispose();
    expect(await answer(await runtime.compile(program("frozen"), source))).toEqual([211]);
    expect(reads).toBe(3);
  });

  test("are not read on for a caller who has left", async () => {
    const read = () => Promise.reject(new Error("read after the caller left"));
    const compile = large().compile(program("frozen"), { read }, { signal: AbortSignal.abort() });
    await expect(compile).rejects.toBeInstanceOf(CancelledError);
  });

  test("give a model the logits that copies give it", async () => {
    const logits = async (runtime: Runtime) => {
      const model = await tinyModel("gemma2", runtime);
      return (await decode(createRun(), model, { rows: [[5, 9, 200]], at: [[2]] })).logits(0, 0);
    };
    expectClose(await logits(large()), await logits(nativeRuntime()), TOLERANCE.backend);
  });
});

test("one value is an output under several names", async () => {
  const graph = createGraph();
  const y = exp(graph.input("x", "float32", [1]));
  for (const name of ["a", "b", "c"]) graph.output(name, y);
  const executable = await nativeRuntime().compile(graph.program(), NO_WEIGHTS);
  const results = await executable.run({ x: float32([1], [0]) });
  expect(Object.entries(results).map(([name, { data }]) => [name, data[0]])).toEqual([
    ["a", 1],
    ["b", 1],
    ["c", 1],
  ]);
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
