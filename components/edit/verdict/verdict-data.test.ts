import { describe, expect, test } from "vitest";
import type { MetricResult, Verdict } from "@/lib/eval";
import { metricsUnder } from "@/lib/eval/results";
import type { EditJobInput, EditOutcome } from "@/lib/store";
import { EditJobInput as EditJobInputSchema } from "@/lib/store";
import { recordOf } from "./tabs/record";
import { columnsOf, sorted } from "./comparison/comparison-rows";
import { comparisonData, curvesData, rippleData, scoreBarsData, sweepData } from "./verdict-data";

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
    entry: 0,
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
    const broken: Partial<EditOutcome> = {
      entry: 0,
      verdict: undefined,
      error: { code: "numerical", message: "It broke." },
    };
    const data = comparisonData([outcome("b", broken), outcome("a", { entry: 1 })], "generation", ["B", "A"]);
    expect(data.methods.map((method) => [method.id, method.name])).toEqual([["1", "A"]]);
    expect(data.metrics.map(({ metric: name }) => name)).toEqual(["reliability", "locality", "fluency"]);
  });
});

describe("the table of a comparison", () => {
  const rows = [
    outcome("a", { entry: 0, durationMs: 300, overlayBytes: 10 }),
    outcome("b", { entry: 1, verdict: undefined, error: { code: "numerical", message: "It broke." } }),
    outcome("c", { entry: 2, durationMs: 100, overlayBytes: 30 }),
  ];
  const columns = columnsOf(rows, "generation", 10);

  test("has the metrics that were measured, and time by the edit", () => {
    expect(columns.map(({ key }) => key)).toEqual([
      "reliability",
      "locality",
      "fluency",
      "balance",
      "duration",
      "bytes",
    ]);
    expect(columns.find(({ key }) => key === "duration")?.valueOf(rows[0])).toBe(30);
  });

  test("is sorted either way, with what failed last", () => {
    const order = (sort: string | undefined) => sorted(rows, columns, sort).map(({ entry }) => entry);
    expect(order(undefined)).toEqual([0, 1, 2]);
    expect(order("duration")).toEqual([2, 0, 1]);
    expect(order("-duration")).toEqual([0, 2, 1]);
    expect(order("bytes")).toEqual([0, 2, 1]);
  });
});

test("a sweep is drawn by rising value, with a gap where a run failed and without metrics that nobody asked for", () => {
  const runs = [
    outcome("a", { entry: 0 }),
    outcome("a", { entry: 1, verdict: undefined }),
    outcome("a", { entry: 2 }),
  ];
  const sweep = { method: "a", parameter: "clampFactor", values: [4, 1, 2] };
  const data = sweepData(runs, sweep, "generation", "A", 0);
  expect(data.points.map(({ id, value, scores }) => [id, value, scores.length > 0])).toEqual([
    ["1", 1, false],
    ["2", 2, true],
    ["0", 4, true],
  ]);
  expect(data.metrics).toEqual(["reliability", "locality"]);
  expect(data.scale).toBe("log");
  expect(data.chosen).toBe(4);
});

test("curves are named by their entry only when there are several", () => {
  const curves = { "1.lossNats": [2, 1], "0.lossNats": [3] };
  expect(curvesData(curves, ["ROME · layers 1", "ROME · layers 2"]).curves).toEqual([
    { method: "ROME · layers 2", name: "lossNats", values: [2, 1] },
    { method: "ROME · layers 1", name: "lossNats", values: [3] },
  ]);
  expect(curvesData({ lossNats: [1] }, []).curves[0]).toEqual({ method: "", name: "lossNats", values: [1] });
  expect(curvesData({ "0.lossNats": [1] }, ["ROME"]).curves[0].method).toBe("");
});

test("the input of a record can be run again", () => {
  const input: EditJobInput = {
    model: "atlas",
    version: "ver_1",
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

test("the facts around an edit are drawn by their class, in the words that the model writes", () => {
  const said = (text: string, isRight: boolean) => ({
    teacherForced: { text: "glued", score: 1 },
    generation: { text, score: Number(isRight) },
    probability: 0.5,
  });
  const fact = (caseId: string, group: string, prompt: string, after: string, isRight: boolean) => ({
    caseId,
    group,
    kind: "k",
    prompt,
    expected: "Italy",
    before: said("France", false),
    after: said(after, isRight),
  });
  const request = { id: "1", subject: "Eiffel Tower", prompt: "The city of {} is", targetNew: "Rome" };
  const probes = [
    fact("1", "reliability", "The city of Eiffel Tower is", "Rome", true),
    fact("1", "portability", "The country of the landmark Eiffel Tower is", "Italy", true),
    fact("1", "locality", "The city of Rome is in", "Spain", false),
    fact("1", "may-change", "The currency of France is the", "France", true),
    fact("2", "locality", "The capital of Chile is", "Santiago", true),
  ];
  expect(rippleData({ ...verdict, probes }, request)).toEqual({
    subject: "Eiffel Tower",
    edit: { before: "France", after: "Rome", outcome: "right" },
    facts: [
      {
        class: "must",
        question: "country of the landmark Eiffel Tower",
        before: "France",
        after: "Italy",
        outcome: "right",
      },
      { class: "mustNot", question: "city of Rome", before: "France", after: "Spain", outcome: "wrong" },
      { class: "may", question: "currency of France", before: "France", after: "France", outcome: "open" },
    ],
  });
});
