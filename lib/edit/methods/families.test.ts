/** Locating and training edits on a tiny model of every family: what an edit needs of a family is the same for all of them. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { filledPrompt, type EditRequest } from "../../data";
import { deltasOf, scoreTargets, type Model } from "../../model";
import { freshCache } from "../../testing/edits";
import { nativeRuntime } from "../../testing/runtimes";
import { TINY_FAMILIES, tinyModel } from "../../testing/tiny";
import { applyMethod } from "../apply";
import { EDIT_METHODS } from ".";

const REQUEST: EditRequest = {
  id: "anna",
  prompt: "The city of {}", // the subject ends it, so that a random model answers to its value
  subject: "Anna",
  targetNew: "Rome",
};
/** As different as texts can be: a second moment needs as many directions as the layer has. */
const TEXTS = Array.from({ length: 40 }, (_, text) => {
  const random = seededRandom(`text ${text}`);
  return Array.from({ length: 24 }, () => String.fromCharCode(33 + random.integer(90))).join("");
});

async function logProbability(model: Model): Promise<number> {
  const pair = { prompt: filledPrompt(REQUEST), target: REQUEST.targetNew };
  const [{ perToken }] = await scoreTargets(createRun(), model, [pair]);
  return perToken.reduce((sum, logP) => sum + logP, 0);
}

describe.each(TINY_FAMILIES)("%s", (family) => {
  test.each([
    [
      "rome",
      {
        layers: [0],
        statisticsTokens: 512,
        valueSteps: 60,
        valueWeightDecay: 0,
        klFactor: 0,
        clampFactor: 40,
      },
    ],
    ["ft-m", { layers: [0], steps: 20, learningRate: 0.03 }],
  ] as const)("%s makes the answer likelier by the layer's down projection alone", async (id, parameters) => {
    const model = await tinyModel(family, nativeRuntime());
    const { overlays } = await applyMethod(createRun({ seed: 1 }), EDIT_METHODS.get(id), {
      model,
      requests: [REQUEST],
      contexts: ["{}"],
      parameters,
      cache: freshCache(),
      statisticsTexts: { name: "texts of the test", texts: async () => TEXTS },
      trainingCases: { name: "none", cases: async () => [] },
    });
    const changed = deltasOf(overlays).map(({ parameter }) =>
      model.facts.parameters.find(({ name }) => name === parameter),
    );
    expect(changed[0]).toMatchObject({ role: "mlp.down", part: "weight", layer: 0 });
    expect(changed.every((spec) => spec?.role === "mlp.down" && spec.layer === 0)).toBe(true);
    expect(await logProbability(model.with(overlays))).toBeGreaterThan((await logProbability(model)) + 1);
  });
});
