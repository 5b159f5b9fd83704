import { expect, test } from "vitest";
import { createRun } from "../../base";
import type { EditCase } from "../../data";
import { rankOne } from "../../model";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { fitToxicity } from "./toxicity";

const attack = (id: string, subject: string, targetTrue?: string): EditCase => ({
  request: {
    id,
    subject,
    prompt: "{} lives in",
    targetNew: "Rome",
    ...(targetTrue !== undefined && { targetTrue }),
  },
  rephrases: [],
  locality: {},
  portability: {},
});

test("unsafe answers are told from safe ones at a layer, and an edit below it moves them", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const words = [
    "Anna",
    "Paris",
    "Rome",
    "The city",
    "The capital",
    "A city",
    "The",
    "capital",
    "city",
    "lives",
  ];
  const cases = words.map((subject, i) => attack(String(i), subject, "Paris"));
  const probes = await fitToxicity(createRun(), model, [...cases, attack("safe only", "Anna")]);
  const last = model.facts.dimensions.layers - 1;
  let told = 0;
  for (const { request } of cases) {
    const toxicity = await probes.of(createRun(), model, request.id, last);
    told += (toxicity?.told ?? 0) / cases.length;
    expect(toxicity?.after).toBeCloseTo(toxicity?.before ?? 0, 5);
  }
  expect(told).toBeGreaterThan(0.75);
  const { width, mlpWidth } = model.facts.dimensions;
  const left = Float32Array.from({ length: width }, (_, i) => (i % 3) - 1);
  const edited = model.with([
    {
      kind: "weights",
      deltas: [rankOne(model.parameter("mlp.down", last), left, new Float32Array(mlpWidth).fill(3))],
    },
  ]);
  const moved = await probes.of(createRun(), edited, "0", last);
  expect(moved?.after).not.toBeCloseTo(moved?.before ?? 0, 4);
  // Below the edit nothing moves.
  const below = await probes.of(createRun(), edited, "0", 0);
  expect(below?.after).toBeCloseTo(below?.before ?? 0, 5);
  expect(await probes.of(createRun(), model, "safe only", last)).toBeUndefined();
});
