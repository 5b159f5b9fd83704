import { expect, test } from "vitest";
import { CancelledError, createRun, type Run } from "../../base";
import { float32 } from "../../tensor";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { generateText, streamText } from "./ask";
import { generateRows } from "./generate";
import { scoreTargets } from "./score";
import { streamRow, type StreamedToken, type StreamOptions } from "./stream";
import type { Model } from "../model";
import { rankOne, type Overlay } from "../overlay/overlay";

test("a text ends at whichever of the ends is drawn first, and the end is no part of it", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const prompt = "The capital of Paris is";
  const { ids } = model.tokenizer.encode(prompt);
  const options = { maxTokens: 12, temperature: 1 };
  const [whole] = await generateRows(createRun({ seed: 1 }), model, [ids], options);
  const [first, later] = [whole[3], whole[5]];
  const cut = await generateRows(createRun({ seed: 1 }), model, [ids], {
    ...options,
    stopAt: [later, first],
  });
  expect(cut).toEqual([
    whole.slice(
      0,
      whole.findIndex((id) => id === first || id === later),
    ),
  ]);

  const ending = await tinyModel("gpt2", nativeRuntime(), { config: { eos_token_id: [later, first] } });
  expect(await generateText(createRun({ seed: 1 }), ending, prompt, options)).toBe(
    model.tokenizer.decode(cut[0]),
  );
});

const PROMPT = "The capital of Paris is";

async function tiny() {
  const model = await tinyModel("gpt2", nativeRuntime());
  return { model, ids: model.tokenizer.encode(PROMPT, { special: true }).ids };
}

async function collect(run: Run, options: Partial<StreamOptions> = {}) {
  const { model, ids } = await tiny();
  const stream = streamRow(run, model, ids, { maxTokens: 10, stopAt: [], ...options });
  const tokens: StreamedToken[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { tokens, ids: tokens.map(({ id }) => id), stoppedBy: value };
    tokens.push(value);
  }
}

test("greedy tokens are those of a batch, each with its probability", async () => {
  const { model, ids } = await tiny();
  const { tokens, stoppedBy, ids: written } = await collect(createRun());
  const [whole] = await generateRows(createRun(), model, [ids], { maxTokens: 10 });
  expect(written).toEqual(whole);
  expect(stoppedBy).toBe("length");
  for (const { probability } of tokens) {
    expect(probability).toBeGreaterThan(1 / 300); // the likeliest of about 290 tokens
    expect(probability).toBeLessThanOrEqual(1);
  }
});

test("a text ends before its end token, and says so", async () => {
  const { ids } = await collect(createRun());
  const cut = await collect(createRun(), { stopAt: [ids[3]] });
  expect(cut.ids).toEqual(ids.slice(0, ids.indexOf(ids[3])));
  expect(cut.stoppedBy).toBe("end");
});

test("draws follow the seed, and cutting to the likeliest token is greedy", async () => {
  const at = (seed: number, options: Partial<StreamOptions> = {}) =>
    collect(createRun({ seed }), { temperature: 2, ...options }).then(({ ids }) => ids);
  expect(await at(1)).toEqual(await at(1));
  expect(await at(1)).not.toEqual(await at(2));
  const greedy = (await collect(createRun())).ids;
  expect(await at(1)).not.toEqual(greedy);
  expect(await at(1, { topK: 1 })).toEqual(greedy);
  expect(await at(1, { topP: 1e-6 })).toEqual(greedy);
});

test("a nucleus holds the likeliest tokens that reach its probability, and no more", async () => {
  const { model, ids } = await tiny();
  const first = async (seed: number, topP: number) =>
    (await collect(createRun({ seed }), { temperature: 1, maxTokens: 1, topP })).tokens[0];
  const drawn = await Promise.all(Array.from({ length: 40 }, (_, seed) => first(seed, 0.3)));
  const seen = [...new Map(drawn.map((token) => [token.id, token.probability])).values()];
  // Without the last, the others would not reach 0.3.
  expect(seen.reduce((sum, p) => sum + p, 0) - Math.min(...seen)).toBeLessThan(0.3);
  const [greedy] = await generateRows(createRun(), model, [ids], { maxTokens: 1 });
  expect(drawn.map(({ id }) => id)).toContain(greedy[0]);
});

test("cancelling stops at the next token", async () => {
  const control = new AbortController();
  const { model } = await tiny();
  const stream = streamText(createRun({ signal: control.signal }), model, PROMPT, { maxTokens: 10 });
  await stream.next();
  control.abort();
  await expect(stream.next()).rejects.toBeInstanceOf(CancelledError);
});

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

test("rows of several edited models are drawn in one go as each model draws them", async () => {
  const { model, ids } = await tiny();
  const { width, mlpWidth } = model.facts.dimensions;
  const spec = model.parameter("mlp.down", 1);
  const edit = (size: number): Overlay => ({
    kind: "weights",
    deltas: [
      rankOne(
        spec,
        Float32Array.from({ length: width }, (_, i) => size * ((i % 3) - 1)),
        new Float32Array(mlpWidth).fill(size),
      ),
    ],
  });
  const overlays = [[edit(3)], [], [edit(1), edit(2)]];
  // Rows leave one after another.
  const options = { maxTokens: [9, 3, 6], temperature: 1, topK: 5, places: [0, 0, 0] };
  const readers = model.byRow(overlays) ?? expect.fail("changes of low rank");
  const rows = [ids, ids, ids.slice(0, 2)];
  const together = await generateRows(createRun({ seed: 1 }), model, rows, { ...options, readers });
  for (const [i, own] of overlays.entries()) {
    const [alone] = await generateRows(createRun({ seed: 1 }), model.with(own), [rows[i]], {
      ...options,
      maxTokens: options.maxTokens[i],
      places: [0],
    });
    expect(together[i]).toEqual(alone);
  }
  expect(together[0].slice(0, 3)).not.toEqual(together[1]);

  const delta = float32([width, mlpWidth], new Float32Array(width * mlpWidth).fill(0.1));
  const dense: Overlay = { kind: "weights", deltas: [{ parameter: spec.name, form: "dense", delta }] };
  expect(model.byRow([[dense], []])).toBeNull();
});
