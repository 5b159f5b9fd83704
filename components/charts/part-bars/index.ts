/** Which part writes how much? Signed numbers by part, as bars from zero; of two versions, two bars for each part. */
import type { BarSeriesOption, EChartsOption } from "echarts";
import { z } from "zod";
import { defineChart } from "../chart";
import { axisText, baseOption, categoryAxis, dataIndexOf, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import type { ChartTheme } from "../theme";

const PartBarsData = z.object({
  question: z.string(),
  unit: z.string(),
  /** One name, or one for each of two versions. */
  versions: z.array(z.string()).min(1).max(2),
  rows: z.array(z.object({ part: z.string(), values: z.array(z.number()) })),
});
export type PartBarsData = z.infer<typeof PartBarsData>;

const ROW_EM = 1.9;
const AXIS_EM = 3.4;
const ROLES = ["before", "after"] as const;

const legendOf = ({ versions }: PartBarsData) => (versions.length > 1 ? legendEm(versions.length) : 0.4);
const rowEm = ({ versions }: PartBarsData) => ROW_EM * (versions.length > 1 ? 1.4 : 1);

export const partBars = defineChart<PartBarsData>({
  id: "part-bars",
  question: (data) => data.question,
  data: PartBarsData,
  unit: (data) => data.unit,
  count: ({ rows }) => rows.length,
  countLabel: ({ rows }, words) => words.partBars.n(rows.length),
  heightEm: (data) => legendOf(data) + data.rows.length * rowEm(data) + AXIS_EM,
  spec: (data, theme): EChartsOption => ({
    ...baseOption(theme),
    ...(data.versions.length > 1 && { legend: legend(theme, data.versions) }),
    grid: {
      left: theme.fontPx * 5.5,
      right: theme.fontPx * 4,
      top: legendOf(data) * theme.fontPx,
      height: data.rows.length * rowEm(data) * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: valueAxis(theme, (value) => String(Number(value.toPrecision(3)))),
    yAxis: categoryAxis(
      theme,
      data.rows.map(({ part }) => part),
      theme.monoFamily,
    ),
    series: data.versions.map((_, version) => barsOf(data, version, theme)),
  }),
  table: (data, words) => ({
    columns: [
      { label: words.partBars.part, kind: "text" },
      ...data.versions.map((label) => ({ label, kind: "number" as const })),
    ],
    rows: data.rows.map(({ part, values }) => [part, ...data.versions.map((_, i) => values[i] ?? null)]),
  }),
  points: ({ rows }) => rows.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
});

function barsOf({ versions, rows, unit }: PartBarsData, version: number, theme: ChartTheme): BarSeriesOption {
  const isOne = versions.length === 1;
  return {
    type: "bar",
    name: versions[version],
    color: theme.color(isOne ? "after" : ROLES[version]),
    data: rows.map(({ values }) => values[version]),
    ...(isOne && {
      itemStyle: { color: ({ value }) => theme.color(Number(value) < 0 ? "accent" : "after") },
    }),
    barMaxWidth: theme.fontPx,
    barGap: "10%",
    label: {
      show: true,
      position: "right",
      formatter: (item) => Number(item.value).toFixed(2).replace("-", "−"),
      ...axisText(theme, "ink"),
      fontFamily: theme.monoFamily,
      fontSize: Math.round(theme.fontPx * 0.9),
    },
    tooltip: {
      formatter: (item) => {
        const { part, values } = rows[dataIndexOf(item)];
        return tooltipHtml(
          part,
          versions.map((name, i) => [name, `${values[i].toFixed(4)} ${unit}`] as const),
        );
      },
    },
  };
}
