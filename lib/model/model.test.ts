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

  describe("where the budget holds two programs", () => {
    const budget = () => {
      const runtime = nativeRuntime();
      const counted = counting({
        ...runtime,
        limits: { ...runtime.limits, programBytes: 100 },
        ownedBytes: () => 50,
      });
      const events: string[] = [];
      const { compile } = counted.runtime;
      const noted: Runtime = {
        ...counted.runtime,
        async compile(...call) {
          const executable = await compile(...call);
          events.push("built");
          return {
            ...executable,
            async dispose() {
              events.push("left");
              await executable.dispose();
            },
          };
        },
      };
      return { ...counted, runtime: noted, events };
    };
    const build: Parameters<Model["program"]>[1] = ({ graph }) =>
      graph.output("y", exp(graph.input("x", "float32", [1])));
    const ask = async (program: Awaited<ReturnType<Model["program"]>>) =>
      floats((await program.run({ x: float32([1], [0]) })).y)[0];

    test("the one that was not used for longest leaves before the next is built, and is built again", async () => {
      const { runtime, compiled, events } = budget();
      const model = await tinyModel("gpt2", runtime);
      const [first, second] = [await model.program("first", build), await model.program("second", build)];
      expect(await ask(first)).toBe(1);
      await model.program("third", build);
      expect(events).toEqual(["built", "built", "left", "built"]);
      expect(await ask(first)).toBe(1);
      expect(compiled()).toBe(3);
      expect(await ask(second)).toBe(1);
      expect(compiled()).toBe(4);
    });

    test("a run that was requested before its program is released completes", async () => {
      const model = await tinyModel("gpt2", budget().runtime);
      const first = await model.program("first", build);
      const running = first.run({ x: float32([1], [0]) });
      for (const key of ["second", "third"]) await model.program(key, build);
      expect(floats((await running).y)[0]).toBe(1);
    });
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
