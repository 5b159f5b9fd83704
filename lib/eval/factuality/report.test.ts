/** A report is made from evidence alone, and two of them are compared question by question. */
import { describe, expect, test } from "vitest";
import { MEASURES } from "./measures";
import { crossing, fitLogistic, rightAt } from "./popularity";
import type { FactualityItem } from "./record";
import { compareFactuality, factualityReport } from "./report";

interface Said {
  readonly id: string;
  readonly plain?: string;
  readonly retrieved?: string;
  readonly relation?: string;
  readonly language?: "zh";
  readonly popularity?: number;
  readonly keeps?: "memory" | "context" | "neither";
  readonly aware?: boolean;
  readonly aided?: Record<string, string>;
}

/** The right answer is "yes". */
const item = ({
  id,
  plain = "yes",
  retrieved = plain,
  keeps,
  aware,
  aided = {},
  ...more
}: Said): FactualityItem => ({
  question: { id, prompt: id, rephrases: [], answers: ["yes"], ...more },
  plain: { said: plain, saidLikelihood: { logP: Math.log(0.8), tokens: 1, isGreedy: true } },
  retrieved: { said: retrieved },
  contradicted: keeps ? { told: "no", keeps, ...(aware !== undefined && { aware }) } : null,
  aided,
});

const report = (...said: Said[]) => factualityReport(said.map(item), MEASURES.all);

test("what is right is counted by relation, language and popularity, alone and with a fact", () => {
  const { right, relations, languages, popularity } = report(
    { id: "a", relation: "r", popularity: 5 },
    { id: "b", relation: "r", popularity: 50, plain: "no", retrieved: "yes" },
    { id: "c", relation: "s", language: "zh", popularity: 70, plain: "no" },
  );
  expect([right.plain.mean, right.retrieved.mean]).toEqual([1 / 3, 2 / 3]);
  expect(relations.map(({ name, plain, retrieved }) => [name, plain.mean, retrieved.mean])).toEqual([
    ["r", 0.5, 1],
    ["s", 0, 0],
  ]);
  expect(languages.map(({ name, plain }) => [name, plain.count])).toEqual([
    ["en", 2],
    ["zh", 1],
  ]);
  expect(popularity.map(({ name, plain }) => [name, plain.count, plain.mean])).toEqual([
    ["1", 1, 1],
    ["10", 2, 0],
  ]);
});

test("bins hold how many answers they have", () => {
  const { bins } = report({ id: "a" }, { id: "b", plain: "no" });
  expect(bins.filter(({ count }) => count > 0)).toMatchObject([{ count: 2, accuracy: 0.5 }]);
  expect(bins.find(({ count }) => count > 0)?.confidence).toBeCloseTo(0.8, 12);
});

test("conflict counts only questions that were contradicted", () => {
  const { conflict } = report(
    { id: "a", keeps: "memory", aware: true },
    { id: "b", keeps: "context", aware: true },
    { id: "c", keeps: "memory", aware: false },
    { id: "d", keeps: "neither", aware: false },
    { id: "e" },
  );
  expect(conflict).toEqual({ count: 4, memory: 0.5, context: 0.25, memorisation: 2 / 3, contextAware: 0.5 });
  expect(report({ id: "a" }).conflict).toBeNull();
  expect(report({ id: "a", keeps: "neither" }).conflict).toMatchObject({
    memorisation: null,
    contextAware: null,
  });
});

test("a decoding aid stands against the plain model on the same questions", () => {
  const { aids } = report(
    { id: "a", plain: "no", aided: { dola: "yes" } },
    { id: "b", plain: "no", aided: { dola: "yes" } },
    { id: "c", aided: { dola: "no" } },
    { id: "d" },
  );
  expect(aids).toMatchObject([{ aid: "dola", right: { count: 3 }, difference: { higher: 2, lower: 1 } }]);
});

describe("popularity", () => {
  test("a curve through symmetric points is even at their middle", () => {
    const fit = fitLogistic([
      { x: 0, isRight: false },
      { x: 1, isRight: true },
      { x: 2, isRight: false },
      { x: 3, isRight: true },
    ]);
    expect(rightAt(fit, 1.5)).toBeCloseTo(0.5, 2);
    expect(fit.slope).toBeGreaterThan(0);
  });

  test("its penalty keeps it finite where everything is right", () => {
    const fit = fitLogistic([
      { x: 0, isRight: true },
      { x: 1, isRight: true },
    ]);
    expect(Number.isFinite(fit.intercept)).toBe(true);
    expect(rightAt(fit, 0.5)).toBeGreaterThan(0.9);
  });

  test("curves cross where they are equal, and parallel ones nowhere", () => {
    expect(crossing({ intercept: 0, slope: 1 }, { intercept: 2, slope: 0 })).toBe(2);
    expect(crossing({ intercept: 0, slope: 1 }, { intercept: 2, slope: 1 })).toBeNull();
  });

  test("retrieval that helps what is little known crosses within what was asked", () => {
    const asked = Array.from({ length: 60 }, (_, i): Said => {
      const popularity = 10 ** ((i % 6) + 1);
      const isKnown = i % 6 >= 3 || i % 7 === 0;
      // Text before a well-known question misleads now and then.
      const isHelped = i % 6 < 3 ? i % 5 !== 0 : i % 3 !== 0;
      return {
        id: String(i),
        popularity,
        plain: isKnown ? "yes" : "no",
        retrieved: isHelped ? "yes" : "no",
      };
    });
    const { fits } = report(...asked);
    expect(fits?.plain.slope).toBeGreaterThan(fits?.retrieved.slope ?? Infinity);
    expect(fits?.crossover).toBeGreaterThan(1);
    expect(fits?.crossover).toBeLessThan(6);
    expect(report({ id: "a", popularity: 5 }, { id: "b", popularity: 5 }).fits).toBeNull();
  });
});

test("two reports tell what was gained and lost on the questions of both", () => {
  const before = [item({ id: "a", plain: "no" }), item({ id: "b" }), item({ id: "c" }), item({ id: "x" })];
  const after = [item({ id: "c" }), item({ id: "b", plain: "no" }), item({ id: "a" })];
  const { difference, gained, lost } = compareFactuality(before, after);
  expect(difference).toMatchObject({ count: 3, higher: 1, lower: 1, mean: 0 });
  expect(gained.map(({ question }) => question.id)).toEqual(["a"]);
  expect(lost.map(({ question }) => question.id)).toEqual(["b"]);
  expect(compareFactuality(before, []).difference).toBeNull();
});
