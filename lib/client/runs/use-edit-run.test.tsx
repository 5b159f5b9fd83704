// @vitest-environment happy-dom
import { useQuery } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { reportJob, startJob } from "../../api";
import { ClientProviders } from "../../testing/client";
import { fakeServer } from "../../testing/fake-server";
import { RunsProvider } from "./runs-context";
import type { AskWorker } from "./tab/tab-runs";
import { useEditRun } from "./use-edit-run";

test("a run that begins leaves an estimate in the worker alone, and one that ends has it asked anew", async () => {
  const server = fakeServer();
  server.answer(startJob, ({ input: { input } }) => ({
    jobId: "job_1",
    summary: { methods: ["rome"], edits: 1, subjects: ["Norway"] },
    input: input as never,
  }));
  server.answer(reportJob, ({ input }) => ({ status: input.status, cancelRequested: false }));
  let end: (output: unknown) => void = () => undefined;
  const askWorker: AskWorker = (name) =>
    name === "edit" ? new Promise((resolve) => (end = resolve)) : Promise.resolve({});
  const asked: AbortSignal[] = [];
  const { result } = renderHook(
    () => {
      // The estimate that is being computed in the same worker.
      useQuery({
        queryKey: ["model-host.preflight"],
        queryFn: ({ signal }) => {
          asked.push(signal);
          return new Promise(() => undefined);
        },
      });
      return useEditRun();
    },
    {
      wrapper: ({ children }) => (
        <ClientProviders>
          <RunsProvider
            target={{ modelId: "atlas", versionId: "ver_1", place: "browser", author: "" }}
            askWorker={askWorker}
          >
            {children}
          </RunsProvider>
        </ClientProviders>
      ),
    },
  );
  await waitFor(() => expect(asked).toHaveLength(1));
  act(() =>
    result.current.start({
      cases: [
        { request: { id: "1", subject: "Norway", prompt: "The capital of {} is", targetNew: "Bergen" } },
      ],
      methods: [{ method: "rome", parameters: {} }],
      mode: "single",
    }),
  );
  await waitFor(() => expect(result.current.status).toBe("running"));
  expect(asked[0].aborted).toBe(false);
  await act(async () => end({ outcomes: [], place: "wasm" }));
  await waitFor(() => expect(result.current.status).toBe("succeeded"));
  await waitFor(() => expect(asked.length).toBeGreaterThan(1));
});
