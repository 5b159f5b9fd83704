import { describe, expect, test } from "vitest";
import { EDIT_METHODS, parseParameters, settingsOf } from "../edit";
import { createMemoryBlobs, createMemoryStore, type PresetRecord } from "../store";
import { createRun } from "../base";
import { ProposeJobInput } from "../store";
import { sampleModel } from "../store/conformance";
import { shapeOf } from "../testing/host/records";
import { catalogCards } from "./cards";
import { measuredPresets } from "./presets";
import { createRecords } from "./records";
import { createFakeModelHost } from "./testing/fake-model-host";

async function measured(id: string, clampFactor: number): Promise<PresetRecord> {
  const modelHost = createFakeModelHost({
    blobs: createMemoryBlobs(),
    records: createRecords(createMemoryStore()),
  });
  const input = ProposeJobInput.parse({ model: "atlas", method: "rome", clampFactors: [clampFactor] });
  const proposal = await modelHost.propose(createRun(), input);
  return { ...proposal, id, author: "", createdAt: "2026-11-22T10:00:00.000Z" };
}

describe("with an older and a newer preset of one method and model", () => {
  const stored = async () => {
    const store = createMemoryStore();
    await store.presets.put(await measured("preset_1", 5));
    await store.presets.put(await measured("preset_2", 7));
    return store;
  };
  const filled = async (model: string, id: string, parameters = {}) => {
    const { presets } = await createRecords(await stored()).presetsOf({ model });
    const method = EDIT_METHODS.get(id);
    return parseParameters(method, parameters, settingsOf(method, shapeOf(model), presets).parameters);
  };

  test("the newer fills what is left open", async () => {
    expect(await filled("atlas", "rome")).toMatchObject({ layers: [2], clampFactor: 7 });
  });

  test("what a person gives stands, under a published name too", async () => {
    expect(await filled("atlas", "rome", { clamp_norm_factor: 3 })).toMatchObject({
      layers: [2],
      clampFactor: 3,
    });
  });

  test("those of a checkpoint that was removed from under the id are left alone", async () => {
    const store = await stored();
    await store.models.put({ ...sampleModel, id: "atlas", addedAt: "2026-11-22T10:00:00.001Z" });
    expect(await measuredPresets(store, "atlas")).toEqual([]);
    await store.models.put({ ...sampleModel, id: "atlas", addedAt: "2026-11-22T10:00:00.000Z" });
    expect(await measuredPresets(store, "atlas")).toHaveLength(2);
  });

  test("another model and another method are left alone", async () => {
    for (const [model, id] of [
      ["other", "rome"],
      ["atlas", "ft-l"],
    ])
      expect(await filled(model, id)).toEqual(settingsOf(EDIT_METHODS.get(id), shapeOf(model)).parameters);
  });

  test("the card of the method names it once, before what was published", async () => {
    const card = catalogCards(await measuredPresets(await stored())).methods.find(({ id }) => id === "rome");
    expect(card?.presets[0]).toMatchObject({
      source: "measured",
      models: ["atlas"],
      parameters: { clampFactor: 7 },
    });
    expect(card?.presets.filter(({ name }) => name === "atlas, measured here")).toHaveLength(1);
    expect(card?.presets.slice(1).map(({ name }) => name)).toEqual(
      EDIT_METHODS.get("rome").presets.map(({ name }) => name),
    );
  });
});
