import { expect, test } from "vitest";
import { createRun } from "../../base";
import type { EditCase } from "../../data";
import { createArtifactCache, memoryArtifacts } from "../../store";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { baselineAnswers } from "../measure/baseline";
import { measureCheckpoint } from "./checkpoint";

const caseOf = (subject: string, neighbours: readonly string[]): EditCase => ({
  request: { id: subject, subject, prompt: "The capital of {} is", targetNew: "Rome" },
  rephrases: [`Question: What is the capital of ${subject}? Answer:`],
  locality: { other: neighbours.map((prompt) => ({ prompt, target: "Paris" })) },
  portability: {},
});

test("a neighbour that another edit was asked to change does not count, and one that this edit rewords does", async () => {
  const run = createRun({ seed: 0 });
  const start = await tinyModel("gpt2", nativeRuntime());
  const cases = [
    caseOf("Anna", ["The capital of Berta is", "Question: What is the capital of Berta? Answer:"]),
    caseOf("Berta", ["The capital of Berta is", "The river of Anna is"]),
  ];
  const call = {
    start,
    after: start,
    baseline: await baselineAnswers(run, start, cases, createArtifactCache(memoryArtifacts())),
    heldOutTexts: [],
    controlQuestions: [],
    atStart: { perplexity: null },
  };
  const { metrics, caseScores, answers } = await measureCheckpoint(run, { ...call, cases });
  const locality = metrics.filter(({ metric }) => metric === "locality").map(({ after }) => after);
  expect(locality).toEqual([expect.anything(), expect.anything()]);
  for (const summary of locality) expect(summary).toMatchObject({ mean: 1, count: 1, skipped: 1 });
  expect(caseScores.map(({ scores }) => "locality" in scores)).toEqual([false, true]);
  expect(answers.map((own) => own.length)).toEqual([4, 4]);
});
