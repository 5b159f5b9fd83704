import { describe, expect, test } from "vitest";
import type { ProbeResult } from "../report";
import { scoreCases } from "../scores";
import { rank } from "./ranking";

const requestOf = (i: number) => ({ id: `${i}`, subject: `S${i}`, prompt: "{} is", targetNew: "x" });

/** A result whose i-th edit passes as many of two neighbours, and itself, as it is told. */
function result(name: string, held: readonly number[], own: readonly boolean[] = held.map(() => true)) {
  const requests = held.map((_, i) => requestOf(i));
  const answer = (passed: boolean) => {
    const scored = { text: "", score: Number(passed) };
    return { teacherForced: scored, generation: scored, probability: 0 };
  };
  const cases = held.map((right, i) => {
    const probe = (group: string, passed: boolean): ProbeResult => ({
      caseId: `${i}`,
      group,
      kind: "k",
      prompt: "p",
      expected: "x",
      before: answer(true),
      after: answer(passed),
    });
    const neighbours = [0, 1].map((at) => probe("locality", at < right));
    return { request: requests[i], probes: [probe("reliability", own[i]), ...neighbours] };
  });
  return { name, verdict: { ...scoreCases(cases), probes: cases.flatMap(({ probes }) => probes) } };
}
const ranked = (...results: ReturnType<typeof result>[]) => {
  const requests = new Set(results.flatMap(({ verdict }) => verdict.probes.map(({ caseId }) => caseId)));
  const { leaders, ...rest } = rank(
    results,
    [...requests].map((id) => requestOf(Number(id))),
    "generation",
  );
  return { leaders: leaders.map(({ name }) => name), ...rest };
};

describe("on one edit", () => {
  test("equal balances are a tie, and no number of edits can be told from no spread", () => {
    expect(ranked(result("A", [2]), result("B", [2]))).toMatchObject({
      leaders: ["A", "B"],
      moreEdits: null,
    });
  });

  test("the better is best on that edit", () => {
    expect(ranked(result("A", [1]), result("B", [2])).leaders).toEqual(["B"]);
  });
});

describe("on several edits", () => {
  test("a difference that its spread swallows is a tie, and more edits of its kind would tell", () => {
    const found = ranked(result("A", [2, 1, 2, 1]), result("B", [2, 2, 1, 2]));
    expect(found.leaders).toEqual(["B", "A"]);
    expect(found.moreEdits).toBeGreaterThan(10);
  });

  test("a steady difference is told", () => {
    const missed = Array.from({ length: 8 }, () => false);
    const all = missed.map(() => 2);
    expect(ranked(result("A", all), result("B", all, missed))).toMatchObject({
      leaders: ["A"],
      moreEdits: null,
    });
  });

  test("the same difference three times is not told yet: six signs would tell it", () => {
    expect(ranked(result("A", [2, 2, 2]), result("B", [1, 1, 1]))).toMatchObject({
      leaders: ["A", "B"],
      moreEdits: 3,
    });
  });

  test("no difference at all has no number of edits that would tell", () => {
    expect(ranked(result("A", [2, 1, 2]), result("B", [2, 1, 2])).moreEdits).toBeNull();
  });
});

test("nothing that was measured has no best", () => {
  expect(rank([{}], [], "generation")).toEqual({ leaders: [], balance: null, moreEdits: null });
});
