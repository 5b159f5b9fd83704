"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { PlaceHeader } from "@/components/shell/place-header";
import { Button, EmptyNote, ErrorNote, SegmentedControl } from "@/components/ui";
import { ExportMenu } from "./export/export-menu";
import { RunTable } from "./run-table";
import { RunTableSkeleton } from "./skeleton";
import { useRuns } from "./use-runs";
import { StartPlan, useEvaluateView } from "./view";

// Each draws charts or a form of its own; none is seen before somebody asks for it.
const RunView = dynamic(() => import("./run/run-view").then((file) => file.RunView), {
  loading: RunTableSkeleton,
});
const Comparison = dynamic(() => import("./compare/comparison").then((file) => file.Comparison), {
  loading: RunTableSkeleton,
});
const StartForm = dynamic(() => import("./start/start-form").then((file) => file.StartForm), {
  loading: RunTableSkeleton,
});
const BenchmarksView = dynamic(() => import("@/components/benchmarks").then((file) => file.BenchmarksView), {
  loading: RunTableSkeleton,
});

const FactualityView = dynamic(() => import("@/components/factuality").then((file) => file.FactualityView), {
  loading: RunTableSkeleton,
});

/** The Evaluate place: lifelong runs, benchmarks, or factuality. */
export function EvaluateView() {
  const [view] = useEvaluateView();
  return (
    <div className="mx-auto max-w-7xl">
      {view.show !== "runs" && !view.run ? (
        <>
          <PlaceHeader place="evaluate" actions={<ShownSwitch />} />
          {view.show === "benchmarks" ? <BenchmarksView /> : <FactualityView />}
        </>
      ) : (
        <LifelongRuns />
      )}
    </div>
  );
}

/** Which of the three is shown. */
function ShownSwitch() {
  const t = useEvaluateMessages().benchmarks.switch;
  const [view, update] = useEvaluateView();
  return (
    <SegmentedControl
      label={t.label}
      value={view.show}
      onChange={(show) => update({ show }, { history: "push" })}
      options={[
        { value: "runs", label: t.runs },
        { value: "benchmarks", label: t.benchmarks },
        { value: "factuality", label: t.factuality },
      ]}
    />
  );
}

/** Lifelong runs, one of them, or several side by side. */
function LifelongRuns() {
  const t = useEvaluateMessages();
  const [view, update] = useEvaluateView();
  const { runs, error, refetch } = useRuns();
  const propose = () => update({ start: StartPlan.parse({}), run: undefined }, { history: "push" });
  const isStarting = view.start !== undefined;
  const isEmpty = runs?.length === 0;
  const pinned = runs?.filter(({ run }) => view.pin.includes(run.id)) ?? [];

  return (
    <>
      {!view.run && (
        <PlaceHeader
          place="evaluate"
          actions={
            <>
              <ShownSwitch />
              {runs && !isEmpty && <ExportMenu runs={pinned.length > 0 ? pinned : runs} />}
              {!isStarting && !isEmpty && (
                <Button variant="primary" icon={<Plus />} onClick={propose}>
                  {t.start.open}
                </Button>
              )}
            </>
          }
        />
      )}
      {view.run ? (
        <RunView key={view.run} runId={view.run} named={runs?.find(({ run }) => run.id === view.run)} />
      ) : (
        <div className="flex flex-col gap-10">
          {view.start && (
            <StartForm
              plan={view.start}
              onPlan={(start) => update({ start })}
              onClose={() => update({ start: undefined })}
              onStarted={({ runId, jobId }) =>
                update({ start: undefined, run: runId, work: jobId }, { history: "push" })
              }
            />
          )}
          {error && !runs && <ErrorNote error={error} onRetry={() => void refetch()} />}
          {!runs && !error && <RunTableSkeleton />}
          {isEmpty && !isStarting && (
            <EmptyNote
              title={t.empty.title}
              detail={t.empty.detail}
              action={
                <Button variant="primary" icon={<Plus />} onClick={propose}>
                  {t.start.open}
                </Button>
              }
            />
          )}
          {runs && !isEmpty && <RunTable runs={runs} view={view} update={update} />}
          {pinned.length > 1 && <Comparison runs={pinned} view={view} update={update} />}
        </div>
      )}
    </>
  );
}
