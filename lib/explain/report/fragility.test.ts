import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { atlasWorld } from "../../data/worlds";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { fragilityReport, type FragilityReport } from "./fragility";
import { relationQuestions } from "./questions";

const world = atlasWorld();
const relationOf = (id: string) => world.relations.find((one) => one.id === id)!;

const valueOf = ({ tests }: FragilityReport, test: string, measure: string) =>
  tests.find(({ id }) => id === test)?.measures.find(({ id }) => id === measure);

test("questions of a relation are about it, and the way back ends before the subject", () => {
  const { facts, reversals, twoHops } = relationQuestions(world, relationOf("capital"), 12, 1);
  expect(facts).toHaveLength(12);
  for (const fact of facts) {
    expect(fact.statements[0]).toBe(`The capital of ${fact.subject} is`);
    expect(fact.passages[0]).toBe(`The capital of ${fact.subject} is ${fact.other}.`);
    expect(fact.other).not.toBe(fact.answers[0]);
    expect(fact.distractor).not.toContain(`of ${fact.subject} is`);
    expect(fact.near.map(({ prompt }) => prompt)).not.toContain(fact.statements[0]);
  }
  for (const { forward, reverse } of reversals) {
    expect(reverse.prompt).toContain(forward.answers[0]);
    expect(reverse.prompt).not.toMatch(/[{}]/);
    expect(forward.prompt).toContain(reverse.answers[0]);
  }
  expect(twoHops.length).toBeGreaterThan(0);
  for (const { first, second, whole, without } of twoHops) {
    expect(whole.answers).toEqual(second.answers);
    expect(without.answers).toEqual(second.answers);
    expect(first.prompt).not.toBe(whole.prompt);
  }
  expect(relationQuestions(world, relationOf("capital"), 12, 1)).toEqual(
    relationQuestions(world, relationOf("capital"), 12, 1),
  );
});

describe.skipIf(!hasEmbedded)("of the embedded model", () => {
  test("a relation that it was taught is held in other wordings, and a passage moves it", async () => {
    const questions = relationQuestions(world, relationOf("capital"), 24, 0);
    const report = await fragilityReport(createRun(), await embeddedModel(), questions, { begin: true });
    expect(valueOf(report, "paraphrase", "canonical-right")?.value).toBeGreaterThan(0.9);
    expect(valueOf(report, "paraphrase", "pairs-equal")?.count).toBeGreaterThan(100);
    expect(valueOf(report, "reversal", "reverse-right")?.value).not.toBeNull();
    const [one, three] = [1, 3].map(
      (passages) => valueOf(report, "context-against-memory", `margin-${passages}`)?.value as number,
    );
    expect(Number.isFinite(one) && Number.isFinite(three)).toBe(true);
    for (const { measures } of report.tests)
      for (const { value, interval95 } of measures)
        if (value !== null && interval95) {
          expect(value).toBeGreaterThanOrEqual(interval95[0] - 1e-12);
          expect(value).toBeLessThanOrEqual(interval95[1] + 1e-12);
        }
  });
});
