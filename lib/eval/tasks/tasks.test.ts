import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { meanOfTasks, scoreTasks } from "./tasks";

describe.skipIf(!hasEmbedded)("the tasks of a model", () => {
  test("an answer is right when one of several is what the model says", async () => {
    const model = await embeddedModel();
    const scores = await scoreTasks(createRun(), model, [
      {
        id: "capitals",
        questions: [
          { prompt: "The capital of France is", answers: ["Lyon", "Paris"] },
          { prompt: "The capital of Japan is", answers: ["Osaka"] },
        ],
      },
      { id: "continents", questions: [{ prompt: "France is a country in", answers: ["Europe"] }] },
    ]);
    expect(scores[0]).toEqual({ task: "capitals", right: 1, asked: 2 });
    expect(scores[1].asked).toBe(1);
  });
});

test("the error of the mean is that of independent tasks", () => {
  const { mean, error } = meanOfTasks([
    { task: "a", right: 50, asked: 100 },
    { task: "b", right: 100, asked: 100 },
  ]);
  expect(mean).toBe(0.75);
  expect(error).toBeCloseTo(Math.sqrt(0.25 / 100) / 2, 12);
});
