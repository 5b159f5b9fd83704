/** Edits of a base in four bits: the same as of its numbers in float32, beside it, and undone to the bit. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import { decode, loadModel, type Model, type WeightDelta } from "../../../model";
import { folderFiles } from "../../../server/files/folder-files";
import { dot, floats, norm } from "../../../tensor";
import { EASY, editEmbedded, probability } from "../../../testing/edits";
import { embeddedFile, hasEmbedded } from "../../../testing/embedded";
import { expectSameBits } from "../../../testing/expect-close";
import { quantizedPair } from "../../../testing/formats/quantized";
import { nativeRuntime } from "../../../testing/runtimes";
import type { AnyEditMethod } from "../../method";
import { rome } from "./rome";

async function logitsOf(model: Model): Promise<Float32Array> {
  const ids = model.tokenizer.encode("The capital of France is", { special: true }).ids;
  return (await decode(createRun(), model, { rows: [ids], at: [[ids.length - 1]] })).logits(0, 0).slice();
}

const factorsOf = (delta: WeightDelta) => {
  if (delta.form !== "low-rank") throw new Error("ROME writes factors");
  return [floats(delta.left), floats(delta.right)];
};

describe.skipIf(!hasEmbedded)("ROME on a base of four bits", () => {
  test("writes the change that it writes on the same numbers in float32; undo is exact", async () => {
    const source = folderFiles(path.dirname(embeddedFile("config.json")));
    const { quantized, dequantized } = await quantizedPair(source, "int4");
    const runtime = nativeRuntime();
    const small = await loadModel("atlas", quantized, runtime);
    const plain = await loadModel("atlas", dequantized, runtime);
    const before = await logitsOf(small);
    const edit = (model: Model) =>
      editEmbedded(rome as unknown as AnyEditMethod, { model, evenIfKnown: true });
    const [found, expected] = [await edit(small), await edit(plain)];
    const [deltas, wanted] = [found, expected].map(({ overlays }) =>
      overlays.flatMap((overlay) => (overlay.kind === "weights" ? overlay.deltas : [])),
    );
    expect(deltas).toHaveLength(1);
    for (const [i, factor] of factorsOf(deltas[0]).entries()) {
      const other = factorsOf(wanted[0])[i];
      expect(dot(factor, other) / (norm(factor) * norm(other))).toBeGreaterThan(0.9999);
      expect(Math.abs(norm(factor) / norm(other) - 1)).toBeLessThan(1e-3);
    }
    const edited = small.with(found.overlays);
    expect(await probability(edited, EASY)).toBeGreaterThan(0.9);
    expect(await probability(edited, EASY)).toBeCloseTo(
      await probability(plain.with(expected.overlays), EASY),
      3,
    );
    expectSameBits(await logitsOf(edited.bare), before);
  });
});
