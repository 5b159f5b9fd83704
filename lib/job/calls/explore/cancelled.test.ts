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

/** A runtime that knows which of its executables are open. */
function counted(runtime: Runtime): { runtime: Runtime; open: Set<Executable> } {
  const open = new Set<Executable>();
  const compile: Runtime["compile"] = async (...call) => {
    const inner = await runtime.compile(...call);
    const executable: Executable = {
      ...inner,
      run: (...feeds) => inner.run(...feeds),
      async dispose() {
        open.delete(executable);
        await inner.dispose();
      },
    };
    open.add(executable);
    return executable;
  };
  return { runtime: { ...runtime, compile }, open };
}

const question = { prompt: "The {} sat on the mat", subject: "cat" };

describe.each(["trace", "heads"])("%s", (analysis) => {
  test("cancelled at ten moments leaves no session and no file, and runs as before", async () => {
    const { runtime, open } = counted(nativeRuntime());
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
      question,
      parameters,
    });
    const started = performance.now();
    const whole = await explore.perform(host, createRun(), asked);
    const took = performance.now() - started;
    await model.dispose();
    const random = seededRandom("moments");
    let cancelled = 0;
    for (let i = 0; i < 10; i++) {
      const control = new AbortController();
      const timer = setTimeout(() => control.abort(), random.uniform() * took);
      const code = await explore
        .perform(host, createRun({ signal: control.signal }), asked)
        .then(() => "finished")
        .catch((error: { code?: string }) => error.code);
      clearTimeout(timer);
      expect(["finished", "cancelled"]).toContain(code);
      if (code === "cancelled") cancelled++;
      expect(await files.list()).toEqual([]);
      await model.dispose();
      expect(open.size).toBe(0);
    }
    expect(cancelled).toBeGreaterThan(0);
    expect(await explore.perform(host, createRun(), asked)).toEqual(whole);
  }, 60_000);
});
