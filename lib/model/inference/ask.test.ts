/** Asking in words: the same bits as before where no prompt overlay is worn, and the mixture where one is. */
import { describe, expect, test, vi } from "vitest";
import { createRun } from "../../base";
import { float32 } from "../../tensor";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { answerBefore, askedWith, askLogits, askText, mixed } from "./ask";
import { mergeOverlays } from "../overlay/merge-overlays";
import { decode, logNormalizer } from "./decode";
import { demonstrationOverlay, type FactEntry } from "../prompt-adapters/demonstrations";
import { embedTexts } from "../prompt-adapters/embed";
import { scopeOverlay, type ScopeEditor } from "../prompt-adapters/scope";
import { generateRows } from "./generate";
import type { Model } from "../model";
import type { Overlay } from "../overlay/overlay";
import { readOverlay, writeOverlay } from "../overlay/overlay-file";

const PROMPTS = ["The capital of Paris is", "Anna lives in", "The city was"];
const open = () => tinyModel("gpt2", nativeRuntime());

async function bareLogits(model: Model, prompt: string): Promise<Float32Array> {
  const row = model.tokenizer.encode(prompt, { special: true }).ids;
  return (await decode(createRun(), model, { rows: [row], at: [[row.length - 1]] })).logits(0, 0);
}

test("without prompt overlays the answers are those of one pass, to the bit, and there is no second", async () => {
  const model = await open();
  const rows = PROMPTS.map((prompt) => model.tokenizer.encode(prompt, { special: true }).ids);
  const expected = await decode(createRun(), model, { rows, at: rows.map((row) => [row.length - 1]) });
  const program = vi.spyOn(model, "program");
  const said = await askLogits(
    createRun(),
    model,
    PROMPTS.map((prompt) => ({ prompt })),
  );
  expect(program).toHaveBeenCalledTimes(1);
  said.forEach(({ logits }, b) => expectSameBits(logits[0], expected.logits(b, 0)));
  const options = { maxTokens: 5, temperature: 1 };
  expect(await askText(createRun({ seed: 3 }), model, PROMPTS, options)).toEqual(
    await generateRows(createRun({ seed: 3 }), model, rows, options),
  );
});

test("a mixture is of probabilities, with the weight of the framed one", () => {
  const bare = Float32Array.from([0.2, 0.3, 0.5], Math.log);
  const rewritten = Float32Array.from([0.9, 0.05, 0.05], (p) => Math.log(p) + 7); // logits are known up to a constant
  const half = mixed(bare, rewritten, 0.25).map(Math.exp);
  expectClose(half, [0.375, 0.2375, 0.3875], TOLERANCE.stated);
  expectClose(mixed(bare, rewritten, 0).map(Math.exp), [0.2, 0.3, 0.5], TOLERANCE.stated);
  const certain = mixed(Float32Array.of(0, -200), Float32Array.of(0, -200), 0.5);
  expect(certain[1]).toBeCloseTo(Math.log(2 ** -23), 4); // ε keeps what is impossible finite
});

/** One number stands for a question: 0 for `near`, and far from it for the others. */
async function editorAround(model: Model, near: string, reader: ScopeEditor["reader"]) {
  const [h] = await embedTexts(createRun(), model, [near], [0]);
  const size = h.length;
  const first = new Float32Array(2 * size * size);
  const bias = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) {
    [first[i * size + i], first[(size + i) * size + i]] = [1, -1];
    [bias[i], bias[size + i]] = [-h[i], h[i]];
  }
  const second = float32([1, 2 * size], new Float32Array(2 * size).fill(1)); // Σ |h − h(near)|
  return {
    id: "test",
    layers: [0],
    first: float32([2 * size, size], first),
    bias: float32([2 * size], bias),
    second,
    reader,
  };
}

function scaled({ shape, data }: ScopeEditor["second"], factor: number): ScopeEditor["second"] {
  return float32(
    shape,
    data.map((value) => factor * value),
  );
}

describe("a remembered edit with a scope", () => {
  const fact = { prompt: PROMPTS[0], target: "Rome" };

  test("mixes the reader's answer with the model's own, by the distance of the readings", async () => {
    const model = await open();
    const away = 0.8;
    const editor = await editorAround(model, fact.prompt, []);
    const entry = { ...fact, reading: Float32Array.of(away) };
    const edited = model.with([scopeOverlay(editor, [entry])]);
    const [{ logits }] = await askLogits(createRun(), edited, [{ prompt: fact.prompt }]);
    const bare = await bareLogits(model, fact.prompt);
    const read = await bareLogits(model, `${fact.prompt} Rome ${fact.prompt}`);
    const s = Math.exp(-(away ** 2));
    const expected = bare.map((logit, id) =>
      Math.log(
        (1 - s) * Math.exp(logit - logNormalizer(bare)) + s * Math.exp(read[id] - logNormalizer(read)),
      ),
    );
    expectClose(logits[0], expected, TOLERANCE.backend);
  });

  test("an answer does not depend on the other questions of the call, nor on their order", async () => {
    const model = await open();
    const editor = await editorAround(model, fact.prompt, []);
    const entries = [{ ...fact, reading: Float32Array.of(0) }]; // its own question is within scope for certain
    const edited = model.with([scopeOverlay({ ...editor, second: scaled(editor.second, 0.05) }, entries)]);
    const questions = PROMPTS.map((prompt) => ({ prompt, target: "the city" }));
    const read = await askedWith(createRun(), edited, questions);
    expect(read[0]?.weight).toBe(1);
    expect(read.some((rewritten) => rewritten !== null && rewritten.weight < 1)).toBe(true);
    const together = await askLogits(createRun(), edited, questions);
    for (const [i, question] of questions.entries()) {
      const [alone] = await askLogits(createRun(), edited, [question]);
      alone.logits.forEach((row, q) => expectClose(together[i].logits[q], row, TOLERANCE.backend));
    }
  });

  test("edits of one editor share it, and have the same effect merged, stored or separate", async () => {
    const model = await open();
    const editor = await editorAround(model, fact.prompt, []);
    const other = { prompt: PROMPTS[1], target: "Paris", reading: Float32Array.of(5) };
    const later = { ...fact, target: "the city", reading: Float32Array.of(0.3) };
    const moved = { ...fact, reading: Float32Array.of(0.3) };
    const apart = [moved, other, later].map((entry) => scopeOverlay(editor, [entry]));
    const texts = async (overlays: readonly Overlay[]) => {
      const read = await askedWith(createRun(), model.with(overlays), [{ prompt: fact.prompt }]);
      return read.map((rewritten) => [rewritten?.text, rewritten?.weight]);
    };
    expect((await texts(apart))[0][0]).toBe(`${fact.prompt} the city ${fact.prompt}`); // the last word counts
    expect((await texts(apart.slice(0, 2)))[0][0]).toBe(`${fact.prompt} Rome ${fact.prompt}`);
    const joined = mergeOverlays(apart, model.facts);
    expect(joined).toHaveLength(1);
    const one = scopeOverlay(editor, [other, later]);
    expect(Object.keys(one.tensors)).toHaveLength(4);
    expect(writeOverlay(joined[0])).toEqual(writeOverlay(one));
    for (const some of [joined, [...mergeOverlays(apart.slice(0, 2), model.facts), apart[2]]]) {
      expect(await texts(some)).toEqual(await texts(apart));
      expect(await texts(some.map((overlay) => readOverlay(writeOverlay(overlay))))).toEqual(
        await texts(apart),
      );
    }
  });

  test("writes text by the reader only when it counts more than half", async () => {
    const model = await open();
    const editor = await editorAround(model, fact.prompt, []);
    const say = async (away: number) => {
      const entry = { ...fact, reading: Float32Array.of(away) };
      const edited = model.with([scopeOverlay(editor, [entry])]);
      return (await askText(createRun(), edited, [fact.prompt], { maxTokens: 6 }))[0];
    };
    const written = async (prompt: string) =>
      (await askText(createRun(), model, [prompt], { maxTokens: 6 }))[0];
    const half = Math.sqrt(Math.log(2)); // s = 0.5
    expect(await say(half - 0.05)).toEqual(await written(`${fact.prompt} Rome ${fact.prompt}`));
    expect(await say(half + 0.05)).toEqual(await written(fact.prompt));
    expect(await written(fact.prompt)).not.toEqual(await written(`${fact.prompt} Rome ${fact.prompt}`));
  });
});

describe("facts with demonstrations", () => {
  /** Reads 1 at the first prompt, and less than the threshold at the others. */
  async function factAt(model: Model, demonstrations: readonly string[] = []): Promise<FactEntry> {
    const [first, ...others] = await embedTexts(createRun(), model, PROMPTS, [0]);
    const mean = first.map((_, i) => (others[0][i] + others[1][i]) / 2);
    const across = first.map((value, i) => value - mean[i]);
    const length = across.reduce((sum, value) => sum + value * value, 0);
    const key = across.map((value) => value / length);
    const offset = mean.reduce((sum, value, i) => sum + value * key[i], 0);
    const prompt = PROMPTS[0];
    return {
      prompt,
      target: "Rome",
      demonstrations: [...demonstrations],
      threshold: 0.9,
      shown: 1,
      key,
      offset,
    };
  }

  test("precede questions about them; other questions stay bare", async () => {
    const model = await open();
    const edited = model.with([demonstrationOverlay([0], [await factAt(model, ["A\n\n"])])]);
    const questions = PROMPTS.map((prompt) => ({ prompt }));
    const read = await askedWith(createRun(), edited, questions);
    expect(read.map((rewritten) => rewritten?.text ?? null)).toEqual([
      `A\n\nNew Fact: ${PROMPTS[0]} Rome\nPrompt: ${PROMPTS[0]}`,
      null,
      null,
    ]);
    const [near, ...others] = await askLogits(createRun(), edited, questions);
    expectClose(near.logits[0], await bareLogits(model, read[0]?.text ?? ""), TOLERANCE.backend);
    for (const [i, { logits }] of others.entries()) {
      expectClose(logits[0], await bareLogits(model, PROMPTS[i + 1]), TOLERANCE.backend);
    }
  });

  test("an answer ends where the model begins the frame's next fact", async () => {
    const { tokenizer } = await open();
    const ids = tokenizer.encode("Rome is large.\n\nNew Fact: The city").ids;
    expect(tokenizer.decode(answerBefore(tokenizer, ids, "New Fact:"))).toBe("Rome is large.");
    expect(answerBefore(tokenizer, ids, "Old Fact:")).toEqual(ids);
    expect(answerBefore(tokenizer, tokenizer.encode("New Fact: The").ids, "New Fact:")).toEqual([]);
  });

  test("the least similar are dropped when the context is short, never the question, and this is logged", async () => {
    const model = await open();
    const { context } = model.facts.dimensions;
    const bareFact = await factAt(model);
    const short = { prompt: "Anna", target: "is" };
    const many = Array.from({ length: 40 }, (_, i) => `${i}\n`);
    const edited = model.with([
      demonstrationOverlay([0], [{ ...bareFact, ...short, threshold: -1e9, demonstrations: many }]),
    ]);
    const warn = vi.fn();
    const run = { ...createRun(), log: { debug() {}, info() {}, warn } };
    const [rewritten] = await askedWith(run, edited, [{ prompt: "The", target: "city" }]);
    const length = model.tokenizer.encode(rewritten?.text ?? "", { special: true }).ids.length;
    expect(length).toBeLessThan(context);
    expect(rewritten?.leftOut).toBeGreaterThan(0);
    expect(rewritten?.text.startsWith("0\n1\n")).toBe(true);
    expect(rewritten?.text.endsWith("Prompt: The")).toBe(true);
    expect(warn).toHaveBeenCalledOnce();
    const long = "x".repeat(context - 4);
    expect(await askedWith(run, edited, [{ prompt: long }])).toEqual([null]);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
