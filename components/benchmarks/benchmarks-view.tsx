"use client";

import dynamic from "next/dynamic";
import { JobList, OpenJob } from "@/components/evaluate/jobs/job-list";
import { useMethodCards } from "@/components/evaluate/use-runs";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { Skeleton } from "@/components/ui";
import { listJobs } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useBenchmarksView } from "./view";

const StartBenchmark = dynamic(() => import("./start-benchmark").then((file) => file.StartBenchmark), {
  loading: () => <Skeleton className="h-64 w-full" />,
});
const BenchmarkResult = dynamic(() => import("./benchmark-result").then((file) => file.BenchmarkResult), {
  loading: () => <Skeleton className="h-64 w-full" />,
});

const POLL_MS = 4000;

/** Benchmarks of the model: their table, starting one, and one that is open. */
export function BenchmarksView() {
  const t = useEvaluateMessages().benchmarks;
  const { modelId } = useWorkbench();
  const { nameOf } = useMethodCards();
  const [view, update] = useBenchmarksView();
  const { data, error, refetch } = useQueryOf(
    listJobs,
    { input: { limit: 200 } },
    { refetchEveryMs: () => POLL_MS },
  );
  const jobs = data?.jobs.filter(({ kind, summary }) => kind === "benchmark" && summary.model === modelId);
  const open = (bench: string) => update({ bench, new: false, again: undefined }, { history: "push" });

  if (view.bench)
    return (
      <OpenJob
        back={t.back}
        onBack={() => update({ bench: undefined, again: undefined, misses: undefined }, { history: "push" })}
      >
        <BenchmarkResult key={view.bench} jobId={view.bench} />
      </OpenJob>
    );
  return (
    <JobList
      jobs={jobs}
      error={error}
      onRetry={() => void refetch()}
      onStart={() => update({ new: true }, { history: "push" })}
      form={view.new && <StartBenchmark onClose={() => update({ new: false })} onStarted={open} />}
      words={t}
      columns={[
        {
          key: "list",
          header: t.table.list,
          rowHeader: true,
          // Jobs that are older than this have no name of their list.
          cell: ({ id, summary }) => (
            <button type="button" className="text-left break-words underline" onClick={() => open(id)}>
              {summary.list ?? id.slice(0, 12)}
            </button>
          ),
        },
        {
          key: "methods",
          header: t.table.methods,
          cell: ({ summary }) => summary.methods.map(nameOf).join(", ") || t.baselines.unedited,
        },
        { key: "cases", header: t.table.cases, numeric: true, cell: ({ summary }) => summary.edits },
      ]}
    />
  );
}
