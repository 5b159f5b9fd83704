import { describe, expect, test } from "vitest";
import type { MetricResult, ProbeResult, Verdict } from "@/lib/eval";
import type { EditJobInput, EditOutcome } from "@/lib/store";
import { EditJobInput as EditJobInputSchema } from "@/lib/store";
import { recordOf } from "./record";
import { comparisonData, curvesData, disagrees, metricsUnder, passes, scoreBarsData } from "./verdict-data";

const summary = (mean: number) => ({
  mean,
  standardError: 0,
  interval95: [mean, mean] as [number, number],
  count: 1,
  skipped: 0,
});

function metric(name: string, protocol: MetricResult["protocol"], after: number | null): MetricResult {
  const unit = name === "fluency" ? "bits" : "fraction";
  return {
    metric: name,
    metricVersion: 1,
    protocol,
    unit,
    before: summary(0.125),
    after: after === null ? null : summary(after),
  };
}

const verdict: Verdict = {
  metrics: [
    metric("fluency", "generation", 5.5),
    metric("locality", "generation", 0.5),
    metric("locality", "teacher-forced", 0.75),
    metric("reliability", "teacher-forced", 1),
    metric("reliability", "generation", 0),
    metric("portability", "teacher-forced", null),
    metric("portability", "generation", null),
  ],
  probes: [],
  says: [],
  nextTokens: [],
  weights: [],
  disagreements: 0,
};

function outcome(method: string, change: Partial<EditOutcome> = {}): EditOutcome {
  return {
    method,
    parameters: { layers: [2] },
    overlays: ["a".repeat(64)],
    deltaNorms: {},
    fingerprintBefore: "before",
    fingerprintAfter: "after",
    report: { numbers: {} },
    verdict,
    durationMs: 10,
    ...change,
  };
}

function probe(teacherForced: number, generation: number): ProbeResult {
  const answer = {
    teacherForced: { text: "a", score: teacherForced },
    generation: { text: "b", score: generation },
    probability: 0.5,
  };
  return {
    caseId: "1",
    group: "reliability",
    kind: "prompt",
    prompt: "p",
    expected: "e",
    before: answer,
    after: answer,
  };
}

describe("metrics under a protocol", () => {
  test("keep one order, and protocols are never mixed where both were measured", () => {
    const shown = metricsUnder(verdict, "teacher-forced").map(({ metric: name, after }) => [
      name,
      after?.mean ?? null,
    ]);
    expect(shown).toEqual([
      ["reliability", 1],
      ["locality", 0.75],
      ["portability", null],
      ["fluency", 5.5],
    ]);
    expect(scoreBarsData(verdict, "generation").rows.map((row) => row.after?.mean ?? null)).toEqual([
      0,
      0.5,
      null,
      5.5,
    ]);
  });

  test("a method that failed is left out of the comparison", () => {
    const failed = outcome("b", { verdict: undefined, error: { code: "numerical", message: "It broke." } });
    const data = comparisonData([outcome("a"), failed], "generation", (id) => id.toUpperCase());
    expect(data.methods.map((method) => method.name)).toEqual(["A"]);
    expect(data.metrics).toHaveLength(4);
  });
});

test("a probe passes when all of it is right, and protocols may disagree", () => {
  expect(passes(probe(1, 0.5).after, "teacher-forced")).toBe(true);
  expect(passes(probe(1, 0.5).after, "generation")).toBe(false);
  expect(disagrees(probe(1, 0.5))).toBe(true);
  expect(disagrees(probe(0.5, 0))).toBe(false);
});

test("curves are named by method only when there are several", () => {
  const curves = { "ft-m.lossNats": [2, 1], "ft.lossNats": [3] };
  const named = [
    { id: "ft", name: "FT" },
    { id: "ft-m", name: "FT-M" },
  ];
  expect(curvesData(curves, named).curves).toEqual([
    { method: "FT-M", name: "lossNats", values: [2, 1] },
    { method: "FT", name: "lossNats", values: [3] },
  ]);
  expect(curvesData({ lossNats: [1] }, named.slice(0, 1)).curves[0]).toEqual({
    method: "",
    name: "lossNats",
    values: [1],
  });
});

test("the input of a record can be run again", () => {
  const input: EditJobInput = {
    model: "atlas",
    version: "ver_1",
    overlays: [],
    cases: [
      {
        request: { id: "edit-1", subject: "Norway", prompt: "The capital of {} is", targetNew: "Bergen" },
        rephrases: [],
        locality: {},
        portability: {},
      },
    ],
    methods: [
      { method: "a", parameters: {} },
      { method: "b", parameters: {} },
    ],
    mode: "single",
    seed: 7,
  };
  const record = recordOf(input, outcome("b"), "wasm");
  expect(EditJobInputSchema.parse(JSON.parse(JSON.stringify(record.input)))).toEqual({
    ...input,
    methods: [{ method: "b", parameters: { layers: [2] } }],
  });
  expect(record.result.scores?.generation.locality.after?.mean).toBe(0.5);
});
