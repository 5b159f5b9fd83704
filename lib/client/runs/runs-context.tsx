"use client";

/** What runs are started on, and those that this tab performs. It is above the pages, so that a run goes on while another page is open. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { reportJob } from "../../api";
import { TAB_CLOSED } from "../../job/kinds";
import type { JobReport } from "../../store";
import { callEndpoint, urlOf } from "../queries/http";
import { createTabRuns, type AskWorker, type TabRuns } from "./tab/tab-runs";

/** What the model host works on. */
export interface ModelHostTarget {
  readonly modelId: string;
  readonly versionId: string | undefined;
  readonly place: "browser" | "server";
  readonly author: string;
}

interface Runs {
  readonly target: ModelHostTarget;
  readonly askWorker: AskWorker;
  readonly inTab: TabRuns;
  /** The job that each page showed last, by the page and its model, for a page that is opened again. */
  readonly last: Readonly<Record<string, string | undefined>>;
  readonly setLast: (page: string, jobId: string | undefined) => void;
}

const RunsContext = createContext<Runs | null>(null);

interface RunsProviderProps {
  target: ModelHostTarget;
  askWorker: AskWorker;
  children: ReactNode;
}

export function RunsProvider({ target, askWorker, children }: RunsProviderProps) {
  const [inTab] = useState(() =>
    createTabRuns({
      report: (jobId, report) => callEndpoint(reportJob, { params: { jobId }, input: report }),
    }),
  );

  useEffect(() => {
    const leave = ({ persisted }: PageTransitionEvent) => {
      // A page that may come back goes on then.
      if (!persisted) for (const jobId of inTab.underWay) sendInterruption(jobId);
    };
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, [inTab]);

  const [last, setAllLast] = useState<Runs["last"]>({});
  const setLast = useCallback<Runs["setLast"]>(
    (page, jobId) => setAllLast((before) => (before[page] === jobId ? before : { ...before, [page]: jobId })),
    [],
  );
  const runs = useMemo(
    () => ({ target, askWorker, inTab, last, setLast }),
    [target, askWorker, inTab, last, setLast],
  );
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
