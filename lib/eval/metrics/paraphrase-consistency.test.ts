import { expect, test } from "vitest";
import type { AnsweredProbe } from "./metric";
import { paraphraseConsistency } from "./paraphrase-consistency";
import { NEIGHBOURS, OWN_PROMPT, REPHRASES } from "./probe-groups";

const probe = (group: string, forced: string, generated = forced): AnsweredProbe => ({
  group,
  kind: "k",
  prompt: "p",
  expected: "Rome",
  answer: {
    teacherForced: { text: forced, score: 0 },
    generation: { text: generated, score: 0 },
    probability: 0.5,
  },
});

test("is the share of equal pairs: two answers among three prompts agree in one pair of three", () => {
  const probes = [probe(OWN_PROMPT, "Rome"), probe(REPHRASES, "Rome"), probe(REPHRASES, "Bonn")];
  expect(paraphraseConsistency.score({ probes }, "generation")).toBeCloseTo(1 / 3, 12);
});

test("counts equal answers whether right or wrong, each protocol by itself", () => {
  const probes = [probe(OWN_PROMPT, "Bonn", "Bonn"), probe(REPHRASES, "Bonn", "Oslo")];
  expect(paraphraseConsistency.score({ probes }, "teacher-forced")).toBe(1);
  expect(paraphraseConsistency.score({ probes }, "generation")).toBe(0);
});

test("leaves neighbours out, and is null for a prompt without rephrasings", () => {
  const probes = [probe(OWN_PROMPT, "Rome"), probe(NEIGHBOURS, "Rome")];
  expect(paraphraseConsistency.score({ probes }, "generation")).toBeNull();
});
