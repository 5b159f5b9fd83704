"use client";

import { Ban } from "lucide-react";
import { useMessages, type Messages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { DataTable, formatBytes, type Column } from "@/components/ui";
import type { PlaceReport } from "@/lib/store";

type MethodReport = PlaceReport["methods"][number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Row {
  readonly name: string;
  readonly reports: readonly MethodReport[];
}

/** Every method in every place that can hold the model: how long one edit takes, or why it cannot run. */
export function MethodTable({ places }: { places: readonly PlaceReport[] }) {
  const t = useLibraryMessages().library.report;
  const rows = rowsOf(places);
  const ready = rows.filter(({ reports }) => reports.some(runs)).length;
  const quick = rows.filter(({ reports }) =>
    reports.some((report) => runs(report) && report.durationMs[1] <= MINUTE_MS),
  ).length;
  const slow = rows.filter(({ reports }) => {
    const running = reports.filter(runs);
    return running.length > 0 && running.every(({ durationMs: [shortest] }) => shortest > HOUR_MS);
  }).length;
  const columns: Column<Row>[] = [
    { key: "name", header: t.method, rowHeader: true, cell: (row) => row.name },
    ...places.map((place, i) => ({
      key: place.place,
      header: t.shortNames[place.place],
      cell: (row: Row) => <Cell report={row.reports[i]} />,
    })),
  ];
  return (
    <details className="min-w-0">
      <summary className="cursor-pointer text-sm text-accent underline-offset-2 hover:underline">
        {t.methods(ready, rows.length, quick, slow)}
      </summary>
      <p className="mt-2 text-xs text-faint">{t.methodsNote}</p>
      <div className="mt-1">
        <DataTable columns={columns} rows={rows} caption={t.methodsCaption} rowKey={(row) => row.name} />
      </div>
    </details>
  );
}

function Cell({ report }: { report: MethodReport }) {
  const { edit, ui } = useMessages();
  const { library } = useLibraryMessages();
  if (runs(report)) {
    const [low, high] = report.durationMs;
    return (
      <span className="numeric text-xs">
        <span className="whitespace-nowrap">{ui.duration(low)} –</span>{" "}
        <span className="whitespace-nowrap">{ui.duration(high)}</span>
      </span>
    );
  }
  return (
    <span className="flex items-start gap-1 text-xs text-soft">
      <Ban aria-hidden className="mt-0.5 size-3 shrink-0 text-danger" />
      <span className="min-w-0">{reasonOf(report, edit.core, library.report.obstacles)}</span>
    </span>
  );
}

type Sentences = Messages["library"]["report"]["obstacles"];

function reasonOf(report: MethodReport, say: (text: string) => string, sentences: Sentences): string {
  const obstacles = report.obstacles.map(({ kind, neededBytes, limitBytes }) =>
    sentences[kind](formatBytes(neededBytes), formatBytes(limitBytes)),
  );
  return [...report.blockers.map(say), ...obstacles].join(" ");
}

function runs({ blockers, obstacles }: MethodReport): boolean {
  return blockers.length === 0 && obstacles.length === 0;
}

function rowsOf(places: readonly PlaceReport[]): Row[] {
  const [first] = places;
  return (first?.methods ?? []).map(({ name }, i) => ({
    name,
    reports: places.map((place) => place.methods[i]),
  }));
}
