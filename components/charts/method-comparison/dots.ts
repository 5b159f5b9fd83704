/**
 * The comparison of many methods: one row a method, one panel a metric, side by side on their own axes, so that an eye can
 * run down a column to find the best and along a row to see what that one costs.
 */
import type { EChartsOption } from "echarts";
import type { ChartWords } from "../chart";
import { axisText, categoryAxis, dataIndexOf, unitAxis } from "../shared/base";
import { intervalDots } from "../shared/interval-dots";
import { scoreRow } from "../shared/score";
import type { ChartTheme } from "../theme";
import type { MethodComparisonData } from "./index";
import { metricsOf, scoreOf, tooltipOf } from "./rows";

const TITLE_EM = 3.2;
const ROW_EM = 1.9;
const AXIS_EM = 2.2;
/** Of the width, for the names of the methods; the panels share the rest. */
const NAMES_PERCENT = 26;
const GAP_PERCENT = 2.4;
/** Below this width titles of neighbouring panels stand on two lines, or they would run into each other. */
const NARROW_PX = 560;

export function dotsEm(data: MethodComparisonData): number {
  return TITLE_EM + data.methods.length * ROW_EM + AXIS_EM;
}

export function dotPlot(data: MethodComparisonData, theme: ChartTheme, words: ChartWords): EChartsOption {
  const metrics = metricsOf(data);
  const panel = (100 - NAMES_PERCENT) / metrics.length;
  const left = (index: number) => NAMES_PERCENT + index * panel;
  const names = data.methods.map((method) => method.name);
  const titles = (isNarrow: boolean) =>
    metrics.map(({ metric }, index) => ({
      text: words.metric(metric),
      left: `${left(index) + (panel - GAP_PERCENT) / 2}%`,
      // Not at the very edge, where a browser cuts it.
      top: theme.fontPx * (isNarrow && index % 2 === 1 ? 1.9 : 0.5),
      textAlign: "center" as const,
      padding: 0,
      textStyle: { ...axisText(theme, "ink"), fontWeight: 500 as const },
    }));
  const labels = (widthEm: number) => ({ width: theme.fontPx * widthEm, overflow: "truncate" as const });
  return {
    title: titles(false),
    grid: metrics.map((_, index) => ({
      left: `${left(index)}%`,
      width: `${panel - GAP_PERCENT}%`,
      top: TITLE_EM * theme.fontPx,
      height: data.methods.length * ROW_EM * theme.fontPx,
      outerBoundsMode: "none" as const,
    })),
    xAxis: metrics.map(({ unit }, index) => {
      const axis = unitAxis(theme, unit);
      return {
        gridIndex: index,
        ...axis,
        ...(unit === "fraction" ? { interval: 0.5 } : { splitNumber: 2 }),
        axisLabel: {
          ...axis.axisLabel,
          ...(unit === "fraction" && { formatter: percentEnds }),
          // The ends stay inside their own panel, or they would run into the neighbour's.
          alignMinLabel: "left" as const,
          alignMaxLabel: "right" as const,
        },
      };
    }),
    yAxis: metrics.map((_, index) => {
      const axis = categoryAxis(theme, names);
      return {
        gridIndex: index,
        ...axis,
        axisLabel: { ...axis.axisLabel, ...labels(11), show: index === 0 },
        splitLine: { show: true, lineStyle: { color: theme.color("rule"), type: "dotted" as const } },
      };
    }),
    media: [
      {
        query: { maxWidth: NARROW_PX },
        option: {
          title: titles(true),
          yAxis: metrics.map(() => ({ axisLabel: labels(6.4) })),
        },
      },
    ],
    series: metrics.map(({ metric, unit }, axisIndex) => ({
      ...intervalDots(theme, {
        name: words.metric(metric),
        axisIndex,
        marked: data.methods.findIndex(({ id }) => id === data.marked),
        rows: data.methods.map((method) => scoreRow(method.name, scoreOf(method, metric))),
      }),
      tooltip: {
        formatter: (item: unknown) => tooltipOf(data.methods[dataIndexOf(item)], metric, unit, words),
      },
    })),
  };
}

/** Panels are narrow: the middle line needs no number. */
function percentEnds(value: number): string {
  return value === 0.5 ? "" : `${Math.round(value * 100)}%`;
}
