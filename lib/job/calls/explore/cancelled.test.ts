/** Analyses that are cancelled, at moments that nobody chose. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../base";
import type { Model } from "../../../model";
import type { Executable, Runtime } from "../../../runtime";
import { createArtifactCache, memoryArtifacts } from "../../../store";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import type { HostContext } from "../call";
import { explore } from "./explore";

/** A runtime that knows which of its executables are open, and calls `onStep` whenever one is built or run. */
function counted(runtime: Runtime): {
  runtime: Runtime;
  open: Set<Executable>;
  steps: { onStep: () => void };
} {
  const open = new Set<Executable>();
  const steps = { onStep: () => undefined as void };
  const compile: Runtime["compile"] = async (...call) => {
    steps.onStep();
    const inner = await runtime.compile(...call);
    const executable: Executable = {
      ...inner,
      run(...feeds) {
        steps.onStep();
        return inner.run(...feeds);
      },
      async dispose() {
        open.delete(executable);
        await inner.dispose();
      },
    };
    open.add(executable);
    return executable;
  };
  return { runtime: { ...runtime, compile }, open, steps };
}

const question = { prompt: "The {} sat on the mat", subject: "cat" };
/** An untrained model answers both prompts alike, so it is told what to tell apart. */
const pair = { ...question, subject: "qxz", other: "zxq", answer: "Paris", otherAnswer: "Rome" };

describe.each(["trace", "heads", "circuit"])("%s", (analysis) => {
  test("cancelled at ten moments leaves no session and no file, and runs as before", async () => {
    const { runtime, open, steps } = counted(nativeRuntime());
    const model: Model = await tinyModel("gpt2", runtime);
    const files = memoryArtifacts();
    const cache = createArtifactCache(files);
    const host = {
      openVersion: async () => model,
      openModel: async () => model,
      artifacts: files,
      cache,
      runtime,
    } as unknown as HostContext;
    const parameters = analysis === "trace" ? { noise: 1 } : {};
    const asked = explore.input.parse({
      model: "tiny",
      analysis,
      question: analysis === "circuit" ? pair : question,
      parameters,
    });
    let total = 0;
    steps.onStep = () => total++;
    const whole = await explore.perform(host, createRun(), asked);
    await model.dispose();
    const random = seededRandom("moments");
    let cancelled = 0;
    for (let i = 0; i < 10; i++) {
      const control = new AbortController();
      let left = random.integer(total);
      steps.onStep = () => {
        if (left-- === 0) control.abort();
      };
      const code = await explore
        .perform(host, createRun({ signal: control.signal }), asked)
        .then(() => "finished")
        .catch((error: { code?: string }) => error.code);
      expect(["finished", "cancelled"]).toContain(code);
      if (code === "cancelled") cancelled++;
      expect(await files.list()).toEqual([]);
      await model.dispose();
      expect(open.size).toBe(0);
    }
    expect(cancelled).toBeGreaterThan(5);
    steps.onStep = () => undefined;
    expect(await explore.perform(host, createRun(), asked)).toEqual(whole);
  }, 60_000);
});
