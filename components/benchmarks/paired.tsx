"use client";

import { useMemo } from "react";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatPoints } from "@/components/ui";
import { compareMethods, PROBE_GROUPS } from "@/lib/eval/results";
import type { BenchmarkRecord } from "@/lib/store";
import { MethodSection } from "./method-section";
import { useBenchmarksView } from "./view";

/** Two methods of a run on the same cases, with a paired test. */
export function Paired({ benchmark }: { benchmark: BenchmarkRecord }) {
  const t = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const [view, update] = useBenchmarksView();
  const methods = benchmark.entries.map(({ method }) => method);
  const from = methods.includes(view.from) ? view.from : methods[0];
  const to = view.to && methods.includes(view.to) ? view.to : (methods.at(-1) ?? from);
  const rows = useMemo(
    () => compareMethods(benchmark, from, to).filter(({ protocol }) => protocol === view.how),
    [benchmark, from, to, view.how],
  );
  return (
    <MethodSection
      title={t.compare}
      benchmark={benchmark}
      choices={[
        { label: t.from, value: from, onChange: (next) => update({ from: next }) },
        { label: t.to, value: to, onChange: (next) => update({ to: next }) },
      ]}
    >
      <DataTable
        caption={t.compare}
        rows={rows}
        rowKey={({ group }) => group}
        columns={[
          {
            key: "goal",
            header: t.goal,
            rowHeader: true,
            cell: ({ group }) => (
              <span className="whitespace-nowrap">
                {PROBE_GROUPS.find(({ id }) => id === group)?.name[language] ?? group}
              </span>
            ),
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
    </MethodSection>
  );
}
