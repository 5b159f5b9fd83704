import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createRun } from "../../base";
import { expectClose } from "../../testing/expect-close";
import { goldenTiny, goldenTinyModel, hasGoldenTiny } from "../../testing/golden-tiny";
import { nativeRuntime, RUNTIMES } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { readSites } from "../../model";
import { floats } from "../../tensor";
import { attributeNeurons } from "./attribute";
import { profileNeurons } from "./browse";
import { changeAnswers, randomNeurons, scaledNeurons } from "./change";
import { neuronsAbove, neuronsOften } from "./choose";

const run = createRun();
const PROMPT = [5, 9, 200, 31];
const ANSWER = 17;

const scoresOf = (...layers: readonly number[][]) =>
  new Map(layers.map((values, layer) => [layer, Float32Array.from(values)]));

test("a neuron counts above a share of the largest score of any layer, and never at or below zero", () => {
  const { above, largest } = neuronsAbove(scoresOf([0.1, 1, -5], [0.6, 0.5, 0]), 0.5);
  expect(largest).toBe(1);
  expect(above).toEqual([
    { layer: 0, neuron: 1 },
    { layer: 1, neuron: 0 },
  ]);
  expect(neuronsAbove(scoresOf([-1, -2]), 0.2).above).toEqual([]);
});

test("refined, a neuron stays that counts in more than the share of prompts", () => {
  const found = [scoresOf([1, 0.9, 0]), scoresOf([1, 0, 0.9]), scoresOf([1, 0.8, 0])].map((scores) =>
    neuronsAbove(scores, 0.5),
  );
  const ids = (share: number) => neuronsOften(found, share).map(({ neuron }) => neuron);
  expect(ids(0)).toEqual([0, 1, 2]);
  expect(ids(0.5)).toEqual([0, 1]);
  expect(ids(0.7)).toEqual([0]);
  expect(neuronsOften(found, 0.5)[1]).toMatchObject({
    prompts: 2,
    score: expect.closeTo(1.7 / 3, 6) as number,
  });
});

describe.skipIf(!hasGoldenTiny)("against the published editor on a generated model", () => {
  test.each(RUNTIMES)("on $kind, scores and the choice are the same", async ({ open }) => {
    const Golden = z.object({
      kn_scores_steps20: z.array(z.array(z.number())),
      "kn_coarse_adaptive_0.3": z.array(z.array(z.int())),
    });
    const golden = Golden.parse(goldenTiny("knowledge_neurons"));
    const model = await goldenTinyModel(await open());
    const scores = await attributeNeurons(run, model, [0, 1, 5, 7, 3], [4], {
      layers: [0, 1, 2],
      steps: 20,
      batchSize: 20,
    });
    golden.kn_scores_steps20.forEach((expected, layer) =>
      expectClose(scores.get(layer) ?? [], expected, { absolute: 1e-6, relative: 1e-4 }),
    );
    const { above } = neuronsAbove(scores, 0.3);
    expect(above.map(({ layer, neuron }) => [layer, neuron])).toEqual(golden["kn_coarse_adaptive_0.3"]);
  });
});

test.each(["gpt2", "llama"] as const)(
  "suppressed neurons of a %s write nothing, and enhanced ones twice as much",
  async (family) => {
    const model = await tinyModel(family, nativeRuntime());
    const neurons = [
      { layer: 1, neuron: 3 },
      { layer: 1, neuron: 7 },
    ];
    const { width, mlpWidth } = model.facts.dimensions;
    const spec = model.parameter("mlp.down", 1);
    const [before, none, twice] = await Promise.all(
      [1, 0, 2].map(async (factor) =>
        floats(await model.with([await scaledNeurons(model, neurons, factor)]).weight(spec)),
      ),
    );
    for (let i = 0; i < width; i++) {
      expect(none[i * mlpWidth + 3]).toBeCloseTo(0, 7);
      expect(twice[i * mlpWidth + 7]).toBeCloseTo(2 * before[i * mlpWidth + 7], 6);
      expect(none[i * mlpWidth + 4]).toBe(before[i * mlpWidth + 4]);
    }
    const [changed] = await changeAnswers(run, model, [{ ids: PROMPT, answer: ANSWER }], neurons);
    expect(changed.suppressed).not.toBe(changed.before);
    expect(changed.enhanced).not.toBe(changed.before);
    const random = randomNeurons(model, neurons, "seed");
    expect(random).toHaveLength(2);
    expect(random).not.toContainEqual(neurons[0]);
  },
);

test("where a positive score stands, suppressing the neuron lowers the answer's probability", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const scores = await attributeNeurons(run, model, PROMPT, [ANSWER], {
    layers: [0, 1],
    steps: 50,
    batchSize: 50,
    site: "post",
  });
  const [best] = neuronsOften([neuronsAbove(scores, 0.5)], 0);
  const [changed] = await changeAnswers(run, model, [{ ids: PROMPT, answer: ANSWER }], [best]);
  expect(changed.suppressed).toBeLessThan(changed.before);
});

test("a profile names the text and token where a neuron is largest, and what it promotes", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const neuron = { layer: 1, neuron: 5 };
  const texts = [PROMPT, [7, 8], [3, 1, 4, 1, 5]];
  const [profile] = await profileNeurons(run, model, [neuron], texts, 3);
  const { mlpWidth } = model.facts.dimensions;
  const site = "blocks.1.mlp.post";
  for (const { text, token, value } of profile.excitedBy) {
    const every = texts[text].map((_, t) => t);
    const { [site]: read } = await readSites(run, model, [texts[text]], [every], [site]);
    const values = every.map((t) => floats(read)[t * mlpWidth + neuron.neuron]);
    expect(value).toBeCloseTo(Math.max(...values), 6);
    expect(values.indexOf(Math.max(...values))).toBe(token);
  }
  expect(profile.promotes[0].logit).toBeGreaterThan(profile.promotes[2].logit);
  expect(profile.suppresses[0].logit).toBeLessThan(0);

  // Enhancing it moves the final stream towards what it promotes.
  const strong = model.with([await scaledNeurons(model, [neuron], 1e4)]);
  const [{ promotes }] = await profileNeurons(run, strong, [neuron], texts, 1);
  expect(promotes[0].id).toBe(profile.promotes[0].id);
});
