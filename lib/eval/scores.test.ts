import { describe, expect, test } from "vitest";
import type { EditCase } from "../data";
import { METRICS } from "./metrics";
import { probesOf } from "./metrics/probe-groups";
import type { ProbeAnswer, Verdict } from "./report";
import {
  caseScoresOf,
  compareCaseScores,
  comparePaired,
  metricsUnder,
  scoreCases,
  type CaseResults,
} from "./scores";

const answer = (score: number): ProbeAnswer => ({
  teacherForced: { text: "", score },
  generation: { text: "", score: score >= 1 ? 1 : 0 },
  probability: 0.5,
});

function caseOf(id: string, neighbours: number): EditCase {
  return {
    request: { id, subject: id, prompt: "{} lives in", targetNew: "Rome" },
    rephrases: [],
    locality: { other: Array.from({ length: neighbours }, (_, i) => ({ prompt: `p${i}`, target: "x" })) },
    portability: {},
  };
}

/** Probes of the case in order, each with its score before and after. */
function resultsOf(editCase: EditCase, scores: readonly (readonly [number, number])[]): CaseResults {
  return {
    request: editCase.request,
    probes: probesOf(editCase).map((probe, i) => ({
      ...probe,
      before: answer(scores[i][0]),
      after: answer(scores[i][1]),
    })),
  };
}

const CASES = [
  resultsOf(caseOf("a", 2), [
    [0, 1],
    [1, 1],
    [1, 0],
  ]),
  resultsOf(caseOf("b", 0), [[0, 0.5]]),
];

const of = ({ metrics }: Pick<Verdict, "metrics">, id: string, protocol = "teacher-forced") =>
  metrics.find((one) => one.metric === id && one.protocol === protocol) ?? expect.fail(id);

describe("scores over cases", () => {
  test("average the probes of a case first, and count cases and questions", () => {
    const scored = scoreCases(CASES);
    expect(of(scored, "reliability").after).toMatchObject({ mean: 0.75, count: 2, skipped: 0, questions: 2 });
    expect(of(scored, "locality").after).toMatchObject({ mean: 0.5, count: 1, skipped: 1, questions: 2 });
    expect(of(scored, "generality").after).toBeNull();
  });

  test("have the change of each case from before to after", () => {
    expect(of(scoreCases(CASES), "reliability").change).toMatchObject({ mean: 0.75, count: 2, higher: 2 });
    expect(of(scoreCases(CASES), "generality").change).toBeNull();
  });

  test("of text count the cases that have a text, and no others as skipped", () => {
    const text = { before: "a b a b", after: "one two three four five" };
    const { before, after } = of(scoreCases([{ ...CASES[0], text }, CASES[1]]), "fluency", "generation");
    expect(before?.mean).toBeLessThan(after?.mean ?? 0);
    expect(after).toMatchObject({ count: 1, skipped: 0 });
    expect(of(scoreCases(CASES), "fluency", "generation").after).toBeNull();
  });

  test("of one case name only what it can be scored by", () => {
    const { scores } = caseScoresOf(1, CASES[1]);
    expect(scores).toEqual({ reliability: { "teacher-forced": 0.5, generation: 0 } });
  });
});

test("two results are compared case by case, whatever order their probes are in", () => {
  const requests = CASES.map(({ request }) => request);
  const probes = CASES.flatMap((one) => one.probes);
  const better = probes.map((probe) => ({ ...probe, after: answer(1) }));
  const found = comparePaired({ probes }, { probes: [...better].reverse() }, requests, "teacher-forced");
  expect(found.get("reliability")).toMatchObject({ mean: 0.25, count: 2, higher: 1, lower: 0 });
  expect(found.get("locality")).toMatchObject({ mean: 0.5, count: 1 });
  expect(found.has("generality")).toBe(false);
  const kept = (all: readonly (typeof probes)[number][]) =>
    CASES.map(({ request }, edit) =>
      caseScoresOf(edit, { request, probes: all.filter(({ caseId }) => caseId === request.id) }),
    );
  expect(compareCaseScores(kept(probes), kept(better), requests, "teacher-forced")).toEqual(found);
});

test("metrics are shown in the order of the list, with those of old records last", () => {
  const { metrics } = scoreCases(CASES);
  const old = { ...metrics[0], metric: "gone" };
  const shown = metricsUnder({ metrics: [old, ...[...metrics].reverse()] }, "teacher-forced");
  expect(shown.map(({ metric }) => metric)).toEqual([...METRICS.all.map(({ id }) => id), "gone"]);
  expect(new Set(shown.map(({ protocol }) => protocol))).toEqual(new Set(["teacher-forced", "generation"]));
});
