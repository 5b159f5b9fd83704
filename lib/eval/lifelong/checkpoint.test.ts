import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import type { EditCase } from "../../data";
import { createArtifactCache, memoryArtifacts } from "../../store";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { baselineAnswers } from "../measure/baseline";
import type { RunCase } from "../metrics/probe-groups";
import type { Protocol } from "../report";
import { measureCheckpoint } from "./checkpoint";

const caseOf = (subject: string, neighbours: readonly string[]): EditCase => ({
  request: { id: subject, subject, prompt: "The capital of {} is", targetNew: "Rome" },
  rephrases: [`Question: What is the capital of ${subject}? Answer:`],
  locality: { other: neighbours.map((prompt) => ({ prompt, target: "Paris" })) },
  portability: {},
});

/** After no edit at all, so that only what is counted differs. */
async function judged(cases: readonly RunCase[], took: readonly (readonly Protocol[])[] = []) {
  const run = createRun({ seed: 0 });
  const start = await tinyModel("gpt2", nativeRuntime());
  return measureCheckpoint(run, {
    start,
    after: start,
    cases,
    took,
    baseline: await baselineAnswers(run, start, cases, createArtifactCache(memoryArtifacts())),
    heldOutTexts: [],
    controlQuestions: [],
    atStart: { perplexity: null },
  });
}

test("a neighbour that another edit was asked to change does not count, and one that this edit rewords does", async () => {
  const cases = [
    caseOf("Anna", ["The capital of Berta is", "Question: What is the capital of Berta? Answer:"]),
    caseOf("Berta", ["The capital of Berta is", "The river of Anna is"]),
  ];
  const { metrics, caseScores, answers } = await judged(cases);
  const locality = metrics.filter(({ metric }) => metric === "locality").map(({ after }) => after);
  expect(locality).toEqual([expect.anything(), expect.anything()]);
  for (const summary of locality) expect(summary).toMatchObject({ mean: 1, count: 1, skipped: 1 });
  expect(caseScores.map(({ scores }) => "locality" in scores)).toEqual([false, true]);
  expect(answers.map((byProbe) => byProbe.length)).toEqual([4, 4]);
});

describe("an edit whose fact a later one gives another target", () => {
  const again = {
    ...caseOf("Anna", []),
    request: { ...caseOf("Anna", []).request, id: "again", targetNew: "Oslo" },
  };
  const consequence = {
    ...caseOf("Carla", []),
    portability: { hop: [{ prompt: "The capital of Berta is", target: "Bonn" }] },
  };

  test("is replaced: it counts for nothing that asks for its target, and says by which edit", async () => {
    const { metrics, caseScores, fates } = await judged([caseOf("Anna", ["x"]), caseOf("Berta", []), again]);
    expect(caseScores.map((scores) => scores.replacedBy)).toEqual([2, undefined, undefined]);
    expect(Object.keys(caseScores[0].scores)).not.toContain("reliability");
    expect(Object.keys(caseScores[0].scores)).not.toContain("generality");
    expect(Object.keys(caseScores[0].scores)).toContain("locality");
    const reliability = metrics.find(({ metric }) => metric === "reliability");
    expect([reliability?.after?.count, reliability?.before?.count]).toEqual([2, 2]);
    expect(fates.generation).toEqual({ held: 0, lost: 2, neverTook: 0, replaced: 1 });
  });

  test("is not replaced by one that says the same", async () => {
    const same = { ...again, request: { ...again.request, targetNew: "Rome" } };
    const { caseScores } = await judged([caseOf("Anna", []), same]);
    expect(caseScores.map((scores) => scores.replacedBy)).toEqual([undefined, undefined]);
  });

  test("is no consequence of another edit any more", async () => {
    const { caseScores } = await judged([consequence, caseOf("Berta", [])]);
    expect("portability" in caseScores[0].scores).toBe(false);
    const { caseScores: before } = await judged([caseOf("Berta", []), consequence]);
    expect("portability" in before[1].scores).toBe(true);
  });
});

test("an edit that never took is told apart from one that took and was lost", async () => {
  const { caseScores, fates } = await judged([caseOf("Anna", []), caseOf("Berta", [])], [["generation"], []]);
  expect(caseScores.map(({ took }) => took)).toEqual([["generation"], []]);
  expect(fates.generation).toEqual({ held: 0, lost: 1, neverTook: 1, replaced: 0 });
  expect(fates["teacher-forced"]).toEqual({ held: 0, lost: 0, neverTook: 2, replaced: 0 });
});
