"use client";

import { ShieldAlert, UserRoundCheck } from "lucide-react";
import { useMemo } from "react";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { AuthorField } from "@/components/accounts/author-field";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, Field, Skeleton, TextInput, useErrorWords } from "@/components/ui";
import { filledPrompt } from "@/lib/data";
import { LIFTED_BY_SECOND } from "@/lib/knowledge/schemas";
import { useModelSays } from "../use-model-says";
import { useKnowledgeMessages } from "../use-messages";
import { useGraph, useWording } from "../use-graph";
import { PlanLines } from "./plan-lines";
import { PlanRun } from "./plan-run";
import { TaughtOptions } from "./taught-options";
import { usePlan, type Asked } from "./use-plan";

/** Edits whose prompts the model is asked beforehand; a longer plan is not worth the wait. */
const MOST_ASKED = 12;

/** A plan to review: its lines with ticks, what stays against a rule, guards, and what can be done with it. */
export function PlanCard(asked: Asked) {
  const { plan: t, run } = useKnowledgeMessages();
  const said = useErrorWords();
  const { relations } = useGraph();
  const { author, setAuthor } = useWorkbench();
  const noApproval = useRefusal("knowledge.approve", { isMore: asked.waiting !== undefined });
  const noProposal = useRefusal("knowledge.propose");
  const { plan, isCurrent, planError, replan, source, setSource, toggle, isApproving, error, ...act } =
    usePlan(asked);
  const { approve, propose, taught, setTaught } = act;
  const words = useWording(plan?.names);
  const cases = useMemo(() => plan?.cases ?? [], [plan]);
  const requests = cases.map(({ request }) => request).slice(0, MOST_ASKED);
  const { texts } = useModelSays(requests.map(filledPrompt));
  const says = new Map(requests.flatMap(({ id }, index) => (texts?.[index] ? [[id, texts[index]]] : [])));

  if (planError) return <ErrorNote error={planError} onRetry={replan} />;
  if (plan === undefined || relations.length === 0)
    return (
      <div role="status" aria-label={t.making} className="flex flex-col gap-2">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-5 w-1/2" />
        <Skeleton className="h-5 w-3/5" />
      </div>
    );
  const { lines, overrides, findings } = plan;
  const changes = lines.filter(({ kind, ticked }) => kind !== "check" && ticked);
  const isConflict = error?.code === "conflict";
  const canApprove = noApproval === undefined && isCurrent && findings.length === 0 && !isApproving;
  // Another person lifts this guard alone: a source is for the author to name.
  const isDoubtful = findings.length > 0 && findings.every(({ guard }) => LIFTED_BY_SECOND.includes(guard));
  const canPropose =
    noProposal === undefined && isDoubtful && asked.waiting === undefined && isCurrent && !isApproving;
  return (
    <section aria-label={t.title} aria-busy={!isCurrent} className="flex flex-col gap-5">
      <PlanLines lines={lines} words={words} onToggle={toggle} says={says} />
      {lines.every(({ kind }) => kind === "check") && <p className="text-sm text-soft">{t.unchanged}</p>}
      {overrides.length > 0 && (
        <section aria-label={t.overrides} className="border-l-2 border-warn pl-3 text-sm">
          <h4 className="font-sans font-medium text-warn">{t.overrides}</h4>
          <ul>
            {overrides.map(({ stated, derived }) => (
              <li key={words.sentence(stated)}>
                {t.override(`${words.sentence(stated)}.`, words.name(derived.object))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {findings.length > 0 && (
        <section
          aria-label={t.findings}
          className="border-l-2 border-danger bg-danger-wash py-2 pl-3 text-sm"
        >
          <h4 className="flex items-center gap-2 font-sans font-medium text-danger">
            <ShieldAlert aria-hidden className="size-4" />
            {t.findings}
          </h4>
          <ul>
            {[...new Set(findings.map(({ guard }) => guard))].map((guard) => (
              <li key={guard}>{t.guards[guard]}</li>
            ))}
          </ul>
        </section>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t.source} hint={t.sourceHint}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={400}
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          )}
        </Field>
        <AuthorField label={t.author} hint={t.authorHint} value={author} onChange={setAuthor} />
      </div>
      {error &&
        (isConflict ? (
          <div
            role="alert"
            className="flex flex-col items-start gap-2 border-l-2 border-warn bg-warn-wash py-3 pl-4"
          >
            <p className="max-w-measure text-sm">{t.conflict}</p>
            <p className="max-w-measure text-xs text-soft">{said(error).message}</p>
            <Button size="sm" onClick={replan}>
              {t.again}
            </Button>
          </div>
        ) : (
          <ErrorNote error={error} />
        ))}
      {cases.length > 0 && (
        <PlanRun
          cases={cases}
          computed={plan.computed}
          options={<TaughtOptions taught={taught} onChange={setTaught} />}
          canKeep={canApprove || canPropose}
          isQuarantined={canPropose}
          isKeeping={isApproving}
          onKeep={(run) => void (canPropose ? propose(run) : approve({ run }))}
          onUseAgain={canApprove ? (version) => void approve({ version }) : undefined}
        />
      )}
      {cases.length === 0 && changes.length > 0 && <p className="text-sm text-soft">{run.nothing}</p>}
      <RefusalNote refusal={isDoubtful ? noProposal : noApproval} />
      {changes.length > 0 && (
        <div className="flex flex-wrap items-center gap-3 border-t pt-4">
          {canPropose ? (
            <>
              <Button size="sm" icon={<UserRoundCheck />} onClick={() => void propose()}>
                {t.propose}
              </Button>
              <p className="text-xs text-faint">{t.proposeHint}</p>
            </>
          ) : (
            <>
              <Button size="sm" disabled={!canApprove} pending={isApproving} onClick={() => void approve()}>
                {t.onlyGraph}
              </Button>
              <p className="text-xs text-faint">{t.onlyGraphHint}</p>
            </>
          )}
        </div>
      )}
    </section>
  );
}
