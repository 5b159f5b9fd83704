"use client";

import { useMemo } from "react";
import { useMessages } from "@/components/messages";
import { DataTable, formatPoints, type Column } from "@/components/ui";
import type { EditRequest } from "@/lib/data";
import type { PairedDifference, Protocol } from "@/lib/eval";
import { comparePaired, GOALS } from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";

export interface DifferencesProps {
  outcomes: readonly EditOutcome[];
  /** Names of the entries, by their index. */
  names: readonly string[];
  /** The entry that the others are compared with. */
  reference: EditOutcome;
  requests: readonly EditRequest[];
  protocol: Protocol;
}

/** How far each entry is from the best, case by case: the cases' own difficulty cancels out, which two intervals cannot show. */
export function Differences({ outcomes, names, reference, requests, protocol }: DifferencesProps) {
  const { edit, charts } = useMessages();
  const t = edit.comparison.differences;
  const rows = useMemo(
    () =>
      outcomes.flatMap(({ entry, verdict }) =>
        verdict && reference.verdict && entry !== reference.entry
          ? [{ entry, byMetric: comparePaired(reference.verdict, verdict, requests, protocol) }]
          : [],
      ),
    [outcomes, reference, requests, protocol],
  );
  // One case says nothing of others, and has its probes below.
  if (rows.length === 0 || requests.length < 2) return null;
  const goals = GOALS.filter(({ id }) => rows.some(({ byMetric }) => byMetric.has(id)));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: "entry", header: edit.comparison.method, rowHeader: true, cell: ({ entry }) => names[entry] },
    ...goals.map(({ id }): Column<(typeof rows)[number]> => ({
      key: id,
      header: charts.metric(id),
      numeric: true,
      className: "whitespace-nowrap",
      cell: ({ byMetric }) => <Difference difference={byMetric.get(id)} />,
    })),
  ];
  return (
    <div className="flex flex-col gap-2">
      <DataTable
        caption={t.caption(names[reference.entry])}
        showCaption
        columns={columns}
        rows={rows}
        rowKey={({ entry }) => String(entry)}
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
