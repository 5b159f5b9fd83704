import { describe, expect, test } from "vitest";
import { createRun, seededRandom, type Progress } from "../../../base";
import { SUBJECT_SLOT } from "../../../data";
import { atlasWorld, randomCases } from "../../../data/worlds";
import { scoreTargets } from "../../../model";
import { dot, norm } from "../../../tensor";
import { embeddedModel, hasEmbedded } from "../../../testing/embedded";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { expectClose } from "../../../testing/expect-close";
import { TOLERANCE } from "../../../testing/tolerance";
import { alignment } from "../../methods/locate-then-edit/eamet/alignment";
import { layerKeys, readAtSubjects } from "./keys";
import { prepareObjective } from "./value-objective";
import { optimizeValues, type OptimizedValue, type ValueOptions } from "./values";

const CONTEXTS = [
  SUBJECT_SLOT,
  ...[1, 2, 3, 4, 5].map((n) => `The list of names goes on with number ${n}. {}`),
];
/** More than two passes of six contexts hold, so that some wait for others to end. */
const REQUESTS = randomCases(atlasWorld(), seededRandom("values"), 24).map(({ request }) => request);
const OPTIONS: ValueOptions = {
  layer: 3,
  parts: ["resid_post"],
  valueSteps: 4,
  valueLearningRate: 0.5,
  valueWeightDecay: 0.01,
  klFactor: 0.0625,
  clampFactor: 4,
};

function expectSameValue(actual: OptimizedValue, expected: OptimizedValue): void {
  expectClose(actual.losses, expected.losses, TOLERANCE.backend);
  expectClose(actual.start, expected.start, TOLERANCE.backend);
  expectClose([actual.probability], [expected.probability], TOLERANCE.backend);
}

describe.skipIf(!hasEmbedded)("the search for values", () => {
  test("finds for many requests together what it finds for each alone", async () => {
    const model = await embeddedModel();
    const updates: Progress[] = [];
    const run = createRun({ onProgress: (update) => updates.push(update) });
    const together = await optimizeValues(run, model, REQUESTS, CONTEXTS, OPTIONS);
    expect(together).toHaveLength(REQUESTS.length);
    for (const n of [0, 7, 23]) {
      const [alone] = await optimizeValues(createRun(), model, [REQUESTS[n]], CONTEXTS, OPTIONS);
      expectSameValue(together[n], alone);
    }
    const last = updates[updates.length - 1];
    expect(last.step).toBe(last.steps);
  });

  test.each<[string, Partial<ValueOptions>]>([
    ["behind a block", {}],
    ["behind the MLP of a block", { parts: ["mlp_out"] }],
    ["in both parts of a block", { parts: ["mlp_out", "attn_out"], annealWhenSolved: true }],
    ["behind the last block", { layer: 5 }],
  ])("%s computes what full passes do", async (_, changed) => {
    const model = await embeddedModel();
    const options = { ...OPTIONS, ...changed };
    const some = REQUESTS.slice(0, 3);
    const short = await optimizeValues(createRun(), model, some, CONTEXTS, options);
    const full = await optimizeValues(createRun(), model, some, CONTEXTS, { ...options, fullPass: true });
    short.forEach((value, n) => expectSameValue(value, full[n]));
  });

  test("with a term of a method's own, the first request is searched as if alone, and the next is not", async () => {
    const model = await embeddedModel();
    const stopping = { decayPower: 1, enoughNats: 1e-2, leastSteps: 1 } as const;
    const some = REQUESTS.slice(0, 2).reverse(); // not in the order of their lengths
    const { keys } = await layerKeys(createRun(), model, some, CONTEXTS, [3], "blocks.3.resid_post");
    const ownTerm = alignment(keys.get(3) as Float64Array[], {
      temperature: 0.07,
      divergenceFactor: 1,
      distanceFactor: 1,
      startsAlong: false,
    });
    const options = { ...OPTIONS, ...stopping };
    const aligned = await optimizeValues(createRun(), model, some, CONTEXTS, { ...options, ownTerm });
    const plain = await Promise.all(
      some.map((one) => optimizeValues(createRun(), model, [one], CONTEXTS, options)),
    );
    expectSameValue(aligned[0], plain[0][0]);
    expectClose(aligned[0].delta, plain[0][0].delta, TOLERANCE.backend);
    // At no change there is nothing to align; from the first step on there is.
    expect(aligned[1].losses[0]).toBeCloseTo(plain[1][0].losses[0], 4);
    expect(aligned[1].losses[1]).toBeGreaterThan(plain[1][0].losses[1] + 1e-3);
  });

  test("the weight decay of EAMET divides by the norm and not by its square", async () => {
    const model = await embeddedModel();
    const search = (decayPower: 1 | 2) =>
      optimizeValues(createRun(), model, [REQUESTS[0]], CONTEXTS, {
        ...OPTIONS,
        valueSteps: 2,
        valueWeightDecay: 5,
        decayPower,
      });
    const [[plain], [squared]] = [await search(1), await search(2)];
    // After one step of Adam both are at the same place, where everything else is equal.
    expectClose(plain.delta, squared.delta, TOLERANCE.backend);
    const [length, start] = [norm(plain.delta), norm(plain.start)];
    const gap = 5 * (length / start - length / start ** 2);
    expect(plain.losses[1] - squared.losses[1]).toBeCloseTo(gap, 3);
  });

  test("it takes a minimum number of steps even where the loss is low", async () => {
    const model = await embeddedModel();
    const stepsOf = async (changed: Partial<ValueOptions>) =>
      (await optimizeValues(createRun(), model, [REQUESTS[0]], CONTEXTS, { ...OPTIONS, ...changed }))[0]
        .losses.length;
    expect(await stepsOf({ enoughNats: 1e3 })).toBe(1);
    expect(await stepsOf({ enoughNats: 1e3, leastSteps: 2 })).toBe(3);
  });
});

describe.skipIf(!hasEmbedded)("consistency of contexts", () => {
  const options = { ...OPTIONS, layer: 2, consistency: { weight: 0.3, blocks: 2 } };
  const some = REQUESTS.slice(0, 2);
  const lists = some.map(() => CONTEXTS);
  const width = 256;
  const random = seededRandom("consistency");
  const point = (request: number, delta: Float32Array) => ({ request, deltas: [delta], targetFactor: 1 });
  const draw = () => Float32Array.from({ length: width }, () => 0.1 * random.normal());

  test("is the sum over pairs of what lies between their streams, by the width, and the mean over blocks", async () => {
    const model = await embeddedModel();
    const objective = await prepareObjective(createRun(), model, some, lists, options);
    const terms = await objective.at(some.map((_, n) => point(n, new Float32Array(width))));
    const sites = ["blocks.3.resid_post", "blocks.4.resid_post"] as const;
    const read = await readAtSubjects(createRun(), model, some, CONTEXTS, sites);
    terms.forEach(({ consistency }, n) => {
      let pairs = 0;
      for (const site of sites) {
        read[site][n].forEach((a, i) =>
          read[site][n].slice(i + 1).forEach((b) => (pairs += norm(a.map((x, d) => x - b[d])) ** 2)),
        );
      }
      expectClose([consistency], [pairs / width / sites.length], TOLERANCE.backend);
    });
  });

  test.each<[string, Partial<ValueOptions>]>([
    ["in the middle", {}],
    ["up to the last block", { layer: 4, consistency: { weight: 0.3, blocks: 9 } }],
    ["in full passes", { fullPass: true }],
  ])("its gradient is that of differences: %s", async (_, changed) => {
    const model = await embeddedModel();
    const all = { ...options, ...changed };
    const objective = await prepareObjective(createRun(), model, some, lists, all);
    const [at, along] = [draw(), draw()];
    const lossAt = async (step: number) => {
      const moved = at.map((value, i) => value + step * along[i]);
      const [, { nll, kl, consistency }] = await objective.at([point(0, at), point(1, moved)]);
      return nll + all.klFactor * kl + (all.consistency?.weight ?? 0) * consistency;
    };
    const [, terms] = await objective.at([point(0, at), point(1, at)]);
    const slope = (await lossAt(1e-2)) - (await lossAt(-1e-2));
    expectClose([dot(terms.gradients[0], along)], [slope / 2e-2], TOLERANCE.gradient);
    expect(terms.consistency).toBeGreaterThan(0);
  });

  test("contexts of one's own count in place of the common ones", async () => {
    const model = await embeddedModel();
    const ownContexts = some.map((_, n) => CONTEXTS.map((text) => (n === 0 ? text : `Note ${text}`)));
    const found = await optimizeValues(createRun(), model, some, CONTEXTS, { ...OPTIONS, ownContexts });
    const plain = await optimizeValues(createRun(), model, some, CONTEXTS, OPTIONS);
    expectSameValue(found[0], plain[0]);
    const [alone] = await optimizeValues(createRun(), model, [some[1]], ownContexts[1], OPTIONS);
    expectSameValue(found[1], alone);
    expect(Math.abs(found[1].losses[0] - plain[1].losses[0])).toBeGreaterThan(1e-2);
  });
});

test("a target may hold {}: it is no place for the subject", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const request = { id: "0", subject: "Anna", prompt: "{} lives in", targetNew: "the {} city" };
  const objective = await prepareObjective(createRun(), model, [request], [[SUBJECT_SLOT]], {
    ...OPTIONS,
    layer: 1,
  });
  const zero = new Float32Array(model.facts.dimensions.width);
  const [{ nll }] = await objective.at([{ request: 0, deltas: [zero], targetFactor: 1 }]);
  const [{ perToken }] = await scoreTargets(createRun(), model, [
    { prompt: "Anna lives in", target: request.targetNew },
  ]);
  expectClose([nll], [-perToken.reduce((sum, one) => sum + one, 0) / perToken.length], TOLERANCE.backend);
});
