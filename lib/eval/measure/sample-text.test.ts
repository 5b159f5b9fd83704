import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { sampleTexts } from "./sample-text";

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
