"use client";

import { Ban, Check, Clock, TriangleAlert } from "lucide-react";
import { useMessages } from "@/components/messages";
import { DataTable, formatBytes } from "@/components/ui";
import type { PreflightRow } from "./preflight-card";
import { PreflightNotes } from "./preflight-notes";

/** What several runs would take, a line each, and in all. Runs come one after another, so memory does not add up. */
export function PreflightTable({ rows }: { rows: readonly PreflightRow[] }) {
  const { edit, ui } = useMessages();
  const t = edit.preflight;
  const repeatedMs = repeatedTime(rows);
  const total = (end: 0 | 1) => rows.reduce((sum, { report }) => sum + report.durationMs[end], -repeatedMs);
  const memory = Math.max(...rows.map(({ report }) => report.memoryBytes));
  return (
    <div className="min-w-0">
      <p className="mb-2 text-sm">
        {t.inAll(rows.length, t.timeRange(ui.duration(total(0)), ui.duration(total(1))), formatBytes(memory))}
      </p>
      <DataTable
        caption={t.label}
        maxHeight="md"
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", header: t.run, rowHeader: true, cell: ({ name }) => name },
          {
            key: "time",
            header: t.time,
            numeric: true,
            className: "whitespace-nowrap",
            cell: ({ report: { durationMs } }) =>
              t.timeRange(ui.duration(durationMs[0]), ui.duration(durationMs[1])),
          },
          {
            key: "statistics",
            header: t.statistics,
            numeric: true,
            cell: ({ report }) => <Statistics artifacts={report.artifacts} />,
          },
        ]}
      />
      <PreflightNotes
        label={t.blockers}
        notes={namedNotes(rows, "blockers")}
        icon={<Ban aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-danger"
      />
      <PreflightNotes
        label={t.warnings}
        notes={namedNotes(rows, "warnings")}
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-warn"
      />
    </div>
  );
}

/** The likely time of artifacts that several runs lack: the first of these makes them for all. */
function repeatedTime(rows: readonly PreflightRow[]): number {
  const seen = new Set<string>();
  let ms = 0;
  for (const { what, cached, durationMs } of rows.flatMap(({ report }) => report.artifacts)) {
    if (cached) continue;
    if (seen.has(what)) ms += durationMs;
    seen.add(what);
  }
  return ms;
}

function Statistics({ artifacts }: { artifacts: PreflightRow["report"]["artifacts"] }) {
  const { edit, ui } = useMessages();
  const { preflight: t, core } = edit;
  if (artifacts.length === 0) return <span className="text-faint">–</span>;
  const missing = artifacts.filter(({ cached }) => !cached);
  const title = artifacts.map(({ what }) => core(what)).join(", ");
  return missing.length === 0 ? (
    <span title={title} className="inline-flex items-center gap-1 text-after">
      <Check aria-hidden className="size-3.5" />
      <span className="sr-only">{t.cached}</span>
    </span>
  ) : (
    <span title={title} className="inline-flex items-center gap-1 text-warn">
      <Clock aria-hidden className="size-3.5" />
      {ui.duration(missing.reduce((sum, { durationMs }) => sum + durationMs, 0))}
    </span>
  );
}

/** What is true of every run is said once; anything else begins with whose it is. */
function namedNotes(rows: readonly PreflightRow[], kind: "blockers" | "warnings"): string[] {
  const notes = [...new Set(rows.flatMap(({ report }) => report[kind]))];
  return notes.map((note) => {
    const whose = rows.filter(({ report }) => report[kind].includes(note)).map(({ name }) => name);
    return whose.length === rows.length ? note : `${whose.join(", ")}: ${note}`;
  });
}
