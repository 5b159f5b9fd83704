import { expect, test } from "vitest";
import { createRun } from "../../base";
import type { StatisticsTexts } from "../../edit";
import { englishTexts } from "./english";

const asked: (number | undefined)[] = [];
const written: StatisticsTexts = {
  name: "written",
  texts: async (_run, tokens) => {
    asked.push(tokens);
    return ["And so on."];
  },
  parts: async (tokens) => [{ key: { part: 0 }, tokens: tokens ?? 0, rows: 1 }],
};

test("the passages are whole sentences, none twice, with nothing to be written for the defaults of second moments", async () => {
  const english = englishTexts(written);
  const texts = await english.texts(createRun(), 20_000);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text).toMatch(/^["'$A-Z0-9].*[.?!:"'”)—]$/);
  expect([asked, await english.parts?.(20_000)]).toEqual([[], []]);
});

test("whoever asks for more tokens gets what the model writes behind them", async () => {
  const english = englishTexts(written);
  const [few, many] = [await english.texts(createRun()), await english.texts(createRun(), 100_000)];
  expect(many).toEqual([...few, "And so on."]);
  expect(asked).toEqual([79_520]);
  expect(await english.parts?.(100_000)).toMatchObject([{ tokens: 79_520 }]);
});
