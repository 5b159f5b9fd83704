/** Edit runs for tests: what a hook would give, with the values that a test is about. */
import { vi } from "vitest";
import type { ProbeResult, Verdict } from "@/lib/eval";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { EditJobInput, type EditOutcome } from "@/lib/store";

/** The version that the runs edit. */
export const CHECKPOINT = "ver_checkpoint";

const address = (digit: string) => digit.repeat(64);

/** A run that nobody has started; its actions are spies. */
export function editRun(change: Partial<EditRun> = {}): EditRun {
  return {
    status: "idle",
    curves: {},
    isConnected: true,
    start: vi.fn(),
    cancel: vi.fn(),
    reset: vi.fn(),
    moveToTab: vi.fn(),
    ...change,
  };
}

/** A run on the server that ended with these outcomes. */
export function judgedRun(outcomes: readonly EditOutcome[], change: Partial<EditRun> = {}): EditRun {
  const input = EditJobInput.parse({
    model: "atlas",
    version: CHECKPOINT,
    cases: [
      {
        request: { id: "edit-1", subject: "Norway", prompt: "The capital of {} is", targetNew: "Bergen" },
      },
    ],
    methods: outcomes.map(({ method, parameters }) => ({ method, parameters })),
    mode: "single",
  });
  return editRun({
    status: "succeeded",
    jobId: "job_1",
    versionId: CHECKPOINT,
    input,
    output: { outcomes: [...outcomes], place: "native" },
    ...change,
  });
}

export function outcome(change: Partial<EditOutcome> = {}): EditOutcome {
  return {
    entry: 0,
    method: "rome",
    parameters: {},
    overlays: [address("a")],
    overlayBytes: 4096,
    deltaNorms: { "blocks.2.mlp.down": 1.5 },
    fingerprintBefore: address("0"),
    fingerprintAfter: address("1"),
    report: { numbers: {} },
    verdict: verdict(),
    durationMs: 2500,
    ...change,
  };
}

/** A verdict with one score, by default of an edit that took. */
export function verdict(probes: readonly ProbeResult[] = [probe()], reliability = 1): Verdict {
  const summary = (mean: number) => ({
    mean,
    standardError: 0,
    interval95: [mean, mean] as [number, number],
    count: 1,
    skipped: 0,
  });
  return {
    metrics: (["teacher-forced", "generation"] as const).map((protocol) => ({
      metric: "reliability",
      metricVersion: 1,
      protocol,
      unit: "fraction",
      before: summary(0),
      after: summary(reliability),
    })),
    probes: [...probes],
    says: [{ prompt: "The capital of Norway is", before: " Oslo", after: " Bergen" }],
    nextTokens: [],
    weights: [],
    disagreements: 0,
  };
}

/** A probe whose expected answer came, under the protocols that are named. */
export function probe(
  change: Partial<ProbeResult> = {},
  passed: readonly ("teacherForced" | "generation")[] = ["teacherForced", "generation"],
): ProbeResult {
  const answer = (text: string, protocols: readonly string[], probability: number) => ({
    teacherForced: { text, score: Number(protocols.includes("teacherForced")) },
    generation: { text, score: Number(protocols.includes("generation")) },
    probability,
  });
  return {
    caseId: "edit-1",
    group: "reliability",
    kind: "prompt",
    prompt: "The capital of Norway is",
    expected: "Bergen",
    before: answer(" Oslo", [], 0.02),
    after: answer(passed.length > 0 ? " Bergen" : " Oslo", passed, 0.93),
    ...change,
  };
}
