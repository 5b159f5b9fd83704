"use client";

/** The frame that every chart gets: its question, unit and n; export; a table with the same numbers; empty and loading states. */
import { useCallback, useState, type ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { DataTable, toast } from "@/components/ui";
import type { Chart, ChartTable } from "./chart";
import { ChartMenu } from "./chart-menu";
import { ChartSkeleton } from "./chart-skeleton";
import { saveChart, type ExportFormat } from "./export";
import { Plot } from "./plot";
import { formatCell } from "./shared/format";
import { useChartTheme } from "./use-chart-theme";

interface ChartViewProps<D> {
  chart: Chart<D>;
  data: D;
  /** A sentence under the title: how to read it. */
  note?: ReactNode;
  /** Beside the title: a switch that belongs to this chart. */
  aside?: ReactNode;
  /** Shown in place of the plot when there is nothing to draw. */
  empty?: ReactNode;
  /** Opens what stands behind a point; called with its row in the table. */
  onPoint?: (row: number) => void;
}

export function ChartView<D>({ chart, data, note, aside, empty, onPoint }: ChartViewProps<D>) {
  const words = useMessages().charts;
  const theme = useChartTheme();
  const [isTable, setTable] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const onFailure = useCallback(() => setFailed(true), []);
  const isEmpty = chart.count(data) === 0;
  const title = chart.question(data, words);
  const save = (format: ExportFormat) => {
    if (theme)
      saveChart({ chart, data, theme, words }, format).catch(() => toast.error(words.frame.notSaved));
  };

  return (
    <figure className="min-w-0" data-chart={chart.id}>
      <figcaption className="mb-2 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-lg break-words">{title}</h3>
          {!isEmpty && (
            <p className="text-xs text-faint">
              {words.frame.unit(chart.unit(data, words))} ·{" "}
              <span className="numeric">{chart.countLabel(data, words)}</span>
            </p>
          )}
          {note && !isEmpty && <p className="text-xs text-faint">{note}</p>}
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {aside}
          {!isEmpty && <ChartMenu isTable={isTable} onTable={setTable} onSave={save} />}
        </div>
      </figcaption>
      {isEmpty && <div className="text-sm text-soft">{empty ?? words.frame.empty}</div>}
      {!isEmpty && hasFailed && <p className="pb-2 text-sm text-danger">{words.frame.failed}</p>}
      {!isEmpty && (isTable || hasFailed) && (
        <ChartDataTable table={chart.table(data, words)} caption={title} />
      )}
      {!isEmpty && !isTable && !hasFailed && theme && (
        <Plot chart={chart} data={data} theme={theme} words={words} onFailure={onFailure} onPoint={onPoint} />
      )}
      {!isEmpty && !theme && <ChartSkeleton />}
    </figure>
  );
}

function ChartDataTable({ table, caption }: { table: ChartTable; caption: string }) {
  const indexes = table.rows.map((_, index) => index);
  return (
    <DataTable
      caption={caption}
      maxHeight="md"
      rows={indexes}
      columns={table.columns.map((column, index) => ({
        key: column.label,
        header: column.label,
        numeric: column.kind !== "text",
        rowHeader: index === 0,
        cell: (row: number) => formatCell(table.rows[row][index], table.kindOf?.(row, index) ?? column.kind),
      }))}
    />
  );
}
