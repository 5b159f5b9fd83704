/**
 * A grid of words or numbers, each on a color that tells its value: tokens by layers, and whatever else has two axes. It is
 * data; `GridView` draws it on a canvas, an export as SVG, and a reader without eyes gets the same cells as a table.
 */
import type { ColorRole } from "../theme";

export interface GridCell {
  /** What stands in the cell. */
  readonly text: string;
  /** What its color tells; null where there is nothing to tell. */
  readonly value: number | null;
  /** Outlined: it says what is asked for. */
  readonly isMarked?: boolean;
}

/** How a value becomes a color. */
export type GridScale =
  | { readonly kind: "sequential"; readonly color: ColorRole; readonly from: number; readonly to: number }
  /** Zero has the color of the page; a change of `extent` either way has the full color. */
  | { readonly kind: "diverging"; readonly extent: number };

export interface GridHead {
  readonly label: string;
  /** The part of the axis that a picture is about: the subject's tokens, the proposed layer. */
  readonly isStrong?: boolean;
}

export interface GridData {
  /** Name of the file it is saved as. */
  readonly id: string;
  readonly title: string;
  /** What the rows and the columns are: "Layer", "Token". */
  readonly axes: readonly [rows: string, columns: string];
  readonly rows: readonly GridHead[];
  readonly columns: readonly GridHead[];
  readonly scale: GridScale;
  readonly cell: (row: number, column: number) => GridCell;
  /** The value as it is written under the picture and beside a cell. */
  readonly format: (value: number) => string;
  /** Cells that nothing here can reach are shaded. */
  readonly isShaded?: (row: number, column: number) => boolean;
}

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export function samePlace(a: GridPlace | null, b: GridPlace | null): boolean {
  return a === b || (a !== null && b !== null && a.row === b.row && a.column === b.column);
}

/** All cells, row by row. */
export function placesOf({ rows, columns }: Pick<GridData, "rows" | "columns">): GridPlace[] {
  return rows.flatMap((_, row) => columns.map((__, column) => ({ row, column })));
}

/** The largest absolute value, for a diverging scale; 1 where all is zero. */
export function extentOf(values: Iterable<number | null>): number {
  let most = 0;
  for (const value of values) if (value !== null) most = Math.max(most, Math.abs(value));
  return most || 1;
}
