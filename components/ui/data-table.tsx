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

export interface DataTableProps<R> {
  columns: readonly Column<R>[];
  rows: readonly R[];
  /** What the table is; read aloud, and shown when `showCaption`. */
  caption: string;
  showCaption?: boolean;
  rowKey?: (row: R, index: number) => string;
  /** A height after which the table scrolls under its header. */
  maxHeight?: "md" | "lg";
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
  empty,
  rowClass,
}: DataTableProps<R>) {
  const t = useMessages();
  return (
    <div
      role="region"
      aria-label={t.ui.scrollTable(caption)}
      tabIndex={0}
      className={clsx("relative min-w-0 overflow-auto", maxHeight && HEIGHTS[maxHeight])}
    >
      <table className="w-full border-collapse text-sm">
        <caption className={showCaption ? "pb-2 text-left text-sm text-soft" : "sr-only"}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sorted}
                className={clsx(
                  "sticky top-0 z-10 border-b border-rule-strong bg-raised px-2 py-2 text-xs font-medium text-faint first:pl-0",
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
                <Cell key={column.key} column={column} row={row} index={index} />
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
}

function Cell<R>({ column, row, index }: { column: Column<R>; row: R; index: number }) {
  const className = clsx("px-2 py-2 first:pl-0", column.numeric && "numeric text-right", column.className);
  return column.rowHeader ? (
    <th scope="row" className={clsx(className, "text-left font-normal")}>
      {column.cell(row, index)}
    </th>
  ) : (
    <td className={className}>{column.cell(row, index)}</td>
  );
}
