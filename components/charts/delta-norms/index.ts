/** Which weights moved, and how far? The norm of the change by layer and parameter; each label says its share of the weight. */
import type { BarSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, categoryAxis, dataIndexOf, legend, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { seriesColor, type ChartTheme } from "../theme";

const WeightRow = z.object({
  parameter: z.string(),
  layer: z.int().nullable(),
  rank: z.int().nullable(),
  norm: z.number(),
  relative: z.number(),
});
type WeightRow = z.infer<typeof WeightRow>;

const DeltaNormsData = z.object({ weights: z.array(WeightRow) });
export type DeltaNormsData = z.infer<typeof DeltaNormsData>;

const BAR_EM = 1.7;
const GAP_EM = 1;

export const deltaNorms = defineChart<DeltaNormsData>({
  id: "delta-norms",
  question: (_, words) => words.deltaNorms.question,
  data: DeltaNormsData,
  unit: (_, words) => words.units.norm,
  count: (data) => data.weights.length,
  countLabel: (data, words) => words.deltaNorms.n(data.weights.length),
  heightEm: (data) => layersOf(data).length * (rolesOf(data).length * BAR_EM + GAP_EM) + 4.4,
  spec: (data, theme, words) => {
    const layers = layersOf(data);
    const roles = rolesOf(data);
    return {
      ...baseOption(theme),
      legend: legend(theme, roles),
      grid: {
        left: theme.fontPx * 5.4,
        right: theme.fontPx * 8.6,
        top: theme.fontPx * 2.2,
        bottom: theme.fontPx * 2.2,
      },
      xAxis: { ...valueAxis(theme, (value) => String(Number(value.toPrecision(3)))), min: 0, splitNumber: 4 },
      yAxis: categoryAxis(
        theme,
        layers.map((layer) => layerName(layer, words)),
      ),
      series: roles.map((role, index) => barsOf(data, role, index, theme, words)),
    };
  },
  table: (data, words) => ({
    columns: [
      { label: words.columns.parameter, kind: "text" },
      { label: words.columns.layer, kind: "count" },
      { label: words.columns.rank, kind: "count" },
      { label: words.columns.norm, kind: "norm" },
      { label: words.columns.relative, kind: "fraction" },
    ],
    rows: sorted(data).map((row) => [row.parameter, row.layer, row.rank, row.norm, row.relative]),
  }),
  points: (data) => {
    const roles = rolesOf(data);
    return sorted(data).map((row) => {
      const seriesIndex = roles.indexOf(roleOf(row));
      return { seriesIndex, dataIndex: ofRole(data, roles[seriesIndex]).indexOf(row) };
    });
  },
});

function sorted(data: DeltaNormsData): WeightRow[] {
  return [...data.weights].sort(
    (a, b) => (a.layer ?? -1) - (b.layer ?? -1) || a.parameter.localeCompare(b.parameter),
  );
}

function layersOf(data: DeltaNormsData): (number | null)[] {
  return [...new Set(sorted(data).map((row) => row.layer))];
}

/** The parameter's name without its layer: what it is for. */
function roleOf(row: WeightRow): string {
  return row.layer === null ? row.parameter : row.parameter.replace(new RegExp(`^.*?\\b${row.layer}\\.`), "");
}

function rolesOf(data: DeltaNormsData): string[] {
  return [...new Set(sorted(data).map(roleOf))];
}

function ofRole(data: DeltaNormsData, role: string): WeightRow[] {
  return sorted(data).filter((row) => roleOf(row) === role);
}

function layerName(layer: number | null, words: ChartWords): string {
  return layer === null ? words.deltaNorms.noLayer : words.deltaNorms.layer(layer);
}

function barsOf(
  data: DeltaNormsData,
  role: string,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): BarSeriesOption {
  const rows = ofRole(data, role);
  return {
    type: "bar",
    name: role,
    color: seriesColor(theme, index),
    data: rows.map((row) => [row.norm, layerName(row.layer, words)]),
    encode: { x: 0, y: 1 },
    barMaxWidth: theme.fontPx * 1.2,
    barGap: "15%",
    itemStyle: { borderRadius: [0, 2, 2, 0] },
    label: {
      show: true,
      position: "right",
      ...axisText(theme),
      fontSize: Math.round(theme.fontPx * 0.9),
      formatter: (item) => words.deltaNorms.share(formatPercent(rows[item.dataIndex].relative)),
    },
    tooltip: {
      formatter: (item) => {
        const row = rows[dataIndexOf(item)];
        return tooltipHtml(row.parameter, [
          [words.columns.norm, row.norm.toFixed(3)],
          [words.columns.relative, formatPercent(row.relative)],
          [words.columns.rank, row.rank === null ? words.frame.none : String(row.rank)],
        ]);
      },
    },
  };
}
