/** Measures on numbers that can be worked out by hand. */
import { describe, expect, test } from "vitest";
import type { AnsweredQuestion } from "./answered";
import {
  areaUnderCurve,
  bestTemperature,
  equalMass,
  equalWidth,
  expectedError,
  riskCoverage,
} from "./calibration";
import { answerEntropy, longTailSlope, selfCheckUnigram } from "./consistency";
import { characterF1, isAbstention, squadText, tokenF1, upToStop } from "./texts";
import { MEASURES, textPerplexities } from ".";

const likelihood = (logP: number) => ({ logP, tokens: 1, isGreedy: false });
const choice = (logs: readonly number[], correct: number[]): AnsweredQuestion => ({
  question: {
    id: "q",
    prompt: "?",
    rephrases: [],
    answers: ["a"],
    choices: logs.map((_, i) => "abc".slice(0, i + 1)),
    correct,
  },
  choices: logs.map(likelihood),
});
const free = (said: string, answers: string[]): AnsweredQuestion => ({
  question: { id: "f", prompt: "?", rephrases: [], answers },
  said,
});
const score = (id: string, ...items: AnsweredQuestion[]) => MEASURES.get(id).score(items);

describe("choices", () => {
  test("the likeliest counts, or the likeliest by its length", () => {
    // Lengths 1, 2, 3: −4/1, −5/2, −6/3.
    expect(score("acc", choice([-4, -5, -6], [0]))).toBe(1);
    expect(score("acc-norm", choice([-4, -5, -6], [2]))).toBe(1);
  });
  test("of equals the first counts", () => expect(score("acc", choice([-1, -1, -2], [0]))).toBe(1));
  test("MC2 does not underflow", () =>
    expect(score("mc2", choice([-1000, -1000 + Math.log(3), -2000], [1]))).toBeCloseTo(0.75, 10));
  test("MC1 sets other true choices aside", () => expect(score("mc1", choice([-2, -1, -3], [0, 1]))).toBe(1));
  test("Brier sums over choices", () =>
    expect(score("brier", choice([Math.log(0.5), Math.log(0.25), Math.log(0.25)], [0]))).toBeCloseTo(
      0.375,
      10,
    ));
});

describe("calibration", () => {
  const answers = [0.9, 0.8, 0.4, 0.1].map((confidence, i) => ({ confidence, isRight: i < 2 }));
  test("bins hold their upper edge", () => {
    const bins = equalWidth(
      [
        { confidence: 0.5, isRight: true },
        { confidence: 0, isRight: false },
      ],
      2,
    );
    expect(bins.map(({ count }) => count)).toEqual([2, 0]);
  });
  test("the error is the weighted gap", () =>
    expect(expectedError(equalWidth(answers, 2))).toBeCloseTo(0.5 * 0.15 + 0.5 * 0.25, 10));
  test("runs of equal size put the longer first", () =>
    expect(equalMass([...answers, answers[0]], 2).map(({ count }) => count)).toEqual([3, 2]));
  test("AUROC counts ties by half, and nothing where all are right", () => {
    expect(areaUnderCurve(answers)).toBe(1);
    expect(
      areaUnderCurve([
        { confidence: 1, isRight: true },
        { confidence: 1, isRight: false },
      ]),
    ).toBe(0.5);
    expect(areaUnderCurve([{ confidence: 1, isRight: true }])).toBeNull();
  });
  test("risk grows with coverage", () => expect(riskCoverage(answers)).toEqual([0, 0, 1 / 3, 0.5]));
  test("a model that is sure and often wrong is cooled down", () => {
    const items = [choice([-1, -9, -9], [0]), choice([-1, -9, -9], [1])];
    expect(bestTemperature(items)?.best).toBeGreaterThan(1);
  });
});

describe("texts", () => {
  test("are compared as SQuAD does", () => {
    expect(squadText("The  Eiffel-Tower, a tower!")).toBe("eiffeltower tower");
    expect(tokenF1("the city of Rome", "Rome")).toBe(0.5);
    expect(score("exact-match", free("rome!", ["Paris", "Rome"]))).toBe(1);
    expect(score("exact-match", free("the Rome", ["Rome"]))).toBe(0);
  });
  test("of Chinese are compared by character", () =>
    expect(characterF1("东京市", "东京")).toBeCloseTo(0.8, 10));
  test("end at the first stop", () => expect(upToStop(" Rome. Paris")).toBe(" Rome"));
  test.each(["I don't know", "", "不知道。"])("%j gives no answer", (said) =>
    expect(isAbstention(said)).toBe(true),
  );
  test("perplexities sum over all texts", () => {
    const { word, bitsPerByte } = textPerplexities([
      { text: "a b", logP: -Math.log(8) },
      { text: "c", logP: 0 },
    ]);
    expect(word).toBeCloseTo(2, 10);
    expect(bitsPerByte).toBeCloseTo(3 / 4, 10);
  });
});

describe("consistency", () => {
  test("an answer that its samples repeat is less surprising", () =>
    expect(selfCheckUnigram("Rome", ["Rome", "Rome"])).toBeLessThan(
      selfCheckUnigram("Rome", ["Paris", "Oslo"]) ?? 0,
    ));
  test("entropy is zero when all agree, and log 2 for two halves", () => {
    expect(answerEntropy(["Rome", "rome."])).toBe(0);
    expect(answerEntropy(["Rome", "Paris"])).toBeCloseTo(Math.LN2, 10);
  });
  test("the slope is what ten times the readers add", () => {
    const item = (popularity: number, isGreedy: boolean): AnsweredQuestion => ({
      question: { id: "p", prompt: "?", rephrases: [], answers: ["a"], popularity },
      answer: { logP: -1, tokens: 1, isGreedy },
    });
    expect(longTailSlope([item(10, false), item(100, true)])).toBeCloseTo(1, 10);
  });
});

test.each(MEASURES.all)("$id has its formula in both languages, and nothing for no questions", (measure) => {
  for (const text of [measure.name, measure.formula])
    expect([text.en, text.zh].every((one) => one.trim() !== "")).toBe(true);
  expect(measure.score([])).toBeNull();
});
