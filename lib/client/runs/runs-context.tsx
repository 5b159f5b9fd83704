"use client";

/** What runs are started on, and those that this tab performs. It is above the pages, so that a run goes on while another page is open. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { reportJob } from "../../api";
import { TAB_CLOSED } from "../../job/kinds";
import type { JobReport } from "../../store";
import type { Run } from "../../base";
import { callEndpoint, urlOf } from "../queries/http";
import type { TabCallName } from "../worker/tab-calls";
import { createTabRuns, type TabRuns } from "./tab-runs";

/** What the model host works on. */
export interface ModelHostTarget {
  readonly modelId: string;
  readonly versionId: string | undefined;
  readonly overlays: readonly string[];
  readonly place: "browser" | "server";
  readonly author: string;
}

/** Asks the tab's worker, starting it when there is none. */
export type AskWorker = (name: TabCallName, input: unknown, run?: Run) => Promise<unknown>;

export interface Runs {
  readonly target: ModelHostTarget;
  readonly inTab: TabRuns;
  /** The edit that was started last, for a page that is opened again. */
  readonly lastEdit: { current: string | undefined };
}

const RunsContext = createContext<Runs | null>(null);

export interface RunsProviderProps {
  target: ModelHostTarget;
  askWorker: AskWorker;
  children: ReactNode;
}

export function RunsProvider({ target, askWorker, children }: RunsProviderProps) {
  const [worker] = useState(() => ({ ask: askWorker }));
  useEffect(() => {
    worker.ask = askWorker;
  }, [worker, askWorker]);
  const [kept] = useState(() => ({
    inTab: createTabRuns({
      ask: (kind, input, run) => worker.ask(kind as TabCallName, input, run),
      publish: async () => void (await worker.ask("publish", {})),
      report: (jobId, report) => callEndpoint(reportJob, { params: { jobId }, input: report }),
    }),
    lastEdit: { current: undefined as string | undefined },
  }));

  useEffect(() => {
    const leave = ({ persisted }: PageTransitionEvent) => {
      // A page that may come back goes on then.
      if (!persisted) for (const jobId of kept.inTab.underWay) sendInterruption(jobId);
    };
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, [kept]);

  const runs = useMemo(() => ({ target, ...kept }), [target, kept]);
  return <RunsContext value={runs}>{children}</RunsContext>;
}

export function useRuns(): Runs {
  const runs = useContext(RunsContext);
  if (!runs) throw new Error("useRuns needs a RunsProvider above it");
  return runs;
}

/** A page that goes cannot wait for an answer. */
function sendInterruption(jobId: string): void {
  const report: JobReport = { status: "failed", error: TAB_CLOSED };
  const body = new Blob([JSON.stringify(report)], { type: "application/json" });
  navigator.sendBeacon(urlOf(reportJob.path, { jobId }), body);
}
