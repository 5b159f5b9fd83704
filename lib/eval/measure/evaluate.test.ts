import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import type { EditCase } from "../../data";
import { rankOne, type Model, type Overlay } from "../../model";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { evaluate, measureEdit, measureEdits } from "./evaluate";
import { METRICS } from "../metrics";
import { Verdict } from "../report";

const request = (id: string, subject: string) => ({ id, subject, prompt: "{} lives in", targetNew: "Rome" });
const FULL: EditCase = {
  request: request("full", "Anna"),
  rephrases: ["The city of Anna is"],
  locality: { other: [{ prompt: "The capital is", target: "Paris" }] },
  portability: { alias: [{ prompt: "A. lives in", target: "Rome" }] },
};
const BARE: EditCase = { request: request("bare", "Paris"), rephrases: [], locality: {}, portability: {} };

async function verdictOf(
  before: Model,
  after: Model,
  cases: readonly EditCase[],
  overlays: readonly Overlay[] = [],
): Promise<Verdict> {
  return Verdict.parse(evaluate([await measureEdit(createRun(), before, { after, cases, overlays })]));
}

function metric(verdict: Verdict, id: string, protocol = "teacher-forced") {
  const found = verdict.metrics.find((one) => one.metric === id && one.protocol === protocol);
  return found ?? expect.fail(`no ${id} under ${protocol}`);
}

/** A change large enough to change answers. */
function scramble(model: Model): Overlay {
  const { width, mlpWidth } = model.facts.dimensions;
  const left = Float32Array.from({ length: width }, (_, i) => (i % 3) - 1);
  return {
    kind: "weights",
    deltas: [rankOne(model.parameter("mlp.down", 1), left, new Float32Array(mlpWidth).fill(3))],
  };
}

describe("a verdict", () => {
  test("of a model and itself is neutral: locality whole, before equal to after", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const verdict = await verdictOf(model, model, [FULL, BARE]);
    for (const one of verdict.metrics) expect(one.after, one.metric).toEqual(one.before);
    for (const protocol of ["teacher-forced", "generation"])
      expect(metric(verdict, "locality", protocol).after?.mean).toBe(1);
    for (const { before, after } of verdict.probes) expect(after).toEqual(before);
    for (const { before, after } of verdict.says) expect(after).toBe(before);
    expect(verdict.weights).toEqual([]);
  });

  test("has every metric under each of its protocols", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const verdict = await verdictOf(model, model, [FULL]);
    const expected = METRICS.all.flatMap(({ id, protocols }) =>
      protocols.map((protocol) => `${id} ${protocol}`),
    );
    expect(verdict.metrics.map(({ metric: id, protocol }) => `${id} ${protocol}`)).toEqual(expected);
  });

  test("is null exactly where no case has probes, and skips the cases that lack them", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const bare = await verdictOf(model, model, [BARE]);
    for (const id of ["generality", "locality", "portability"]) expect(metric(bare, id).after).toBeNull();
    for (const id of ["reliability"]) expect(metric(bare, id).after?.count).toBe(1);
    const mixed = await verdictOf(model, model, [FULL, BARE]);
    expect(metric(mixed, "generality").after).toMatchObject({ count: 1, skipped: 1 });
    expect(metric(mixed, "reliability").after).toMatchObject({ count: 2, skipped: 0 });
  });

  test("locality is held against the frozen base, also when the edited model wore something before", async () => {
    const base = await tinyModel("gpt2", nativeRuntime());
    const overlay = scramble(base);
    const worn = base.with([overlay]);
    const verdict = await verdictOf(worn, worn, [FULL]);
    const against = await verdictOf(base, worn, [FULL], [overlay]);
    const local = (verdict: Verdict) => verdict.probes.find(({ group }) => group === "locality")?.after;
    expect(local(verdict)).toEqual(local(against));
  });

  test("notices a change: weights, norms, text and probabilities", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const overlay = scramble(model);
    const verdict = await verdictOf(model, model.with([overlay]), [FULL], [overlay]);
    expect(verdict.weights).toHaveLength(1);
    expect(verdict.weights[0]).toMatchObject({
      parameter: "transformer.h.1.mlp.c_proj.weight",
      layer: 1,
      rank: 1,
    });
    expect(verdict.weights[0].norm).toBeGreaterThan(0);
    expect(verdict.weights[0].relative).toBeGreaterThan(0);
    expect(verdict.probes.some(({ before, after }) => before.probability !== after.probability)).toBe(true);
    const [{ rows }] = verdict.nextTokens;
    for (const { before, after } of rows) {
      expect(before >= 0 && before <= 1 && after >= 0 && after <= 1).toBe(true);
    }
  });
});

describe("several edits of one model", () => {
  /** As what somebody reads: the last digits of a probability depend on the rows of its pass. */
  const rounded = (results: unknown): unknown =>
    JSON.parse(
      JSON.stringify(results, (_, value: unknown) => (typeof value === "number" ? +value.toFixed(5) : value)),
    );

  test.each(["gpt2", "llama"] as const)("of %s are measured together as each alone", async (family) => {
    const before = await tinyModel(family, nativeRuntime());
    const edits = [[scramble(before)], [], [scramble(before), scramble(before)]];
    const cases = [[FULL], [BARE], [BARE, FULL]];
    const made = edits.map((overlays, i) => ({ after: before.with(overlays), cases: cases[i], overlays }));
    const { results: together, baselines } = await measureEdits(createRun(), before, made);
    const { results: again } = await measureEdits(createRun(), before, made, baselines);
    expect(rounded(again)).toEqual(rounded(together));
    for (const [i, edit] of made.entries())
      expect(rounded(together[i])).toEqual(rounded(await measureEdit(createRun(), before, edit)));
    expect(together[0].says).not.toEqual(together[1].says);
  });
});
