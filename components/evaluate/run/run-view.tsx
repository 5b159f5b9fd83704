"use client";

import { ArrowLeft } from "lucide-react";
import { useEffect } from "react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, shortId, Skeleton, Tabs } from "@/components/ui";
import { useLifelong } from "@/lib/client/runs/use-lifelong";
import { ExportMenu } from "../export/export-menu";
import type { NamedRun } from "../numbers";
import { StatusBadge } from "../status-badge";
import { useMethodCards, useRunActions } from "../use-runs";
import { RUN_TABS, useEvaluateView } from "../view";
import { CurvesTab } from "./curves-tab";
import { HealthTab } from "./health-tab";
import { KeepRun } from "./keep-run";
import { PauseNote } from "./pause-note";
import { RecordTab } from "./record-tab";
import { RetentionTab } from "./retention-tab";
import { RunControls } from "./run-controls";
import { RunProgress } from "./run-progress";

interface RunViewProps {
  runId: string;
  /** The run as it stands in the table, once that has arrived. */
  named: NamedRun | undefined;
}

/** One run: how far it is, what it has come to, and down to the text of every probe. */
export function RunView({ runId, named }: RunViewProps) {
  const t = useEvaluateMessages().run;
  const [view, update] = useEvaluateView();
  const { nameOf } = useMethodCards();
  const { models } = useWorkbench();
  const watch = useLifelong(runId, view.work);
  const { run, jobId, status, progress, error } = watch;
  const actions = useRunActions((work) => update({ work }));

  // The record names the job that was started: the address need not any more.
  const isTaken = view.work !== undefined && run?.job === view.work;
  useEffect(() => {
    if (isTaken) update({ work: undefined });
  }, [isTaken, update]);

  const close = () =>
    update(
      {
        run: undefined,
        work: undefined,
        tab: undefined,
        part: undefined,
        edit: undefined,
        at: undefined,
        lost: undefined,
      },
      { history: "push" },
    );
  const name = named?.name ?? (run ? nameOf(run.method) : shortId(runId));
  const modelName = models.find(({ id }) => id === run?.model)?.name ?? run?.model ?? "";
  const hasRows = (run?.state?.rows.length ?? 0) > 0;

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3 border-b border-rule-strong pb-4">
        <Button size="sm" variant="quiet" icon={<ArrowLeft />} onClick={close} className="-ml-2.5 self-start">
          {t.back}
        </Button>
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h1 className="min-w-0 text-2xl break-words">{name}</h1>
              <StatusBadge status={status} />
            </div>
            {run && <p className="mt-1 text-sm text-soft">{t.subtitle(run.settings, modelName)}</p>}
          </div>
          <div className="flex flex-wrap items-center gap-2">
            {jobId && <RunControls {...{ status, jobId, run, actions }} onForgotten={close} />}
            {run && hasRows && <KeepRun run={run} />}
            {run && hasRows && <ExportMenu runs={[{ run, name }]} withRetention />}
          </div>
        </div>
      </div>

      {!watch.isConnected && <p className="text-sm text-warn">{t.disconnected}</p>}
      {(status === "queued" || status === "running") && (
        <RunProgress status={status} jobId={jobId} progress={progress} values={watch.values} run={run} />
      )}
      {run?.state?.pause && status !== "running" && status !== "queued" && (
        <PauseNote run={run} onGoOn={() => jobId && actions.resume(jobId)} isPending={actions.isPending} />
      )}
      {error && status !== "cancelled" && !run?.state?.pause && (
        <ErrorNote error={error} onRetry={watch.refetch} />
      )}
      {!run && !error && <Skeleton className="h-64 w-full" />}
      {run && hasRows && (
        <Tabs
          label={t.tabsLabel}
          value={view.tab}
          onChange={(tab) => update({ tab })}
          items={RUN_TABS.map((value) => ({
            value,
            label: t.tabs[value],
            content: (
              <>
                <h2 className="sr-only">{t.tabs[value]}</h2>
                {value === "curves" && <CurvesTab run={run} name={name} view={view} update={update} />}
                {value === "retention" && <RetentionTab run={run} view={view} update={update} />}
                {value === "health" && run.state && <HealthTab run={run} state={run.state} />}
                {value === "record" && <RecordTab run={run} />}
              </>
            ),
          }))}
        />
      )}
      {run && !hasRows && status !== "running" && status !== "queued" && (
        <>
          <p className="text-sm text-soft">{t.nothingYet}</p>
          {run.state && run.samples.length > 0 && (
            <section>
              <h2 className="mb-3 text-xl">{t.tabs.health}</h2>
              <HealthTab run={run} state={run.state} />
            </section>
          )}
        </>
      )}
    </div>
  );
}
