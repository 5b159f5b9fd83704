"use client";

import { clsx } from "clsx";
import { Ban, Check, Clock, TriangleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { ErrorNote, formatBytes, formatPercent, Skeleton, type ErrorLike } from "@/components/ui";
import type { PreflightReport } from "@/lib/api";
import type { Backend } from "@/lib/store";
import { PreflightNotes } from "./preflight-notes";

// One or two runs are the rule.
const PreflightTable = dynamic(() => import("./preflight-table").then((file) => file.PreflightTable), {
  ssr: false,
});

/** A run and what is known of it. */
export interface PreflightRow {
  readonly name: string;
  readonly report: PreflightReport;
}

export interface PreflightCardProps {
  /** Runs that have been looked at, in their order. */
  rows: readonly PreflightRow[];
  /** False while they are of another edit or of other settings. */
  isCurrent: boolean;
  /** Where the speed was measured that times are estimated from. */
  place: Backend;
  /** False while nothing is chosen. */
  hasRuns: boolean;
  /** False while no edit is complete. */
  hasRequests: boolean;
  error: ErrorLike | null;
  onRetry: () => void;
}

/** Reports that are read one under the other; more become a table. */
const SPELLED_OUT = 2;

/** What running would take: time, memory, statistics, and what to know beforehand. */
export function PreflightCard({
  rows,
  hasRuns,
  hasRequests,
  isCurrent,
  place,
  error,
  onRetry,
}: PreflightCardProps) {
  const { preflight: t, verdict } = useMessages().edit;
  const isStale = !isCurrent && rows.length > 0 && hasRuns && hasRequests;
  return (
    <section aria-label={t.label} aria-busy={isStale} className="rounded-lg bg-sunken px-4 py-3">
      <h3 className="mb-2 flex items-baseline justify-between gap-3 font-sans text-xs font-medium text-faint">
        {t.title}
        {isStale && <span role="status">{t.stale}</span>}
      </h3>
      {!hasRequests ? (
        <p className="text-sm text-soft">{t.needsEdit}</p>
      ) : !hasRuns ? (
        <p className="text-sm text-soft">{t.needsMethod}</p>
      ) : error ? (
        <ErrorNote error={error} onRetry={onRetry} />
      ) : rows.length === 0 ? (
        <div role="status" aria-label={t.waiting} className="flex flex-col gap-2">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : (
        <div className={clsx("flex flex-col gap-3", isStale && "opacity-40 grayscale")}>
          {rows.length > SPELLED_OUT ? (
            <PreflightTable rows={rows} />
          ) : (
            rows.map((row) => <Report key={row.name} row={row} isNamed={rows.length > 1} />)
          )}
          <p className="text-xs text-faint">
            {(rows.every(({ report }) => report.isMeasured) ? t.measured : t.basis)(verdict.places[place])}
          </p>
        </div>
      )}
    </section>
  );
}

function Report({ row: { name, report }, isNamed }: { row: PreflightRow; isNamed: boolean }) {
  const { edit, ui } = useMessages();
  const t = edit.preflight;
  const [low, high] = report.durationMs;
  return (
    <div className="min-w-0">
      {isNamed && <h4 className="mb-1 text-sm font-medium">{name}</h4>}
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1 text-sm">
        <Line name={t.time}>{t.timeRange(ui.duration(low), ui.duration(high))}</Line>
        <Line name={t.memory}>{formatBytes(report.memoryBytes)}</Line>
        <Line name={t.download}>
          {report.downloadBytes === 0 ? t.nothing : formatBytes(report.downloadBytes)}
        </Line>
        <dt className="text-faint">{t.statistics}</dt>
        {report.artifacts.length === 0 ? (
          <dd>{t.noStatistics}</dd>
        ) : (
          <dd className="col-span-2">
            <Artifacts artifacts={report.artifacts} />
          </dd>
        )}
      </dl>
      <PreflightNotes
        label={t.blockers}
        notes={report.blockers}
        icon={<Ban aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-danger"
      />
      <PreflightNotes
        label={t.warnings}
        notes={report.warnings}
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-warn"
      />
    </div>
  );
}

function Artifacts({ artifacts }: { artifacts: PreflightReport["artifacts"] }) {
  const { edit, ui } = useMessages();
  const { preflight: t, core } = edit;
  return (
    <ul>
      {artifacts.map((artifact) => (
        <li key={artifact.what} className="flex items-start gap-1.5">
          {artifact.cached ? (
            <Check aria-hidden className="mt-1 size-3.5 shrink-0 text-after" />
          ) : (
            <Clock aria-hidden className="mt-1 size-3.5 shrink-0 text-warn" />
          )}
          <span className="min-w-0">
            {core(artifact.what)}{" "}
            <span className="text-faint">
              ({artifact.cached ? t.cached : t.toCompute(ui.duration(artifact.durationMs))}
              {artifact.error !== undefined && t.withError(formatPercent(artifact.error))})
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="numeric text-ink">{children}</dd>
    </>
  );
}
