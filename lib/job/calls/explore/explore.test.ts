import { describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import type { AnalysisId, AnswerOf, ParametersOf } from "../../../explain";
import { createArtifactCache, memoryArtifacts } from "../../../store";
import { embeddedModel, hasEmbedded } from "../../../testing/embedded";
import { nativeRuntime } from "../../../testing/runtimes";
import type { HostContext } from "../call";
import { explore, explorePreflight } from "./explore";

const artifacts = memoryArtifacts();
const host = {
  openVersion: () => embeddedModel(),
  openModel: () => embeddedModel(),
  artifacts,
  cache: createArtifactCache(artifacts),
  runtime: nativeRuntime(),
} as unknown as HostContext;
const run = createRun({ seed: 1 });
const fact = { prompt: "The city of the landmark {} is", subject: "Eiffel Tower" };

const asked = (analysis: string, question: object, parameters: object = {}, rest: object = {}) =>
  explore.input.parse({ model: "atlas", analysis, question, parameters, ...rest });

async function ask<I extends AnalysisId>(analysis: I, question: object, parameters: ParametersOf<I>) {
  const { answer } = await explore.perform(host, run, asked(analysis, question, parameters));
  return answer as AnswerOf<I>;
}

describe.skipIf(!hasEmbedded)("looking inside the embedded model", () => {
  test("the lens ends at what the model says, and follows the answer there", async () => {
    const read = await ask("lens", { ...fact, answer: "Paris" }, { count: 3 });
    expect(read.asked).toEqual([" Paris"]);
    const last = read.states.at(-1)?.at(-1);
    expect(last?.likeliest[0].token).toBe(" Paris");
    expect(last?.asked[0].rank).toBe(0);
    expect(last?.asked[0].probability).toBeCloseTo(last?.likeliest[0].probability ?? 0, 6);
    expect(read.states[0].at(-1)?.asked[0].rank).toBeGreaterThan(0);
    expect(read.states.every((row) => row.length === read.tokens.length)).toBe(true);
  });

  test("what the parts write adds up to the logit of each answer", async () => {
    const found = await ask("attribution", { ...fact, otherAnswer: "Seattle" }, {});
    expect(found.asked).toEqual([" Paris", " Seattle"]);
    found.sum.forEach((sum, a) => expect(sum).toBeCloseTo(found.logits[a], 4));
    expect(found.logits[0]).toBeGreaterThan(found.logits[1]);
  });

  test("a trace names the answer, and its whole noise takes it away", async () => {
    const traced = await ask("trace", fact, { kinds: ["state"], samples: 4 });
    expect(traced.answer).toBe(" Paris");
    expect(traced.low).toBeLessThan(traced.high / 2);
    // The last token's last state is the answer itself.
    expect(traced.scores.state?.at(-1)?.at(-1)).toBeCloseTo(traced.high, 4);
  });

  test("a larger circuit says more of the answer, and the whole difference is that of the prompts", async () => {
    const found = await ask("circuit", { ...fact, other: "Space Needle" }, { method: "eap-ig", steps: 3 });
    expect(found.answers).toEqual([" Paris", " Seattle"]);
    expect(found.difference.clean).toBeGreaterThan(0);
    expect(found.difference.corrupt).toBeLessThan(0);
    const shares = found.circuits.map(
      ({ difference }) =>
        (difference - found.difference.corrupt) / (found.difference.clean - found.difference.corrupt),
    );
    expect(shares.at(-1)).toBeGreaterThan(0.8);
    expect(shares[0]).toBeLessThan(shares.at(-1) as number);
  });

  test("the heads that look at the subject write the answer, and are missed", async () => {
    const found = await ask("heads", { ...fact, relation: "landmark-city" }, {});
    const [first] = found.heads;
    expect(first.role).toBe("mover");
    expect(first.isConfirmed).toBe(true);
    expect(first.words[0].token).toBe(" Paris");
    expect(first.subjectShare).toBeGreaterThan(0.9);
    expect(first.effect?.answerNats).toBeLessThan(0);
    expect(found.others).toBeGreaterThan(10);
  });

  test("the first MLP at the subject's last token carries the other subject's answer over", async () => {
    const found = await ask("patch", { ...fact, other: "Space Needle" }, { part: "mlp", grid: true });
    expect(found.answers).toEqual([" Paris", " Seattle"]);
    const best = Math.max(...(found.grid ?? []).flat());
    expect(best).toBeGreaterThan(0.5);
    expect(found.grid?.[found.target.tokens.indexOf(" Tower")][0]).toBe(best);
    const cell = await ask("patch", { ...fact, other: "Space Needle" }, { layer: 5 });
    expect(cell.cell.recovered).toBeCloseTo(1, 3);
    expect(cell.cell.said.likeliest[0].token).toBe(" Seattle");
    expect(cell.target.layers.at(-1)?.at(-1)?.token).toBe(" Paris");
    const lower = await ask("patch", { ...fact, other: "Space Needle" }, { layer: 5, fromLayer: 4 });
    expect(lower.cell).toMatchObject({ layer: 5, fromLayer: 4 });
    expect(lower.cell.recovered).not.toBeCloseTo(cell.cell.recovered, 3);
  });

  test("what needs more memory than the place has is refused before it is begun", async () => {
    const { runtime } = host;
    const small = { ...host, runtime: { ...runtime, limits: { ...runtime.limits, weightBytes: 1e6 } } };
    const call = asked("circuit", { ...fact, other: "Space Needle" }, {});
    await expect(explore.perform(small, run, call)).rejects.toMatchObject({
      code: "out_of_memory",
      hint: expect.stringContaining("Shorten the prompt") as string,
    });
    const { blockers } = await explorePreflight.perform(small, run, call);
    expect(blockers.join()).toContain("MB beside the weights");
  });

  test("a trace over a relation has intervals by role, and proposes a layer", async () => {
    const found = await ask(
      "trace-average",
      { relation: "capital" },
      { kinds: ["mlp"], samples: 3, count: 3 },
    );
    expect(found.noise).toBeGreaterThan(0);
    expect(found.cases + found.leftOut).toBe(3);
    const last = found.kinds.mlp?.find(({ role }) => role === "last subject");
    expect(last?.interval.every((half) => half >= 0)).toBe(true);
    expect(found.proposal?.layer).toBeLessThan(2);
  });

  test("two versions are read one after the other, and each has its answer", async () => {
    const { answer, against } = await explore.perform(
      host,
      run,
      asked("lens", fact, { count: 1 }, { against: {} }),
    );
    expect(against).toEqual(answer);
  });

  test("an estimate names a duration, and what is missing is a blocker", async () => {
    const report = await explorePreflight.perform(host, run, asked("trace", fact));
    expect(report.blockers).toEqual([]);
    expect(report.durationMs[0]).toBeGreaterThan(1);
    expect(report.durationMs[1]).toBeGreaterThan(report.durationMs[0]);
    const blocked = await explorePreflight.perform(host, run, asked("circuit", fact));
    expect(blocked.blockers).toEqual(["Circuit needs another subject with a different answer."]);
  });
});

describe.skipIf(!hasEmbedded)("refuses, and says the way out,", () => {
  test.each<[string, string, object, object, string]>([
    ["subjects of different lengths", "circuit", { ...fact, other: "Big" }, {}, "tokens"],
    [
      "two prompts with one answer",
      "circuit",
      { ...fact, other: "Eiffel Tower" },
      {},
      "nothing to tell apart",
    ],
    ["a prompt without its subject", "trace", { ...fact, prompt: "The city is" }, {}, "does not hold"],
    ["a missing subject", "trace", { prompt: fact.prompt }, {}, "needs a subject"],
    ["a place for a subject that is not there", "lens", { prompt: fact.prompt }, {}, "needs a subject"],
    ["an unknown parameter", "trace", fact, { sample: 3 }, 'no parameter "sample"'],
    ["a parameter out of range", "lens", fact, { count: 99 }, "count"],
    ["an answer that the model does not give", "trace", { ...fact, answer: "Rome" }, {}, 'answers "Paris"'],
    [
      "a replacement of another length",
      "trace",
      { ...fact, other: "Big" },
      { corruption: "replacement" },
      "tokens",
    ],
    ["a layer that there is not", "attention", fact, { layer: 6 }, "no layer 6"],
    ["a head that there is not", "attention", fact, { head: 8 }, "no head 8"],
    ["a token that there is not", "patch", { ...fact, other: "Space Needle" }, { to: 40 }, "no token 40"],
    ["a patch from nowhere", "patch", fact, {}, "Nothing to take over from"],
    [
      "a patch between equal answers",
      "patch",
      { ...fact, other: fact.subject },
      {},
      "nothing can be taken over",
    ],
    ["a relation that there is not", "trace", { relation: "mother" }, {}, "no relation"],
    ["a prompt that is too long", "lens", { prompt: "a b c d ".repeat(200) }, {}, "tokens"],
  ])("%s", async (_, analysis, question, parameters, message) => {
    const refused = explore.perform(host, run, asked(analysis, question, parameters));
    await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
    await expect(refused).rejects.toThrow(message);
  });

  test("an analysis that there is not", async () => {
    await expect(explore.perform(host, run, asked("lense", fact))).rejects.toMatchObject({
      code: "not_found",
      hint: expect.stringContaining("lens"),
    });
  });
});
