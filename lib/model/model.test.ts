import { describe, expect, test } from "vitest";
import { CancelledError, createRun } from "../base";
import type { Runtime } from "../runtime";
import { exp, float32, floats } from "../tensor";
import { expectSameBits } from "../testing/expect-close";
import { nativeRuntime } from "../testing/runtimes";
import { tinyModel } from "../testing/tiny";
import { decode } from "./inference/decode";
import type { Model } from "./model";
import { rankOne, type Overlay } from "./overlay/overlay";
import { scoreTargets } from "./inference/score";

/** A runtime that counts what it builds and frees. */
function counting(runtime: Runtime): { runtime: Runtime; compiled: () => number; disposed: () => number } {
  let [compiled, disposed] = [0, 0];
  return {
    compiled: () => compiled,
    disposed: () => disposed,
    runtime: {
      ...runtime,
      async compile(...call) {
        compiled++;
        const executable = await runtime.compile(...call);
        return {
          run: executable.run,
          async dispose() {
            disposed++;
            await executable.dispose();
          },
        };
      },
    },
  };
}

const logitsOf = async (model: Model): Promise<Float32Array> =>
  (await decode(createRun(), model, { rows: [[5, 9, 200]], at: [[2]] })).logits(0, 0).slice();

function edit(model: Model, layer: number, size: number): Overlay {
  const spec = model.parameter("mlp.down", layer);
  const { width, mlpWidth } = model.facts.dimensions;
  return {
    kind: "weights",
    deltas: [rankOne(spec, new Float32Array(width).fill(size), new Float32Array(mlpWidth).fill(1))],
  };
}

describe("executables", () => {
  test("applying, stacking and undoing edits builds nothing new", async () => {
    const { runtime, compiled } = counting(nativeRuntime());
    const model = await tinyModel("gpt2", runtime);
    const before = await logitsOf(model);
    const built = compiled();
    expect(built).toBeGreaterThan(0);
    const edited = model.with([edit(model, 0, 0.2)]);
    const again = edited.with([edit(model, 1, -0.1), edit(model, 0, 0.3)]);
    expect(await logitsOf(edited)).not.toEqual(before);
    await logitsOf(again);
    expectSameBits(await logitsOf(again.bare), before);
    expect(compiled()).toBe(built);
  });

  test("a program that has left to make room is built again", async () => {
    const { runtime, compiled, disposed } = counting(nativeRuntime());
    const model = await tinyModel("gpt2", runtime);
    const program = (name: string) =>
      model.program(name, ({ graph }) => graph.output("y", exp(graph.input("x", "float32", [1]))));
    const one = { dtype: "float32", shape: [1], data: Float32Array.of(0) } as const;
    const first = await program("first");
    for (let i = 0; i < 12; i++) await program(`other ${i}`);
    expect(disposed()).toBeGreaterThan(0);
    const built = compiled();
    expect([...((await first.run({ x: one })).y.data as Float32Array)]).toEqual([1]);
    expect(compiled()).toBe(built + 1);
  });

  test("where memory never shrinks, passing programs make room for one that stays, and are built again", async () => {
    const { runtime, compiled, disposed } = counting({ ...nativeRuntime(), kind: "wasm" });
    const model = await tinyModel("gpt2", runtime);
    const answer = (key: string, isTransient: boolean) =>
      model.program(key, ({ graph }) => graph.output("y", exp(graph.input("x", "float32", [1]))), {
        isTransient,
      });
    const ask = async (program: Awaited<ReturnType<typeof answer>>) =>
      floats((await program.run({ x: float32([1], [0]) })).y)[0];

    const transient = await answer("passing", true);
    await answer("also passing", true);
    expect([compiled(), disposed()]).toEqual([2, 0]);
    const kept = await answer("kept", false);
    expect([compiled(), disposed()]).toEqual([3, 2]);
    expect([await ask(transient), await ask(kept)]).toEqual([1, 1]);
    expect([compiled(), disposed()]).toEqual([4, 2]);
    await answer("kept", false);
    expect([compiled(), disposed()]).toEqual([4, 2]);
  });

  test("a run that was requested before its program is released completes", async () => {
    const model = await tinyModel("gpt2", { ...nativeRuntime(), kind: "wasm" });
    const build: Parameters<Model["program"]>[1] = ({ graph }) =>
      graph.output("y", exp(graph.input("x", "float32", [1])));
    const transient = await model.program("passing", build, { isTransient: true });
    const running = transient.run({ x: float32([1], [0]) });
    await model.program("kept", build);
    expect(floats((await running).y)[0]).toBe(1);
  });

  test("a disposed model builds its programs again", async () => {
    const { runtime, compiled, disposed } = counting(nativeRuntime());
    const model = await tinyModel("llama", runtime);
    const before = await logitsOf(model);
    await model.dispose();
    expect(disposed()).toBe(compiled());
    expectSameBits(await logitsOf(model), before);
  });
});

describe("parameters", () => {
  test("one that the family does not have is unsupported, with the layers there are", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    expect(() => model.parameter("mlp.down", 2)).toThrow(
      expect.objectContaining({ code: "unsupported", hint: "Layers go from 0 to 1." }),
    );
    expect(model.findParameter("mlp.gate", 0)).toBeUndefined();
    expect(model.findParameter("mlp.down", 1, "bias")?.shape).toEqual([16]);
  });
});

describe("scoring", () => {
  test("per-token scores are log-probabilities of the target's own tokens", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const [score] = await scoreTargets(createRun(), model, [
      { prompt: "The city of Paris", target: "is in Rome" },
    ]);
    const ids = model.tokenizer.encode("The city of Paris is in Rome").ids;
    const start = model.tokenizer.encode("The city of Paris").ids.length;
    expect(score.targetIds).toEqual(ids.slice(start));
    for (const [q, id] of score.targetIds.entries()) {
      const logits = (
        await decode(createRun(), model, { rows: [ids.slice(0, start + q)], at: [[start + q - 1]] })
      ).logits(0, 0);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      expect(score.perToken[q]).toBeCloseTo(logits[id] - Math.log(total), 4);
    }
  });

  test("a text beyond the context is refused with its field and both lengths", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const long = scoreTargets(createRun(), model, [{ prompt: "x".repeat(80), target: "y" }]);
    await expect(long).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "prompt" },
      message: expect.stringContaining("64"),
    });
  });

  test("a cancelled run is not scored", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const run = createRun({ signal: AbortSignal.abort() });
    await expect(scoreTargets(run, model, [{ prompt: "a", target: "b" }])).rejects.toBeInstanceOf(
      CancelledError,
    );
  });
});
