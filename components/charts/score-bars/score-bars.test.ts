import { expect, test } from "vitest";
import { charts as words } from "@/components/messages/en/charts";
import { scoreBars, type ScoreBarsData } from "./index";

const row = (change: Partial<ScoreBarsData["rows"][number]>): ScoreBarsData["rows"][number] => ({
  metric: "locality",
  unit: "fraction",
  before: null,
  after: { mean: 5 / 6, interval95: [0.2, 1], count: 1 },
  ...change,
});

test("of one edit the table has the questions behind a score and not its one edit alone", () => {
  const data: ScoreBarsData = { protocol: "generation", rows: [row({ questions: { right: 5, of: 6 } })] };
  const { rows } = scoreBars.table(data, words);
  expect(rows[0]).toContain(5);
  expect(rows[0]).toContain(6);
  expect(words.scoreBars.ofQuestions(5, 6)).toBe("5 of 6");
});
