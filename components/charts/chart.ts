/**
 * A chart answers one question. It is a pure function from data to the charting library's option, so that it can be
 * drawn in a page, in an export and in a test without a browser. `ChartView` gives every chart its frame.
 */
import type { EChartsOption } from "echarts";
import type { z } from "zod";
import type { charts as words } from "@/components/messages/en/charts";
import type { ChartTheme } from "./theme";

/** The sentences of charts in the language of the page. */
export type ChartWords = typeof words;

/** How the numbers of a table column are written; CSV keeps them raw. */
export type ColumnKind = "text" | "fraction" | "nats" | "bits" | "norm" | "count" | "number";

export interface ChartColumn {
  readonly label: string;
  readonly kind: ColumnKind;
}

/** `null` is "does not apply", which is not zero. */
export type ChartCell = string | number | null;

export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly ChartCell[])[];
  /** Where a cell is written in another unit than its column. */
  readonly kindOf?: (row: number, column: number) => ColumnKind | undefined;
}

/** Where a table row is drawn, so that a keyboard can point at it. */
interface ChartPoint {
  readonly seriesIndex: number;
  readonly dataIndex: number;
}

export interface Chart<D> {
  readonly id: string;
  /** The question, which is also the title: "How good is the edit?" */
  readonly question: (data: D, words: ChartWords) => string;
  readonly data: z.ZodType<D>;
  readonly unit: (data: D, words: ChartWords) => string;
  /** How many observations stand behind the drawing; zero draws the empty state. */
  readonly count: (data: D) => number;
  /** What `count` counts, in words: "n = 12 probes". */
  readonly countLabel: (data: D, words: ChartWords) => string;
  /** Height of the plot, in multiples of the type size. */
  readonly heightEm: (data: D, words: ChartWords) => number;
  readonly spec: (data: D, theme: ChartTheme, words: ChartWords) => EChartsOption;
  /** The same content as rows: for CSV, for screen readers, and for tests. */
  readonly table: (data: D, words: ChartWords) => ChartTable;
  /** One point for each row of the table, in the order of the rows. */
  readonly points: (data: D) => readonly ChartPoint[];
}

/** Any chart, for lists of them. */
export type AnyChart = Chart<never>;

export function defineChart<D>(chart: Chart<D>): Chart<D> {
  return chart;
}
