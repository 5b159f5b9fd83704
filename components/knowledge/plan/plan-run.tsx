"use client";

import { Archive, Play, RotateCcw, Square } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { PreflightCard } from "@/components/edit/preflight/preflight-card";
import { RunProgress } from "@/components/edit/run/run-progress";
import { OutcomeSentence } from "@/components/edit/verdict/outcome-sentence";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, Field, formatPercent, Select } from "@/components/ui";
import { useModelHost } from "@/lib/client/use-model-host";
import type { EditCase } from "@/lib/data";
import type { Verdict } from "@/lib/eval";
import { metricsUnder, outcomeOf } from "@/lib/eval/results";
import { withQuery } from "../links";
import { useKnowledgeMessages } from "../use-messages";
import { usePlanRun } from "./use-plan-run";

interface PlanRunProps {
  cases: readonly EditCase[];
  /** False while the plan may not be approved. */
  canKeep: boolean;
  isKeeping: boolean;
  onKeep: (run: { jobId: string; entry: number }) => void;
}

/** Teaching a plan to the model: method, cost, run, what came of it, and Keep. */
export function PlanRun({ cases, canKeep, isKeeping, onKeep }: PlanRunProps) {
  const words = useMessages();
  const t = useKnowledgeMessages().run;
  const { hrefTo } = useWorkbench();
  const modelHost = useModelHost();
  const { run, options, choice, setMethod, preflight, isRunning, canRun, start, outcome, ...state } =
    usePlanRun(cases);
  const { jobId } = run;
  const verdict = outcome?.verdict;
  const ran = run.input?.cases;
  const found = useMemo(() => verdict && outcomeOf(verdict, ran ?? []), [verdict, ran]);
  const isGood = found?.kind === "took" || found?.kind === "narrow";
  const isKeepable = outcome?.verdict !== undefined && !outcome.error && outcome.overlays.length > 0;
  const hasRun = outcome !== undefined || run.status === "failed" || run.status === "cancelled";
  if (state.error) return <ErrorNote error={state.error} onRetry={() => void state.refetch()} />;
  return (
    <section aria-label={t.title} className="flex flex-col gap-4 border-t pt-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h4 className="text-lg">{t.title}</h4>
        <p className="text-xs text-faint">{t.edits(cases.length)}</p>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t.method} className="min-w-40 flex-1">
          {(control) => (
            <Select
              {...control}
              value={choice?.card.id ?? ""}
              disabled={isRunning}
              onChange={setMethod}
              options={options.map(({ card, isBlocked }) => ({
                value: card.id,
                label: isBlocked ? t.cannot(card.name) : card.name,
                disabled: isBlocked,
              }))}
            />
          )}
        </Field>
        {isRunning ? (
          <Button variant="danger" icon={<Square />} onClick={run.cancel}>
            {t.cancel}
          </Button>
        ) : (
          <Button
            variant={isGood && isKeepable && !state.isStale ? "secondary" : "primary"}
            icon={hasRun ? <RotateCcw /> : <Play />}
            disabled={!canRun}
            onClick={start}
          >
            {hasRun ? t.again : t.run}
          </Button>
        )}
      </div>
      {isRunning && <RunProgress run={run} />}
      {run.error && <ErrorNote error={run.error} />}
      {run.status === "cancelled" && <p className="text-sm text-soft">{t.cancelled}</p>}
      {!hasRun && !isRunning && (
        <PreflightCard
          rows={choice?.report ? [{ name: choice.card.name, report: choice.report }] : []}
          hasRuns={choice !== undefined}
          hasRequests
          isCurrent={preflight.isCurrent}
          place={modelHost.backend}
          error={preflight.error}
          onRetry={() => void preflight.refetch()}
        />
      )}
      {outcome?.error && <ErrorNote error={outcome.error} />}
      {outcome && jobId !== undefined && (
        <div className="flex flex-col gap-3">
          {found && <OutcomeSentence outcome={found} />}
          {verdict && <Scores verdict={verdict} />}
          <p className="numeric text-xs text-faint">
            {run.output &&
              words.edit.verdict.took(
                words.ui.duration(outcome.durationMs),
                words.edit.verdict.places[run.output.place],
              )}
          </p>
          {(state.isStale || state.hasMoved) && (
            <p className="text-sm text-warn">{state.isStale ? t.stale : t.moved}</p>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button
              variant={isGood ? "primary" : "secondary"}
              icon={<Archive />}
              pending={isKeeping}
              disabled={!canKeep || !isKeepable || state.isStale || state.hasMoved}
              onClick={() => onKeep({ jobId, entry: outcome.entry })}
            >
              {t.keep}
            </Button>
            <p className="min-w-0 text-xs text-faint">{t.keepHint}</p>
            <Link
              href={withQuery(hrefTo("/edit"), { job: jobId })}
              className="ml-auto text-sm text-accent underline-offset-4 hover:underline"
            >
              {t.inEdit}
            </Link>
          </div>
        </div>
      )}
    </section>
  );
}

/** The scores of what the model writes by itself, before and after. */
function Scores({ verdict }: { verdict: Verdict }) {
  const { charts } = useMessages();
  const t = useKnowledgeMessages().run;
  const scores = metricsUnder(verdict, "generation").filter(
    ({ unit, after }) => after && unit === "fraction",
  );
  return (
    <dl aria-label={t.scores} className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {scores.map(({ metric, before, after }) => (
        <div key={metric} className="flex items-baseline gap-2">
          <dt className="text-faint">{charts.metric(metric)}</dt>
          <dd className="numeric">
            {before && `${formatPercent(before.mean)} → `}
            {after && formatPercent(after.mean)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
