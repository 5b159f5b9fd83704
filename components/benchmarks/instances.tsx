"use client";

import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatPercent } from "@/components/ui";
import { conceptInstances } from "@/lib/eval/results";
import type { BenchmarkRecord } from "@/lib/store";
import { useMethodTitle } from "./leaderboard";
import { MethodSection } from "./method-section";
import { useBenchmarksView } from "./view";

/** Concepts by instances: whether a model takes each for one of its concept, before and after one method's edits. */
export function Instances({ benchmark }: { benchmark: BenchmarkRecord }) {
  const t = useEvaluateMessages().benchmarks;
  const title = useMethodTitle();
  const [view, update] = useBenchmarksView();
  const methods = benchmark.entries.map(({ method }) => method);
  const method = view.misses && methods.includes(view.misses) ? view.misses : (methods.at(-1) ?? "");
  const entry = benchmark.entries.find((one) => one.method === method);
  const rows = entry ? conceptInstances(entry) : [];
  if (rows.length === 0) return null;
  return (
    <MethodSection
      title={t.instances.title}
      benchmark={benchmark}
      choices={[{ label: t.method, value: method, onChange: (misses) => update({ misses }) }]}
    >
      <DataTable
        caption={t.instances.caption(title(method))}
        isDense
        maxHeight="lg"
        rows={rows}
        rowKey={({ concept, instance }, index) => `${concept} ${instance} ${index}`}
        columns={[
          {
            key: "concept",
            header: t.instances.concept,
            rowHeader: true,
            cell: ({ concept }) => concept,
          },
          { key: "instance", header: t.instances.instance, cell: ({ instance }) => instance },
          { key: "before", header: t.before, cell: ({ before }) => t.instances.verdicts[before] },
          { key: "after", header: t.after, cell: ({ after }) => t.instances.verdicts[after] },
          {
            key: "probability",
            header: t.instances.probability,
            numeric: true,
            cell: ({ probability: { before, after } }) =>
              `${formatPercent(before)} → ${formatPercent(after)}`,
          },
        ]}
      />
    </MethodSection>
  );
}
