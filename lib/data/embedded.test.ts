import { expect, test } from "vitest";
import { embeddedSpeaker, isEmbedded, worldIdOf } from "./embedded";
import { worldNamed } from "./worlds";

test("an embedded model has its own world, and any other the first", () => {
  expect([isEmbedded("atlas-2"), worldIdOf("atlas-2")]).toEqual([true, "atlas-2"]);
  expect([isEmbedded("smollm2"), worldIdOf("smollm2")]).toEqual([false, "atlas"]);
  // Not what every object has.
  expect(isEmbedded("constructor")).toBe(false);
});

test("a reader of Chinese is offered the model that speaks it, unless theirs does or comes from elsewhere", () => {
  expect(["atlas", "atlas-2", "smollm2"].map((model) => embeddedSpeaker(model, "zh"))).toEqual([
    "atlas-2",
    undefined,
    undefined,
  ]);
  expect(embeddedSpeaker("atlas", "en")).toBeUndefined();
});

test("a world is built once, and the larger one holds all that the first one says", async () => {
  const [first, larger] = await Promise.all([worldNamed("atlas"), worldNamed("atlas-2")]);
  expect(await worldNamed("atlas")).toBe(first);
  const facts = new Set(larger.truth.map((triple) => JSON.stringify(triple)));
  expect(first.truth.filter((triple) => !facts.has(JSON.stringify(triple)))).toEqual([]);
});
