"use client";

import { useMemo } from "react";
import { useMethodCards } from "@/components/evaluate/use-runs";
import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatPercent, type Column } from "@/components/ui";
import {
  locatedLayers,
  PROBE_GROUPS,
  publishedOf,
  publishedRows,
  rowsOf,
  type BenchmarkRow,
} from "@/lib/eval/results";
import type { BenchmarkRecord } from "@/lib/store";
import { useBenchmarksView } from "./view";

/** Every method under one protocol, each number with its interval; then every kind of probe. */
export function Leaderboard({ benchmark }: { benchmark: BenchmarkRecord }) {
  const t = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const [{ how }] = useBenchmarksView();
  const title = useMethodTitle();
  const methodColumn = useMethodColumn();
  const { kind: kindName } = useMessages().edit.probes;
  const rows = useMemo(() => rowsOf(benchmark).filter(({ protocol }) => protocol === how), [benchmark, how]);
  const columns = [
    ...new Map(rows.map(({ group, kind }) => [`${group} ${kind ?? ""}`, { group, kind }])).entries(),
  ].map(([key, part]) => ({ key, ...part }));
  const nameOf = (group: string) => PROBE_GROUPS.find(({ id }) => id === group)?.name[language] ?? group;
  const table = (caption: string, shown: typeof columns) => (
    <DataTable
      caption={caption}
      showCaption
      isDense
      rows={benchmark.entries}
      rowKey={({ method }) => method}
      columns={[
        methodColumn,
        ...shown.map(({ key, group, kind }) => ({
          key,
          header: kind === undefined ? nameOf(group) : kindName(kind),
          numeric: true,
          cell: ({ method }: { method: string }) => {
            const row = rows.find((one) => one.method === method && one.group === group && one.kind === kind);
            if (!row) return "–";
            return <WithInterval summary={row.summary} written={formatPercent} />;
          },
        })),
        ...(shown.some(({ kind }) => kind)
          ? []
          : [
              {
                key: "seconds",
                header: t.seconds,
                numeric: true,
                cell: ({ cases }: BenchmarkRecord["entries"][number]) =>
                  (
                    cases.reduce((sum, { applyMs }) => sum + applyMs, 0) /
                    1000 /
                    Math.max(1, cases.length)
                  ).toFixed(2),
              },
            ]),
      ]}
    />
  );
  const kinds = columns.filter(({ kind }) => kind !== undefined);
  return (
    <section className="flex min-w-0 flex-col gap-6">
      {table(
        t.leaderboard,
        columns.filter(({ kind }) => kind === undefined),
      )}
      {kinds.length > 0 && table(t.kinds, kinds)}
      <Published benchmark={benchmark} />
      {benchmark.entries.map((entry) => {
        const found = locatedLayers(entry);
        return found.length === 0 ? null : (
          <p key={entry.method} className="text-sm text-soft">
            {t.located(
              title(entry.method),
              found.map(({ layer, cases }) => t.layer(layer, cases)),
            )}
          </p>
        );
      })}
    </section>
  );
}

/** What the paper of the list publishes beside the goals, under the protocol that is shown. */
function Published({ benchmark }: { benchmark: BenchmarkRecord }) {
  const t = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const [{ how }] = useBenchmarksView();
  const methodColumn = useMethodColumn();
  const rows = useMemo(
    () => publishedRows(benchmark).filter(({ metric }) => metric.protocol === how),
    [benchmark, how],
  );
  const all = publishedOf(benchmark.input.dataset.id).filter(({ protocol }) => protocol === how);
  const metrics = all.filter(({ id }) => rows.some(({ metric }) => metric.id === id));
  const missing = all.filter((metric) => !metrics.includes(metric));
  if (all.length === 0) return null;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {metrics.length > 0 && (
        <DataTable
          caption={t.published}
          showCaption
          isDense
          rows={benchmark.entries}
          rowKey={({ method }) => method}
          columns={[
            methodColumn,
            ...metrics.map(({ id, name, unit }) => ({
              key: id,
              header: name[language],
              numeric: true,
              cell: ({ method }: { method: string }) => {
                const row = rows.find((one) => one.method === method && one.metric.id === id);
                if (!row) return "–";
                return <WithInterval summary={row.summary} written={WRITTEN[unit]} />;
              },
            })),
          ]}
        />
      )}
      <dl className="flex max-w-prose flex-col gap-1 text-xs text-faint">
        {metrics.map(({ id, name, formula, source }) => (
          <div key={id}>
            <dt className="inline font-medium">{name[language]}: </dt>
            <dd className="inline">
              {formula[language]} ({source})
            </dd>
          </div>
        ))}
        {missing.map(({ id, name, reads }) => (
          <div key={id}>
            <dt className="inline font-medium">{name[language]}: </dt>
            <dd className="inline">{t.notMeasured(reads?.[language])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Summary = BenchmarkRow["summary"];

const WRITTEN = {
  fraction: formatPercent,
  real: (value: number) => value.toFixed(3),
};

function WithInterval({ summary, written }: { summary: Summary; written: (value: number) => string }) {
  const t = useEvaluateMessages().benchmarks;
  const [low, high] = summary.interval95.map(written);
  return (
    <>
      {written(summary.mean)}
      <span className="block text-xs whitespace-nowrap text-faint">{t.interval(low, high)}</span>
    </>
  );
}

/** The method names its row. */
function useMethodColumn(): Column<{ readonly method: string }> {
  const t = useEvaluateMessages().benchmarks;
  const title = useMethodTitle();
  return {
    key: "method",
    header: t.method,
    rowHeader: true,
    cell: ({ method }) => <span className="whitespace-nowrap">{title(method)}</span>,
  };
}

/** A method or a baseline by its name. */
export function useMethodTitle(): (method: string) => string {
  const t = useEvaluateMessages().benchmarks;
  const { nameOf } = useMethodCards();
  return (method) => t.baselines[method] ?? nameOf(method);
}
