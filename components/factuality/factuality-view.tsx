"use client";

import { ArrowLeft, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, DataTable, EmptyNote, ErrorNote, formatTime, shortId, Skeleton } from "@/components/ui";
import { useReports } from "./use-reports";
import { useFactualityView } from "./view";

const StartReport = dynamic(() => import("./start-report").then((file) => file.StartReport), {
  loading: () => <Skeleton className="h-64 w-full" />,
});
const Report = dynamic(() => import("./report").then((file) => file.Report), {
  loading: () => <Skeleton className="h-64 w-full" />,
});

/** Reports of factuality of the model: their table, asking for one, and one that is open. */
export function FactualityView() {
  const t = useEvaluateMessages().factuality;
  const { states } = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const [view, update] = useFactualityView();
  const { jobs, error, refetch } = useReports();
  const propose = () => update({ ask: true }, { history: "push" });
  const open = (report: string) => update({ report, against: undefined, ask: false }, { history: "push" });
  const start = (
    <Button variant="primary" icon={<Plus />} className="self-start" onClick={propose}>
      {t.start}
    </Button>
  );

  if (view.report)
    return (
      <div className="flex min-w-0 flex-col gap-4">
        <Button
          size="sm"
          variant="quiet"
          icon={<ArrowLeft />}
          className="self-start"
          onClick={() => update({ report: undefined, against: undefined }, { history: "push" })}
        >
          {t.back}
        </Button>
        <Report key={view.report} jobId={view.report} />
      </div>
    );
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {view.ask && <StartReport onClose={() => update({ ask: false })} onStarted={open} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!jobs && !error && <Skeleton className="h-36 w-full" />}
      {jobs?.length === 0 && !view.ask && (
        <EmptyNote title={t.empty.title} detail={t.empty.detail} action={start} />
      )}
      {jobs && jobs.length > 0 && (
        <>
          {!view.ask && start}
          <DataTable
            caption={t.table.caption}
            rows={jobs}
            rowKey={({ id }) => id}
            columns={[
              {
                key: "version",
                header: t.table.version,
                rowHeader: true,
                cell: ({ id, summary }) => (
                  <button type="button" className="text-left font-mono underline" onClick={() => open(id)}>
                    {summary.version ? shortId(summary.version) : summary.model}
                  </button>
                ),
              },
              {
                key: "questions",
                header: t.table.questions,
                numeric: true,
                cell: ({ summary }) => summary.questions ?? "–",
              },
              {
                key: "state",
                header: t.table.state,
                cell: ({ status, progress }) =>
                  status === "running" && progress?.steps
                    ? t.at(progress.step, progress.steps)
                    : states[status],
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
