/** Parts that all specs share, from the theme: text, axes, tooltip. */
import type { EChartsOption } from "echarts";
import { formatPercent } from "@/components/ui/format";
import type { ChartTheme } from "../theme";

/** The frame of every option. `confine` keeps tooltips on narrow screens inside the plot. */
export function baseOption(theme: ChartTheme): EChartsOption {
  return {
    animation: theme.animation,
    animationDuration: 450,
    animationEasing: "cubicOut",
    textStyle: { fontFamily: theme.fontFamily, fontSize: theme.fontPx, color: theme.color("ink") },
    tooltip: {
      trigger: "item",
      confine: true,
      backgroundColor: theme.color("raised"),
      borderColor: theme.color("rule"),
      padding: [6, 10],
      textStyle: { color: theme.color("ink"), fontSize: theme.fontPx },
    },
  };
}

export function axisText(theme: ChartTheme, role: "ink" | "muted" = "muted") {
  return { color: theme.color(role), fontSize: theme.fontPx, fontFamily: theme.fontFamily };
}

/** A value axis with hairline grid lines and nothing else. */
export function valueAxis(theme: ChartTheme, format: (value: number) => string) {
  return {
    type: "value" as const,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.color("rule"), width: 1 } },
    axisLabel: { ...axisText(theme), formatter: format, hideOverlap: true },
  };
}

/** Fractions from 0 to 1, labeled in whole percents. */
export function fractionAxis(theme: ChartTheme) {
  return { ...valueAxis(theme, (value) => `${Math.round(value * 100)}%`), min: 0, max: 1, interval: 0.25 };
}

/** A category axis along the left, first category on top. */
export function categoryAxis(theme: ChartTheme, categories: readonly string[], family = theme.fontFamily) {
  return {
    type: "category" as const,
    data: [...categories],
    inverse: true,
    axisLine: { lineStyle: { color: theme.color("rule") } },
    axisTick: { show: false },
    axisLabel: { ...axisText(theme, "ink"), fontFamily: family, interval: 0 },
  };
}

export function legend(theme: ChartTheme, names: readonly string[]) {
  return {
    type: "plain" as const,
    data: [...names],
    top: 0,
    left: 0,
    itemGap: theme.fontPx,
    itemWidth: theme.fontPx,
    itemHeight: Math.round(theme.fontPx * 0.7),
    textStyle: axisText(theme, "ink"),
  };
}

/** The axis of scores in one unit. */
export function unitAxis(theme: ChartTheme, unit: "fraction" | "bits") {
  return unit === "fraction" ? fractionAxis(theme) : valueAxis(theme, String);
}

/** Of a plot on a phone, in multiples of the type size. */
const NARROWEST_EM = 25;
/** The mark before a name in a legend, and the gap behind it. */
const MARK_EM = 2.4;
const ROW_EM = 1.9;
/** Above the name of the axis' highest value. */
const BELOW_LEGEND_EM = 0.9;

/** The height that a legend takes where it is narrowest. Of names that are not known, two stand beside each other. */
export function legendEm(names: number | readonly string[]): number {
  const rows = typeof names === "number" ? Math.ceil(names / 2) : rowsOf(names);
  return rows * ROW_EM + BELOW_LEGEND_EM;
}

function rowsOf(names: readonly string[]): number {
  let rows = 0;
  let left = 0;
  for (const name of names) {
    // A Chinese character is as wide as it is high, a letter about half of it.
    const width = MARK_EM + [...name].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1 : 0.55), 0);
    if (width > left) {
      rows++;
      left = NARROWEST_EM;
    }
    left -= width;
  }
  return rows;
}

/** Which item of its series a tooltip is about. */
export function dataIndexOf(item: unknown): number {
  return (item as { readonly dataIndex: number }).dataIndex;
}

/** A value in the unit of its metric. */
export function formatMetric(value: number, unit: "fraction" | "bits"): string {
  return unit === "fraction" ? formatPercent(value) : value.toFixed(2);
}
