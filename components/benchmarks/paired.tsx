"use client";

import { useId, useMemo } from "react";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, Field, formatPoints, Select } from "@/components/ui";
import { compareMethods, PROBE_GROUPS } from "@/lib/eval/results";
import type { BenchmarkRecord } from "@/lib/store";
import { useMethodTitle } from "./leaderboard";
import { useBenchmarksView } from "./view";

/** Two methods of a run on the same cases, with a paired test. */
export function Paired({ benchmark }: { benchmark: BenchmarkRecord }) {
  const t = useEvaluateMessages().benchmarks;
  const titleId = useId();
  const { language } = useLanguage();
  const title = useMethodTitle();
  const [view, update] = useBenchmarksView();
  const methods = benchmark.entries.map(({ method }) => method);
  const from = methods.includes(view.from) ? view.from : methods[0];
  const to = view.to && methods.includes(view.to) ? view.to : (methods.at(-1) ?? from);
  const rows = useMemo(
    () => compareMethods(benchmark, from, to).filter(({ protocol }) => protocol === view.how),
    [benchmark, from, to, view.how],
  );
  const options = methods.map((method) => ({ value: method, label: title(method) }));
  return (
    <section aria-labelledby={titleId} className="flex min-w-0 flex-col gap-3">
      <h3 id={titleId} className="text-lg">
        {t.compare}
      </h3>
      <div className="grid max-w-md grid-cols-2 gap-3">
        <Field label={t.from}>
          {(control) => (
            <Select {...control} value={from} options={options} onChange={(next) => update({ from: next })} />
          )}
        </Field>
        <Field label={t.to}>
          {(control) => (
            <Select {...control} value={to} options={options} onChange={(next) => update({ to: next })} />
          )}
        </Field>
      </div>
      <DataTable
        caption={t.compare}
        rows={rows}
        rowKey={({ group }) => group}
        columns={[
          {
            key: "goal",
            header: t.goal,
            rowHeader: true,
            cell: ({ group }) => PROBE_GROUPS.find(({ id }) => id === group)?.name[language] ?? group,
          },
          {
            key: "difference",
            header: t.difference,
            numeric: true,
            cell: ({ difference }) => formatPoints(difference.mean),
          },
          {
            key: "bootstrap",
            header: t.bootstrap,
            numeric: true,
            cell: ({ bootstrap95: [low, high] }) => t.interval(formatPoints(low), formatPoints(high)),
          },
          {
            key: "moved",
            header: t.upDown,
            numeric: true,
            cell: ({ difference }) => `${difference.higher} / ${difference.lower}`,
          },
          {
            key: "p",
            header: t.p,
            numeric: true,
            cell: ({ difference }) => difference.pValue.toPrecision(2),
          },
        ]}
      />
    </section>
  );
}
