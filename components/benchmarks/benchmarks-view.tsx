"use client";

import { ArrowLeft, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useMethodCards } from "@/components/evaluate/use-runs";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, DataTable, EmptyNote, ErrorNote, formatTime, Skeleton } from "@/components/ui";
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
  const { language } = useLanguage();
  const { modelId } = useWorkbench();
  const { nameOf } = useMethodCards();
  const [view, update] = useBenchmarksView();
  const { data, error, refetch } = useQueryOf(
    listJobs,
    { input: { limit: 200 } },
    { refetchEveryMs: () => POLL_MS },
  );
  const jobs = data?.jobs.filter(({ kind, summary }) => kind === "benchmark" && summary.model === modelId);
  const propose = () => update({ new: true }, { history: "push" });
  const open = (bench: string) => update({ bench, new: false, again: undefined }, { history: "push" });

  if (view.bench)
    return (
      <div className="flex min-w-0 flex-col gap-4">
        <Button
          size="sm"
          variant="quiet"
          icon={<ArrowLeft />}
          className="self-start"
          onClick={() =>
            update({ bench: undefined, again: undefined, misses: undefined }, { history: "push" })
          }
        >
          {t.back}
        </Button>
        <BenchmarkResult key={view.bench} jobId={view.bench} />
      </div>
    );
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {view.new && <StartBenchmark onClose={() => update({ new: false })} onStarted={open} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!jobs && !error && <Skeleton className="h-36 w-full" />}
      {jobs?.length === 0 && !view.new && (
        <EmptyNote
          title={t.empty.title}
          detail={t.empty.detail}
          action={
            <Button variant="primary" icon={<Plus />} onClick={propose}>
              {t.start}
            </Button>
          }
        />
      )}
      {jobs && jobs.length > 0 && (
        <>
          {!view.new && (
            <Button variant="primary" icon={<Plus />} className="self-start" onClick={propose}>
              {t.start}
            </Button>
          )}
          <DataTable
            caption={t.table.caption}
            rows={jobs}
            rowKey={({ id }) => id}
            columns={[
              {
                key: "methods",
                header: t.table.methods,
                rowHeader: true,
                cell: ({ id, summary }) => (
                  <button type="button" className="text-left underline" onClick={() => open(id)}>
                    {summary.methods.map(nameOf).join(", ") || t.baselines.unedited}
                  </button>
                ),
              },
              { key: "cases", header: t.table.cases, numeric: true, cell: ({ summary }) => summary.edits },
              {
                key: "state",
                header: t.table.state,
                cell: ({ status, progress }) =>
                  status === "running" && progress?.steps
                    ? t.at(progress.step, progress.steps)
                    : t.states[status],
              },
              {
                key: "started",
                header: t.table.started,
                cell: ({ createdAt }) => formatTime(createdAt, language),
              },
            ]}
          />
        </>
      )}
    </div>
  );
}
