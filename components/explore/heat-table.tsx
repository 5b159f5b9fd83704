"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";

interface HeatTableProps {
  caption: string;
  columns: readonly ReactNode[];
  rows: readonly {
    readonly header: ReactNode;
    readonly cells: readonly { readonly text: ReactNode; readonly heat: number; readonly title: string }[];
  }[];
  /** A CSS color that a heat of 1 has. */
  color: string;
  marked?: (row: number, column: number) => boolean;
}

/** A grid of cells whose background tells a number from 0 to 1. The number is read out with each cell. */
export function HeatTable({ caption, columns, rows, color, marked }: HeatTableProps) {
  return (
    <div className="overflow-x-auto rounded-md border" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <td className="sticky left-0 z-10 bg-paper" />
            {columns.map((column, i) => (
              <th key={i} scope="col" className="px-1.5 py-1.5 text-center font-mono font-normal text-soft">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ header, cells }, r) => (
            <tr key={r}>
              <th
                scope="row"
                className="sticky left-0 z-10 bg-paper px-2 text-right font-mono font-normal whitespace-nowrap text-soft"
              >
                {header}
              </th>
              {cells.map(({ text, heat, title }, c) => (
                <td
                  key={c}
                  title={title}
                  aria-label={title}
                  className={clsx(
                    "h-7 min-w-12 px-1 text-center font-mono whitespace-pre text-ink",
                    marked?.(r, c) && "outline-2 -outline-offset-2 outline-accent",
                  )}
                  style={{
                    background: `color-mix(in oklab, ${color} ${Math.round(45 * Math.min(1, Math.max(0, heat)))}%, transparent)`,
                  }}
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
