/**
 * Which old edits died? Edit i measured after edit j: a column for each edit, or for a few that stand together where they
 * are many, and a row for each checkpoint. What holds is filled; what is lost is pale, with a cross where there is room, and
 * with a ring where it never took. What the run itself replaced is an outline, since there is nothing left to hold.
 */
import type { CustomSeriesOption, EChartsOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, categoryAxis, dataIndexOf } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { line } from "../shared/interval-row";
import { ScoreProtocol } from "../shared/score";
import type { ChartTheme } from "../theme";

export const RetentionData = z.object({
  /** Which probes of the edits: a metric. */
  metric: z.string(),
  protocol: ScoreProtocol,
  /** Edits counted from one, both ends included. */
  columns: z.array(z.object({ first: z.int(), last: z.int() })),
  /** Numbers of edits, ascending. */
  checkpoints: z.array(z.int()),
  /**
   * Mean score of the edits of a column at a checkpoint, and of how many. What was not yet written, or has no such probes, is
   * absent; replaced edits have no score, and null stands for a column of such alone.
   */
  cells: z.array(
    z.object({
      column: z.int(),
      checkpoint: z.int(),
      score: z.number().nullable(),
      count: z.int(),
      neverTook: z.int(),
      replaced: z.int(),
    }),
  ),
  /** The place in `cells` of the one that is looked at. */
  chosen: z.int().nullable(),
});
export type RetentionData = z.infer<typeof RetentionData>;

const ROW_EM = 2.2;
const AXIS_EM = 4.2;
const FAINTEST = 0.07;
/** A cell narrower than this many pixels has no room for a cross. */
const CROSSED_FROM_PX = 6;

export const retention = defineChart<RetentionData>({
  id: "retention",
  question: ({ metric, protocol }, words) =>
    words.retention.question(words.metric(metric), words.protocols[protocol]),
  data: RetentionData,
  unit: (_, words) => words.units.fraction,
  count: editsOf,
  countLabel: (data, words) => words.retention.n(editsOf(data)),
  heightEm: (data) => Math.max(2, data.checkpoints.length) * ROW_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    grid: {
      left: theme.fontPx * 5,
      right: theme.fontPx,
      top: theme.fontPx * 0.4,
      height: Math.max(2, data.checkpoints.length) * ROW_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: {
      type: "category",
      data: data.columns.map(nameOf),
      axisLine: { lineStyle: { color: theme.color("rule") } },
      axisTick: { show: false },
      axisLabel: { ...axisText(theme), hideOverlap: true },
      name: words.retention.edit,
      nameLocation: "middle",
      nameGap: theme.fontPx * 2.1,
      nameTextStyle: axisText(theme, "ink"),
    },
    yAxis: categoryAxis(theme, data.checkpoints.map(words.retention.after)),
    series: [cells(data, theme, words)],
  }),
  table: (data, words) => ({
    columns: [
      { label: words.retention.edit, kind: "text" },
      { label: words.retention.measuredAfter, kind: "count" },
      { label: words.metric(data.metric), kind: "fraction" },
      { label: words.columns.count, kind: "count" },
      { label: words.retention.neverTook, kind: "count" },
      { label: words.retention.replaced, kind: "count" },
    ],
    rows: data.cells.map(({ column, checkpoint, score, count, neverTook, replaced }) => [
      nameOf(data.columns[column]),
      data.checkpoints[checkpoint],
      score,
      count,
      neverTook,
      replaced,
    ]),
  }),
  points: (data) => data.cells.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
});

function editsOf({ columns, cells }: RetentionData): number {
  return cells.length === 0 ? 0 : columns.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function nameOf({ first, last }: RetentionData["columns"][number]): string {
  return first === last ? String(first) : `${first}–${last}`;
}

function cells(data: RetentionData, theme: ChartTheme, words: ChartWords): CustomSeriesOption {
  return {
    type: "custom",
    name: words.metric(data.metric),
    color: theme.color("after"),
    cursor: "pointer",
    dimensions: ["edit", "after", "score"],
    encode: { x: 0, y: 1, tooltip: 2 },
    data: data.cells.map(({ column, checkpoint, score }) => [
      nameOf(data.columns[column]),
      words.retention.after(data.checkpoints[checkpoint]),
      score,
    ]),
    renderItem: (params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [width, height] = api.size?.([1, 1]) as number[];
      const { score, count, neverTook } = data.cells[params.dataIndex];
      const gap = width > CROSSED_FROM_PX ? 1 : 0;
      const shape = {
        x: x - width / 2,
        y: y - height / 2 + 1,
        width: Math.max(1, width - gap),
        height: height - 2,
      };
      const isChosen = params.dataIndex === data.chosen;
      const arm = Math.min(width, height) * 0.2;
      const cross = [
        line(x - arm, y - arm, x + arm, y + arm, theme.color("accent"), 1.2),
        line(x - arm, y + arm, x + arm, y - arm, theme.color("accent"), 1.2),
      ];
      const ring = {
        type: "circle" as const,
        shape: { cx: x, cy: y, r: arm },
        style: { stroke: theme.color("accent"), lineWidth: 1.2, fill: "none" },
      };
      const sign = 2 * neverTook > count ? [ring] : cross;
      const filled = { fill: theme.color("after"), opacity: FAINTEST + (1 - FAINTEST) * (score ?? 0) };
      const outlined = { fill: "none", stroke: theme.color("muted"), lineWidth: 1 };
      return {
        type: "group",
        children: [
          { type: "rect", shape, style: score === null ? outlined : filled },
          ...(score !== null && score < 0.5 && width >= CROSSED_FROM_PX ? sign : []),
          ...(isChosen
            ? [
                {
                  type: "rect" as const,
                  shape,
                  style: { stroke: theme.color("ink"), lineWidth: 2, fill: "none" },
                },
              ]
            : []),
        ],
      };
    },
    tooltip: {
      formatter: (item: unknown) => {
        const { column, checkpoint, score, count, neverTook, replaced } = data.cells[dataIndexOf(item)];
        const heading = words.retention.cell(nameOf(data.columns[column]), data.checkpoints[checkpoint]);
        return tooltipHtml(heading, [
          [words.metric(data.metric), score === null ? "–" : formatPercent(score)],
          [words.columns.count, String(count)],
          ...rowsOf(words.retention.neverTook, neverTook),
          ...rowsOf(words.retention.replaced, replaced),
        ]);
      },
    },
  };
}

/** A line of a tooltip, where there is something to count. */
function rowsOf(label: string, count: number): [string, string][] {
  return count > 0 ? [[label, String(count)]] : [];
}
