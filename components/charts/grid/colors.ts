/** Colors of cells: from a value to a background, and a text color that can be read on it. */
import type { ChartTheme } from "../theme";
import type { GridScale } from "./grid";

export type Rgb = readonly [red: number, green: number, blue: number];

/** What WCAG 2 asks of small text. */
export const LEAST_CONTRAST = 4.5;

/** "#f7f2e8" or "rgb(34 29 23 / 0.5)", as the design tokens are written. */
export function parseColor(text: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text);
  if (hex) return [1, 2, 3].map((i) => Number.parseInt(hex[i], 16)) as unknown as Rgb;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])/i.exec(text);
  if (short) return [1, 2, 3].map((i) => Number.parseInt(short[i] + short[i], 16)) as unknown as Rgb;
  const numbers = text.match(/\d+(\.\d+)?/g)?.map(Number) ?? [];
  return numbers.length >= 3 ? [numbers[0], numbers[1], numbers[2]] : [127, 127, 127];
}

export function toCss([red, green, blue]: Rgb): string {
  const digits = [red, green, blue].map((part) =>
    Math.round(Math.min(255, Math.max(0, part)))
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${digits.join("")}`;
}

/** The color at `share` of the way from one to the other. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, i) => part + (to[i] - part) * share) as unknown as Rgb;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export interface CellColors {
  readonly background: string;
  readonly text: string;
}

const STEPS = 64;

/** Backgrounds and texts of a scale in a theme, made once for each step. */
export function cellColors(scale: GridScale, theme: ChartTheme): (value: number | null) => CellColors {
  const made = new Map<number, CellColors>();
  const empty = { background: theme.color("raised"), text: theme.color("muted") };
  const zero = parseColor(theme.color(scale.kind === "diverging" ? "diverging-mid" : "raised"));
  const inks = [theme.color("ink"), theme.color("paper"), "#000000", "#ffffff"].map(parseColor);
  const end = (step: number) =>
    parseColor(
      theme.color(scale.kind === "sequential" ? scale.color : step < 0 ? "diverging-low" : "diverging-high"),
    );
  return (value) => {
    if (value === null || !Number.isFinite(value)) return empty;
    const step = Math.round(shareOf(scale, value) * STEPS);
    const known = made.get(step);
    if (known) return known;
    // As it will be drawn: of whole numbers.
    const background = parseColor(toCss(mix(zero, end(step), Math.abs(step) / STEPS)));
    const text = inks.find((ink) => contrast(ink, background) >= LEAST_CONTRAST) ?? inks[3];
    const colors = { background: toCss(background), text: toCss(text) };
    made.set(step, colors);
    return colors;
  };
}

/** How far along its scale a value is: from 0 to 1, or from −1 where the scale has two ends. */
export function shareOf(scale: GridScale, value: number): number {
  if (scale.kind === "diverging") return Math.min(1, Math.max(-1, value / scale.extent));
  return Math.min(1, Math.max(0, (value - scale.from) / (scale.to - scale.from || 1)));
}
