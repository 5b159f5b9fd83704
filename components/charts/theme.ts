/** What charts draw with, read from the design tokens of the page. Charts name roles ("before", "after"), never colors. */

const TOKENS = {
  ink: "--color-ink",
  muted: "--color-faint",
  rule: "--color-rule",
  paper: "--color-paper",
  raised: "--color-raised",
  sunken: "--color-sunken",
  accent: "--color-accent",
  before: "--color-before",
  after: "--color-after",
  danger: "--color-danger",
  focus: "--color-focus",
  "site-state": "--color-site-state",
  "site-mlp": "--color-site-mlp",
  "site-attn": "--color-site-attn",
  "diverging-low": "--color-diverging-low",
  "diverging-mid": "--color-diverging-mid",
  "diverging-high": "--color-diverging-high",
  "series-1": "--color-series-1",
  "series-2": "--color-series-2",
  "series-3": "--color-series-3",
  "series-4": "--color-series-4",
  "series-5": "--color-series-5",
  "series-6": "--color-series-6",
  "series-7": "--color-series-7",
  "series-8": "--color-series-8",
} as const;

export type ColorRole = keyof typeof TOKENS;

export interface ChartTheme {
  readonly color: (role: ColorRole) => string;
  readonly fontPx: number;
  readonly fontFamily: string;
  readonly monoFamily: string;
  /** False when the system asks for less motion. */
  readonly animation: boolean;
}

const SERIES: readonly ColorRole[] = [
  "series-1",
  "series-2",
  "series-3",
  "series-4",
  "series-5",
  "series-6",
  "series-7",
  "series-8",
];
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "arrow"] as const;

/** The color of the i-th of several series; more than eight repeat, and are told apart by symbol and dash. */
export function seriesColor(theme: ChartTheme, index: number): string {
  return theme.color(SERIES[index % SERIES.length]);
}

export function seriesSymbol(index: number): string {
  return SYMBOLS[index % SYMBOLS.length];
}

export function seriesDash(index: number): "solid" | "dashed" | "dotted" {
  return (["solid", "dashed", "dotted"] as const)[index % 3];
}

/** A font stack on one line and in single quotes: the library writes it into attributes with double ones, unescaped. */
export function fontStack(declared: string): string {
  return declared.replaceAll('"', "'").replace(/\s+/g, " ").trim();
}

/** The theme as the page shows it now. */
export function readChartTheme(root: HTMLElement): ChartTheme {
  const style = getComputedStyle(root);
  const read = (name: string) => style.getPropertyValue(name).trim();
  // Chart labels are a step below body type; the root size grows in Present, and charts with it.
  const rootPx = Number.parseFloat(style.fontSize) || 16;
  return {
    color: (role) => read(TOKENS[role]) || read("--color-ink") || "currentColor",
    fontPx: Math.round(rootPx * 0.8125),
    fontFamily: fontStack(read("--font-sans")) || "sans-serif",
    monoFamily: fontStack(read("--font-mono")) || "monospace",
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}
