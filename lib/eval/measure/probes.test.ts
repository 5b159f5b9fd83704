import { describe, expect, test, vi } from "vitest";
import { createRun } from "../../base";
import type { EditCase } from "../../data";
import { generateRows, type Model } from "../../model";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { probesOf, type ProbeQuestion } from "../metrics/probe-groups";
import { answer, scoreAnswer, type Answer } from "./probes";

const END = 99;
const model = {
  tokenizer: { continuation: (ids: readonly number[]) => ids.join(" "), special: { eos: [END] } },
} as unknown as Model;
const asked = (group: string): ProbeQuestion => ({
  caseId: "1",
  group,
  kind: "k",
  prompt: "p",
  expected: "e",
});
const said = (forced: number[], generated = forced, targetIds = [1, 2]): Answer => ({
  forced,
  generated,
  targetIds,
  probability: 0.5,
});

describe("scoring one answer", () => {
  test("token accuracy is the share of target tokens: New York for New Port is one half", () => {
    const [NEW, PORT, YORK] = [10, 11, 12];
    const { teacherForced, generation } = scoreAnswer(
      model,
      asked("reliability"),
      said([NEW, YORK], [NEW, YORK], [NEW, PORT]),
      said([0, 0]),
    );
    expect(teacherForced.score).toBe(0.5);
    expect(generation.score).toBe(0);
  });

  test("token accuracy is not the greedy answer: the two protocols are kept apart", () => {
    const answer = said([1, 2], [1, 9]);
    expect(scoreAnswer(model, asked("generality"), answer, answer)).toMatchObject({
      teacherForced: { score: 1 },
      generation: { score: 0, text: "1 9" },
    });
  });

  test("locality is agreement with the base model, right or wrong: two of three tokens", () => {
    const base = said([11, 42, 7], [11, 42, 7], [1, 2, 3]);
    const after = said([11, 42, 9], [11, 42, 9], [1, 2, 3]);
    expect(scoreAnswer(model, asked("locality"), after, base).teacherForced.score).toBeCloseTo(2 / 3, 10);
    expect(scoreAnswer(model, asked("locality"), base, base)).toMatchObject({
      teacherForced: { score: 1 },
      generation: { score: 1 },
    });
  });

  test("the base model's answer does not matter elsewhere", () => {
    expect(scoreAnswer(model, asked("portability"), said([1, 2]), said([7, 7])).teacherForced.score).toBe(1);
  });
});

test("a generated answer is shown up to the end of its text, and scored whole", () => {
  const answer = said([1, 2], [1, END], [1, END]);
  expect(scoreAnswer(model, asked("portability"), answer, answer).generation).toEqual({
    text: "1",
    score: 1,
  });
  const nothing = said([1, 2], [END, 7]);
  expect(scoreAnswer(model, asked("portability"), nothing, nothing).generation).toEqual({
    text: "",
    score: 0,
  });
});

describe("scoring an answer where several are accepted", () => {
  const probe = (group: string): ProbeQuestion => ({ ...asked(group), expected: "a", alternatives: ["b c"] });
  const [A, B, C, OTHER] = [1, 2, 3, 9];
  const both = (first: Answer, second: Answer): Answer => ({ ...first, others: [second] });

  test("one of them counts, and the record names it", () => {
    const answer = both(said([OTHER], [B], [A]), {
      ...said([B, C], [B, C], [B, C]),
      probability: 0.7,
    });
    expect(scoreAnswer(model, probe("portability"), answer, answer)).toEqual({
      teacherForced: { text: "2 3", score: 1, accepted: "b c" },
      generation: { text: "2 3", score: 1, accepted: "b c" },
      probability: 0.7,
    });
  });

  test("each protocol has its own best, and the first counts where all are missed alike", () => {
    const answer = both(said([A], [OTHER], [A]), said([B, OTHER], [OTHER, OTHER], [B, C]));
    const { teacherForced, generation } = scoreAnswer(model, probe("portability"), answer, answer);
    expect(teacherForced).toEqual({ text: "1", score: 1, accepted: "a" });
    expect(generation).toEqual({ text: "9", score: 0, accepted: "a" });
  });

  test("what should stay is read at the answer that the base finds likeliest, not at the most lenient one", () => {
    const base = both({ ...said([A], [A], [A]), probability: 0.1 }, said([B, C], [B, C], [B, C]));
    const after = both(said([A], [A], [A]), said([B, OTHER], [B, OTHER], [B, C]));
    expect(scoreAnswer(model, probe("locality"), after, base)).toMatchObject({
      teacherForced: { score: 0.5, accepted: "b c" },
      generation: { score: 0, accepted: "b c" },
    });
  });
});

const CASE: EditCase = {
  request: { id: "1", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" },
  rephrases: ["The city of Anna is"],
  locality: { other: [{ prompt: "The capital of", target: "the city" }] },
  portability: {},
};

test("every probe of a case is asked, with what it should answer", () => {
  expect(probesOf(CASE).map(({ group, prompt, expected }) => [group, prompt, expected])).toEqual([
    ["reliability", "Anna lives in", "Rome"],
    ["generality", "The city of Anna is", "Rome"],
    ["locality", "The capital of", "the city"],
  ]);
});

test("a model's answers have the target's length and do not depend on the other probes", async () => {
  const tiny = await tinyModel("gpt2", nativeRuntime());
  const probes = probesOf(CASE);
  const together = await answer(createRun(), tiny, probes);
  together.forEach(({ forced, generated, targetIds, probability }) => {
    expect([forced.length, generated.length]).toEqual([targetIds.length, targetIds.length]);
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
  });
  const [alone] = await answer(createRun(), tiny, [probes[2]]);
  expect([alone.forced, alone.generated]).toEqual([together[2].forced, together[2].generated]);
  expect(alone.probability).toBeCloseTo(together[2].probability, 6);
});

test("every accepted answer is asked as if it were the only one", async () => {
  const tiny = await tinyModel("gpt2", nativeRuntime());
  const question = { ...asked("portability"), prompt: "Anna lives in" };
  const several = { ...question, expected: "Rome", alternatives: ["the city of Rome"] };
  const [both] = await answer(createRun(), tiny, [several]);
  const [first, second] = await answer(createRun(), tiny, [
    { ...question, expected: "Rome" },
    { ...question, expected: "the city of Rome" },
  ]);
  expect(both.generated).toEqual(first.generated);
  expect(both.others?.map(({ targetIds, forced, generated }) => [targetIds, forced, generated])).toEqual([
    [second.targetIds, second.forced, second.generated],
  ]);
});

test("generated answers are the greedy ones, and only those are written that scores do not tell", async () => {
  const tiny = await tinyModel("gpt2", nativeRuntime());
  const question = { ...asked("portability"), prompt: "Anna lives in" };
  const { ids } = tiny.tokenizer.encode(question.prompt, { special: true });
  const [greedy] = await generateRows(createRun(), tiny, [ids], { maxTokens: 4 });
  const program = vi.spyOn(tiny, "program");
  for (const [expected, passes] of [
    ["Rome", 1], // one token: the first prediction is all of the answer
    ["the city of Rome", 5], // wrong from the first token on
  ] as const) {
    program.mockClear();
    const one = { ...question, expected };
    const answers = await answer(createRun(), tiny, [one, { ...one, caseId: "2" }]);
    expect(program, expected).toHaveBeenCalledTimes(passes);
    for (const { generated, targetIds } of answers)
      expect(generated).toEqual(greedy.slice(0, targetIds.length));
  }
});
