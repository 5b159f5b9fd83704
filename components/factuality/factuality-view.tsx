"use client";

import dynamic from "next/dynamic";
import { JobList, OpenJob } from "@/components/evaluate/jobs/job-list";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { shortId, Skeleton } from "@/components/ui";
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
  const [view, update] = useFactualityView();
  const { jobs, error, refetch } = useReports();
  const open = (report: string) => update({ report, against: undefined, ask: false }, { history: "push" });
  if (view.report)
    return (
      <OpenJob
        back={t.back}
        onBack={() => update({ report: undefined, against: undefined }, { history: "push" })}
      >
        <Report key={view.report} jobId={view.report} />
      </OpenJob>
    );
  return (
    <JobList
      jobs={jobs}
      error={error}
      onRetry={() => void refetch()}
      onStart={() => update({ ask: true }, { history: "push" })}
      form={view.ask && <StartReport onClose={() => update({ ask: false })} onStarted={open} />}
      words={t}
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
      ]}
    />
  );
}
