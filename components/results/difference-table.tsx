"use client";

import { useMessages } from "@/components/messages";
import { DataTable, formatPoints, type Column } from "@/components/ui";
import type { PairedDifference } from "@/lib/eval";
import { GOALS } from "@/lib/eval/results";

export interface ComparedResult {
  readonly name: string;
  /** By metric. */
  readonly differences: ReadonlyMap<string, PairedDifference>;
}

interface DifferenceTableProps {
  /** The result that the others are compared with. */
  reference: string;
  rows: readonly ComparedResult[];
}

/** How far each result is from one of them on the same cases, goal by goal. */
export function DifferenceTable({ reference, rows }: DifferenceTableProps) {
  const { edit, charts } = useMessages();
  const t = edit.comparison.differences;
  const goals = GOALS.filter(({ id }) => rows.some(({ differences }) => differences.has(id)));
  const columns: Column<ComparedResult>[] = [
    { key: "name", header: edit.comparison.method, rowHeader: true, cell: ({ name }) => name },
    ...goals.map(({ id }): Column<ComparedResult> => ({
      key: id,
      header: charts.metric(id),
      numeric: true,
      className: "whitespace-nowrap",
      cell: ({ differences }) => <Difference difference={differences.get(id)} />,
    })),
  ];
  return (
    <div className="flex flex-col gap-2">
      <DataTable
        caption={t.caption(reference)}
        showCaption
        columns={columns}
        rows={rows}
        rowKey={({ name }) => name}
        isDense
      />
      <p className="text-xs text-faint">{t.note}</p>
    </div>
  );
}

function Difference({ difference }: { difference: PairedDifference | undefined }) {
  const t = useMessages().edit.comparison.differences;
  if (!difference) return <span className="text-faint">–</span>;
  const { mean, interval95, count, higher, lower, pValue } = difference;
  return (
    <span title={t.test(higher, lower, pValue < 0.001 ? "< 0.001" : pValue.toFixed(3))}>
      {formatPoints(mean)}
      <span className="block text-xs text-faint">
        {interval95
          ? t.interval(formatPoints(interval95[0]), formatPoints(interval95[1]), count)
          : t.equal(count)}
      </span>
    </span>
  );
}
