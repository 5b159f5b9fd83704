import { expect, test } from "vitest";
import { createRun } from "../../base";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { generateRows } from "./generate";
import { scoreTargets } from "./score";
import type { Model } from "../model";

const PAIRS = ["The capital of Paris is", "Anna lives in", "The city was in the capital of", "The"].map(
  (prompt) => ({ prompt, target: "Rome" }),
);

/** As many weights as make a pass of a dozen tokens long. */
function slow(model: Model): Model {
  const [one, ...others] = model.facts.parameters;
  return { ...model, facts: { ...model.facts, parameters: [{ ...one, shape: [1e5, 5e4] }, ...others] } };
}

test("a large model is asked in short passes, each of them told, with the same scores", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const [told, slowly]: number[][] = [[], []];
  const at = await scoreTargets(createRun(), model, PAIRS, (done) => told.push(done));
  const inPasses = await scoreTargets(createRun(), slow(model), PAIRS, (done) => slowly.push(done));
  expect(told).toEqual([4]);
  expect(slowly.length).toBeGreaterThan(2);
  expect(slowly.at(-1)).toBe(4);
  inPasses.forEach(({ perToken, predicted }, i) => {
    expect(predicted).toEqual(at[i].predicted);
    perToken.forEach((logP, q) => expect(logP).toBeCloseTo(at[i].perToken[q], 5));
  });
});

test("reading prompts is told pass by pass before the first token is there", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const rows = PAIRS.map(({ prompt }) => model.tokenizer.encode(prompt).ids);
  const steps: number[] = [];
  const onStep = (step: number) => steps.push(step);
  const written = await generateRows(createRun(), slow(model), rows, { maxTokens: 2, onStep });
  expect(written).toEqual(await generateRows(createRun(), model, rows, { maxTokens: 2 }));
  expect(steps.filter((step) => step === 0).length).toBeGreaterThan(1);
  expect(steps.slice(-2)).toEqual([1, 2]);
});
