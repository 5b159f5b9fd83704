import { expect, test } from "vitest";
import { disagrees, passes, StoredCaseScores, type ProbeAnswer } from "./report";

const answer = (teacherForced: number, generation: number): ProbeAnswer => ({
  teacherForced: { text: "a", score: teacherForced },
  generation: { text: "b", score: generation },
  probability: 0.5,
});

test("an answer passes when all of it is right, and protocols may disagree", () => {
  expect(passes(answer(1, 0.5), "teacher-forced")).toBe(true);
  expect(passes(answer(1, 0.5), "generation")).toBe(false);
  expect(disagrees(answer(1, 0.5))).toBe(true);
  expect(disagrees(answer(0.5, 0))).toBe(false);
});

test("scores that an earlier release stored are read, and those of this one are left as they are", () => {
  const now = { edit: 3, caseId: "c", scores: { locality: { "teacher-forced": 0.5, generation: 0 } } };
  const earlier = { edit: 3, caseId: "c", locality: { teacherForced: 0.5, generation: 0 } };
  expect(StoredCaseScores.parse(earlier)).toEqual(now);
  expect(StoredCaseScores.parse(now)).toEqual(now);
  expect(StoredCaseScores.safeParse({ edit: 3, scores: {} }).success).toBe(false);
});
