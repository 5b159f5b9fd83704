// @vitest-environment happy-dom
import { useQuery } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { getJob, listJobs, startJob, type ListedJob } from "../../api";
import { ClientProviders } from "../../testing/client";
import { fakeServer, type FakeServer } from "../../testing/fake-server";
import { RunsProvider } from "./runs-context";
import { FACTS_QUERY, usePrepareRun } from "./use-prepare-run";

const AT = "2026-01-01T00:00:00.000Z";
const JOB = {
  kind: "prepare",
  status: "running",
  attempt: 1,
  createdAt: AT,
  cancelRequested: false,
  author: "",
} as const;

let server: FakeServer;
let listed: ListedJob[];
beforeEach(() => {
  server = fakeServer();
  listed = [];
  server.answer(listJobs, () => ({ jobs: listed }));
  server.answer(getJob, ({ params }) => ({ ...JOB, id: params.jobId, input: {} }));
});

const summaryOf = (model: string) => ({ model, methods: [], edits: 0, subjects: [] });
const job = (id: string, model: string, status: ListedJob["status"] = "running"): ListedJob => ({
  ...JOB,
  id,
  status,
  summary: summaryOf(model),
  queue: "device",
});

/** The hook on the server's place, beside a query for the facts that the model knows; their askings are counted. */
function watch() {
  let asked = 0;
  const { result } = renderHook(
    () => {
      useQuery({ queryKey: [FACTS_QUERY], queryFn: () => ++asked });
      return usePrepareRun();
    },
    {
      wrapper: ({ children }) => (
        <ClientProviders>
          <RunsProvider
            target={{ modelId: "atlas", versionId: "ver_1", place: "server", author: "" }}
            askWorker={() => Promise.reject(new Error("no worker"))}
          >
            {children}
          </RunsProvider>
        </ClientProviders>
      ),
    },
  );
  return { result, asked: () => asked };
}

test("a page that is loaded again finds the model's open job, and what it makes is asked for anew when it ends", async () => {
  listed = [job("job_other", "gpt2"), job("job_1", "atlas")];
  const events = server.events("job_1");
  const { result, asked } = watch();
  await waitFor(() => expect(result.current.jobId).toBe("job_1"));
  events.send({ status: "running", progress: { phase: "Reading texts", step: 1, steps: 4 } });
  await waitFor(() => expect(result.current.progress?.step).toBe(1));
  const before = asked();
  listed = [job("job_1", "atlas", "succeeded")];
  events.send({ status: "succeeded" });
  await waitFor(() => expect(result.current.status).toBe("succeeded"));
  await waitFor(() => expect(asked()).toBeGreaterThan(before));
});

test("a job of another model is not shown, and a new one is started for this model", async () => {
  listed = [job("job_other", "gpt2")];
  const started = server.answer(startJob, ({ input: { input } }) => ({
    jobId: "job_2",
    summary: summaryOf("atlas"),
    input: input as never,
  }));
  server.events("job_2");
  const { result } = watch();
  expect(result.current.status).toBe("idle");
  act(() => result.current.start({ methods: [], facts: true }));
  await waitFor(() => expect(result.current.jobId).toBe("job_2"));
  expect(started[0].input).toMatchObject({ kind: "prepare", input: { model: "atlas", facts: true } });
});
