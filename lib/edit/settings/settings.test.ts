import { describe, expect, test } from "vitest";
import type { Dimensions } from "../../model";
import { EDIT_METHODS } from "../methods";
import { parseParameters } from "../parameters";
import { KNOWN_MODELS, knownModel, recogniseModel, type ModelShape } from "./known-models";
import { SHIPPED } from "./measured";
import { layersAt } from "./proposal";
import { originOf, settingsOf, settingsOfKnown, type MeasuredPreset } from "./settings";
import { sourceText } from "./source";

const rome = EDIT_METHODS.get("rome");
/** A model of the shape of a known one, under a name of its own. */
const copyOf = (id: string, checkpoint = "my-model"): ModelShape => {
  const { family, shape } = knownModel(id);
  return { checkpoint, family, dimensions: shape as Dimensions };
};

describe("a model is recognised", () => {
  test("by its shape, whatever it is called", () => {
    expect(recogniseModel(copyOf("gpt2-xl"))?.id).toBe("gpt2-xl");
    expect(recogniseModel(copyOf("smollm2-135m"))?.name).toBe("SmolLM2 135M");
  });

  test("by its id, whatever its shape", () => {
    expect(recogniseModel(copyOf("gpt2", "atlas"))?.id).toBe("atlas");
  });

  test("not where one number differs: the first SmolLM has another context", () => {
    const { family, dimensions } = copyOf("smollm2-135m");
    const first = { checkpoint: "smollm", family, dimensions: { ...dimensions, context: 2048 } };
    expect(recogniseModel(first)).toBeUndefined();
  });

  test("as one model: no two that are listed have the same family and shape", () => {
    for (const { id } of KNOWN_MODELS) expect(recogniseModel(copyOf(id))?.id).toBe(id);
  });
});

describe("settings come", () => {
  const kept: MeasuredPreset[] = [
    { method: "rome", model: "my-model", parameters: { layers: [9], clampFactor: 2 } },
    { method: "rome", model: "my-model", parameters: { layers: [1] } },
    { method: "rome", model: "other", parameters: { layers: [3] } },
  ];

  test("first from the newest preset that this installation measured on the model", () => {
    const { parameters, source } = settingsOf(rome, copyOf("gpt2-xl"), kept);
    expect(parameters).toMatchObject({ layers: [9], clampFactor: 2 });
    expect(sourceText(source)).toBe("measured here on my-model");
  });

  test("then from what was published for it", () => {
    const { parameters, source } = settingsOf(rome, copyOf("gpt2-medium"), kept.slice(2));
    expect(parameters).toMatchObject({ layers: [8], clampFactor: 3 });
    expect(sourceText(source)).toBe("published for GPT-2 medium, the authors of ROME");
  });

  test("or for a copy of it from what was measured on it", () => {
    expect(settingsOf(rome, copyOf("atlas")).source).toEqual({
      kind: "measured",
      on: "Atlas",
      isHere: false,
    });
  });

  test("then from the nearest relative, by depth, and say so", () => {
    const { parameters, source } = settingsOf(rome, copyOf("llama3.2-1b"));
    // 5 of 28 layers is 3 of 16.
    expect(parameters).toMatchObject({ layers: [3], valueWeightDecay: 1e-3, secondMoment: true });
    expect(source).toEqual({ kind: "proposed", from: "Llama 3.2 3B" });
    expect(sourceText(source)).toContain("not measured on this model");
  });

  test("with only the layers of a relative that is built otherwise", () => {
    const { parameters, source } = settingsOf(EDIT_METHODS.get("mend"), copyOf("pythia-1b"));
    expect(parameters.layers).toEqual([13, 14, 15]);
    expect(parameters).toEqual(parseParameters(EDIT_METHODS.get("mend"), { layers: parameters.layers }));
    expect(source).toEqual({ kind: "proposed", from: "GPT-2 XL" });
  });
});

test.each(SHIPPED)("presets measured on $on hold for every copy of its shape, and parse", (shipped) => {
  for (const [id, { parameters, edits }] of Object.entries(shipped.methods)) {
    const method = EDIT_METHODS.get(id);
    const settings = settingsOf(method, copyOf(shipped.model));
    expect(settings.parameters).toEqual(parseParameters(method, parameters));
    expect(sourceText(settings.source)).toBe(`measured on ${shipped.on}, ${edits} edits`);
  }
});

test("on the embedded model every method keeps the settings that were measured on it", () => {
  for (const method of EDIT_METHODS.all) {
    const [atlas] = method.presets.filter(({ models }) => models.includes("atlas"));
    expect(settingsOfKnown(method, "atlas").parameters, method.id).toEqual(atlas.parameters);
  }
});

test("no method is set to a layer that a known model does not have", () => {
  for (const { id, shape } of KNOWN_MODELS) {
    for (const method of EDIT_METHODS.all) {
      const { parameters, source } = settingsOf(method, copyOf(id));
      if (source.kind === "published") continue;
      const layers = (parameters.layers ?? []) as number[];
      expect(Math.max(0, ...layers), `${method.id} on ${id}`).toBeLessThan(shape.layers);
      expect(parseParameters(method, parameters), `${method.id} on ${id}`).toEqual(parameters);
    }
  }
});

test.each([
  [[5], 32, 30, [5]],
  [[17], 48, 12, [4]],
  [[4, 5, 6, 7, 8], 32, 30, [4, 5, 6, 7, 8]],
  [[13, 14, 15, 16, 17], 48, 12, [2, 3, 4]],
  [[45, 46, 47], 48, 6, [4, 5]],
  [[0], 48, 12, [0]],
  [[0, 3], 6, 30, [0, 15]],
])("layers %j of %i are at the same depth of %i: %j", (layers, from, to, expected) => {
  expect(layersAt(layers, from, to)).toEqual(expected);
});

test("no layers, which means all of them, stay none", () => {
  expect(layersAt([], 48, 12)).toBeUndefined();
});

test("the box of FT-L narrows with the width, as published", () => {
  const boxOf = (id: string) => settingsOf(EDIT_METHODS.get("ft-l"), copyOf(id)).parameters.normConstraint;
  expect(boxOf("gpt2-medium")).toBe(2e-3);
  expect(boxOf("gpt2-large")).toBeCloseTo(1e-3, 3);
  expect(boxOf("mistral-7b")).toBeCloseTo(5e-5, 6);
});

test("what somebody changed is named beside where the rest comes from", () => {
  const settings = settingsOf(rome, copyOf("gpt2-xl"));
  expect(originOf(settings, { ...settings.parameters, clampFactor: 1 })).toEqual({
    source: settings.source,
    changed: ["clampFactor"],
  });
});
