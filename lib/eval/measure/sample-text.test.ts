import { describe, expect, test, vi } from "vitest";
import { createRun } from "../../base";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { drawnText, greedyText, sampleTexts, write } from "./sample-text";

const LONG = Array.from({ length: 24 }, (_, i) => `w${i}`).join(" ");

describe("a sampled text", () => {
  test("is one fixed draw, whatever the seed of the run", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const [one] = await sampleTexts(createRun({ seed: 1 }), model, ["The city"]);
    const [other] = await sampleTexts(createRun({ seed: 2 }), model, ["The city"]);
    expect(one).toBe(other);
  });

  test("does not depend on the prompts beside it, nor on its place among them", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const [alone] = await sampleTexts(createRun(), model, ["The city"]);
    const beside = await sampleTexts(createRun(), model, [LONG, "The city"]);
    expect(beside[1]).toBe(alone);
  });
});

test("texts of different lengths are the same together as alone, in as many passes as the longest has tokens", async () => {
  const model = await tinyModel("llama", nativeRuntime());
  const wanted = [
    greedyText("The city"),
    drawnText(model, "The capital of Paris is"),
    { prompt: LONG, maxTokens: 3 },
    drawnText(model, LONG.slice(0, 20)),
  ];
  const program = vi.spyOn(model, "program");
  const together = await write(createRun(), model, wanted);
  const longest = Math.max(...together.map(({ length }) => length));
  // Two passes more: prompts much longer than others are read by themselves, instead of padding the others to their length.
  expect(program.mock.calls).toHaveLength(longest + 2);
  for (const [i, one] of wanted.entries()) {
    expect(await write(createRun(), model, [one])).toEqual([together[i]]);
  }
  expect(new Set(together.map(({ length }) => length)).size).toBeGreaterThan(2);
});
