// @vitest-environment happy-dom
import { act, fireEvent, render, renderHook, screen, waitFor } from "@testing-library/react";
import { useState, type ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { cancelJob, getJob, reportJob, resumeJob, startJob } from "../../api";
import { CancelledError, PalimpsestError } from "../../base";
import { EditJobInput, type JobReport, type JobStatus, type Job } from "../../store";
import { ClientProviders } from "../../testing/client";
import { fakeServer, type FakeServer } from "../../testing/fake-server";
import { RunsProvider, type ModelHostTarget } from "./runs-context";
import type { AskWorker } from "./tab/tab-runs";
import { useRun } from "./use-run";

const INPUT = EditJobInput.parse({
  model: "atlas",
  version: "ver_1",
  cases: [{ request: { id: "1", subject: "Norway", prompt: "The capital of {} is", targetNew: "Bergen" } }],
  methods: [{ method: "rome", parameters: {} }],
  mode: "single",
});
const OUTPUT = { outcomes: [], place: "wasm" as const };
const SUMMARY = { methods: ["rome"], edits: 1, subjects: ["Norway"] };

let server: FakeServer;
let reports: JobReport[];
beforeEach(() => {
  server = fakeServer();
  reports = [];
  server.answer(startJob, ({ input: { location, input } }) => ({
    jobId: "job_1",
    summary: SUMMARY,
    ...(location === "browser" && { input: input as unknown as Job["progress"] & object }),
  }));
  server.answer(reportJob, ({ input }) => {
    reports.push(input);
    return { status: input.status, cancelRequested: false };
  });
});

/** The hook as a page uses it, which keeps the job that is shown. */
function useShown(shown: string | undefined) {
  const [jobId, onJob] = useState(shown);
  return useRun("edit", { jobId, onJob });
}

function renderRun(place: ModelHostTarget["place"], askWorker: AskWorker, shown?: string) {
  const target = { modelId: "atlas", versionId: "ver_1", overlays: [], place, author: "Ada" };
  return renderHook(() => useShown(shown), {
    wrapper: ({ children }) => (
      <ClientProviders>
        <RunsProvider target={target} askWorker={askWorker}>
          {children}
        </RunsProvider>
      </ClientProviders>
    ),
  }).result;
}

/** A worker whose answer this test gives. */
function workerOf() {
  let settle: (output: unknown) => void = () => undefined;
  const ask = vi.fn<AskWorker>((name, _input, run) => {
    if (name !== "edit") return Promise.resolve({});
    return new Promise((resolve, reject) => {
      settle = resolve;
      run?.signal.addEventListener("abort", () => reject(new CancelledError()));
      run?.progress({ phase: "Searching", step: 1, values: { "0.lossNats": 2 } });
    });
  });
  return { ask, end: (output: unknown) => settle(output) };
}
const noWorker: AskWorker = () => Promise.reject(new Error("nothing is to run here"));

function record(status: JobStatus, more: object = {}) {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const job = {
    id: "job_1",
    kind: "edit",
    status,
    input: INPUT,
    attempt: 1,
    createdAt,
    cancelRequested: false,
  };
  return getJob.output.parse({ ...job, author: "", ...more });
}

test("in the browser it is a job that this tab performs, and ends with what the worker found", async () => {
  const worker = workerOf();
  const run = renderRun("browser", worker.ask);
  expect(run.current.status).toBe("idle");
  act(() => run.current.start(() => INPUT));
  expect(run.current.status).toBe("queued");
  await waitFor(() => expect(run.current).toMatchObject({ status: "running", jobId: "job_1" }));
  await waitFor(() => expect(run.current.progress?.step).toBe(1));
  expect(run.current.curves).toEqual({ "0.lossNats": [2] });
  await act(async () => worker.end(OUTPUT));
  await waitFor(() => expect(run.current.status).toBe("succeeded"));
  expect(run.current).toMatchObject({ output: OUTPUT, input: { version: "ver_1" } });
  expect(worker.ask).toHaveBeenCalledWith("publish", {});
  expect(reports).toMatchObject([{ status: "succeeded", output: OUTPUT }]);
});

test("on the server it is the same job, followed by its events", async () => {
  let status: JobStatus = "running";
  server.answer(getJob, () => record(status, status === "succeeded" ? { output: OUTPUT } : {}));
  const events = server.events("job_1");
  const run = renderRun("server", noWorker);
  act(() => run.current.start(() => INPUT));
  await waitFor(() => expect(run.current.jobId).toBe("job_1"));
  events.send({ status });
  await waitFor(() => expect(run.current.status).toBe("running"));
  events.send({ status: (status = "succeeded") });
  await waitFor(() => expect(run.current).toMatchObject({ status: "succeeded", output: OUTPUT }));
  expect(reports).toEqual([]);
});

test("one that was performed in a browser is opened again like any other", async () => {
  server.answer(getJob, () =>
    record("succeeded", { output: OUTPUT, summary: { ...SUMMARY, location: "browser" } }),
  );
  const events = server.events("job_1");
  const run = renderRun("browser", noWorker, "job_1");
  events.send({ status: "succeeded" });
  await waitFor(() =>
    expect(run.current).toMatchObject({ status: "succeeded", output: OUTPUT, input: INPUT }),
  );
});

test("cancelled in this tab it stops at once; on the server its job is asked to", async () => {
  const worker = workerOf();
  const here = renderRun("browser", worker.ask);
  act(() => here.current.start(() => INPUT));
  await waitFor(() => expect(here.current.status).toBe("running"));
  act(() => here.current.cancel());
  await waitFor(() => expect(here.current.status).toBe("cancelled"));
  expect(reports).toEqual([{ status: "cancelled" }]);

  server.answer(getJob, () => record("running"));
  server.events("job_1").send({ status: "running" });
  const asked = server.answer(cancelJob, () => ({ status: "running" as const }));
  const there = renderRun("server", noWorker, "job_1");
  await waitFor(() => expect(there.current.status).toBe("running"));
  act(() => there.current.cancel());
  await waitFor(() => expect(asked).toHaveLength(1));
});

test("one that waits on the server is moved to this tab: cancelled there, and performed here", async () => {
  server.answer(getJob, () => record("queued"));
  server.events("job_1").send({ status: "queued" });
  const asked = server.answer(cancelJob, () => ({ status: "cancelled" as const }));
  server.answer(startJob, ({ input: { input, location } }) => ({
    jobId: "job_2",
    summary: { ...SUMMARY, location: location === "browser" ? ("browser" as const) : undefined },
    input: input as unknown as Job["progress"] & object,
  }));
  const worker = workerOf();
  const run = renderRun("server", worker.ask, "job_1");
  await waitFor(() => expect(run.current.input).toBeDefined());
  act(() => run.current.moveToTab());
  await waitFor(() => expect(worker.ask).toHaveBeenCalledWith("edit", INPUT, expect.anything()));
  await act(async () => worker.end(OUTPUT));
  await waitFor(() => expect(run.current).toMatchObject({ status: "succeeded", jobId: "job_2" }));
  expect(asked).toHaveLength(1);
});

test("cancelled before it has an id it is never performed", async () => {
  let answer: () => void = () => undefined;
  const starts = server.answer(
    startJob,
    () =>
      new Promise((resolve) => {
        answer = () => resolve({ jobId: "job_1", summary: SUMMARY });
      }),
  );
  const asked = server.answer(cancelJob, () => ({ status: "cancelled" as const }));
  const run = renderRun("server", noWorker);
  act(() => run.current.start(() => INPUT));
  await waitFor(() => expect(starts).toHaveLength(1));
  act(() => run.current.cancel());
  expect(run.current.status).toBe("cancelled");
  await act(async () => answer());
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(run.current).toMatchObject({ status: "cancelled" });
  expect(run.current.jobId).toBeUndefined();
});

test("one that was cancelled before it had an id does not disturb the run after it", async () => {
  const answers: ((jobId: string) => void)[] = [];
  server.answer(
    startJob,
    ({ input: { input } }) =>
      new Promise((resolve) => {
        answers.push((jobId) => resolve({ jobId, summary: SUMMARY, input: input as never }));
      }),
  );
  const worker = workerOf();
  const run = renderRun("browser", worker.ask);
  act(() => run.current.start(() => INPUT));
  act(() => run.current.cancel());
  act(() => run.current.start(() => INPUT));
  await waitFor(() => expect(answers).toHaveLength(2));
  await act(async () => answers[1]("job_2"));
  await waitFor(() => expect(run.current).toMatchObject({ status: "running", jobId: "job_2" }));
  await act(async () => answers[0]("job_1"));
  await waitFor(() => expect(reports).toEqual([{ status: "cancelled" }]));
  await act(async () => worker.end(OUTPUT));
  await waitFor(() => expect(run.current).toMatchObject({ status: "succeeded", jobId: "job_2" }));
});

test("a mistake in the input, and a server that refuses, are the run's failure", async () => {
  const run = renderRun("browser", noWorker);
  act(() =>
    run.current.start(() => {
      throw new PalimpsestError("conflict", "Not yet.");
    }),
  );
  await waitFor(() => expect(run.current).toMatchObject({ status: "failed", error: { code: "conflict" } }));
  server.answer(startJob, () => {
    throw new PalimpsestError("not_found", "There is no such model.");
  });
  act(() => run.current.start(() => INPUT));
  await waitFor(() => expect(run.current).toMatchObject({ status: "failed", error: { code: "not_found" } }));
});

test("a paused one goes on in this tab, under the same id", async () => {
  server.answer(getJob, () => record("paused", { summary: { ...SUMMARY, location: "browser" } }));
  server.events("job_1").send({ status: "paused" });
  server.answer(resumeJob, () => ({ status: "running" as const }));
  const worker = workerOf();
  const run = renderRun("browser", worker.ask, "job_1");
  await waitFor(() => expect(run.current.input).toBeDefined());
  expect(run.current.status).toBe("paused");
  act(() => run.current.resume());
  await waitFor(() => expect(worker.ask).toHaveBeenCalledWith("edit", INPUT, expect.anything()));
  await act(async () => worker.end(OUTPUT));
  await waitFor(() => expect(run.current).toMatchObject({ status: "succeeded", jobId: "job_1" }));
});

test("a page that is opened again shows the run that was on it, and names it; another page does not", async () => {
  server.answer(getJob, () => record("running"));
  server.events("job_1").send({ status: "running" });
  const names: (string | undefined)[] = [];
  const onJob = (job: string | undefined) => void names.push(job);
  function Page({ page, named }: { page: string; named?: string }) {
    const run = useRun("edit", { jobId: named, onJob, page });
    return <p>{`${page} ${run.jobId ?? "nothing"}`}</p>;
  }
  const target = { modelId: "atlas", versionId: "ver_1", place: "server", author: "Ada" } as const;
  const at = (ui: ReactNode) => (
    <ClientProviders>
      <RunsProvider target={target} askWorker={noWorker}>
        {ui}
      </RunsProvider>
    </ClientProviders>
  );
  const { rerender } = render(at(<Page key="1" page="merge" named="job_1" />));
  expect(screen.getByText("merge job_1")).toBeDefined();
  rerender(at(<Page key="2" page="kinship" />));
  expect(screen.getByText("kinship nothing")).toBeDefined();
  expect(names).toEqual([]);
  rerender(at(<Page key="3" page="merge" />));
  expect(screen.getByText("merge job_1")).toBeDefined();
  expect(names).toEqual(["job_1"]);
});

test("a run whose page was left before it had an id names itself to no other page, and is there when one comes back", async () => {
  let answer: () => void = () => undefined;
  const starts = server.answer(
    startJob,
    () => new Promise((resolve) => (answer = () => resolve({ jobId: "job_1", summary: SUMMARY }))),
  );
  server.answer(getJob, () => record("running"));
  server.events("job_1").send({ status: "running" });
  const names: (string | undefined)[] = [];
  const onJob = (job: string | undefined) => void names.push(job);
  function Page() {
    const run = useRun("edit", { jobId: undefined, onJob, page: "merge" });
    return <button onClick={() => run.start(() => INPUT)}>{run.jobId ?? "start"}</button>;
  }
  const target = { modelId: "atlas", versionId: "ver_1", place: "server", author: "Ada" } as const;
  const at = (ui: ReactNode) => (
    <ClientProviders>
      <RunsProvider target={target} askWorker={noWorker}>
        {ui}
      </RunsProvider>
    </ClientProviders>
  );
  const { rerender } = render(at(<Page key="1" />));
  fireEvent.click(screen.getByText("start"));
  expect(names).toEqual([undefined]);
  rerender(at(<p>another page</p>));
  await waitFor(() => expect(starts).toHaveLength(1));
  await act(async () => answer());
  expect(names).toEqual([undefined]);
  rerender(at(<Page key="2" />));
  await screen.findByText("job_1");
  expect(names).toEqual([undefined, "job_1"]);
});
