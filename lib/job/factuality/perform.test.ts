import { expect, test } from "vitest";
import { createRun } from "../../base";
import { FactualityJobInput, FactualityRecord, memoryArtifacts, type ArtifactFiles } from "../../store";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { performFactuality, readFactuality } from "./perform";

const input = FactualityJobInput.parse({
  model: "atlas",
  count: 40,
  samples: 1,
  aids: ["dola", "factual-nucleus"],
});

async function performed(artifacts: ArtifactFiles, stopAfter = Infinity) {
  const control = new AbortController();
  const run = createRun({
    seed: 0,
    signal: control.signal,
    onProgress: ({ phase, step }) => {
      if (phase === "Factuality" && step >= stopAfter) control.abort();
    },
  });
  const host = {
    model: await embeddedModel(),
    artifacts,
    place: "native" as const,
    openModel: () => Promise.reject(new Error("none is asked for")),
  };
  return performFactuality(run, input, host).catch((error: unknown) => {
    if (control.signal.aborted) return undefined;
    throw error;
  });
}

test.skipIf(!hasEmbedded)(
  "a report that was stopped goes on to the same evidence, and is kept under its name",
  async () => {
    const whole = await performed(memoryArtifacts());
    const artifacts = memoryArtifacts();
    // Blocks have 32 questions, so it stops between the two.
    expect(await performed(artifacts, 32)).toBeUndefined();
    const resumed = await performed(artifacts);
    expect(resumed).toEqual(whole);
    expect(FactualityRecord.parse(whole).items).toHaveLength(40);
    const [{ id }] = await artifacts.list();
    expect(whole?.runId).toBe(`fact_${id}`);
    expect(readFactuality((await artifacts.get(id)) as Uint8Array)).toEqual(whole);
    // Every question was asked in each way.
    for (const { plain, retrieved, aided } of whole!.items) {
      expect([plain.said, retrieved.said].every((said) => said !== undefined)).toBe(true);
      expect(plain.samples).toHaveLength(1);
      expect(Object.keys(aided)).toEqual(["dola", "factual-nucleus"]);
    }
  },
  240_000,
);

test.skipIf(!hasEmbedded)("contrastive decoding without a weaker model is refused at once", async () => {
  const host = {
    model: await embeddedModel(),
    artifacts: memoryArtifacts(),
    place: "native" as const,
    openModel: () => Promise.reject(new Error("none")),
  };
  await expect(
    performFactuality(createRun(), { ...input, aids: ["contrastive"] }, host),
  ).rejects.toMatchObject({ code: "invalid_input", details: { field: "amateur" } });
});
