/**
 * Which old edits died? Edit i measured after edit j: a column for each edit, or for a few that stand together where they
 * are many, and a row for each checkpoint. What holds is filled; what is lost is pale, with a cross where there is room.
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
  /** Mean score of the edits of a column at a checkpoint. What was not yet written, or has no such probes, is absent. */
  cells: z.array(z.object({ column: z.int(), checkpoint: z.int(), score: z.number(), count: z.int() })),
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
    ],
    rows: data.cells.map(({ column, checkpoint, score, count }) => [
      nameOf(data.columns[column]),
      data.checkpoints[checkpoint],
      score,
      count,
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
      const score = Number(api.value(2));
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
      return {
        type: "group",
        children: [
          {
            type: "rect",
            shape,
            style: { fill: theme.color("after"), opacity: FAINTEST + (1 - FAINTEST) * score },
          },
          ...(score < 0.5 && width >= CROSSED_FROM_PX ? cross : []),
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
        const { column, checkpoint, score, count } = data.cells[dataIndexOf(item)];
        const heading = words.retention.cell(nameOf(data.columns[column]), data.checkpoints[checkpoint]);
        return tooltipHtml(heading, [
          [words.metric(data.metric), formatPercent(score)],
          [words.columns.count, String(count)],
        ]);
      },
    },
  };
}
