"use client";

/**
 * Starts, pauses, resumes and tracks the computation of artifacts, in the browser or on the server. It is above the pages,
 * so it continues while another page is open. On the server it is the model's unfinished job of that kind, so a reloaded
 * page finds it. In the tab the next start resumes from the stored part.
 */
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { cancelJob, listJobs, pauseJob, resumeJob, startJob } from "../../api";
import {
  CancelledError,
  createRun,
  fromWireError,
  PalimpsestError,
  toWireError,
  type Progress,
} from "../../base";
import { PrepareJobOutput, type JobStatus, type PrepareJobInput } from "../../store";
import { invalidate } from "../queries/invalidate";
import type { ModelHostTarget, AskWorker } from "./edit-run";
import { isFinished } from "./job-stream";
import { useActionOf, useQueryOf } from "../queries/query";
import { useJob } from "./use-job";

export interface PrepareRun {
  readonly status: "idle" | JobStatus;
  readonly progress?: Progress;
  readonly error?: PalimpsestError;
  start(methods: PrepareJobInput["methods"]): void;
  /** Stops it so that `resume` continues where it stopped. */
  pause(): void;
  resume(): void;
  cancel(): void;
}

type State = Pick<PrepareRun, "status" | "progress" | "error">;

const IDLE: State = { status: "idle" };
const BUSY_POLL_MS = 3000;
const IDLE_POLL_MS = 20_000;
const PrepareContext = createContext<PrepareRun | null>(null);

export interface PrepareRunProviderProps {
  target: Pick<ModelHostTarget, "modelId" | "place" | "author">;
  askWorker: AskWorker;
  children: ReactNode;
}

export function PrepareRunProvider({ target, askWorker, children }: PrepareRunProviderProps) {
  const here = usePrepareHere(target.modelId, askWorker);
  const there = usePrepareThere(target);
  const run = target.place === "browser" ? here : there;
  const client = useQueryClient();
  // A phase that ended has made something that is listed now, and that a preflight finds; so has a run that was stopped.
  const turn = `${run.status} ${run.progress?.phase ?? ""}`;
  const before = useRef(turn);
  useEffect(() => {
    if (before.current === turn) return;
    before.current = turn;
    void invalidate(client, ...ARTIFACT_QUERIES);
  }, [client, turn]);

  return <PrepareContext value={run}>{children}</PrepareContext>;
}

/** Keys of the queries whose answers change with the artifacts. */
export const ARTIFACT_QUERIES = ["artifacts.list", "artifacts.tab", "model-host.preflight"] as const;

export function usePrepareRun(): PrepareRun {
  const run = useContext(PrepareContext);
  if (!run) throw new Error("usePrepareRun needs a ModelHostProvider above it");
  return run;
}

/** In this tab's worker. */
function usePrepareHere(modelId: string, askWorker: AskWorker): PrepareRun {
  const [stored, setState] = useState<State & { readonly model?: string }>(IDLE);
  const asked = useRef<PrepareJobInput["methods"]>([]);
  const stop = useRef<AbortController | null>(null);

  const perform = useCallback(
    (methods: PrepareJobInput["methods"]) => {
      const control = new AbortController();
      stop.current?.abort();
      stop.current = control;
      asked.current = methods;
      const update = (change: (before: State) => State) => {
        if (stop.current === control) setState((before) => ({ ...change(before), model: modelId }));
      };
      update(() => ({ status: "running" }));
      const onProgress = (progress: Progress) => update((before) => ({ ...before, progress }));
      const call = async () =>
        PrepareJobOutput.parse(
          await askWorker(
            "prepare",
            { model: modelId, methods },
            createRun({ signal: control.signal, onProgress }),
          ),
        );
      call()
        .then(() => update(() => ({ status: "succeeded" })))
        .catch((thrown: unknown) => {
          const error = asPalimpsestError(thrown);
          update((before) => {
            if (!(error instanceof CancelledError)) return { ...before, status: "failed", error };
            return { ...before, status: before.status === "paused" ? "paused" : "cancelled" };
          });
        });
    },
    [modelId, askWorker],
  );

  return useMemo(() => {
    const halt = (status: "paused" | "cancelled") => () => {
      setState((before) => ({ ...before, status }));
      stop.current?.abort();
    };
    return {
      ...(stored.model === modelId ? stored : IDLE),
      start: perform,
      pause: halt("paused"),
      resume: () => perform(asked.current),
      cancel: halt("cancelled"),
    };
  }, [stored, modelId, perform]);
}

/** On the server, as a job. */
function usePrepareThere({ modelId, place, author }: PrepareRunProviderProps["target"]): PrepareRun {
  /** The last job that was seen here: when it is no longer open, how it ended is still worth saying. */
  const [seen, setSeen] = useState<{ readonly model: string; readonly jobId: string }>();
  const jobs = useQueryOf(
    listJobs,
    { input: { limit: 30 } },
    {
      enabled: place === "server",
      refetchEveryMs: (last) => (last?.jobs.some(isOpenPrepare) ? BUSY_POLL_MS : IDLE_POLL_MS),
    },
  );
  const open = jobs.data?.jobs.find((job) => isOpenPrepare(job) && job.summary.model === modelId);
  if (open && open.id !== seen?.jobId) setSeen({ model: modelId, jobId: open.id });
  const last = seen?.model === modelId ? seen.jobId : undefined;
  const jobId = place === "server" ? (open?.id ?? last) : undefined;
  const job = useJob(jobId);
  const { mutate: queue, error: notQueued } = useActionOf(startJob);
  const { mutate: askToPause, error: notPaused } = useActionOf(pauseJob);
  const { mutate: askToResume, error: notResumed } = useActionOf(resumeJob);
  const { mutate: askToCancel, error: notCancelled } = useActionOf(cancelJob);
  const error = job.error ?? notQueued ?? notPaused ?? notResumed ?? notCancelled ?? undefined;

  return useMemo(() => {
    const tell = (ask: typeof askToPause) => () => jobId && ask({ params: { jobId } });
    return {
      status: jobId ? (job.status ?? "queued") : "idle",
      progress: job.progress,
      error,
      start: (methods) =>
        queue(
          { input: { kind: "prepare", input: { model: modelId, methods }, author } },
          { onSuccess: (answer) => setSeen({ model: modelId, jobId: answer.jobId }) },
        ),
      pause: tell(askToPause),
      resume: tell(askToResume),
      cancel: tell(askToCancel),
    };
  }, [jobId, job.status, job.progress, error, modelId, author, queue, askToPause, askToResume, askToCancel]);
}

function isOpenPrepare(job: { readonly kind: string; readonly status: JobStatus }): boolean {
  return job.kind === "prepare" && !isFinished(job.status);
}

function asPalimpsestError(thrown: unknown): PalimpsestError {
  return thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown));
}
