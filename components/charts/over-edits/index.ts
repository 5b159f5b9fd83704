/**
 * What is left as edits pile up? A quantity as a line over the number of edits, with a band of its 95% interval where it has
 * one: one quantity of several runs, or several metrics of one run. Lines across stand at the value before the first edit,
 * and at limits.
 */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatBytes, formatPercent } from "@/components/ui/format";
import { type ChartWords, type ColumnKind, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, fractionAxis, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBand } from "../shared/interval-band";
import { ScoreProtocol } from "../shared/score";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

const Point = z.object({
  edits: z.int(),
  value: z.number().nullable(),
  interval95: z.tuple([z.number(), z.number()]).nullable(),
  /** Observations behind the value. */
  count: z.int().nullable(),
});

export const OverEditsData = z.object({
  /** The quantity that all lines show, or the run whose metrics they are. */
  subject: z.string(),
  shows: z.enum(["quantity", "run"]),
  protocol: ScoreProtocol.nullable(),
  unit: z.enum(["fraction", "bits", "nats", "bytes", "seconds", "number"]),
  scale: z.enum(["linear", "log"]),
  /** Names differ: the legend tells lines apart by them. */
  lines: z.array(z.object({ name: z.string(), points: z.array(Point) })),
  references: z.array(z.object({ kind: z.enum(["before", "limit"]), value: z.number() })),
});
export type OverEditsData = z.infer<typeof OverEditsData>;
type Line = OverEditsData["lines"][number];

const PLOT_EM = 12;
const AXIS_EM = 4;
/** Beyond this many points, marks would hide the line. */
const MARKED = 40;
const MARGIN = 0.05;

export const overEdits = defineChart<OverEditsData>({
  id: "over-edits",
  question: ({ subject, shows, protocol }, words) => {
    const said = protocol && words.protocols[protocol];
    return shows === "run"
      ? words.overEdits.ofRun(subject, said)
      : words.overEdits.ofQuantity(words.metric(subject), said);
  },
  data: OverEditsData,
  unit: ({ unit }, words) => words.overEdits.units[unit],
  count: countOf,
  countLabel: (data, words) => words.overEdits.n(countOf(data)),
  heightEm: (data, words) => legendHeight(data, words) + PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    ...(data.lines.length > 1 && {
      legend: legend(
        theme,
        data.lines.map(({ name }) => words.metric(name)),
      ),
    }),
    grid: {
      left: theme.fontPx * (data.unit === "bytes" ? 5.4 : 4),
      right: theme.fontPx * 1.4,
      top: legendHeight(data, words) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: editsAxis(data, theme, words),
    yAxis: quantityAxis(data, theme),
    series: [
      ...data.lines.map((line, index) =>
        intervalBand({
          name: words.metric(line.name),
          color: seriesColor(theme, index),
          items: line.points.flatMap(({ edits, interval95 }) =>
            interval95 ? [[edits, ...interval95] as const] : [],
          ),
        }),
      ),
      ...data.lines.map((line, index) => curve(data, line, index, theme, words)),
    ],
  }),
  table: (data, words) => {
    const kind = KINDS[data.unit];
    return {
      columns: [
        { label: words.overEdits.edits, kind: "count" },
        { label: data.shows === "run" ? words.columns.metric : words.overEdits.run, kind: "text" },
        { label: words.columns.value, kind },
        { label: words.columns.low, kind },
        { label: words.columns.high, kind },
        { label: words.columns.count, kind: "count" },
      ],
      rows: data.lines.flatMap(({ name, points }) =>
        points.map(({ edits, value, interval95, count }) => [
          edits,
          words.metric(name),
          value,
          interval95?.[0] ?? null,
          interval95?.[1] ?? null,
          count,
        ]),
      ),
    };
  },
  // Bands come first and are not pointed at.
  points: (data) =>
    data.lines.flatMap(({ points }, index) =>
      points.map((_, dataIndex) => ({ seriesIndex: data.lines.length + index, dataIndex })),
    ),
});

const KINDS: Record<OverEditsData["unit"], ColumnKind> = {
  fraction: "fraction",
  bits: "bits",
  nats: "nats",
  bytes: "count",
  seconds: "number",
  number: "number",
};

function countOf({ lines }: OverEditsData): number {
  return new Set(lines.flatMap(({ points }) => points.map(({ edits }) => edits))).size;
}

function legendHeight({ lines }: OverEditsData, words: ChartWords): number {
  // Above one line alone there is still the name of a line across at its top.
  return lines.length > 1 ? legendEm(lines.map(({ name }) => words.metric(name))) : 1.6;
}

function written(value: number, unit: OverEditsData["unit"]): string {
  switch (unit) {
    case "fraction":
      return formatPercent(value);
    case "bytes":
      return formatBytes(value);
    default:
      return String(Number(value.toPrecision(3)));
  }
}

/** The axis has its marks at the checkpoints, which are what was measured; long curves have round numbers. */
function editsAxis(data: OverEditsData, theme: ChartTheme, words: ChartWords) {
  const edits = [...new Set(data.lines.flatMap(({ points }) => points.map((point) => point.edits)))].sort(
    (a, b) => a - b,
  );
  const isLog = data.scale === "log";
  const ends = [edits[0] ?? 1, edits.at(-1) ?? 1].map((value) => (isLog ? Math.log(value) : value));
  const margin = ends[1] > ends[0] ? (ends[1] - ends[0]) * MARGIN : isLog ? 1 : 0.5;
  const bounds = [ends[0] - margin, ends[1] + margin].map((value) => (isLog ? Math.exp(value) : value));
  const marks = edits.length <= MARKED ? { customValues: edits } : {};
  return {
    ...valueAxis(theme, String),
    type: isLog ? ("log" as const) : ("value" as const),
    ...(edits.length > 0 && { min: bounds[0], max: bounds[1] }),
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.color("rule") } },
    axisTick: { show: true, lineStyle: { color: theme.color("rule") }, ...marks },
    axisLabel: {
      ...axisText(theme),
      formatter: (value: number) => (Number.isInteger(value) ? String(value) : ""),
      hideOverlap: true,
      ...marks,
    },
    name: words.overEdits.edits,
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 2,
    nameTextStyle: axisText(theme, "ink"),
  };
}

function quantityAxis({ unit }: OverEditsData, theme: ChartTheme) {
  if (unit === "fraction") return fractionAxis(theme);
  return {
    ...valueAxis(theme, (value) => written(value, unit)),
    // What is never near zero would otherwise be a flat line at the top.
    scale: unit === "bits" || unit === "nats",
    splitNumber: 4,
  };
}

function curve(
  { unit, references }: OverEditsData,
  { name, points }: Line,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  return {
    type: "line",
    name: words.metric(name),
    color: seriesColor(theme, index),
    data: points.map(({ edits, value }) => [edits, value ?? "-"]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    showSymbol: points.length <= MARKED,
    symbolSize: theme.fontPx * 0.6,
    emphasis: { focus: "none", scale: 1.5 },
    ...(index === 0 && references.length > 0 && { markLine: across(references, theme, words) }),
    tooltip: {
      formatter: (item) => {
        const { edits, value, interval95, count } = points[dataIndexOf(item)];
        const say = (number: number | null | undefined) =>
          typeof number === "number" ? written(number, unit) : words.frame.none;
        return tooltipHtml(`${words.metric(name)} · ${words.overEdits.after(edits)}`, [
          [words.columns.value, say(value)],
          ...(interval95
            ? ([
                [words.columns.low, say(interval95[0])],
                [words.columns.high, say(interval95[1])],
              ] as const)
            : []),
          ...(count === null ? [] : [[words.columns.count, String(count)] as const]),
        ]);
      },
    },
  };
}

function across(references: OverEditsData["references"], theme: ChartTheme, words: ChartWords) {
  return {
    silent: true,
    symbol: "none",
    animation: false,
    data: references.map(({ kind, value }) => ({
      yAxis: value,
      lineStyle: {
        color: theme.color(kind === "limit" ? "accent" : "before"),
        type: kind === "limit" ? ("solid" as const) : ("dashed" as const),
        width: 1.5,
      },
      label: {
        ...axisText(theme),
        position: "insideEndTop" as const,
        formatter: words.overEdits.references[kind],
      },
    })),
  };
}
