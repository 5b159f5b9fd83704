import { describe, expect, test } from "vitest";
import { createRun, seededRandom, type Progress } from "../../base";
import { SUBJECT_SLOT } from "../../data";
import { atlasWorld, randomCases } from "../../data/worlds";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { expectClose } from "../../testing/expect-close";
import { TOLERANCE } from "../../testing/tolerance";
import { spacedTargetIds } from "../locate";
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
  targetIds: spacedTargetIds,
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
    ["in both parts of a block", { parts: ["mlp_out", "attn_out"], easesWhenGreedy: true }],
    ["behind the last block", { layer: 5 }],
  ])("%s computes what full passes do", async (_, own) => {
    const model = await embeddedModel();
    const options = { ...OPTIONS, ...own };
    const some = REQUESTS.slice(0, 3);
    const short = await optimizeValues(createRun(), model, some, CONTEXTS, options);
    const full = await optimizeValues(createRun(), model, some, CONTEXTS, { ...options, fullPass: true });
    short.forEach((value, n) => expectSameValue(value, full[n]));
  });
});
