/** A grid as a file: all of it, as it is shown. */
import type { ChartTable } from "../chart";
import { saveTable, type ExportFormat } from "../export";
import { saveDrawing, svgDocument } from "../shared/svg";
import type { ChartTheme } from "../theme";
import { cellColors } from "./colors";
import { placesOf, type GridData, type GridPlace } from "./grid";
import { layoutOf } from "./layout";
import { paintGrid } from "./paint";
import { svgPen } from "./pens";

/** Names of the columns of a grid's table that are not its own. */
export interface GridTableWords {
  readonly text: string;
  readonly value: string;
}

interface SavedGrid {
  readonly data: GridData;
  readonly theme: ChartTheme;
  readonly words: GridTableWords;
  /** The line under the title. */
  readonly subtitle: string;
  readonly selected?: GridPlace | null;
}

export async function saveGrid(saved: SavedGrid, format: ExportFormat): Promise<void> {
  const { id } = saved.data;
  if (format === "csv") return saveTable(gridTable(saved.data, saved.words), id);
  await saveDrawing(gridSvg(saved), id, format);
}

export function gridSvg({ data, theme, subtitle, selected = null }: SavedGrid): string {
  const layout = layoutOf(data, theme);
  const pen = svgPen();
  paintGrid(pen, {
    data,
    layout,
    theme,
    colors: cellColors(data.scale, theme),
    range: { rows: [0, data.rows.length], columns: [0, data.columns.length] },
    scroll: { left: 0, top: 0 },
    cursor: null,
    selected,
  });
  const { width, height } = layout;
  return svgDocument({ title: data.title, subtitle, width, height, inner: pen.elements() }, theme);
}

/** One row for each cell, with its number unrounded. */
export function gridTable(data: GridData, words: GridTableWords): ChartTable {
  const [rows, columns] = data.axes;
  return {
    columns: [
      { label: rows, kind: "text" },
      { label: columns, kind: "text" },
      { label: words.text, kind: "text" },
      { label: words.value, kind: "number" },
    ],
    rows: placesOf(data).map(({ row, column }) => {
      const { text, value } = data.cell(row, column);
      return [data.rows[row].label, data.columns[column].label, text, value];
    }),
  };
}
