"use client";

/**
 * A run of one kind as the page sees it: started, followed, paused and stopped in the same way wherever it is performed. It
 * is a job in either place. What differs is who performs it: the server's queue, or this tab's worker.
 */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import {
  cancelJob,
  pauseJob,
  resumeJob,
  startJob,
  type JobInput,
  type JobOutputOf,
  type JobStart,
  type StartedKind,
} from "../../api";
import { fromWireError, PalimpsestError, toWireError, type Progress } from "../../base";
import { JOB_KINDS } from "../../job/kinds";
import type { JobStatus } from "../../store";
import { useActionOf } from "../queries/query";
import type { Curves } from "./curves";
import { useRuns, type ModelHostTarget } from "./runs-context";
import { useJob } from "./use-job";

export interface Run<K extends StartedKind> {
  readonly status: "idle" | JobStatus;
  /** Absent until the server has listed the run. */
  readonly jobId?: string;
  /** What was asked for. */
  readonly input?: JobInput<K>;
  readonly progress?: Progress;
  /** The history of every reported value, by its name. */
  readonly curves: Curves;
  readonly output?: JobOutputOf<K>;
  readonly error?: PalimpsestError;
  /** False while the server cannot be reached; the run goes on. */
  readonly isConnected: boolean;
  readonly startedAtMs?: number;
  /** Starts a run of the input, which may also be a mistake that is shown as the run's. */
  start(makeInput: () => JobInput<K>): void;
  cancel(): void;
  /** Stops it so that `resume` goes on where it stopped. */
  pause(): void;
  resume(): void;
  /** Of one that waits on the server: takes it out of the queue there, and performs it in this tab. */
  moveToTab(): void;
  /** Stops it if this tab performs it, and forgets it. */
  reset(): void;
}

/** What this page has asked for and the server has not answered. */
interface Asked<K extends StartedKind> {
  readonly status: "queued" | "failed" | "cancelled";
  readonly input?: JobInput<K>;
  readonly startedAtMs: number;
  readonly error?: PalimpsestError;
}

interface RunOptions {
  /** The job that is shown, if one is. */
  readonly jobId: string | undefined;
  /** Called with the job that was started, and with undefined when none is shown any more; not once the page has been left. */
  readonly onJob: (jobId: string | undefined) => void;
  /** The page that shows the run: opened again without the name of a job, it shows the last one of its model, and names it. */
  readonly page?: string;
}

export function useRun<K extends StartedKind>(
  kind: K,
  { jobId: named, onJob: onNamed, page }: RunOptions,
): Run<K> {
  const { target, askWorker, inTab, last, setLast } = useRuns();
  const place = target.place;
  const shelf = page && `${page} ${target.modelId}`;
  const shown = named ?? (shelf === undefined ? undefined : last[shelf]);
  /** The address is another page's once this one has been left. */
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => void (isOpen.current = false);
  }, []);
  useEffect(() => {
    if (shelf !== undefined && named !== undefined) setLast(shelf, named);
  }, [shelf, named, setLast]);
  const onJob = useCallback(
    (jobId: string | undefined) => {
      if (shelf !== undefined) setLast(shelf, jobId);
      if (isOpen.current) onNamed(jobId);
    },
    [shelf, setLast, onNamed],
  );
  const [asked, setAsked] = useState<Asked<K> | null>(null);
  /** Rises with each start: an answer to an earlier one comes too late. */
  const turn = useRef(0);
  const jobId = asked ? undefined : shown;
  const isUnnamed = named === undefined && jobId !== undefined;
  useEffect(() => {
    if (isUnnamed) onNamed(jobId);
  }, [isUnnamed, jobId, onNamed]);
  const mine = useSyncExternalStore(
    inTab.subscribe,
    () => inTab.find(jobId),
    () => undefined,
  );
  const job = useJob(mine ? undefined : jobId);
  const { mutate: askToCancel, error: notCancelled } = useActionOf(cancelJob);
  const { mutate: askToPause, error: notPaused } = useActionOf(pauseJob);
  const { mutate: askToResume, error: notResumed } = useActionOf(resumeJob);
  const { mutateAsync: askToStart } = useActionOf(startJob);
  const { author } = target;

  const startAt = useCallback(
    (makeInput: () => JobInput<K>, place: ModelHostTarget["place"]) => {
      const thisTurn = ++turn.current;
      const update = (change: Partial<Asked<K>>) => {
        if (turn.current === thisTurn) setAsked((before) => before && { ...before, ...change });
      };
      setAsked({ status: "queued", startedAtMs: Date.now() });
      onJob(undefined);
      const begin = async () => {
        const input = makeInput();
        update({ input });
        const started = await askToStart({ input: { kind, input, author, location: place } as JobStart });
        const { jobId: begun } = started;
        if (turn.current === thisTurn) {
          if (place === "browser") inTab.perform({ jobId: begun, kind, input: started.input }, askWorker);
          setAsked(null);
          onJob(begun);
          // Cancelled before the server had named the job: nobody else can tell.
        } else if (place === "browser") inTab.abandon(begun);
        else askToCancel({ params: { jobId: begun } });
      };
      begin().catch((thrown: unknown) => update({ status: "failed", error: asPalimpsestError(thrown) }));
    },
    [kind, author, askWorker, inTab, onJob, askToStart, askToCancel],
  );
  const start = useCallback((makeInput: () => JobInput<K>) => startAt(makeInput, place), [startAt, place]);

  const { input: schema, output: outputSchema } = JOB_KINDS[kind];
  const record = job.record;
  const read = useMemo(
    () => ({
      input: schema.safeParse(record?.input).data as JobInput<K> | undefined,
      output: outputSchema.safeParse(record?.output).data as JobOutputOf<K> | undefined,
    }),
    [schema, outputSchema, record],
  );
  const resumed = mine?.input ?? read.input;

  const controls = useMemo(
    () => ({
      cancel() {
        if (jobId === undefined) {
          turn.current++;
          setAsked((before) => before && { ...before, status: "cancelled" });
        } else if (!inTab.stop(jobId, "cancelled")) askToCancel({ params: { jobId } });
      },
      pause() {
        if (jobId !== undefined && !inTab.stop(jobId, "paused")) askToPause({ params: { jobId } });
      },
      resume() {
        if (jobId === undefined) return;
        // The server leaves to a tab what was begun in one.
        const go = ({ status }: { status: JobStatus }) => {
          if (status === "running") inTab.perform({ jobId, kind, input: resumed }, askWorker);
        };
        askToResume({ params: { jobId } }, { onSuccess: go });
      },
      moveToTab() {
        if (jobId === undefined || resumed === undefined) return;
        askToCancel({ params: { jobId } });
        startAt(() => resumed as JobInput<K>, "browser");
      },
      reset() {
        turn.current++;
        if (jobId !== undefined) inTab.stop(jobId, "cancelled");
        setAsked(null);
        onJob(undefined);
      },
    }),
    [jobId, kind, resumed, askWorker, inTab, onJob, startAt, askToCancel, askToPause, askToResume],
  );

  const failure = notCancelled ?? notPaused ?? notResumed ?? undefined;

  return useMemo<Run<K>>(() => {
    if (asked) return { curves: {}, isConnected: true, ...asked, start, ...controls };
    if (jobId === undefined) return { status: "idle", curves: {}, isConnected: true, start, ...controls };
    if (mine) {
      const { status, input, progress, curves, output, isConnected } = mine;
      const state = { status, progress, curves, isConnected, error: mine.error ?? failure };
      return {
        ...state,
        jobId,
        input: input as JobInput<K>,
        output: output as JobOutputOf<K> | undefined,
        start,
        ...controls,
      };
    }
    const { status = "queued", progress, curves, isConnected } = job;
    return {
      status,
      jobId,
      progress,
      curves,
      isConnected,
      error: job.error ?? failure,
      ...read,
      start,
      ...controls,
    };
  }, [asked, jobId, mine, job, read, failure, start, controls]);
}

function asPalimpsestError(thrown: unknown): PalimpsestError {
  return thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown));
}
