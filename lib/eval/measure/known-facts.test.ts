import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { factQuestions, atlasWorld } from "../../data/worlds";
import { scoreTargets } from "../../model";
import { createArtifactCache, listArtifacts, memoryArtifacts } from "../../store";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { askKnownFacts } from "./known-facts";

describe.skipIf(!hasEmbedded)("the facts that a model knows", () => {
  /** Of several relations, some with several answers, and some with words that nobody would answer. */
  const questions = factQuestions(atlasWorld())
    .filter((_, i) => i % 60 === 0)
    .map(({ prompt, answers }, i) => ({ prompt, answers: i % 5 === 4 ? ["Xyzzy"] : answers }));

  test("are those whose answer is the greedy continuation", async () => {
    const model = await embeddedModel();
    const files = memoryArtifacts();
    const given = await askKnownFacts(createRun(), model, questions, createArtifactCache(files));
    const expected = await Promise.all(
      questions.map(async ({ prompt, answers }) => {
        const scores = await scoreTargets(
          createRun(),
          model,
          answers.map((target) => ({ prompt, target })),
        );
        return scores.findIndex(({ isGreedy }) => isGreedy);
      }),
    );
    expect(given).toEqual(expected);
    const known = given.filter((answer) => answer >= 0).length;
    expect(known).toBeGreaterThan(questions.length / 2);
    expect(known).toBeLessThanOrEqual((questions.length * 4) / 5 + 1);

    const [{ manifest }] = await listArtifacts(files);
    expect(manifest).toMatchObject({
      kind: "known-facts",
      checkpoint: "atlas",
      samples: { count: questions.length, unit: "facts" },
      known,
    });
    const mute = { ...model, program: () => expect.fail("The model was asked again.") } as typeof model;
    const again = await askKnownFacts(
      createRun(),
      { ...mute, bare: mute } as typeof model,
      questions,
      createArtifactCache(files),
    );
    expect(again).toEqual(given);
  });

  test("are asked on where a stopped asking was", async () => {
    const model = await embeddedModel();
    const files = memoryArtifacts();
    const control = new AbortController();
    const steps: number[] = [];
    const watched = (signal?: AbortSignal) =>
      createRun({
        signal,
        onProgress: ({ step }) => {
          steps.push(step);
          if (signal && step > 0) control.abort();
        },
      });
    await expect(
      askKnownFacts(watched(control.signal), model, questions, createArtifactCache(files)),
    ).rejects.toMatchObject({ code: "cancelled" });
    const stopped = steps.at(-1) ?? 0;
    expect(stopped).toBeGreaterThan(0);
    const [{ manifest }] = await listArtifacts(files);
    expect(manifest?.progress).toEqual({ done: stopped, total: questions.length });

    steps.length = 0;
    const given = await askKnownFacts(watched(), model, questions, createArtifactCache(files));
    expect(steps[0]).toBe(stopped);
    expect(given).toEqual(
      await askKnownFacts(createRun(), model, questions, createArtifactCache(memoryArtifacts())),
    );
  });
});
