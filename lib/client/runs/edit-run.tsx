"use client";

/**
 * Starts and tracks the edit run, in the browser or on the server. It is above the pages, so a run in the tab continues
 * while another page is open. The URL names a run on the server, so it survives a reload.
 */
import { createContext, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { z } from "zod";
import { cancelJob, startJob } from "../../api";
import {
  CancelledError,
  createRun,
  fromWireError,
  PalimpsestError,
  toWireError,
  type Progress,
  type Run,
} from "../../base";
import { EditJobInput, EditJobOutput, type EditOutcome, type JobStatus } from "../../store";
import { withProgress, type Curves } from "./curves";
import { gatherReports } from "./gather-reports";
import type { TabCallName } from "../worker/tab-calls";
import { useActionOf } from "../queries/query";
import { useJob } from "./use-job";
import { defineView, useViewState } from "../view-state";

/** The target of the model host. */
export interface ModelHostTarget {
  readonly modelId: string;
  readonly versionId: string | undefined;
  readonly overlays: readonly string[];
  readonly place: "browser" | "server";
  readonly author: string;
}

/** Asks the tab's worker, starting it when there is none. */
export type AskWorker = (name: TabCallName, input: unknown, run?: Run) => Promise<unknown>;

/** A person's choices; the model, its version and overlays are the checked-out ones. */
export type EditRunInput = Omit<z.input<typeof EditJobInput>, "model" | "version" | "overlays">;

export interface EditRun {
  readonly status: "idle" | JobStatus;
  /** Of a run on the server. */
  readonly jobId?: string;
  /** The version that was edited: Keep expects it to be the head still. */
  readonly versionId?: string;
  /** The input of the run: Keep and the record need the requests of the run, not those typed now. */
  readonly input?: EditJobInput;
  readonly progress?: Progress;
  /** The history of every reported value, by its name: `${method}.${name}`. */
  readonly curves: Curves;
  readonly output?: EditJobOutput;
  readonly error?: PalimpsestError;
  /** False while the server cannot be reached; the run continues there. */
  readonly isConnected: boolean;
  readonly startedAtMs?: number;
  start(input: EditRunInput): void;
  cancel(): void;
  /** Forgets the run and what it found. */
  reset(): void;
  /** Puts the overlays of an outcome where Keep can find them. Nothing to do for a run on the server. */
  ensureStored(outcome: Pick<EditOutcome, "overlays">): Promise<void>;
}

interface Local {
  readonly status: "idle" | JobStatus;
  readonly versionId?: string;
  readonly input?: EditJobInput;
  readonly progress?: Progress;
  readonly curves: Curves;
  readonly output?: EditJobOutput;
  readonly error?: PalimpsestError;
  readonly startedAtMs?: number;
}

/** Each report that is shown draws the page again, and what that leaves behind adds up faster than it is collected. */
const REPORTS_SHOWN_EVERY_MS = 250;

const IDLE: Local = { status: "idle", curves: {} };
const jobView = defineView(z.object({ job: z.string().startsWith("job_").optional() }));

export const EditRunContext = createContext<EditRun | null>(null);

export interface EditRunProviderProps {
  target: ModelHostTarget;
  askWorker: AskWorker;
  children: ReactNode;
}

export function EditRunProvider({ target, askWorker, children }: EditRunProviderProps) {
  const [local, setLocal] = useState<Local>(IDLE);
  const [{ job: jobId }, setView] = useViewState(jobView);
  const job = useJob(jobId);
  const stop = useRef<AbortController | null>(null);
  const { mutateAsync: startOnServer } = useActionOf(startJob);
  const { mutate: askToStop } = useActionOf(cancelJob);

  const reset = useCallback(() => {
    stop.current?.abort();
    stop.current = null;
    setLocal(IDLE);
    setView({ job: undefined });
  }, [setView]);

  const start = useCallback(
    (chosen: EditRunInput) => {
      stop.current?.abort();
      const control = new AbortController();
      stop.current = control;
      const update = (change: (before: Local) => Local) => {
        if (stop.current === control) setLocal(change);
      };
      const { versionId } = target;
      setView({ job: undefined });
      setLocal({ status: "queued", curves: {}, versionId, startedAtMs: Date.now() });

      const queue: Queue = async (input) => {
        const { jobId: queued } = await startOnServer({
          input: { kind: "edit", input, author: target.author },
        });
        // Cancelled before the server returned the job's id, so it must be cancelled here.
        if (control.signal.aborted) askToStop({ params: { jobId: queued } });
        if (stop.current === control) setView({ job: queued });
      };
      perform(target, chosen, { askWorker, queue, update, signal: control.signal }).catch(
        (thrown: unknown) => {
          const error = thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown));
          if (error instanceof CancelledError) update((before) => ({ ...before, status: "cancelled" }));
          else update((before) => ({ ...before, status: "failed", error }));
        },
      );
    },
    [target, askWorker, startOnServer, askToStop, setView],
  );

  const cancel = useCallback(() => {
    if (!jobId) return stop.current?.abort();
    askToStop({ params: { jobId } }, { onError: (error) => setLocal((before) => ({ ...before, error })) });
  }, [jobId, askToStop]);

  const ensureStored = useCallback(
    async (outcome: Pick<EditOutcome, "overlays">) => {
      if (jobId) return;
      await askWorker("publish", { addresses: outcome.overlays });
    },
    [jobId, askWorker],
  );

  const run = useMemo<EditRun>(
    () => ({
      ...local,
      ...(jobId && {
        jobId,
        status: job.status ?? "queued",
        versionId: job.versionId ?? local.versionId,
        input: job.input ?? local.input,
        progress: job.progress,
        curves: job.curves,
        output: job.output,
        error: job.error ?? local.error,
      }),
      isConnected: job.isConnected,
      start,
      cancel,
      reset,
      ensureStored,
    }),
    [local, jobId, job, start, cancel, reset, ensureStored],
  );
  return <EditRunContext value={run}>{children}</EditRunContext>;
}

/** Puts a run into the server's queue and into the address. */
type Queue = (input: EditJobInput) => Promise<void>;

interface Performance {
  readonly askWorker: AskWorker;
  readonly queue: Queue;
  readonly update: (change: (before: Local) => Local) => void;
  readonly signal: AbortSignal;
}

/** One run from its checked input to its output; on the server, to its place in the queue. */
async function perform(
  target: ModelHostTarget,
  chosen: EditRunInput,
  { askWorker, queue, update, signal }: Performance,
) {
  const input = inputOf(target, chosen);
  update((before) => ({ ...before, input }));
  if (target.place === "server") return queue(input);
  const reports = gatherReports<Progress>(REPORTS_SHOWN_EVERY_MS, (gathered) =>
    update((before) => ({
      ...before,
      status: "running",
      progress: gathered[gathered.length - 1],
      curves: gathered.reduce(withProgress, before.curves),
    })),
  );
  const answer = askWorker("edit", input, createRun({ signal, onProgress: reports.add }));
  const output = EditJobOutput.parse(await answer.finally(reports.close));
  update((before) => ({ ...before, status: "succeeded", output }));
}

function inputOf(target: ModelHostTarget, chosen: EditRunInput): EditJobInput {
  if (!target.versionId) {
    throw new PalimpsestError(
      "conflict",
      "The model's versions have not been read yet, so there is nothing to edit.",
      {
        hint: "Wait a moment and run it again.",
        details: { reason: "notReady" },
      },
    );
  }
  const parsed = EditJobInput.safeParse({
    ...chosen,
    model: target.modelId,
    version: target.versionId,
    overlays: target.overlays,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PalimpsestError("invalid_input", issue.message, { details: { field: issue.path.join(".") } });
}
