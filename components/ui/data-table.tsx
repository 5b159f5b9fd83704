"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";

export interface Column<R> {
  key: string;
  header: ReactNode;
  /** What the cell shows. */
  cell: (row: R, index: number) => ReactNode;
  /** Numbers go to the right, in monospace. */
  numeric?: boolean;
  /** The cell that names its row. */
  rowHeader?: boolean;
  /** How the rows are ordered by this column; absent when they are not. The header has the button that changes it. */
  sorted?: "ascending" | "descending";
  className?: string;
}

interface DataTableProps<R> {
  columns: readonly Column<R>[];
  rows: readonly R[];
  /** What the table is; read aloud, and shown when `showCaption`. */
  caption: string;
  showCaption?: boolean;
  rowKey?: (row: R, index: number) => string;
  /** A height after which the table scrolls under its header. */
  maxHeight?: "md" | "lg";
  /** For tables of many columns: they stand closer, and the last ends at the edge. */
  isDense?: boolean;
  empty?: ReactNode;
  rowClass?: (row: R) => string | undefined;
}

const HEIGHTS = { md: "max-h-96", lg: "max-h-[70dvh]" } as const;

/** A plain table with a sticky header; it scrolls sideways on narrow screens, also from the keyboard. */
export function DataTable<R>({
  columns,
  rows,
  caption,
  showCaption = false,
  rowKey,
  maxHeight,
  isDense = false,
  empty,
  rowClass,
}: DataTableProps<R>) {
  const t = useMessages();
  const padding = clsx("py-2 first:pl-0", isDense ? "px-1.5 last:pr-0" : "px-2");
  const table = (
    <div
      role="region"
      aria-label={t.ui.scrollTable(caption)}
      tabIndex={0}
      className={clsx("relative min-w-0 overflow-auto", maxHeight && HEIGHTS[maxHeight])}
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sorted}
                className={clsx(
                  padding,
                  "sticky top-0 z-10 border-b border-rule-strong bg-raised text-xs font-medium text-faint",
                  column.numeric ? "text-right" : "text-left",
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey?.(row, index) ?? index} className={clsx("border-b align-top", rowClass?.(row))}>
              {columns.map((column) => (
                <Cell key={column.key} {...{ column, row, index, padding }} />
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="py-4 text-soft">
                {empty ?? t.ui.emptyTable}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
  if (!showCaption) return table;
  // Above what scrolls sideways, or it would be cut at the edge. The table names itself to a screen reader.
  return (
    <div className="min-w-0">
      <p aria-hidden className="pb-2 text-sm text-soft">
        {caption}
      </p>
      {table}
    </div>
  );
}

interface CellProps<R> {
  column: Column<R>;
  row: R;
  index: number;
  padding: string;
}

function Cell<R>({ column, row, index, padding }: CellProps<R>) {
  const className = clsx(padding, column.numeric && "numeric text-right", column.className);
  return column.rowHeader ? (
    <th scope="row" className={clsx(className, "text-left font-normal")}>
      {column.cell(row, index)}
    </th>
  ) : (
    <td className={className}>{column.cell(row, index)}</td>
  );
}
