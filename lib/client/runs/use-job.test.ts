// @vitest-environment happy-dom
import { waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { getJob } from "../../api";
import { PalimpsestError } from "../../base";
import type { EditJobOutput, JobStatus } from "../../store";
import { renderClientHook } from "../../testing/client";
import { fakeServer, type FakeServer } from "../../testing/fake-server";
import { useJob } from "./use-job";

const JOB = "job_1";
const INPUT = {
  model: "atlas",
  version: "ver_1",
  cases: [{ request: { id: "1", subject: "Norway", prompt: "The capital of {} is", targetNew: "Bergen" } }],
  methods: [{ method: "rome", parameters: {} }],
  mode: "single" as const,
};
const OUTPUT: EditJobOutput = { outcomes: [], place: "native" };

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
});

function record(status: JobStatus, more: object = {}) {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const job = { id: JOB, kind: "edit", status, input: INPUT, attempt: 1, createdAt, cancelRequested: false };
  return getJob.output.parse({ ...job, author: "", ...more });
}

test("without a job nothing is asked", async () => {
  const calls = server.answer(getJob, () => record("running"));
  const { result } = renderClientHook(useJob, undefined);
  await Promise.resolve();
  expect(result.current).toMatchObject({ status: undefined, isPending: false, isConnected: true });
  expect(calls).toEqual([]);
});

test("until the first event the record says how far the job is", async () => {
  server.answer(getJob, () => record("running", { progress: { phase: "Reading", step: 3 } }));
  server.events(JOB);
  const { result } = renderClientHook(useJob, JOB);
  expect(result.current.isPending).toBe(true);
  await waitFor(() => expect(result.current.status).toBe("running"));
  expect(result.current).toMatchObject({ progress: { phase: "Reading", step: 3 }, record: { input: INPUT } });
});

test("each report moves the progress, and its values become curves", async () => {
  server.answer(getJob, () => record("queued"));
  const events = server.events(JOB);
  const { result } = renderClientHook(useJob, JOB);
  events.send({ status: "queued" });
  for (const [step, loss] of [4, 2, 1].entries())
    events.send({
      status: "running",
      progress: { phase: "Searching", step: step + 1, steps: 3, values: { "rome.loss": loss } },
    });
  await waitFor(() => expect(result.current.progress?.step).toBe(3));
  expect(result.current.status).toBe("running");
  expect(result.current.curves).toEqual({ "rome.loss": [4, 2, 1] });
});

test("when the job has ended its record is read again, for the result is in it", async () => {
  let status: JobStatus = "running";
  server.answer(getJob, () => record(status, status === "succeeded" ? { output: OUTPUT } : {}));
  const events = server.events(JOB);
  const { result } = renderClientHook(useJob, JOB);
  events.send({ status });
  await waitFor(() => expect(result.current.status).toBe("running"));
  expect(result.current.record?.output).toBeUndefined();
  events.send({ status: (status = "succeeded") });
  await waitFor(() => expect(result.current.record?.output).toEqual(OUTPUT));
  expect(result.current.status).toBe("succeeded");
});

test("a job that failed has the error of its record", async () => {
  server.answer(getJob, () =>
    record("failed", { error: { code: "numerical", message: "The loss is not finite." } }),
  );
  server.events(JOB).send({ status: "failed" });
  const { result } = renderClientHook(useJob, JOB);
  await waitFor(() => expect(result.current.error?.code).toBe("numerical"));
  expect(result.current.status).toBe("failed");
});

test("while the server is away the job counts as running, and afterwards it goes on without a gap", async () => {
  server.answer(getJob, () => record("running"));
  const events = server.events(JOB);
  const { result } = renderClientHook(useJob, JOB);
  events.send({ status: "running", progress: { phase: "Searching", step: 1, values: { loss: 2 } } });
  await waitFor(() => expect(result.current.progress?.step).toBe(1));
  events.disconnect();
  await waitFor(() => expect(result.current.isConnected).toBe(false));
  expect(result.current).toMatchObject({ status: "running", progress: { step: 1 } });
  events.connect();
  events.send({ status: "running", progress: { phase: "Searching", step: 2, values: { loss: 1 } } });
  await waitFor(() => expect(result.current.progress?.step).toBe(2));
  expect(result.current.isConnected).toBe(true);
  expect(result.current.curves).toEqual({ loss: [2, 1] });
  expect(events.connections).toEqual([null, "0"]);
});

test("another job starts with nothing of the one before", async () => {
  server.answer(getJob, ({ params }) => ({ ...record("queued"), id: params.jobId }));
  server.events(JOB).send({
    status: "running",
    progress: { phase: "Searching", step: 7, values: { loss: 1 } },
  });
  server.events("job_2");
  const { result, rerender } = renderClientHook(useJob, JOB as string | undefined);
  await waitFor(() => expect(result.current.progress?.step).toBe(7));
  rerender("job_2");
  expect(result.current).toMatchObject({ status: undefined, progress: undefined, curves: {} });
  await waitFor(() => expect(result.current.status).toBe("queued"));
  expect(result.current.progress).toBeUndefined();
});

test("a job that the server does not know is an error, and asking again finds one that has come since", async () => {
  server.answer(getJob, () => {
    throw new PalimpsestError("not_found", "There is no such job.");
  });
  const { result } = renderClientHook(useJob, JOB);
  await waitFor(() => expect(result.current.error?.code).toBe("not_found"));
  server.answer(getJob, () => record("running"));
  server.events(JOB).send({ status: "running" });
  result.current.refetch();
  await waitFor(() => expect(result.current).toMatchObject({ status: "running", error: undefined }));
});
