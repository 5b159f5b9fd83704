/** Draws a grid, or the part of it that a window shows, with a pen: that of a canvas, or of an SVG file. */
import type { ChartTheme } from "../theme";
import type { CellColors } from "./colors";
import type { GridData, GridPlace } from "./grid";
import { fitText, type GridLayout, type GridRange } from "./layout";
import type { Pen } from "./pens";

interface Painting {
  readonly data: GridData;
  readonly layout: GridLayout;
  readonly theme: ChartTheme;
  readonly colors: (value: number | null) => CellColors;
  readonly range: GridRange;
  readonly scroll: { readonly left: number; readonly top: number };
  /** Under the pointer, or of the keyboard. */
  readonly cursor: GridPlace | null;
  readonly selected: GridPlace | null;
}

export function paintGrid(pen: Pen, painting: Painting): void {
  paintCells(pen, painting);
  paintOutlines(pen, painting);
  paintHeads(pen, painting);
}

function cornerOf({ layout, scroll }: Painting, row: number, column: number): readonly [number, number] {
  return [
    layout.headWidth + column * layout.cellWidth - scroll.left,
    layout.headHeight + row * layout.cellHeight - scroll.top,
  ];
}

function* cellsIn({ range }: Painting): Iterable<readonly [row: number, column: number]> {
  for (let row = range.rows[0]; row < range.rows[1]; row++)
    for (let column = range.columns[0]; column < range.columns[1]; column++) yield [row, column];
}

function paintCells(pen: Pen, painting: Painting): void {
  const { data, layout, theme, colors } = painting;
  const { cellWidth, cellHeight, fontPx } = layout;
  pen.font(fontPx, theme.monoFamily);
  for (const [row, column] of cellsIn(painting)) {
    const [x, y] = cornerOf(painting, row, column);
    const { text, value } = data.cell(row, column);
    const { background, text: ink } = colors(value);
    // A hairline of paper between cells.
    pen.fill(x, y, cellWidth - 1, cellHeight - 1, background);
    if (data.isShaded?.(row, column)) pen.hatch(x, y, cellWidth - 1, cellHeight - 1, theme.color("muted"));
    const shown = fitText(text, cellWidth - 4, fontPx);
    pen.text(shown, x + (cellWidth - 1) / 2, y + (cellHeight - 1) / 2, ink, "middle");
  }
}

function paintOutlines(pen: Pen, painting: Painting): void {
  const { data, layout, theme, cursor, selected } = painting;
  const { cellWidth, cellHeight } = layout;
  const outline = (row: number, column: number, color: string, line: number) => {
    const [x, y] = cornerOf(painting, row, column);
    const inset = line / 2;
    pen.outline(x + inset, y + inset, cellWidth - 1 - line, cellHeight - 1 - line, color, line);
  };
  for (const [row, column] of cellsIn(painting))
    if (data.cell(row, column).isMarked) outline(row, column, theme.color("accent"), 2);
  if (selected) outline(selected.row, selected.column, theme.color("ink"), 3);
  if (cursor) outline(cursor.row, cursor.column, theme.color("focus"), 2);
}

/** Heads are drawn last, over the cells that scroll beneath them. */
function paintHeads(pen: Pen, painting: Painting): void {
  const { data, layout, theme, range, cursor } = painting;
  const { headWidth, headHeight, cellWidth, cellHeight, fontPx } = layout;
  const right = cornerOf(painting, 0, range.columns[1])[0];
  const bottom = cornerOf(painting, range.rows[1], 0)[1];
  const color = (isStrong: boolean | undefined, isUnder: boolean) =>
    theme.color(isUnder ? "focus" : isStrong ? "accent" : "muted");
  pen.fill(0, 0, Math.max(right, headWidth), headHeight, theme.color("raised"));
  for (let column = range.columns[0]; column < range.columns[1]; column++) {
    const { label, isStrong } = data.columns[column];
    const [x] = cornerOf(painting, 0, column);
    const shown = fitText(label, cellWidth - 4, fontPx);
    pen.text(shown, x + cellWidth / 2, headHeight / 2, color(isStrong, cursor?.column === column), "middle");
  }
  pen.fill(0, headHeight, headWidth, Math.max(0, bottom - headHeight), theme.color("raised"));
  for (let row = range.rows[0]; row < range.rows[1]; row++) {
    const { label, isStrong } = data.rows[row];
    const [, y] = cornerOf(painting, row, 0);
    const shown = fitText(label, headWidth - fontPx * 0.8, fontPx);
    pen.text(
      shown,
      headWidth - fontPx * 0.45,
      y + cellHeight / 2,
      color(isStrong, cursor?.row === row),
      "end",
    );
  }
  // The corner covers both, and is what no cell scrolls out of.
  pen.fill(0, 0, headWidth, headHeight, theme.color("raised"));
}
