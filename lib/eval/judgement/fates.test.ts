import { expect, test } from "vitest";
import { countFates, fateOf, tookAtOnce } from "./fates";
import type { CaseScores, HealthSample } from "../report";

const scored = (score: number | undefined, more: Partial<CaseScores> = {}): CaseScores => ({
  edit: 0,
  caseId: "a",
  scores: score === undefined ? {} : { reliability: { generation: score }, locality: { generation: score } },
  ...more,
});

test.each([
  ["holds", scored(1), "held"],
  ["holds although it did not at once", scored(1, { took: [] }), "held"],
  ["took and is lost", scored(0, { took: ["generation"] }), "lost"],
  ["took under the other protocol alone", scored(0, { took: ["teacher-forced"] }), "neverTook"],
  ["never took", scored(0.5, { took: [] }), "neverTook"],
  ["was made by a release that did not say whether it took", scored(0), "lost"],
  ["is replaced", scored(undefined, { replacedBy: 4, took: ["generation"] }), "replaced"],
  ["has nothing to score", scored(undefined), null],
] as const)("an edit that %s", (_, scores, fate) =>
  expect(fateOf(scores, "reliability", "generation")).toBe(fate),
);

test("an edit that is replaced is still judged by what should have stayed", () => {
  expect(fateOf(scored(0, { replacedBy: 4 }), "locality", "generation")).toBe("lost");
  expect(fateOf(scored(undefined, { replacedBy: 4 }), "locality", "generation")).toBeNull();
});

test("edits are counted by what became of them", () => {
  const cases = [scored(1), scored(0, { took: [] }), scored(undefined, { replacedBy: 1 }), scored(undefined)];
  expect(countFates(cases, "reliability", "generation")).toEqual({
    held: 1,
    lost: 0,
    neverTook: 1,
    replaced: 1,
  });
});

test("whether an edit took is read from its own call, in older records where that was of one edit", () => {
  const sample = (edits: number, generation: number, took?: HealthSample["took"]): HealthSample => ({
    edits,
    norm: 0,
    entropyNats: 1,
    immediate: { teacherForced: 1, generation },
    applyMs: 1,
    ...(took && { took }),
  });
  expect(tookAtOnce([sample(1, 0), sample(3, 0.5), sample(5, 0.5, [[], ["generation"]])])).toEqual([
    ["teacher-forced"],
    undefined,
    undefined,
    [],
    ["generation"],
  ]);
});
