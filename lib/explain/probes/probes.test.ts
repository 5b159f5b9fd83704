import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { plainFeeds, type Model } from "../../model";
import { add, float32, floats } from "../../tensor";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { probeLayers, wilson } from "./linear-probe";
import { fitProbe, predicted, probeLogits } from "./logistic";
import { jacobianOf, relationMap } from "./relation-map";
import { probeTruth, rocArea } from "./truth-probe";

const run = createRun();

test("logistic regression separates what a line separates, and the penalty shrinks it", () => {
  const random = seededRandom("points");
  const [count, width] = [120, 6];
  const features = Float32Array.from({ length: count * width }, () => random.normal());
  const labels = Array.from({ length: count }, (_, n) =>
    features[n * width] - 2 * features[n * width + 3] > 0.1 ? 1 : 0,
  );
  const rows = [...labels.keys()];
  const fit = (l2: number) => fitProbe(features, width, labels, rows, { classes: 2, l2, iterations: 400 });
  const right = rows.filter((n) => predicted(probeLogits(fit(1e-3), features, width, n)) === labels[n]);
  expect(right.length).toBeGreaterThanOrEqual(count - 1);
  expect(Math.hypot(...fit(1).weights)).toBeLessThan(0.3 * Math.hypot(...fit(1e-3).weights));
});

test("at the optimum the gradient is that of the penalty", () => {
  const random = seededRandom("optimum");
  const [count, width, l2] = [60, 3, 0.1];
  const features = Float32Array.from({ length: count * width }, () => 3 + 2 * random.normal());
  const labels = Array.from({ length: count }, () => random.integer(3));
  const rows = [...labels.keys()];
  const probe = fitProbe(features, width, labels, rows, { classes: 3, l2, iterations: 3000 });
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < width; i++) {
      let gradient = l2 * probe.weights[c * width + i];
      for (const n of rows) {
        const logits = probeLogits(probe, features, width, n);
        const exps = logits.map((logit) => Math.exp(logit));
        const p = exps[c] / exps.reduce((sum, value) => sum + value, 0);
        const x = (features[n * width + i] - probe.mean[i]) / probe.scale[i];
        gradient += ((p - Number(labels[n] === c)) * x) / count;
      }
      expect(Math.abs(gradient)).toBeLessThan(1e-6);
    }
});

test("the area under the ROC curve counts ordered pairs, and ties as half", () => {
  expect(rocArea([1, 2, 3, 4], [false, false, true, true])).toBe(1);
  expect(rocArea([4, 3, 2, 1], [false, false, true, true])).toBe(0);
  expect(rocArea([1, 1, 2, 0], [true, false, true, false])).toBe((1 + 1 + 0.5 + 1) / 4);
  expect(rocArea([1, 2], [true, true])).toBeNaN();
  const [low, high] = wilson(0.9, 20);
  expect(low).toBeCloseTo(0.699, 3);
  expect(high).toBeCloseTo(0.972, 3);
});

describe("on a small random model", () => {
  const rowsOf = (count: number, of: (n: number) => number[]) =>
    Array.from({ length: count }, (_, n) => of(n));

  test("what the token itself says is read from the embedding of unseen subjects, and the control is not", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    // The label is the token at the place; subjects are other tokens before it.
    const examples = rowsOf(60, (n) => [n + 10, 5 + (n % 2), 3]).map((ids, n) => ({
      ids,
      token: 1,
      label: n % 2 === 0 ? "even" : "odd",
      subject: `${n}`,
    }));
    const { layers, majority } = await probeLayers(run, model, examples);
    expect(majority).toBe(0.5);
    expect(layers[0].accuracy).toBe(1);
    expect(layers[0].control).toBeLessThan(0.8);
    expect(layers[0].selectivity).toBeCloseTo(layers[0].accuracy - layers[0].control, 12);
    expect(layers).toHaveLength(model.facts.dimensions.layers + 1);
  });

  test("a truth that one token tells is found in a relation that was left out, and noise is not", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const statements = rowsOf(48, (n) => [n + 10, 30 + (n % 4), n % 2 === 0 ? 7 : 8]).map((ids, n) => ({
      ids,
      token: 2,
      isTrue: n % 2 === 0,
      relation: `r${n % 4 < 2 ? 0 : 1}`,
      subject: `${n}`,
    }));
    const told = await probeTruth(run, model, statements);
    expect(told.leftOut).toBe("relation");
    expect(told.layers[0].logistic).toBe(1);
    expect(told.layers[0].meanDifference).toBe(1);
    expect(told.cosines[1][1]).toBeCloseTo(1, 6);
    const untold = await probeTruth(
      run,
      model,
      statements.map((one) => ({ ...one, token: 0 })),
    );
    expect(Math.abs(untold.layers[0].logistic - 0.5)).toBeLessThan(0.35);
  });

  const IDS = [5, 9, 200, 31, 7];

  test.each(["gpt2", "llama"] as const)("on %s, the Jacobian is that of differences", async (family) => {
    const model = await tinyModel(family, nativeRuntime());
    const { width } = model.facts.dimensions;
    const fact = { ids: IDS, subject: 2 };
    const jacobian = await jacobianOf(run, model, 0, fact);
    const EPSILON = 1e-2;
    const direction = Float32Array.from({ length: width }, (_, i) => Math.cos(i));
    const moved = await shifted(model, 0, fact.subject, direction, EPSILON);
    const back = await shifted(model, 0, fact.subject, direction, -EPSILON);
    for (let o = 0; o < width; o++) {
      const measured = (moved[o] - back[o]) / (2 * EPSILON);
      let derived = 0;
      for (let i = 0; i < width; i++) derived += jacobian[o * width + i] * direction[i];
      expect(Math.abs(measured - derived)).toBeLessThan(0.02 + 0.02 * Math.abs(derived));
    }
  });

  /** The last stream at the last token when the subject's stream moves after a block. */
  async function shifted(
    model: Model,
    layer: number,
    subject: number,
    direction: Float32Array,
    by: number,
  ): Promise<Float32Array> {
    const { width, layers } = model.facts.dimensions;
    const program = await model.program(`test moved ${layer}`, ({ graph, forward }) => {
      const shift = graph.input("shift", "float32", [1, "T", width]);
      forward({
        ids: graph.input("ids", "int32", [1, "T"]),
        positions: graph.input("positions", "int32", [1, "T"]),
        mask: graph.input("mask", "float32", [1, 1, "T", "T"]),
        tap(site, value) {
          if (site === `blocks.${layers - 1}.resid_post`) graph.output("last", value);
          return site === `blocks.${layer}.resid_post` ? add(value, shift) : value;
        },
      });
    });
    const data = new Float32Array(IDS.length * width);
    data.set(
      direction.map((value) => by * value),
      subject * width,
    );
    const results = await program.run({
      ...plainFeeds([IDS]),
      shift: float32([1, IDS.length, width], data),
    });
    return floats(results.last).slice(-width);
  }

  test("where the answer is the subject's own state, the map is faithful and moves it", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const { layers } = model.facts.dimensions;
    // After the last block, subject and object are one place, so R is the identity.
    const facts = rowsOf(12, (n) => [n + 20, 3 * n + 1]).map((ids) => ({ ids, subject: 1 }));
    const map = await relationMap(run, model, {
      examples: facts.slice(0, 4),
      tests: facts.slice(4),
      layer: layers - 1,
      beta: 1,
      rank: 1000,
    });
    expect(map.faithfulness).toBe(1);
    expect(map.causality).toBe(1);
    expect(map.constant).toBeLessThan(1);
  });
});
