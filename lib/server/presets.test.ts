import { describe, expect, test } from "vitest";
import { EDIT_METHODS } from "../edit";
import { createMemoryBlobs, createMemoryStore, type PresetRecord } from "../store";
import { createRun } from "../base";
import { ProposeJobInput } from "../store";
import { catalogCards } from "./cards";
import { filledMethods, measuredPresets } from "./presets";
import { createFakeModelHost } from "./testing/fake-model-host";

async function measured(id: string, clampFactor: number): Promise<PresetRecord> {
  const modelHost = createFakeModelHost({ blobs: createMemoryBlobs() });
  const input = ProposeJobInput.parse({ model: "atlas", method: "rome", clampFactors: [clampFactor] });
  const proposal = await modelHost.propose(createRun(), input);
  return { ...proposal, id, author: "", createdAt: "2026-11-22T10:00:00.000Z" };
}

describe("with an older and a newer preset of one method and model", () => {
  const filled = async (model: string, method: string, parameters = {}) => {
    const store = createMemoryStore();
    await store.presets.put(await measured("preset_1", 5));
    await store.presets.put(await measured("preset_2", 7));
    const [choice] = await filledMethods(store, model, [{ method, parameters }]);
    return { parameters: choice.parameters, cards: catalogCards(await measuredPresets(store)).methods };
  };

  test("the newer fills what is left open", async () => {
    expect((await filled("atlas", "rome")).parameters).toEqual({ layers: [2], clampFactor: 7 });
  });

  test("what a person gives stands, under a published name too", async () => {
    const { parameters } = await filled("atlas", "rome", { clamp_norm_factor: 3 });
    expect(parameters).toEqual({ layers: [2], clampFactor: 3 });
  });

  test("another model, another method and an unknown one are left alone", async () => {
    expect((await filled("other", "rome", { layers: [1] })).parameters).toEqual({ layers: [1] });
    expect((await filled("atlas", "ft-l")).parameters).toEqual({});
    expect((await filled("atlas", "none")).parameters).toEqual({});
  });

  test("the card of the method names it once, before what was published", async () => {
    const { cards } = await filled("atlas", "rome");
    const card = cards.find(({ id }) => id === "rome");
    expect(card?.presets[0]).toMatchObject({
      source: "measured",
      models: ["atlas"],
      parameters: { clampFactor: 7 },
    });
    expect(card?.presets.filter(({ source }) => source === "measured")).toHaveLength(1);
    expect(card?.presets.slice(1).map(({ name }) => name)).toEqual(
      EDIT_METHODS.get("rome").presets.map(({ name }) => name),
    );
  });
});
