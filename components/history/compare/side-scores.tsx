"use client";

import { useMessages } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { DataTable, ErrorNote, formatPercent, Skeleton, type Column } from "@/components/ui";
import { versionScores } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { MetricResult } from "@/lib/eval";
import { sideColor, SIDES } from "./sides";

/** The scores of both versions by generation, as each was measured when it was kept: on the probes of its own edit. */
export function SideScores({ versions: [before, after] }: { versions: readonly [string, string] }) {
  const { charts } = useMessages();
  const { compare } = useHistoryMessages();
  const t = compare.scores;
  const earlier = useQueryOf(versionScores, { params: { versionId: before } }, { staleTimeMs: Infinity });
  const later = useQueryOf(versionScores, { params: { versionId: after } }, { staleTimeMs: Infinity });
  const error = earlier.error ?? later.error;
  if (error) return <ErrorNote error={error} onRetry={() => void earlier.refetch()} />;
  if (!earlier.data || !later.data) return <Skeleton className="h-24 w-full" />;
  const sides = [earlier.data.metrics, later.data.metrics].map(generated);
  const rows = [...new Set(sides.flatMap((metrics) => metrics.map(({ metric }) => metric)))];
  if (rows.length === 0) return <p className="text-sm text-soft">{t.none}</p>;
  const columns: Column<string>[] = [
    { key: "metric", header: t.metric, rowHeader: true, cell: (metric) => charts.metric(metric) },
    ...SIDES.map((side, i): Column<string> => ({
      key: side,
      header: <span className={sideColor(side)}>{compare[side]}</span>,
      numeric: true,
      cell: (metric) => {
        const after = sides[i].find((result) => result.metric === metric)?.after;
        if (!after) return <span className="text-faint">–</span>;
        return (
          <span className={sideColor(side)}>
            {formatPercent(after.mean)}
            <span className="block text-xs text-faint">{t.questions(after.questions ?? after.count)}</span>
          </span>
        );
      },
    })),
  ];
  return (
    <div className="flex flex-col gap-2">
      <DataTable caption={t.caption} columns={columns} rows={rows} rowKey={(metric) => metric} isDense />
      <p className="text-xs text-faint">{t.note}</p>
    </div>
  );
}

function generated(metrics: readonly MetricResult[]): MetricResult[] {
  return metrics.filter(
    ({ protocol, unit, after }) => protocol === "generation" && unit === "fraction" && after !== null,
  );
}
