import { describe, expect, test } from "vitest";
import type { LifelongSummary } from "@/lib/api";
import { HealthLimits } from "@/lib/eval";
import { newLifelongRecord } from "@/lib/job";
import { LifelongJobInput, type LifelongRow } from "@/lib/store";
import { settingsOf } from "./differences";
import { longTable } from "./export/rows";
import {
  costQualityOf,
  healthOverEdits,
  immediateMean,
  measured,
  namedRuns,
  pairedRuns,
  quantityOverEdits,
  threeGoalsOf,
} from "./numbers";
import { heatmapOf, missedEdits, type Retention } from "./retention";

const ADDRESS = "0".repeat(64);
const START = { entropyNats: 2, repetition: 0, ability: 0.9, perplexity: 3 };
const summary = (mean: number, count = 10) => ({
  mean,
  standardError: 0.01,
  interval95: [mean - 0.02, mean + 0.02] as [number, number],
  count,
  skipped: 0,
});

function row(edits: number, reliability: number): LifelongRow {
  const metric = (name: string, protocol: "teacher-forced" | "generation", mean: number) => ({
    metric: name,
    metricVersion: 1,
    protocol,
    unit: "fraction" as const,
    before: summary(0.1),
    after: summary(mean),
  });
  return {
    edits,
    metrics: [
      metric("reliability", "teacher-forced", reliability),
      metric("reliability", "generation", reliability / 2),
      metric("generality", "teacher-forced", 0.5),
      metric("locality", "teacher-forced", 0.8),
    ],
    perplexity: { before: 12, after: 13 },
    ability: summary(0.9, 64),
    disagreements: 1,
    overlayBytes: 1000,
    secondsAnEdit: 0.25,
    evaluationMs: 10,
    overlays: [],
    deltaNorms: {},
    retention: ADDRESS,
    answers: null,
    baseAnswers: ADDRESS,
    at: "2026-01-01T00:00:00.000Z",
  };
}

function run(change: Partial<LifelongJobInput>, rows: LifelongRow[]): LifelongSummary {
  const input = LifelongJobInput.parse({
    model: "atlas",
    version: "ver_v",
    draw: { count: 10, seed: 0 },
    method: "rome",
    ...change,
  });
  return {
    ...newLifelongRecord(`life_${JSON.stringify(change)}`, input, "2026-01-01T00:00:00.000Z"),
    jobStatus: "succeeded",
    state: {
      edits: rows.at(-1)?.edits ?? 0,
      count: 10,
      rows,
      failures: [],
      start: START,
      pause: null,
      healthy: null,
      place: "native",
    },
  };
}

const nameOf = (id: string) => id.toUpperCase();

describe("runs as charts need them", () => {
  const runs = namedRuns(
    [
      run({ seed: 0 }, [row(1, 1), row(10, 0.6)]),
      run({ seed: 1 }, [row(1, 0.8)]),
      run({ method: "memit" }, []),
    ],
    nameOf,
  );

  test("are named by what sets them apart", () =>
    expect(runs.map(({ name }) => name)).toEqual(["ROME · seed 0", "ROME · seed 1", "MEMIT"]));

  test("keep the two protocols apart", () => {
    expect(measured(row(1, 0.6), "reliability", "teacher-forced")?.value).toBe(0.6);
    expect(measured(row(1, 0.6), "reliability", "generation")?.value).toBe(0.3);
  });

  test("have a line each over their checkpoints, and none without a checkpoint", () => {
    const { lines, references } = quantityOverEdits(runs, "reliability", "teacher-forced");
    expect(lines.map(({ points }) => points.map(({ edits, value }) => [edits, value]))).toEqual([
      [
        [1, 1],
        [10, 0.6],
      ],
      [[1, 0.8]],
    ]);
    expect(references).toEqual([{ kind: "before", value: 0.1 }]);
  });

  test("leave out of the triangle what lacks one of the three goals", () =>
    expect(threeGoalsOf(runs, "generation").runs).toEqual([]));

  test("cost what their last checkpoint says, for the harmonic mean of the goals", () => {
    const [first] = costQualityOf(runs, "bytes", "teacher-forced").runs;
    expect([first.edits, first.cost]).toEqual([10, 1000]);
    expect(first.quality).toBeCloseTo(3 / (1 / 0.6 + 1 / 0.5 + 1 / 0.8), 12);
  });

  test("over the same edits are compared with the best edit by edit, and not with runs over others", () => {
    const retention = (prefix: string, scores: readonly number[]): Retention => {
      const edits = scores.map((_, i) => ({
        id: `${prefix}${i}`,
        subject: "s",
        prompt: `${i} {}`,
        targetNew: "t",
      }));
      const cases = scores.map((score, edit) => ({
        edit,
        caseId: edits[edit].id,
        scores: { reliability: { "teacher-forced": score } },
      }));
      return { edits, checkpoints: [{ edits: scores.length, cases }] };
    };
    const [first, second] = runs;
    const compare = (other: Retention | undefined) =>
      pairedRuns([first, second], [retention("a", [1, 0, 1]), other], "teacher-forced");
    const found = compare(retention("a", [1, 1, 1]));
    expect(found?.reference).toBe("ROME · seed 1");
    expect(found?.rows.map(({ name }) => name)).toEqual(["ROME · seed 0"]);
    expect(found?.rows[0].differences.get("reliability")).toMatchObject({ count: 3, higher: 0, lower: 1 });
    expect(compare(retention("b", [1, 1, 1]))).toBeNull();
    expect(compare(undefined)).toBeNull();
  });

  test("as a long table stand once a protocol, and once where there is none", () => {
    const { columns, rows } = longTable(runs.slice(1, 2));
    const named = rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [columns[i].label, cell])));
    const of = (quantity: string) =>
      named.filter((line) => line.quantity === quantity).map(({ protocol }) => protocol);
    expect(of("reliability")).toEqual(["teacher-forced", "generation"]);
    expect(of("perplexity")).toEqual([""]);
    expect(of("edits.replaced")).toEqual([]);
  });

  test("count the edits by what became of them, where that was kept", () => {
    const generation = { held: 5, lost: 2, neverTook: 1, replaced: 2 };
    const { columns, rows } = longTable(
      namedRuns([run({}, [{ ...row(10, 1), fates: { generation } }])], nameOf),
    );
    const of = (label: string) => columns.findIndex((column) => column.label === label);
    const counted = rows.filter((cells) => String(cells[of("quantity")]).startsWith("edits."));
    expect(
      counted.map((cells) => [cells[of("quantity")], cells[of("protocol")], cells[of("value")]]),
    ).toEqual([
      ["edits.held", "generation", 5],
      ["edits.lost", "generation", 2],
      ["edits.neverTook", "generation", 1],
      ["edits.replaced", "generation", 2],
    ]);
    expect(counted.every((cells) => cells.length === columns.length)).toBe(true);
  });
});

test("only the settings in which runs differ are shown", () => {
  const runs = [run({ seed: 0 }, []), run({ seed: 1, parameters: { layers: [3] } }, [])];
  expect(settingsOf(runs, true).map(({ name, values }) => [name, ...values])).toEqual([
    ["run.seed", 0, 1],
    ["layers", undefined, [3]],
  ]);
  expect(settingsOf(runs, false).length).toBeGreaterThan(8);
});

test("a curve of health has a gap where a number was not finite, and no point where it was not looked at", () => {
  const sample = { immediate: { teacherForced: 1, generation: 0 }, applyMs: 1, entropyNats: 2 };
  const samples = [
    { ...sample, edits: 1, norm: 0.1 },
    { ...sample, edits: 2, norm: null, repetition: 0.2, ability: 0.8, perplexity: null },
  ];
  const limits = HealthLimits.parse({ norm: 5, entropyLow: 0.5, repetition: null, ability: 0.5 });
  const [norm, entropy, repetition, ability, perplexity] = healthOverEdits({ samples, start: START, limits });
  expect(norm.lines[0].points.map(({ value }) => value)).toEqual([0.1, null]);
  expect(norm.references).toEqual([{ kind: "limit", value: 5 }]);
  expect(entropy.references).toEqual([
    { kind: "before", value: 2 },
    { kind: "limit", value: 1 },
    { kind: "limit", value: 6 },
  ]);
  expect(repetition.lines[0].points.map(({ edits }) => edits)).toEqual([2]);
  expect(repetition.references).toEqual([{ kind: "before", value: 0 }]);
  expect(ability.references.at(-1)).toEqual({ kind: "limit", value: 0.45 });
  expect(perplexity.lines[0].points).toMatchObject([{ edits: 2, value: null }]);
  expect([immediateMean(samples, "generation"), immediateMean([], "generation")]).toEqual([0, null]);
});

describe("the heatmap", () => {
  const scoresOf = (edit: number, score: number) => ({
    edit,
    caseId: String(edit),
    scores: { reliability: { "teacher-forced": score, generation: 1 } },
  });
  const retentionOf = (count: number): Retention => ({
    edits: [],
    checkpoints: [1, count].map((edits) => ({
      edits,
      // After all of them, every third is lost.
      cases: Array.from({ length: edits }, (_, i) => scoresOf(i, edits > 1 && i % 3 === 0 ? 0 : 1)),
    })),
  });
  const view = {
    metric: "reliability",
    protocol: "teacher-forced",
    part: undefined,
    edit: undefined,
    at: undefined,
  } as const;

  test("has a cell for each edit that was written by then", () => {
    const { cells, columns } = heatmapOf(retentionOf(6), view);
    expect(columns).toHaveLength(6);
    expect(cells.map(({ column, checkpoint, score }) => [column, checkpoint, score])).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [1, 1, 1],
      [2, 1, 1],
      [3, 1, 0],
      [4, 1, 1],
      [5, 1, 1],
    ]);
  });

  test("joins edits where they are many, and shows them one by one in a part", () => {
    const many = retentionOf(1000);
    const whole = heatmapOf(many, view);
    expect(whole.columns).toHaveLength(100);
    expect(whole.columns[99]).toEqual({ first: 991, last: 1000 });
    expect(whole.cells.find(({ column, checkpoint }) => column === 1 && checkpoint === 1)).toEqual({
      column: 1,
      checkpoint: 1,
      score: 0.7,
      count: 10,
      neverTook: 0,
      replaced: 0,
    });
    const part = heatmapOf(many, { ...view, part: [11, 20], edit: 13, at: 1000 });
    expect(part.columns.map(({ first }) => first)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(part.cells[part.chosen ?? -1]).toMatchObject({ column: 2, checkpoint: 1, score: 0 });
  });

  test("has no cell for probes that the edits do not have", () =>
    expect(heatmapOf(retentionOf(6), { ...view, metric: "locality" }).cells).toEqual([]));

  test("names the lost edits of a checkpoint, under one protocol", () => {
    expect(missedEdits(retentionOf(6), view)).toMatchObject({ at: 6, edits: { lost: [1, 4] } });
    expect(missedEdits(retentionOf(6), { ...view, at: 1 })).toMatchObject({ at: 1, edits: { lost: [] } });
    expect(missedEdits(retentionOf(6), { ...view, protocol: "generation" }).edits.lost).toEqual([]);
  });

  test("tells lost edits from those that never took and those that the run replaced", () => {
    const cases = [
      { ...scoresOf(0, 0), took: ["teacher-forced" as const] },
      { ...scoresOf(1, 0.5), took: [] },
      { edit: 2, caseId: "2", scores: {}, replacedBy: 3 },
      { ...scoresOf(3, 1), took: ["teacher-forced" as const] },
    ];
    const told: Retention = { edits: [], checkpoints: [{ edits: 4, cases }] };
    expect(missedEdits(told, view).edits).toEqual({ lost: [1], neverTook: [2], replaced: [3] });
    expect(
      heatmapOf(told, view).cells.map(({ score, count, neverTook, replaced }) => [
        score,
        count,
        neverTook,
        replaced,
      ]),
    ).toEqual([
      [0, 1, 0, 0],
      [0.5, 1, 1, 0],
      [null, 0, 0, 1],
      [1, 1, 0, 0],
    ]);
    expect(heatmapOf(told, { ...view, metric: "locality" }).cells).toEqual([]);
  });
});
