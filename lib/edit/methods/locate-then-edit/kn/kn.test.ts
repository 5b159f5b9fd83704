import { expect, test } from "vitest";
import { createRun, type JsonObject } from "../../../../base";
import { deltasOf } from "../../../../model";
import { floats } from "../../../../tensor";
import { freshCache, statisticsTexts, trainingCases } from "../../../../testing/edits";
import { nativeRuntime } from "../../../../testing/runtimes";
import { tinyModel } from "../../../../testing/tiny";
import { kn } from ".";

const CONTEXTS = ["{}", "In the city. {}", "Because she is. {}"];

/** "layer i" of every neuron that was written to. */
async function written(
  parameters: JsonObject,
  contexts: readonly string[] = CONTEXTS,
  subject = "Anna",
): Promise<string[]> {
  const model = await tinyModel("gpt2", nativeRuntime());
  const { overlays } = await kn.apply(createRun(), {
    model,
    requests: [{ id: "0", subject, prompt: "{} lives in", targetNew: "Rome", targetTrue: "Paris" }],
    parameters: kn.parameters.parse({ steps: 4, batchSize: 4, ...parameters }),
    cache: freshCache(),
    contexts,
    statisticsTexts,
    trainingCases,
  });
  return deltasOf(overlays).flatMap((delta) => {
    if (delta.form !== "low-rank") throw new Error("KN writes factors.");
    return [...floats(delta.right)].flatMap((value, i) => (value === 0 ? [] : [`${delta.parameter} ${i}`]));
  });
}

test("refined, it keeps the neurons that count in more than the share of prompts", async () => {
  const alone = await Promise.all(CONTEXTS.map((context) => written({ refine: true }, [context])));
  const everywhere = (least: number) =>
    [...new Set(alone.flat())]
      .filter((neuron) => alone.filter((neurons) => neurons.includes(neuron)).length >= least)
      .sort();
  for (const [refineShare, least] of [
    [0.3, 1],
    [0.4, 2],
    [0.7, 3],
  ])
    expect((await written({ refine: true, refineShare })).sort(), `${refineShare}`).toEqual(
      everywhere(least),
    );
  expect(everywhere(1).length).toBeGreaterThan(everywhere(3).length);
});

test("as published, beginnings do not matter", async () => {
  expect(await written({})).toEqual(await written({}, ["{}"]));
});

test("a subject is read as it is written, signs of replacement included", async () => {
  expect(await written({}, ["{}"], "Anna $&")).not.toEqual(await written({}, ["{}"], "Anna {}"));
});
