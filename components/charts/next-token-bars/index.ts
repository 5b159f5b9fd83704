/** What comes next? The likeliest next tokens, each with its probability before and after, as paired bars. */
import type { BarSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { defineChart } from "../chart";
import { axisText, baseOption, categoryAxis, dataIndexOf, legend, valueAxis } from "../shared/base";
import { tooltipHtml, visibleSpaces } from "../shared/format";

export const NextTokenBarsData = z.object({
  prompt: z.string(),
  rows: z.array(z.object({ token: z.string(), before: z.number(), after: z.number() })),
});
export type NextTokenBarsData = z.infer<typeof NextTokenBarsData>;

const ROW_EM = 3;

export const nextTokenBars = defineChart<NextTokenBarsData>({
  id: "next-token-bars",
  question: (data, words) => words.nextTokenBars.question(data.prompt),
  data: NextTokenBarsData,
  unit: (_, words) => words.units.probability,
  count: (data) => data.rows.length,
  countLabel: (data, words) => words.nextTokenBars.n(data.rows.length),
  heightEm: (data) => data.rows.length * ROW_EM + 4.2,
  spec: (data, theme, words) => {
    // Tokens that look alike would share a category; the row number keeps them apart and is not shown.
    const rows = data.rows.map((row, index) => ({ ...row, key: `${index}:${visibleSpaces(row.token)}` }));
    const bars = (state: "before" | "after"): BarSeriesOption => ({
      type: "bar",
      name: words.columns[state],
      color: theme.color(state),
      data: rows.map((row) => row[state]),
      barMaxWidth: theme.fontPx,
      barGap: "12%",
      itemStyle: { borderRadius: [0, 2, 2, 0] },
      label: {
        show: true,
        position: "right",
        formatter: (item) => formatPercent(Number(item.value)),
        ...axisText(theme, state === "after" ? "ink" : "muted"),
        fontFamily: theme.monoFamily,
        fontSize: Math.round(theme.fontPx * 0.9),
      },
      tooltip: {
        formatter: (item) => {
          const row = rows[dataIndexOf(item)];
          return tooltipHtml(visibleSpaces(row.token), [
            [words.columns.before, formatPercent(row.before)],
            [words.columns.after, formatPercent(row.after)],
          ]);
        },
      },
    });
    const axis = categoryAxis(
      theme,
      rows.map((row) => row.key),
      theme.monoFamily,
    );
    return {
      ...baseOption(theme),
      legend: legend(theme, [words.columns.before, words.columns.after]),
      grid: {
        left: theme.fontPx * 8.4,
        right: theme.fontPx * 4.2,
        top: theme.fontPx * 2,
        bottom: theme.fontPx * 2.2,
      },
      xAxis: { ...valueAxis(theme, (value) => `${Math.round(value * 100)}%`), min: 0, max: axisEnd },
      yAxis: {
        ...axis,
        axisLabel: {
          ...axis.axisLabel,
          formatter: (key: string) => key.slice(key.indexOf(":") + 1),
          width: theme.fontPx * 7.8,
          overflow: "truncate" as const,
        },
      },
      series: [bars("before"), bars("after")],
    };
  },
  table: (data, words) => ({
    columns: [
      { label: words.columns.token, kind: "text" },
      { label: words.columns.before, kind: "fraction" },
      { label: words.columns.after, kind: "fraction" },
    ],
    rows: data.rows.map((row) => [visibleSpaces(row.token), row.before, row.after]),
  }),
  points: (data) => data.rows.map((_, dataIndex) => ({ seriesIndex: 1, dataIndex })),
});

/** Never past 100%, and never so far that small probabilities vanish. */
function axisEnd({ max }: { readonly max: number }): number {
  return [0.1, 0.25, 0.5, 0.75].find((end) => max <= end) ?? 1;
}
