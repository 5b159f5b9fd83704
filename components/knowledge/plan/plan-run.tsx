"use client";

import { Archive, Play, RotateCcw, Square } from "lucide-react";
import Link from "next/link";
import { useMemo, type ComponentProps, type ReactNode } from "react";
import { PreflightCard } from "@/components/edit/preflight/preflight-card";
import { RunProgress } from "@/components/edit/run/run-progress";
import { OutcomeSentence } from "@/components/edit/verdict/outcome-sentence";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, Field, formatPercent, Select, shortId, useErrorWords } from "@/components/ui";
import type { MethodCard } from "@/lib/api";
import { useModelHost } from "@/lib/client/use-model-host";
import type { EditCase } from "@/lib/data";
import type { Verdict } from "@/lib/eval";
import { metricsUnder, outcomeOf } from "@/lib/eval/results";
import { useKnowledgeMessages } from "../use-messages";
import { usePlanRun } from "./use-plan-run";

interface PlanRunProps {
  cases: readonly EditCase[];
  /** Versions whose edits are these, computed on the same weights. */
  computed: readonly { readonly version: string; readonly method: string }[];
  /** What is taught besides the facts. */
  options: ReactNode;
  /** The run goes onto a branch of its own, and the plan waits for another person. */
  isQuarantined: boolean;
  /** Absent while the plan may not be approved. */
  onUseAgain?: (version: string) => void;
  /** False while the plan may not be approved. */
  canKeep: boolean;
  isKeeping: boolean;
  onKeep: (run: { jobId: string; entry: number }) => void;
}

/** Teaching a plan to the model: method, cost, run, what came of it, and Keep. */
export function PlanRun({ cases, canKeep, isKeeping, onKeep, ...more }: PlanRunProps) {
  const words = useMessages();
  const { run: t, plan: planWords } = useKnowledgeMessages();
  const { isQuarantined, computed, onUseAgain } = more;
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
      {more.options}
      {onUseAgain &&
        !hasRun &&
        computed.map(({ version, method }) => (
          <div
            key={version}
            className="flex flex-wrap items-center justify-between gap-2 border-l-2 border-after bg-after-wash py-2 pr-2 pl-3 text-sm"
          >
            <span className="min-w-0">{t.computed(nameOf(options, method), shortId(version))}</span>
            <Button size="sm" icon={<Archive />} disabled={isKeeping} onClick={() => onUseAgain(version)}>
              {t.useAgain}
            </Button>
          </div>
        ))}
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
      {run.error && <TeachError error={run.error} />}
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
      {outcome?.error && <TeachError error={outcome.error} />}
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
              {isQuarantined ? planWords.quarantine : t.keep}
            </Button>
            <p className="min-w-0 text-xs text-faint">
              {isQuarantined ? planWords.quarantineHint : t.keepHint}
            </p>
            <Link
              href={hrefTo("/edit", { job: jobId })}
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

/** The method's name, which the catalog has. */
function nameOf(options: readonly { readonly card: MethodCard }[], id: string): string {
  return options.find(({ card }) => card.id === id)?.card.name ?? id;
}

/** What is refused because the model knows it is no mistake of a plan: its graph can still be corrected. */
function TeachError({ error }: Pick<ComponentProps<typeof ErrorNote>, "error">) {
  const t = useKnowledgeMessages().run;
  const words = useErrorWords();
  if (error.code !== "no_effect") return <ErrorNote error={error} />;
  return (
    <div role="status" className="border-l-2 border-rule-strong pl-3 text-sm">
      <p className="break-words">{words(error).message}</p>
      <p className="mt-1 text-soft">{t.noEffect}</p>
    </div>
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
