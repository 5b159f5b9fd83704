"use client";

/** For whoever runs the server: health, jobs, storage, the last backup, and what may go. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { z } from "zod";
import { LabHeader, LabSection } from "@/components/shell/lab-section";
import { useLab } from "@/components/accounts/lab-context";
import { useLanguage, useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Badge,
  buttonClass,
  DataTable,
  EmptyNote,
  ErrorNote,
  formatBytes,
  formatCount,
  formatTime,
  Skeleton,
} from "@/components/ui";
import { getOperations } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { RetentionPanel } from "./retention-panel";
import { useOperationsMessages } from "./use-messages";

type Overview = z.infer<typeof getOperations.output>;

const EVERY_MS = 10_000;
const WEEK_MS = 7 * 86_400_000;

export function OperationsView() {
  const t = useOperationsMessages();
  const lab = useLab();
  const isWaiting = lab !== null && lab.me === undefined;
  return (
    <>
      <LabHeader title={t.title} purpose={t.purpose} />
      {isWaiting ? (
        <Skeleton className="h-40 w-full" />
      ) : lab !== null && lab.me?.person.role !== "admin" ? (
        <EmptyNote title={t.notAdmin} />
      ) : (
        <Overall />
      )}
    </>
  );
}

function Overall() {
  const { data, error, refetch } = useQueryOf(getOperations, {}, { refetchEveryMs: () => EVERY_MS });
  if (data === undefined)
    return error ? (
      <ErrorNote error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-96 w-full" />
    );
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
      <Health overview={data} />
      <Jobs overview={data} />
      <div className="flex min-w-0 flex-col gap-10">
        <Storage overview={data} />
        <Backup overview={data} />
      </div>
      <RetentionPanel />
    </div>
  );
}

function Health({ overview: { readiness, release, startedAt, vitals, open } }: { overview: Overview }) {
  const t = useOperationsMessages().health;
  const { language } = useLanguage();
  const megabytes = (value: number | undefined, otherwise: string) =>
    value === undefined ? otherwise : formatBytes(value * 1e6);
  const rows: (readonly [what: string, value: ReactNode])[] = [
    [t.worker, t.workerStates[readiness.worker.state]],
    [t.database, readiness.database.error ?? t.databaseAnswers],
    [t.disk, formatBytes(readiness.disk.freeBytes)],
    [t.memory, megabytes(vitals?.memoryMb, t.firstMinute)],
    [t.modelMemory, megabytes(vitals?.modelMemoryMb, "–")],
    [t.late, vitals ? `${vitals.eventLoop.longestMs} ms ${t.lateDetail}` : t.firstMinute],
    [t.streams, formatCount(open.streams, language)],
    [t.uploads, formatCount(open.uploads, language)],
  ];
  return (
    <LabSection title={t.title}>
      <p className="flex flex-wrap items-center gap-2 text-sm text-soft">
        <Badge tone={readiness.isReady ? "after" : "before"}>
          {readiness.isReady ? t.ready : t.notReady}
        </Badge>
        {t.since(release, formatTime(startedAt, language))}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
        {rows.map(([what, value]) => (
          <div key={what} className="contents">
            <dt className="text-soft">{what}</dt>
            <dd className="min-w-0 tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-xs text-faint">
        {t.metrics} <code>/api/metrics</code>
      </p>
    </LabSection>
  );
}

function Jobs({ overview: { queue, jobs } }: { overview: Overview }) {
  const t = useOperationsMessages().queue;
  const { language } = useLanguage();
  const { shell, ui } = useMessages();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const states: Readonly<Record<string, string>> = shell.jobs.status;
  const finished = jobs.filter(({ status }) => !queue.some((one) => one.status === status));
  return (
    <LabSection title={t.title}>
      <DataTable
        caption={t.caption}
        showCaption
        rows={queue}
        rowKey={({ status }) => status}
        columns={[
          { key: "state", header: t.state, rowHeader: true, cell: ({ status }) => states[status] },
          { key: "count", header: t.count, numeric: true, cell: ({ count }) => formatCount(count, language) },
          {
            key: "oldest",
            header: t.oldest,
            numeric: true,
            cell: ({ oldestSeconds }) => (oldestSeconds === null ? "–" : ui.duration(oldestSeconds * 1000)),
          },
        ]}
      />
      <DataTable
        caption={t.done}
        showCaption
        rows={finished}
        rowKey={({ kind, status }) => `${kind} ${status}`}
        empty={t.none}
        columns={[
          {
            key: "kind",
            header: t.kind,
            rowHeader: true,
            cell: ({ kind, status }) => `${kinds[kind] ?? kind} · ${states[status] ?? status}`,
          },
          { key: "count", header: t.count, numeric: true, cell: ({ count }) => formatCount(count, language) },
          {
            key: "time",
            header: t.time,
            numeric: true,
            cell: ({ seconds }) => ui.duration(seconds * 1000),
          },
        ]}
      />
    </LabSection>
  );
}

function Storage({ overview: { database, blobs } }: { overview: Overview }) {
  const t = useOperationsMessages().storage;
  const { language } = useLanguage();
  const { hrefTo } = useWorkbench();
  return (
    <LabSection title={t.title}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
        <dt className="text-soft">{t.database}</dt>
        <dd className="tabular-nums">{formatBytes(database.sizeBytes)}</dd>
        <dt className="text-soft">{t.blobs(formatCount(blobs.count, language))}</dt>
        <dd className="tabular-nums">{formatBytes(blobs.sizeBytes)}</dd>
      </dl>
      <Link
        href={hrefTo("/library")}
        prefetch={false}
        className={`${buttonClass("secondary", "sm")} self-start`}
      >
        {t.details}
      </Link>
    </LabSection>
  );
}

function Backup({ overview: { at, lastBackup } }: { overview: Overview }) {
  const t = useOperationsMessages().backup;
  const { language } = useLanguage();
  const folder = lastBackup?.folder ?? "/mnt/backup";
  const isOld = lastBackup !== null && Date.parse(at) - Date.parse(lastBackup.at) > WEEK_MS;
  return (
    <LabSection title={t.title}>
      {lastBackup && (
        <p className="text-sm break-words">
          {t.made(formatTime(lastBackup.at, language), formatBytes(lastBackup.sizeBytes), lastBackup.folder)}
          {isOld && <span className="block text-before">{t.old}</span>}
        </p>
      )}
      <p className="text-sm text-soft">{lastBackup ? t.again : t.none}</p>
      <pre className="overflow-x-auto rounded bg-sunken p-3 font-mono text-xs">
        {`npm run -s cli -- backup --out ${folder}\nnpm run -s cli -- backup --verify ${folder}`}
      </pre>
    </LabSection>
  );
}
