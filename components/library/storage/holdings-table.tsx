"use client";

import type { z } from "zod";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { DataTable, formatBytes, formatCount } from "@/components/ui";
import type { getStorage } from "@/lib/api";

type Holdings = z.infer<typeof getStorage.output>["holdings"];

const KINDS = ["models", "versions", "runs", "statistics", "downloads", "database"] as const;

/** A row for each kind of content, and their sum. */
export function HoldingsTable({ holdings }: { holdings: Holdings }) {
  const t = useLibraryMessages().library.storage;
  const { language } = useLanguage();
  const totalBytes = KINDS.reduce((sum, kind) => sum + holdings[kind].sizeBytes, 0);
  const rows = [
    ...KINDS.map((kind) => ({
      ...t.kinds[kind],
      ...holdings[kind],
      // Its files are SQLite's own.
      ...(kind === "database" && { count: null }),
      isTotal: false,
    })),
    { name: t.total, detail: "", count: null, sizeBytes: totalBytes, isTotal: true },
  ];
  return (
    <DataTable
      caption={t.caption}
      rows={rows}
      rowKey={({ name }) => name}
      rowClass={({ isTotal }) => (isTotal ? "font-medium" : undefined)}
      columns={[
        {
          key: "what",
          header: t.columns.what,
          rowHeader: true,
          cell: ({ name, detail, isTotal }) => (
            <>
              <span className={isTotal ? "font-medium" : undefined}>{name}</span>
              {detail && <span className="block max-w-prose text-xs text-faint">{detail}</span>}
            </>
          ),
        },
        {
          key: "count",
          header: t.columns.count,
          numeric: true,
          cell: ({ count }) => (count === null ? "" : formatCount(count, language)),
        },
        {
          key: "size",
          header: t.columns.size,
          numeric: true,
          className: "whitespace-nowrap",
          cell: ({ sizeBytes, isTotal }) => (
            <>
              {formatBytes(sizeBytes)}
              {!isTotal && <Share of={totalBytes} sizeBytes={sizeBytes} />}
            </>
          ),
        },
      ]}
    />
  );
}

/** A bar as long as the share of the whole. The number is beside it. */
function Share({ sizeBytes, of }: { sizeBytes: number; of: number }) {
  const percent = of > 0 ? Math.round((100 * sizeBytes) / of) : 0;
  return (
    <span aria-hidden className="mt-1 ml-auto block h-1 w-20 overflow-hidden rounded-full bg-sunken sm:w-28">
      <span className="block h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
    </span>
  );
}
