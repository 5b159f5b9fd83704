"use client";

import { Ban } from "lucide-react";
import { useMessages } from "@/components/messages";
import { DataTable, formatBytes, formatDuration, type Column } from "@/components/ui";
import type { PlaceReport } from "@/lib/api";

type MethodReport = PlaceReport["methods"][number];

interface Row {
  readonly name: string;
  readonly reports: readonly MethodReport[];
}

/** Every method in every place: how long one edit takes, or why it cannot run. */
export function MethodTable({ places }: { places: readonly PlaceReport[] }) {
  const t = useMessages().library.report;
  const rows = rowsOf(places);
  const ready = rows.filter(({ reports }) => reports.some((report, i) => runs(places[i], report))).length;
  const columns: Column<Row>[] = [
    { key: "name", header: t.method, rowHeader: true, cell: (row) => row.name },
    ...places.map((place, i) => ({
      key: place.place,
      header: t.shortNames[place.place],
      cell: (row: Row) => <Cell place={place} report={row.reports[i]} />,
    })),
  ];
  return (
    <details className="min-w-0">
      <summary className="cursor-pointer text-sm text-accent underline-offset-2 hover:underline">
        {t.methods(ready, rows.length)}
      </summary>
      <p className="mt-2 text-xs text-faint">{t.methodsNote}</p>
      <div className="mt-1">
        <DataTable columns={columns} rows={rows} caption={t.methodsCaption} rowKey={(row) => row.name} />
      </div>
    </details>
  );
}

function Cell({ place, report }: { place: PlaceReport; report: MethodReport }) {
  const { library, edit } = useMessages();
  const t = library.report;
  if (runs(place, report)) {
    const [low, high] = report.durationMs;
    return (
      <span className="numeric text-xs">
        <span className="whitespace-nowrap">{formatDuration(low)}</span> –{" "}
        <span className="whitespace-nowrap">{formatDuration(high)}</span>
      </span>
    );
  }
  const reason = place.obstacles.length > 0 ? t.modelDoesNotFit : reasonOf(report, edit.core, t.obstacles);
  return (
    <span className="flex items-start gap-1 text-xs text-soft">
      <Ban aria-hidden className="mt-0.5 size-3 shrink-0 text-danger" />
      <span className="min-w-0">{reason}</span>
    </span>
  );
}

type Sentences = ReturnType<typeof useMessages>["library"]["report"]["obstacles"];

function reasonOf(report: MethodReport, say: (text: string) => string, sentences: Sentences): string {
  const obstacles = report.obstacles.map(({ kind, neededBytes, limitBytes }) =>
    sentences[kind](formatBytes(neededBytes), formatBytes(limitBytes)),
  );
  return [...report.blockers.map(say), ...obstacles].join(" ");
}

function runs(place: PlaceReport, report: MethodReport): boolean {
  return place.obstacles.length === 0 && report.blockers.length === 0 && report.obstacles.length === 0;
}

function rowsOf(places: readonly PlaceReport[]): Row[] {
  const [first] = places;
  return (first?.methods ?? []).map(({ name }, i) => ({
    name,
    reports: places.map((place) => place.methods[i]),
  }));
}
