import { describe, expect, test } from "vitest";
import { createRun } from "../../../../base";
import { adam, floats, norm } from "../../../../tensor";
import { expectClose } from "../../../../testing/expect-close";
import { nativeRuntime } from "../../../../testing/runtimes";
import { tinyModel } from "../../../../testing/tiny";
import { TOLERANCE } from "../../../../testing/tolerance";
import { blockOutput, fitBlock } from "./block-fit";
import { train } from "../../../shared/training/train";
import { trainedWeights } from "../../../shared/training/trained-weights";

const KEPT = [[7, 21, 40], [5, 9, 200, 31, 64], [3]].map((ids) => ({ ids }));
const PROMPT = [90, 33, 12, 8];

describe.each(["gpt2", "llama"] as const)("the block of a %s", (family) => {
  async function setting(size: number) {
    const model = await tinyModel(family, nativeRuntime());
    const { width } = model.facts.dimensions;
    const change = Float32Array.from({ length: width }, (_, i) => size * Math.sin(i + 1));
    const specs = model.facts.parameters.filter(({ layer }) => layer === 1);
    const trained = await trainedWeights(model, specs);
    const batch = await fitBlock(createRun(), model, 1, trained, KEPT, [{ ids: PROMPT, change }]);
    return { model, width, change, trained, batch };
  }

  test("as it is, it misses by the change alone, whatever the padding", async () => {
    const { width, change, batch } = await setting(0.5);
    const { loss } = await batch.at();
    expectClose([loss], [norm(change) ** 2 / (width * PROMPT.length)], TOLERANCE.backend);
  });

  test("with nothing to change, its weights are at the minimum", async () => {
    const { batch } = await setting(0);
    const { loss, gradients } = await batch.at();
    expect(loss).toBeLessThan(1e-10);
    for (const gradient of gradients) expect(norm(gradient)).toBeLessThan(1e-4);
  });

  test("the fitted block gives its new output at the prompt's end and its old output elsewhere", async () => {
    const { model, width, change, trained, batch } = await setting(0.5);
    await train(createRun(), trained.variables, [batch], {
      phase: "fit",
      steps: 150,
      optimizerOf: () => adam({ learningRate: 5e-3 }),
    });
    const after = model.with([{ kind: "weights", deltas: trained.deltas() }]);
    const rows = [PROMPT, ...KEPT.map(({ ids }) => ids)];
    const outputs = await Promise.all(
      [model, after].map(async (one) => floats(await blockOutput(createRun(), one, 1, rows)).slice()),
    );
    const tokens = Math.max(...rows.map((row) => row.length));
    const moved = (b: number, t: number) => {
      const at = (b * tokens + t) * width;
      return outputs[1].slice(at, at + width).map((value, i) => value - outputs[0][at + i]);
    };
    const end = moved(0, PROMPT.length - 1);
    expect(norm(end.map((value, i) => value - change[i]))).toBeLessThan(0.2 * norm(change));
    KEPT.forEach(({ ids }, b) =>
      ids.forEach((_, t) => expect(norm(moved(b + 1, t))).toBeLessThan(0.2 * norm(change))),
    );
  });
});
