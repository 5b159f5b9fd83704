/** Where the cells of a grid stand, in CSS pixels. Drawing, pointing and exports use the same numbers. */
import type { ChartTheme } from "../theme";
import type { GridData, GridPlace } from "./grid";

export interface GridLayout {
  readonly fontPx: number;
  /** Of the heads: they stay while the cells scroll. */
  readonly headWidth: number;
  readonly headHeight: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly width: number;
  readonly height: number;
}

/** Cells from a first to before a last, of each axis. */
export interface GridRange {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** Widths of a monospace type: a letter, and a sign that takes twice the room. */
const LETTER = 0.62;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const PADDING_EM = 0.9;
const MOST_EM = 8.5;
const LEAST_EM = 2.4;
const CUT_EM = 4.6;
/** Cells grow to fill the room up to this, beyond which a row cannot be followed. */
const ROOMY_EM = 10;
const HEAD_MOST_EM = 10;

export function textWidth(text: string, fontPx: number): number {
  let letters = 0;
  for (const sign of text) letters += WIDE.test(sign) ? 1.65 : 1;
  return letters * LETTER * fontPx;
}

/** As much of the text as fits, with a sign that more follows. */
export function fitText(text: string, width: number, fontPx: number): string {
  if (textWidth(text, fontPx) <= width) return text;
  const signs = [...text];
  while (signs.length > 0 && textWidth(`${signs.join("")}…`, fontPx) > width) signs.pop();
  return signs.length > 0 ? `${signs.join("")}…` : "";
}

/** `available` is the width that a grid of few columns fills. */
export function layoutOf(data: GridData, theme: Pick<ChartTheme, "fontPx">, available = 0): GridLayout {
  const fontPx = theme.fontPx;
  const padding = PADDING_EM * fontPx;
  const clamp = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value));
  const widest = (texts: Iterable<string>) => {
    let most = 0;
    for (const text of texts) most = Math.max(most, textWidth(text, fontPx));
    return most + padding;
  };
  const headWidth = Math.ceil(
    clamp(3 * fontPx, widest(data.rows.map(({ label }) => label)), HEAD_MOST_EM * fontPx),
  );
  const needed = Math.ceil(clamp(LEAST_EM * fontPx, widest(textsOf(data)), MOST_EM * fontPx));
  const room = data.columns.length > 0 ? Math.floor((available - headWidth) / data.columns.length) : 0;
  // Words are cut before columns leave the window, down to a width at which they can still be told apart.
  const least = Math.min(needed, Math.ceil(CUT_EM * fontPx));
  const cellWidth = available > 0 ? clamp(least, room, Math.ceil(ROOMY_EM * fontPx)) : needed;
  const cellHeight = Math.round(2.1 * fontPx);
  const headHeight = Math.round(2.2 * fontPx);
  return {
    fontPx,
    headWidth,
    headHeight,
    cellWidth,
    cellHeight,
    width: headWidth + cellWidth * data.columns.length,
    height: headHeight + cellHeight * data.rows.length,
  };
}

function* textsOf({ rows, columns, cell }: GridData): Iterable<string> {
  for (const { label } of columns) yield label;
  for (let row = 0; row < rows.length; row++)
    for (let column = 0; column < columns.length; column++) yield cell(row, column).text;
}

/** Cells that a window of the grid shows. */
export function visibleRange(
  layout: GridLayout,
  data: Pick<GridData, "rows" | "columns">,
  scroll: { readonly left: number; readonly top: number },
  view: { readonly width: number; readonly height: number },
): GridRange {
  const between = (from: number, length: number, size: number, count: number): [number, number] => [
    Math.max(0, Math.floor(from / size)),
    Math.min(count, Math.ceil((from + length) / size)),
  ];
  return {
    rows: between(scroll.top, view.height - layout.headHeight, layout.cellHeight, data.rows.length),
    columns: between(scroll.left, view.width - layout.headWidth, layout.cellWidth, data.columns.length),
  };
}

/** The cell under a point of the window, or null for the heads and what is beside the grid. */
export function placeAt(
  layout: GridLayout,
  data: Pick<GridData, "rows" | "columns">,
  scroll: { readonly left: number; readonly top: number },
  point: { readonly x: number; readonly y: number },
): GridPlace | null {
  if (point.x < layout.headWidth || point.y < layout.headHeight) return null;
  const column = Math.floor((point.x - layout.headWidth + scroll.left) / layout.cellWidth);
  const row = Math.floor((point.y - layout.headHeight + scroll.top) / layout.cellHeight);
  return row < data.rows.length && column < data.columns.length ? { row, column } : null;
}

/** Where a key leads from a cell; null for keys that do not move. */
export function placeAfter(
  key: string,
  isFar: boolean,
  from: GridPlace,
  { rows, columns }: Pick<GridData, "rows" | "columns">,
): GridPlace | null {
  const [lastRow, lastColumn] = [rows.length - 1, columns.length - 1];
  const { row, column } = from;
  switch (key) {
    case "ArrowLeft":
      return { row, column: isFar ? 0 : Math.max(0, column - 1) };
    case "ArrowRight":
      return { row, column: isFar ? lastColumn : Math.min(lastColumn, column + 1) };
    case "ArrowUp":
      return { row: isFar ? 0 : Math.max(0, row - 1), column };
    case "ArrowDown":
      return { row: isFar ? lastRow : Math.min(lastRow, row + 1), column };
    case "PageUp":
      return { row: Math.max(0, row - 8), column };
    case "PageDown":
      return { row: Math.min(lastRow, row + 8), column };
    case "Home":
      return { row: isFar ? 0 : row, column: 0 };
    case "End":
      return { row: isFar ? lastRow : row, column: lastColumn };
    default:
      return null;
  }
}

/** How far a window has to scroll for a cell to be seen. */
export function scrollTo(
  layout: GridLayout,
  { row, column }: GridPlace,
  scroll: { readonly left: number; readonly top: number },
  view: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number } {
  const along = (at: number, size: number, from: number, length: number) => {
    const start = at * size;
    if (start < from) return start;
    return start + size > from + length ? start + size - length : from;
  };
  return {
    left: along(column, layout.cellWidth, scroll.left, view.width - layout.headWidth),
    top: along(row, layout.cellHeight, scroll.top, view.height - layout.headHeight),
  };
}
