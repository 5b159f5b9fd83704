/**
 * Which goal pays for which? The three goals of an edit as shares of their sum, in a triangle: a run that serves all three
 * alike is in the middle, and its marks, one a checkpoint, lead to where it ends. The larger a mark, the higher the three
 * are on average, which a position in the triangle cannot tell.
 */
import type { CustomSeriesOption, EChartsOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, legend, legendEm } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { line } from "../shared/interval-row";
import { ScoreProtocol } from "../shared/score";
import { seriesColor, type ChartTheme } from "../theme";

const Point = z.object({
  edits: z.int(),
  /** In the order of the goals. */
  scores: z.array(z.number()).length(3),
});
type Point = z.infer<typeof Point>;

export const ThreeGoalsData = z.object({
  protocol: ScoreProtocol,
  /** Metrics: at the top, to the left and to the right. */
  goals: z.array(z.string()).length(3),
  /** Names differ. */
  runs: z.array(z.object({ name: z.string(), points: z.array(Point) })),
});
export type ThreeGoalsData = z.infer<typeof ThreeGoalsData>;

const PLOT_EM = 24;
const HEIGHT_TO_SIDE = Math.sqrt(3) / 2;

export const threeGoals = defineChart<ThreeGoalsData>({
  id: "three-goals",
  question: ({ protocol }, words) => words.threeGoals.question(words.protocols[protocol]),
  data: ThreeGoalsData,
  unit: (_, words) => words.threeGoals.unit,
  count: countOf,
  countLabel: (data, words) => words.threeGoals.n(countOf(data)),
  heightEm: (data) => legendEm(data.runs.length) + PLOT_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      data.runs.map(({ name }) => name),
    ),
    grid: {
      left: theme.fontPx,
      right: theme.fontPx,
      top: (legendEm(data.runs.length) + 1.8) * theme.fontPx,
      height: (PLOT_EM - 4) * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: { type: "value", min: 0, max: 1, show: false },
    yAxis: { type: "value", min: 0, max: 1, show: false },
    series: [...data.runs.map((_, index) => path(data, index, theme, words)), frame(data, theme, words)],
  }),
  table: (data, words) => ({
    columns: [
      { label: words.overEdits.run, kind: "text" },
      { label: words.overEdits.edits, kind: "count" },
      ...data.goals.map((goal) => ({ label: words.metric(goal), kind: "fraction" as const })),
    ],
    rows: data.runs.flatMap(({ name, points }) =>
      points.map((point) => [name, point.edits, ...point.scores]),
    ),
  }),
  points: (data) =>
    data.runs.flatMap(({ points }, seriesIndex) =>
      points.map((_, dataIndex) => ({ seriesIndex, dataIndex })),
    ),
});

function countOf({ runs }: ThreeGoalsData): number {
  return runs.filter(({ points }) => points.length > 0).length;
}

type RenderItem = NonNullable<CustomSeriesOption["renderItem"]>;
type Spot = readonly [x: number, y: number];

/** The corners in pixels, in the order of the goals: the largest even triangle that fits. */
function corners(params: Parameters<RenderItem>[0]): readonly [Spot, Spot, Spot] {
  const box = params.coordSys as unknown as { x: number; y: number; width: number; height: number };
  const side = Math.min(box.width, box.height / HEIGHT_TO_SIDE);
  const middle = box.x + box.width / 2;
  const bottom = box.y + side * HEIGHT_TO_SIDE;
  return [
    [middle, box.y],
    [middle - side / 2, bottom],
    [middle + side / 2, bottom],
  ];
}

/** Three scores without any sum stand in the middle. */
function spotOf({ scores }: Point, at: readonly Spot[]): Spot {
  const sum = scores.reduce((total, score) => total + score, 0);
  const share = (cornerIndex: number) => (sum > 0 ? scores[cornerIndex] / sum : 1 / 3);
  const mix = (axis: 0 | 1) =>
    at.reduce((total, corner, cornerIndex) => total + share(cornerIndex) * corner[axis], 0);
  return [mix(0), mix(1)];
}

function path(
  { runs, goals }: ThreeGoalsData,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): CustomSeriesOption {
  const { name, points } = runs[index];
  const ends = runs.flatMap((run) => run.points.slice(-1));
  const color = seriesColor(theme, index);
  return {
    type: "custom",
    name,
    color,
    dimensions: [...goals],
    encode: { x: 0, y: 1 },
    data: points.map(({ scores }) => [...scores]),
    z: 3,
    renderItem: (params, api) => {
      const at = corners(params);
      const pointIndex = params.dataIndex;
      const [x, y] = spotOf(points[pointIndex], at);
      const from = pointIndex > 0 ? spotOf(points[pointIndex - 1], at) : undefined;
      const isLast = pointIndex === points.length - 1;
      // Names stand away from the other runs, which end close to each other when they serve the goals alike.
      const middle = ends.reduce((sum, end) => sum + spotOf(end, at)[0] / ends.length, 0);
      const isLeft = x < middle;
      const mean = goals.reduce((sum, _, goal) => sum + Number(api.value(goal)), 0) / goals.length;
      return {
        type: "group",
        children: [
          ...(from ? [line(from[0], from[1], x, y, color, 1.5)] : []),
          {
            type: "circle",
            shape: { cx: x, cy: y, r: theme.fontPx * (0.22 + 0.4 * mean) },
            style: { fill: isLast ? color : theme.color("raised"), stroke: color, lineWidth: 1.5 },
          },
          ...(isLast
            ? [
                {
                  type: "text" as const,
                  silent: true,
                  style: {
                    text: name,
                    x: x + theme.fontPx * (isLeft ? -0.8 : 0.8),
                    y: y - theme.fontPx * 0.5,
                    align: isLeft ? ("right" as const) : ("left" as const),
                    fill: theme.color("ink"),
                    font: `${theme.fontPx}px ${theme.fontFamily}`,
                  },
                },
              ]
            : []),
        ],
      };
    },
    tooltip: {
      formatter: (item: unknown) => {
        const point = points[dataIndexOf(item)];
        return tooltipHtml(
          `${name} · ${words.overEdits.after(point.edits)}`,
          goals.map((goal, i) => [words.metric(goal), formatPercent(point.scores[i])]),
        );
      },
    },
  };
}

/** The triangle with its thirds and the names of its corners. */
function frame({ goals }: ThreeGoalsData, theme: ChartTheme, words: ChartWords): CustomSeriesOption {
  const { fontPx, fontFamily } = theme;
  return {
    type: "custom",
    name: words.threeGoals.frame,
    silent: true,
    z: 1,
    dimensions: ["part"],
    data: [["frame"]],
    renderItem: (params) => {
      const at = corners(params);
      const between = (a: number, b: number, share: number): Spot => [
        at[a][0] + (at[b][0] - at[a][0]) * share,
        at[a][1] + (at[b][1] - at[a][1]) * share,
      ];
      const rules = [0, 1, 2].flatMap((corner) =>
        [1 / 3, 2 / 3].map((share) => {
          const [from, to] = [
            between(corner, (corner + 1) % 3, share),
            between(corner, (corner + 2) % 3, share),
          ];
          return line(from[0], from[1], to[0], to[1], theme.color("rule"), 1);
        }),
      );
      const names = at.map(([x, y], cornerIndex) => ({
        type: "text" as const,
        style: {
          text: words.metric(goals[cornerIndex]),
          x,
          y: cornerIndex === 0 ? y - fontPx * 1.6 : y + fontPx * 0.6,
          align: (["center", "left", "right"] as const)[cornerIndex],
          fill: axisText(theme, "ink").color,
          font: `${fontPx}px ${fontFamily}`,
        },
      }));
      return {
        type: "group",
        children: [
          ...rules,
          {
            type: "polygon",
            shape: { points: at.map(([x, y]) => [x, y]) },
            style: { fill: "none", stroke: theme.color("muted"), lineWidth: 1 },
          },
          ...names,
        ],
      };
    },
  };
}
