import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { rankOne } from "../../model";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { floats, norm } from "../../tensor";
import { createNormProbe, crossedLimit, entropy, nextTokenEntropy, repeatedShare } from "./health";
import { HealthLimits, type HealthProbe, type HealthSample } from "../report";

test("entropy is that of softmax, in nats, and not a number when a logit is none", () => {
  expect(entropy([3, 3, 3, 3])).toBeCloseTo(Math.log(4), 12);
  expect(entropy([0, Math.log(3)])).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 12);
  expect(entropy([0, 1000])).toBeCloseTo(0, 12);
  expect(entropy([0, NaN])).toBeNaN();
  expect(entropy([0, Infinity])).toBeNaN();
});

test("the repeated share counts what stood there before", () => {
  expect(repeatedShare([1, 2, 3, 4, 5])).toBe(0);
  expect(repeatedShare([7, 7, 7, 7, 7])).toBeCloseTo(2 / 3, 12);
  expect(repeatedShare([1, 2])).toBe(0);
});

test("the norm probe gives the largest change by the size of its own weight", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const probe = createNormProbe(model);
  expect(await probe(model)).toBe(0);
  const spec = model.parameter("mlp.down", 1);
  const delta = rankOne(spec, new Float32Array(16).fill(1), new Float32Array(64).fill(0.5));
  const share = (4 * 4) / norm(floats(await model.stored(spec)));
  expect(await probe(model.with([{ kind: "weights", deltas: [delta] }]))).toBeCloseTo(share, 5);
});

test("entropy of a model is between none and that of its vocabulary", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const nats = await nextTokenEntropy(createRun(), model);
  expect(nats).toBeGreaterThan(0);
  expect(nats).toBeLessThan(Math.log(model.facts.dimensions.vocabulary));
});

describe("limits", () => {
  const start = { entropyNats: 2, repetition: 0.4, ability: 0.9, perplexity: 10 };
  const well: HealthSample = {
    edits: 7,
    norm: 1,
    entropyNats: 2,
    repetition: 0.5,
    ability: 0.8,
    perplexity: 12,
    immediate: { teacherForced: 1, generation: 1 },
    applyMs: 1,
  };
  const limits = HealthLimits.parse({
    norm: 3,
    entropyLow: 0.5,
    entropyHigh: 2,
    repetition: 0.9,
    ability: 0.5,
    perplexity: 2,
  });
  const crossed = (more: Partial<HealthSample>, overlooked: HealthProbe[] = []) =>
    crossedLimit({ ...well, ...more }, start, limits, overlooked);

  test("are not crossed by a model that is well, nor by what was not looked at", () => {
    expect(crossed({})).toBeNull();
    expect(crossed({ repetition: undefined, ability: undefined, perplexity: undefined })).toBeNull();
  });

  test.each<[HealthProbe, Partial<HealthSample>, number | null]>([
    ["norm", { norm: 3.1 }, 3],
    ["finite", { norm: null }, null],
    ["finite", { entropyNats: null }, null],
    ["entropy", { entropyNats: 0.9 }, 1],
    ["entropy", { entropyNats: 4.1 }, 4],
    ["repetition", { repetition: 0.95 }, 0.9],
    ["ability", { ability: 0.44 }, 0.45],
    ["perplexity", { perplexity: 20.1 }, 20],
    ["perplexity", { perplexity: null }, 20],
  ])("%s stops at %j", (probe, sample, limit) => {
    expect(crossed(sample)).toMatchObject({ probe, edits: 7, limit });
    expect(crossed(sample, [probe])).toBeNull();
  });

  test("on ability and perplexity stop nothing where there was nothing to ask before the run", () => {
    const unasked = { ...start, ability: null, perplexity: null };
    expect(crossedLimit({ ...well, ability: null, perplexity: null }, unasked, limits, [])).toBeNull();
  });

  test("that are null stop nothing", () => {
    const none = HealthLimits.parse({ norm: null, entropyLow: null, entropyHigh: null, repetition: null });
    const sick = { ...well, norm: 1e9, entropyNats: 0, repetition: 1, ability: 0, perplexity: null };
    expect(crossedLimit(sick, start, none, [])).toBeNull();
  });
});
