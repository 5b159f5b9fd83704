"use client";

/** The frame of a grid: its title and how to read it, its scale, the same cells as a table, and the files it is saved as. */
import { useState, type ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { DataTable, toast } from "@/components/ui";
import { ChartMenu } from "../chart-menu";
import { ChartSkeleton } from "../chart-skeleton";
import type { ChartTheme } from "../theme";
import { useChartTheme } from "../use-chart-theme";
import { cellColors } from "./colors";
import { GridCanvas, type GridCanvasProps } from "./grid-canvas";
import type { GridData } from "./grid";
import { saveGrid } from "./save";

interface GridViewProps extends GridCanvasProps {
  /** In words, what is seen. */
  says?: ReactNode;
  /** Beside the title: a switch that belongs to this grid. */
  aside?: ReactNode;
  level?: 2 | 3 | 4;
}

export function GridView({ says, aside, level = 3, ...props }: GridViewProps) {
  const { data } = props;
  const { frame, grid: words } = useMessages().charts;
  const theme = useChartTheme();
  const [isTable, setTable] = useState(false);
  const Heading = `h${level}` as const;
  return (
    <figure className="min-w-0" data-chart={data.id}>
      <figcaption className="mb-2 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Heading className="text-lg break-words">{data.title}</Heading>
          {says && <p className="max-w-measure text-sm text-soft">{says}</p>}
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {aside}
          <ChartMenu
            isTable={isTable}
            onTable={setTable}
            onSave={(format) => {
              if (!theme) return;
              const saved = { data, theme, words, subtitle: rangeText(data), selected: props.selected };
              saveGrid(saved, format).catch(() => toast.error(frame.notSaved));
            }}
          />
        </div>
      </figcaption>
      {!theme && <ChartSkeleton />}
      {theme && !isTable && <GridCanvas {...props} theme={theme} />}
      {theme && !isTable && <Scale data={data} theme={theme} />}
      {isTable && <GridTable data={data} />}
    </figure>
  );
}

function GridTable({ data }: { data: GridData }) {
  return (
    <DataTable
      caption={data.title}
      maxHeight="lg"
      isDense
      rows={data.rows.map((_, row) => row)}
      rowKey={(row) => String(row)}
      columns={[
        {
          key: "head",
          header: data.axes[0],
          rowHeader: true,
          cell: (row: number) => <span className="font-mono text-soft">{data.rows[row].label}</span>,
        },
        ...data.columns.map(({ label }, column) => ({
          key: String(column),
          header: <span className="font-mono">{label}</span>,
          cell: (row: number) => <CellText data={data} row={row} column={column} />,
        })),
      ]}
    />
  );
}

function CellText({ data, row, column }: { data: GridData; row: number; column: number }) {
  const { text, value, isMarked } = data.cell(row, column);
  const number = value === null ? "" : data.format(value);
  return (
    <span className="font-mono whitespace-nowrap">
      {isMarked ? <strong className="text-accent">{text}</strong> : text}
      {number !== "" && number !== text && <span className="block text-xs text-faint">{number}</span>}
    </span>
  );
}

function endsOf({ scale }: GridData): readonly number[] {
  return scale.kind === "sequential" ? [scale.from, scale.to] : [-scale.extent, 0, scale.extent];
}

function rangeText(data: GridData): string {
  return endsOf(data).map(data.format).join(" … ");
}

const STOPS = 9;

/** The colors from one end of the scale to the other, with the numbers at its ends. */
function Scale({ data, theme }: { data: GridData; theme: ChartTheme }) {
  const ends = endsOf(data);
  const colors = cellColors(data.scale, theme);
  const [first, last] = [ends[0], ends[ends.length - 1]];
  const stops = Array.from(
    { length: STOPS },
    (_, i) => colors(first + ((last - first) * i) / (STOPS - 1)).background,
  );
  return (
    <div className="mt-2 w-40 max-w-full text-xs text-faint">
      <div
        aria-hidden
        className="h-2 rounded-sm border"
        style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }}
      />
      <p className="numeric mt-0.5 flex justify-between">
        {ends.map((end, i) => (
          <span key={i}>{data.format(end)}</span>
        ))}
      </p>
    </div>
  );
}
