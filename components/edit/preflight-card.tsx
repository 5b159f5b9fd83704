"use client";

import { Ban, Check, Clock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { ErrorNote, formatBytes, formatDuration, Skeleton, type ErrorLike } from "@/components/ui";
import type { PreflightReport } from "@/lib/api";
import type { MethodChoice } from "./use-method-choice";

export interface PreflightCardProps {
  choice: MethodChoice;
  /** What is known of every method; absent while it is worked out. */
  reports: readonly PreflightReport[] | undefined;
  /** False while no edit is complete. */
  hasRequests: boolean;
  error: ErrorLike | null;
  onRetry: () => void;
}

/** What running would take: time, memory, statistics, and what to know beforehand. */
export function PreflightCard({ choice, reports, hasRequests, error, onRetry }: PreflightCardProps) {
  const t = useMessages().edit.preflight;
  const chosen = choice.chosen.flatMap((card) => reports?.find((report) => report.method === card.id) ?? []);
  return (
    <section aria-label={t.label} className="rounded-lg bg-sunken px-4 py-3">
      <h3 className="mb-2 font-sans text-xs font-medium text-faint">{t.title}</h3>
      {!hasRequests ? (
        <p className="text-sm text-soft">{t.needsEdit}</p>
      ) : choice.chosen.length === 0 ? (
        <p className="text-sm text-soft">{t.needsMethod}</p>
      ) : error ? (
        <ErrorNote error={error} onRetry={onRetry} />
      ) : chosen.length === 0 ? (
        <div role="status" aria-label={t.waiting} className="flex flex-col gap-2">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          {chosen.map((report) => (
            <Report
              key={report.method}
              report={report}
              name={chosen.length > 1 ? choice.nameOf(report.method) : undefined}
            />
          ))}
        </div>
      )}
    </section>
  );
}

function Report({ report, name }: { report: PreflightReport; name?: string }) {
  const t = useMessages().edit.preflight;
  const [low, high] = report.durationMs;
  return (
    <div className="min-w-0">
      {name && <h4 className="mb-1 text-sm font-medium">{name}</h4>}
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1 text-sm">
        <Entry name={t.time}>{t.timeRange(formatDuration(low), formatDuration(high))}</Entry>
        <Entry name={t.memory}>{formatBytes(report.memoryBytes)}</Entry>
        <Entry name={t.download}>
          {report.downloadBytes === 0 ? t.nothing : formatBytes(report.downloadBytes)}
        </Entry>
        <dt className="text-faint">{t.statistics}</dt>
        {report.artifacts.length === 0 ? (
          <dd>{t.noStatistics}</dd>
        ) : (
          <dd className="col-span-2">
            <Artifacts artifacts={report.artifacts} />
          </dd>
        )}
      </dl>
      <Notes
        label={t.blockers}
        notes={report.blockers}
        icon={<Ban aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-danger"
      />
      <Notes
        label={t.warnings}
        notes={report.warnings}
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-warn"
      />
    </div>
  );
}

function Artifacts({ artifacts }: { artifacts: PreflightReport["artifacts"] }) {
  const { preflight: t, core } = useMessages().edit;
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
              ({artifact.cached ? t.cached : t.toCompute(formatDuration(artifact.durationMs))})
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Entry({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="numeric text-ink">{children}</dd>
    </>
  );
}

function Notes({
  label,
  notes,
  icon,
  tone,
}: {
  label: string;
  notes: readonly string[];
  icon: ReactNode;
  tone: string;
}) {
  const { core } = useMessages().edit;
  if (notes.length === 0) return null;
  return (
    <ul aria-label={label} className={`mt-2 flex flex-col gap-1 text-sm ${tone}`}>
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-2">
          {icon}
          <span className="min-w-0 break-words">{core(note)}</span>
        </li>
      ))}
    </ul>
  );
}
