import { describe, expect, test } from "vitest";
import { createRun, type Run } from "../../base";
import { createArtifactCache, memoryArtifacts } from "../../store";
import { float32 } from "../../tensor";
import { expectClose } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { jacobianLens, jacobiansOf, jacobianTranslator } from "./jacobian-lens";
import { importedLens, importLens, readJacobianLens, writeJacobianLens } from "./jacobian-file";
import { logitLens, readStates } from "./logit-lens";
import { readTorchFile, writeTorchFile } from "./torch-file";
import { tunedLens, tunedTranslator } from "./tuned-lens";

const run = createRun({ seed: 1 });
const texts = {
  name: "a test's",
  texts: async () => Array.from({ length: 40 }, (_, i) => `The cat ${i} sat on the mat of Paris in ${i}.`),
};
const fit = { rows: 6, tokens: 12, skip: 2 };
const tuned = { rows: 8, tokens: 12, steps: 30 };

/** A run that is cancelled after so many steps. */
function stoppedAt(steps: number): Run {
  const control = new AbortController();
  return createRun({
    seed: 1,
    signal: control.signal,
    onProgress: ({ step }) => step >= steps && control.abort(),
  });
}

test("a matrix is the derivative of the last states by the states before", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const { layers, width } = model.facts.dimensions;
  const row = [5, 90, 17, 33, 2, 40, 8];
  const [skip, end] = [1, row.length - 1];
  const found = await jacobiansOf(run, model, row, skip);
  const { vectors } = await readStates(run, model, row);
  // The stream before the last block, moved a little at one token along one direction, moves the last one as J says.
  const before = layers - 1;
  const [small, direction] = [1e-2, 3];
  const program = await model.program("test: from a state", ({ graph, forward }) => {
    const state = graph.input("state", "float32", ["B", "T", width]);
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        if (site === `blocks.${layers - 1}.resid_post`) graph.output("last", value);
        return site === `blocks.${layers - 1}.resid_pre` ? state : value;
      },
    });
  });
  const size = row.length * width;
  const start = vectors.subarray(before * size, (before + 1) * size);
  const { plainFeeds } = await import("../../model");
  const last = async (state: Float32Array) =>
    (await program.run({ ...plainFeeds([row]), state: float32([1, row.length, width], state) })).last
      .data as Float32Array;
  const expected = new Float64Array(width);
  for (let t = skip; t < end; t++) {
    const [more, less] = await Promise.all(
      [small, -small].map((step) =>
        last(start.map((value, i) => (i === t * width + direction ? value + step : value))),
      ),
    );
    for (let later = skip; later < end; later++)
      for (let d = 0; d < width; d++)
        expected[d] += (more[later * width + d] - less[later * width + d]) / (2 * small) / (end - skip);
  }
  const column = Array.from({ length: width }, (_, d) => found[before * width ** 2 + d * width + direction]);
  expectClose(column, [...expected], { absolute: 2e-3, relative: 2e-3 });
});

describe("fits are artifacts", () => {
  test("a Jacobian lens that was cancelled continues where it stopped, with the same result", async () => {
    const model = await tinyModel("llama", nativeRuntime());
    const whole = await jacobianLens(run, model, createArtifactCache(memoryArtifacts()), texts, fit);
    expect(whole.prompts).toBe(fit.rows);
    expect(whole.changes).toHaveLength(fit.rows - 1);
    expect(whole.changes[fit.rows - 2]).toBeLessThan(whole.changes[0]);
    const files = memoryArtifacts();
    const cache = createArtifactCache(files);
    await expect(jacobianLens(stoppedAt(3), model, cache, texts, fit)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await files.list()).toHaveLength(1);
    const steps: number[] = [];
    const again = createRun({ onProgress: ({ step }) => steps.push(step) });
    const resumed = await jacobianLens(again, model, cache, texts, fit);
    expect(steps[0]).toBe(3);
    expect(resumed).toEqual(whole);
    expect(await files.list()).toHaveLength(1);
  });

  test("a tuned lens comes closer to what the model says, and continues with the same bits", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const whole = await tunedLens(run, model, createArtifactCache(memoryArtifacts()), texts, tuned);
    expect(whole.curve).toHaveLength(tuned.steps);
    whole.after.forEach((loss, s) => expect(loss).toBeLessThan(whole.before[s]));
    const cache = createArtifactCache(memoryArtifacts());
    await expect(tunedLens(stoppedAt(11), model, cache, texts, tuned)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await tunedLens(run, model, cache, texts, tuned)).toEqual(whole);
  });

  test("a lens that nothing was fitted for reads as the logit lens does", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const { layers, width } = model.facts.dimensions;
    const ids = [5, 90, 17];
    const plain = await logitLens(run, model, ids, { asked: [7] });
    const none = { matrices: new Array<undefined>(layers).fill(undefined) };
    const zero = Array.from({ length: layers }, () => new Float32Array(width ** 2));
    const translators = [
      jacobianTranslator(none, width),
      tunedTranslator(
        {
          weights: zero,
          biases: zero.map(() => new Float32Array(width)),
          steps: 0,
          curve: [],
          before: [],
          after: [],
        },
        width,
      ),
    ];
    for (const translator of translators)
      expect(await logitLens(run, model, ids, { asked: [7], translator })).toEqual(plain);
  });
});

describe("the published file", () => {
  const matrices = [undefined, ...[1, 2].map((n) => Float32Array.from({ length: 9 }, (_, i) => n + i / 8))];

  test("is read as it was written", () => {
    const bytes = writeJacobianLens({ matrices: [...matrices, undefined], prompts: 12 });
    const read = readJacobianLens(bytes, { layers: 4, width: 3 });
    expect(read.prompts).toBe(12);
    expect(read.matrices).toEqual([...matrices, undefined]);
  });

  test("is imported for a version by a name, and read as it was fitted", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const { layers } = model.facts.dimensions;
    const cache = createArtifactCache(memoryArtifacts());
    const whole = await jacobianLens(run, model, cache, texts, fit);
    await importLens(model, cache, "published", writeJacobianLens(whole));
    const read = await importedLens(model, cache, "published");
    expect(read.prompts).toBe(fit.rows);
    expect(read.matrices[0]).toBeUndefined(); // the embedding is no layer's output
    for (let state = 1; state < layers; state++)
      expectClose(read.matrices[state] ?? [], whole.matrices[state] ?? [], {
        absolute: 2e-3,
        relative: 1e-3,
      });
    expect(read.matrices).toHaveLength(layers);
    await expect(importedLens(model, cache, "another")).rejects.toMatchObject({ code: "not_found" });
  });

  test("has torch's form: a zip without compression, its numbers at multiples of 64 bytes", () => {
    const bytes = writeTorchFile({ J: { 0: float32([2], Float32Array.of(1, 2)) }, n_prompts: 1 });
    const text = new TextDecoder("latin1").decode(bytes);
    const start = text.indexOf("archive/data/0") + "archive/data/0".length;
    const view = new DataView(bytes.buffer);
    expect((start + view.getUint16(start - "archive/data/0".length - 2, true)) % 64).toBe(0);
    expect(readTorchFile(bytes)).toEqual({ J: { 0: float32([2], Float32Array.of(1, 2)) }, n_prompts: 1 });
  });

  test.each<[string, () => Uint8Array, string]>([
    ["what is no archive", () => new Uint8Array(100), "no zip archive"],
    ["a fit that was not finished", () => writeTorchFile({ jacobian_sum: {}, n_done: 3 }), "not finished"],
    ["another width", () => writeJacobianLens({ matrices, prompts: 1 }), "8 wide"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => readJacobianLens(bytes(), { layers: 4, width: 8 })).toThrow(message);
  });
});
