/** Decoding aids against values worked out by hand, and on a small model against what they must agree with. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import type { Question } from "../../data";
import { earlyLogits, patchedLogits, readParts } from "../../explain";
import { decode, generateRows } from "../../model";
import { expectClose } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { best, logProbabilities, nextLogits, writeBy } from "./aid";
import { contextAware, contextAwareLogits } from "./context-aware";
import { contrastive, contrastiveScores } from "./contrastive";
import { dola, dolaScores, jensenShannon } from "./dola";
import { nucleusAt, nucleusToken } from "./factual-nucleus";
import { DECODING_AIDS } from "./index";
import { interventionOverlay, truthAccuracy, truthDirection } from "./intervention";

const run = createRun({ seed: 0 });
/** Logits of these probabilities. */
const of = (...p: number[]) => p.map(Math.log);

describe("DoLa", () => {
  test("Jensen–Shannon is 0 of equal distributions, and ln 2 of those that share nothing", () => {
    expect(jensenShannon(of(0.5, 0.5), of(0.5, 0.5))).toBeCloseTo(0, 12);
    expect(jensenShannon([0, -Infinity], [-Infinity, 0])).toBeCloseTo(Math.log(2), 12);
  });

  test("scores against the block that differs most, and never chooses what is implausible", () => {
    const last = of(0.6, 0.35, 0.05);
    // The second block differs more: against it the second token gains most.
    const scores = dolaScores(last, [of(0.6, 0.35, 0.05), of(0.8, 0.1, 0.1)]);
    expect(scores[0]).toBeCloseTo(Math.log(0.6 / 0.8), 6);
    expect(scores[1]).toBeCloseTo(Math.log(0.35 / 0.1), 6);
    // 0.05 is less than a tenth of 0.6.
    expect(scores[2]).toBe(-Infinity);
    expect(best(scores)).toBe(1);
  });
});

test("contrastive decoding takes away what a weaker model says", () => {
  const scores = contrastiveScores(of(0.5, 0.45, 0.05), of(0.7, 0.2, 0.1));
  expect(scores[1]).toBeCloseTo(Math.log(0.45 / 0.2), 6);
  expect(best(scores)).toBe(1);
  expect(contrastiveScores(of(0.98, 0.02), of(0.999, 0.001))[1]).toBe(-Infinity);
});

test("context-aware decoding counts twice what a text adds", () => {
  expect([...contextAwareLogits([2, 1], [4, -1], 0.5)]).toEqual([1, 2]);
  expect([...contextAwareLogits([2, 1], [4, -1], 0)]).toEqual([2, 1]);
});

describe("the factual nucleus", () => {
  test("shrinks by the token, and not below its least", () => {
    expect(nucleusAt(0)).toBeCloseTo(0.9, 12);
    expect(nucleusAt(2)).toBeCloseTo(0.9 * 0.81, 12);
    expect(nucleusAt(30)).toBe(0.3);
  });

  test("draws among the likeliest alone", () => {
    const logits = of(0.1, 0.5, 0.4);
    expect([0, 0.54, 0.56, 0.999].map((at) => nucleusToken(logits, 0.9, at))).toEqual([1, 1, 2, 2]);
    expect([0, 0.999].map((at) => nucleusToken(logits, 0.3, at))).toEqual([1, 1]);
  });
});

describe("intervention", () => {
  test("the direction is the difference of means, of length one", () => {
    const [trueOnes, falseOnes] = [
      [
        [3, 0],
        [5, 0],
      ],
      [
        [1, 0],
        [-1, 0],
      ],
    ];
    const direction = truthDirection(trueOnes, falseOnes);
    expect([...direction.unit]).toEqual([1, 0]);
    expect(direction.middle).toBe(2);
    // Projections 3, 5, 1, −1 about their mean 2.
    expect(direction.deviation).toBeCloseTo(Math.sqrt(5), 12);
    expect(truthAccuracy(direction, [[9, 1]], [[3, 1]])).toBe(0.5);
  });

  test("a bias moves one head as adding to its values does", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const questions = Array.from({ length: 20 }, (_, i): Question => ({
      id: String(i),
      prompt: `the ${i} is`,
      rephrases: [],
      answers: [i % 2 === 0 ? "a" : "b"],
      relation: "r",
    }));
    const overlay = await interventionOverlay(run, model, questions);
    expect(overlay.deltas).toHaveLength(1);
    const [{ parameter }] = overlay.deltas;
    const layer = Number(/\d+/.exec(parameter)?.[0]);
    const ids = model.tokenizer.encode("the 3 is", { special: true }).ids;
    const parts = await readParts(run, model, ids);
    const said = await nextLogits(run, model.with([overlay]), [ids]);
    const [delta] = overlay.deltas;
    if (delta.form !== "dense") throw new Error("The change of a bias is dense.");
    const attention = parts
      .of("attention", layer)
      .map((value, i) => value + Number(delta.delta.data[i % delta.delta.shape[0]]));
    const [patched] = await patchedLogits(run, model, ids, [{ part: "attention", layer, values: attention }]);
    expectClose(said[0], patched, TOLERANCE.backend);
    expect([...said[0]]).not.toEqual([...(await nextLogits(run, model, [ids]))[0]]);
  });

  test("is refused where too few questions are left to fit it on", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    await expect(interventionOverlay(run, model, [])).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "count" },
    });
  });
});

describe("on a small model", () => {
  const call = async (family: "gpt2" | "llama" = "gpt2") => {
    const model = await tinyModel(family, nativeRuntime());
    const questions = ["the a", "the b is", "c"].map((prompt, i): Question => ({
      id: String(i),
      prompt,
      rephrases: [],
      answers: ["x"],
    }));
    return {
      model,
      questions,
      behindFacts: questions.map(({ prompt }) => `the fact. ${prompt}`),
      apart: [],
      contextWeight: 0.5,
      maxTokens: 6,
      random: ({ id }: Question) => seededRandom(id),
    };
  };

  test("the lens of the last block is what the model says, for rows of any length", async () => {
    const { model } = await call();
    const rows = [[5, 9, 3], [7]];
    const early = await earlyLogits(run, model, rows, [0, model.facts.dimensions.layers - 1]);
    const { logits } = await decode(run, model, { rows, at: [[2], [0]] });
    rows.forEach((_, b) => {
      expectClose(early[b][1], logits(b, 0), TOLERANCE.backend);
      expect([...early[b][0]]).not.toEqual([...early[b][1]]);
    });
  });

  test("taking the likeliest token writes what the model writes", async () => {
    const { model, questions, maxTokens } = await call();
    const prompts = questions.map(({ prompt }) => prompt);
    const texts = await writeBy(
      run,
      model,
      prompts,
      maxTokens,
      () => async (step, rows) => (await nextLogits(step, model, rows)).map(best),
    );
    const rows = prompts.map((prompt) => model.tokenizer.encode(prompt, { special: true }).ids);
    const plain = await generateRows(run, model, rows, { maxTokens, temperature: 0 });
    const stopped = plain.map((ids) =>
      model.tokenizer
        .continuation(ids)
        .split(/[.\n?]/, 1)[0]
        .trim(),
    );
    expect(texts).toEqual(stopped);
  });

  test("context-aware decoding without weight is the answer behind the fact, and a weak twin leaves no choice", async () => {
    const given = await call();
    const behind = await writeBy(
      run,
      given.model,
      given.behindFacts,
      given.maxTokens,
      () => async (step, rows) => (await nextLogits(step, given.model, rows)).map(best),
    );
    expect(await contextAware.write(run, { ...given, contextWeight: 0 })).toEqual(behind);
    // Against itself every plausible token scores the same, and the first of them is taken.
    const [text] = await contrastive.write(run, { ...given, amateur: given.model });
    const [first] = await nextLogits(run, given.model, [
      given.model.tokenizer.encode(given.questions[0].prompt, { special: true }).ids,
    ]);
    const logP = logProbabilities(first);
    const least = Math.max(...logP) + Math.log(0.1);
    expect(
      text.startsWith(given.model.tokenizer.continuation([logP.findIndex((one) => one >= least)]).trim()),
    ).toBe(true);
    await expect(contrastive.write(run, given)).rejects.toMatchObject({ details: { field: "amateur" } });
  });

  test.each(DECODING_AIDS.all.filter(({ needs }) => needs === undefined))(
    "$id answers every question, in any company the same",
    async (aid) => {
      const given = await call();
      const all = await aid.write(run, given);
      const [, second] = given.questions;
      const alone = await aid.write(run, {
        ...given,
        questions: [second],
        behindFacts: [given.behindFacts[1]],
      });
      expect(all).toHaveLength(3);
      expect(alone).toEqual([all[1]]);
    },
  );

  test("DoLa works on families of any norm", async () =>
    expect(await dola.write(run, await call("llama"))).toHaveLength(3));
});
