// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import recorded from "./recorded-run.json";
import { StoryBreak } from "./story-break";
import { answerOf } from "./use-answer";

const t = en.tour;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the recorded run says that it is one, and has every answer of every checkpoint", async () => {
  await draw(<StoryBreak onLeave={vi.fn()} />);
  expect(screen.getByText(t.recorded(recorded.recordedOn))).toBeDefined();
  for (const { answers } of recorded.questions) expect(answers).toHaveLength(recorded.rows.length);
  expect(recorded.rows.at(-1)).toMatchObject({ edits: 200 });
});

test("before any edit all facts are as before; the replay ends with what two hundred edits broke, and an open task", async () => {
  await draw(<StoryBreak onLeave={vi.fn()} />);
  const total = recorded.questions.length;
  expect(screen.getByText(t.stillRight(total, total))).toBeDefined();
  expect(screen.queryByText(t.breakTask)).toBeNull();
  screen.getByRole("button", { name: t.writeAll }).click();
  for (let step = 0; step < recorded.rows.length; step++) await act(() => vi.advanceTimersByTimeAsync(1000));
  const kept = recorded.questions.filter(({ answers }) => answers.at(-1) === answers[0]).length;
  expect(kept).toBeLessThan(total / 2);
  expect(screen.getByText(t.stillRight(kept, total))).toBeDefined();
  expect(screen.getByText(t.breakTask)).toBeDefined();
  expect(screen.getByRole("link", { name: t.live(20) }).getAttribute("href")).toContain("/evaluate?start=");
});

test("who wants no motion sees the end at once", async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  await draw(<StoryBreak onLeave={vi.fn()} />);
  screen.getByRole("button", { name: t.writeAll }).click();
  await act(() => vi.advanceTimersByTimeAsync(10));
  expect(screen.getByText(t.breakTask)).toBeDefined();
});

test.each([
  [" Paris. The city", "Paris"],
  [" Leonardo da Vinci", "Leonardo da Vinci"],
  [" Rome\nNext", "Rome"],
])("the answer in %j is %j", (text, answer) => {
  expect(answerOf(text)).toBe(answer);
});
