import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CancelledError, PalimpsestError, type Run } from "../../../base";
import type { JobReport, JobStatus } from "../../../store";
import { createTabRuns, type AskWorker, type TabRunsOptions } from "./tab-runs";

const JOB = { jobId: "job_1", kind: "edit", input: { model: "atlas" } } as const;
const OUTPUT = { outcomes: [] };
const OFFLINE = new PalimpsestError("runtime_unavailable", "No answer.", { details: { reason: "offline" } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker that this test answers, and a server that says of the job what it is told to say. */
function setUp(more: Partial<TabRunsOptions> = {}) {
  const wanted: { status: JobStatus; cancelRequested: boolean } = {
    status: "running",
    cancelRequested: false,
  };
  const reports: JobReport[] = [];
  const published = vi.fn(() => Promise.resolve());
  let run: Run | undefined;
  let settle: { resolve(output: unknown): void; reject(error: unknown): void } | undefined;
  const ask: AskWorker = (name, _input, given) =>
    name === "publish"
      ? published()
      : new Promise((resolve, reject) => {
          run = given;
          settle = { resolve, reject };
          given?.signal.addEventListener("abort", () => reject(new CancelledError()));
        });
  const runs = createTabRuns({
    report: async (_jobId, report) => {
      reports.push(report);
      return wanted;
    },
    ...more,
  });
  runs.perform(JOB, ask);
  return {
    runs,
    ask,
    wanted,
    reports,
    published,
    progress: (step: number) =>
      run?.progress({ phase: "Searching", step, steps: 3, values: { loss: 1 / step } }),
    end: (output: unknown) => settle?.resolve(output),
    fail: (error: unknown) => settle?.reject(error),
    now: () => runs.find(JOB.jobId),
  };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test("a run shows what it reports, and is told to the server from time to time", async () => {
  const { runs, progress, reports, now } = setUp();
  const heard = vi.fn();
  runs.subscribe(heard);
  progress(1);
  progress(2);
  await pass(300);
  expect(now()).toMatchObject({ status: "running", progress: { step: 2 }, curves: { loss: [1, 0.5] } });
  expect(heard).toHaveBeenCalled();
  expect(reports).toEqual([]);
  await pass(3000);
  expect(reports).toMatchObject([{ status: "running", progress: { step: 2 } }]);
  expect(runs.underWay).toEqual(["job_1"]);
});

test("a run that ends has its blobs sent, its result told, and is over only then", async () => {
  const { runs, end, reports, published, now } = setUp();
  published.mockImplementation(async () => expect(now()?.status).toBe("running"));
  end(OUTPUT);
  await pass();
  expect(published).toHaveBeenCalledOnce();
  expect(reports).toMatchObject([{ status: "succeeded", output: OUTPUT }]);
  expect(now()).toMatchObject({ status: "succeeded", output: OUTPUT });
  expect(runs.underWay).toEqual([]);
});

test("a result waits for a server that cannot be reached", async () => {
  let isReachable = false;
  const reports: JobReport[] = [];
  const { end, now } = setUp({
    report: async (_jobId, report) => {
      if (!isReachable) throw OFFLINE;
      reports.push(report);
      return { status: "running", cancelRequested: false };
    },
  });
  end(OUTPUT);
  await pass(10_000);
  expect(now()).toMatchObject({ status: "running", isConnected: false });
  isReachable = true;
  await pass(10_000);
  expect(now()).toMatchObject({ status: "succeeded", isConnected: true });
  expect(reports.map(({ status }) => status)).toEqual(["succeeded"]);
});

test("a failure is the run's, with its code, and is told", async () => {
  const { fail, reports, now } = setUp();
  fail(new PalimpsestError("no_effect", "Nothing moved."));
  await pass();
  expect(now()).toMatchObject({ status: "failed", error: { code: "no_effect" } });
  expect(reports).toMatchObject([{ status: "failed", error: { code: "no_effect" } }]);
});

test.each(["cancelled", "paused"] as const)("stopped here it is %s, and that is told", async (as) => {
  const { runs, reports, now } = setUp();
  expect(runs.stop("job_1", as)).toBe(true);
  await pass();
  expect(now()?.status).toBe(as);
  expect(reports).toEqual([{ status: as }]);
  expect(runs.stop("job_1", as)).toBe(false);
  expect(runs.stop("job_2", as)).toBe(false);
});

test.each([
  ["cancelled", { cancelRequested: true }],
  ["paused", { status: "paused" as const }],
])("asked for elsewhere it is %s at its next report", async (as, change) => {
  const { wanted, now } = setUp();
  Object.assign(wanted, change);
  await pass(2000);
  expect(now()?.status).toBe("running");
  await pass(2000);
  expect(now()?.status).toBe(as);
});

test("another run of the same kind cancels the one before it, which tells so", async () => {
  const told: string[] = [];
  const { runs, ask } = setUp({
    report: async (jobId, { status }) => {
      told.push(`${jobId} ${status}`);
      return { status: "running", cancelRequested: false };
    },
  });
  runs.perform({ ...JOB, jobId: "job_2" }, ask);
  await pass();
  expect(told).toEqual(["job_1 cancelled"]);
  expect(runs.find("job_1")).toBeUndefined();
  expect(runs.find("job_2")?.status).toBe("running");
});
