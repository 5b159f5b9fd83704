import { expect, test } from "vitest";
import { fontStack } from "@/components/charts/theme";
import { charts } from "@/components/messages/en/charts";
import { evaluate } from "@/components/messages/en/evaluate";
import { HealthLimits } from "@/lib/store";
import type { NamedRun } from "../numbers";
import { writeReport } from "./report";

const SUMMARY = {
  mean: 0.75,
  standardError: 0.1,
  interval95: [0.6, 0.9] as [number, number],
  count: 8,
  skipped: 0,
};
const ADDRESS = "0".repeat(64);

const run: NamedRun = {
  name: 'ROME · <b>"layers" 3</b>',
  run: {
    id: `life_${ADDRESS}`,
    job: "job_1",
    model: "atlas",
    version: "v",
    method: "rome",
    parameters: { layers: [3] },
    settings: {
      count: 8,
      draw: { count: 8, seed: 0 },
      batchSize: 1,
      checkpoints: [8],
      health: HealthLimits.parse({ norm: 5 }),
      healthEvery: 10,
      seed: 0,
    },
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    jobStatus: "succeeded",
    state: {
      edits: 8,
      count: 8,
      rows: [
        {
          edits: 8,
          metrics: [
            {
              metric: "reliability",
              metricVersion: 1,
              protocol: "generation",
              unit: "fraction",
              before: SUMMARY,
              after: SUMMARY,
            },
          ],
          perplexity: { before: 12.5, after: 13.5 },
          ability: null,
          disagreements: 0,
          overlayBytes: 4096,
          secondsAnEdit: 0.5,
          evaluationMs: 1,
          overlays: [],
          deltaNorms: {},
          retention: ADDRESS,
          answers: null,
          baseAnswers: ADDRESS,
          at: "2026-01-01T00:00:00.000Z",
        },
      ],
      failures: [],
      start: { entropyNats: 2, repetition: 0, ability: null, perplexity: null },
      pause: null,
      healthy: null,
      place: "native",
    },
  },
};

test("a report is one file with drawings and numbers, and asks no other machine for anything", async () => {
  const html = await writeReport({
    runs: [run],
    protocol: "generation",
    retention: {
      edits: [],
      checkpoints: [
        {
          edits: 1,
          cases: [{ edit: 0, caseId: "0", scores: { reliability: { "teacher-forced": 1, generation: 0 } } }],
        },
      ],
    },
    theme: {
      color: () => "#333333",
      fontPx: 13,
      fontFamily: fontStack("sans-serif"),
      monoFamily: "monospace",
      animation: false,
    },
    words: charts,
    messages: evaluate.report,
    language: "en",
    at: "today",
  });
  // The scores of the run, perplexity, time and size, and the heatmap; each drawing is an SVG within its frame.
  expect(html.match(/<figure>/g)).toHaveLength(5);
  expect(html).toContain("13.5");
  expect(html).not.toMatch(/<script|(?:src|href)="|url\((?!['"]?#)|@import/);
  // What a person or a model wrote is text, in tables and in drawings.
  expect(html).not.toContain("<b>");
});
