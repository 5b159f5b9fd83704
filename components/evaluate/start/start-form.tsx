"use client";

import { useState } from "react";
import { faultOf, fieldsOf, ParameterForm } from "@/components/form";
import { useLayerRange } from "@/components/edit/methods/use-layer-range";
import { OwnList } from "@/components/edit/batch/own-list";
import { fallbacksOf } from "@/components/edit/methods/use-method-choice";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote, Field, formatCount, Select, Skeleton } from "@/components/ui";
import { startJob, type MethodCard } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import type { EditCase } from "@/lib/data";
import { LifelongJobInput } from "@/lib/store";
import { useMethodCards } from "../use-runs";
import type { StartPlan } from "../view";
import { Fold } from "./fold";
import { RunLimits } from "./run-limits";
import { RunNumbers } from "./run-numbers";
import { RunPreflight, usePreflightOf } from "./run-preflight";
import { RunTimeline } from "./run-timeline";
import { StartButton, StartColumns, StartFrame } from "./start-frame";

/** As many as a job takes. */
const MOST_CASES = 10_000;

interface StartFormProps {
  plan: StartPlan;
  onPlan: (plan: StartPlan) => void;
  onClose: () => void;
  onStarted: (started: { readonly runId: string; readonly jobId: string }) => void;
}

/** A run before it is started: its method, how many edits, and what will happen. */
export function StartForm(props: StartFormProps) {
  const t = useEvaluateMessages().start;
  const { cards, error, isPending, refetch } = useMethodCards();
  return (
    <StartFrame title={t.title} detail={t.detail} close={t.close} onClose={props.onClose}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton className="h-64 w-full" />}
      {cards.length > 0 && <Filled {...props} cards={cards} />}
    </StartFrame>
  );
}

/** Which facts a run is drawn from, and that it asks for them first where nobody did. */
function DrawnFrom() {
  const { ui } = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.start;
  const { language } = useLanguage();
  const { status, known, questions, durationMs } = useKnownFacts({ at: "server" });
  const asked = formatCount(questions, language);
  if (status === "asked")
    return <p className="text-xs text-faint">{t.knows(formatCount(known?.length ?? 0, language), asked)}</p>;
  if (status !== "unasked") return null;
  const [low, high] = durationMs.map(ui.duration);
  return <p className="text-sm text-soft">{t.asks(asked, low, high)}</p>;
}

function Filled({ plan, onPlan, onStarted, cards }: StartFormProps & { cards: readonly MethodCard[] }) {
  const { edit } = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.start;
  const { modelId, head, author } = useWorkbench();
  const layerRange = useLayerRange();
  const start = useActionOf(startJob);
  const [list, setList] = useState<readonly EditCase[] | null>(null);
  const card = cards.find(({ id }) => id === plan.method) ?? cards[0];
  const fallbacks = fallbacksOf(card);
  const parameters = { ...fallbacks, ...plan.set };
  const hasFault = fieldsOf(card.parameters).some((field) => faultOf(field, parameters[field.name]) !== null);
  const preflight = usePreflightOf(card.id, parameters);
  const isBlocked = (preflight.report?.blockers.length ?? 0) > 0;
  const obstacle = !head
    ? edit.run.notReady
    : hasFault
      ? edit.run.badParameters(card.name)
      : plan.batch > 1 && !card.traits.batch
        ? t.oneAtATime(card.name)
        : list && plan.edits > list.length
          ? t.listTooShort(list.length)
          : null;

  const canRun = obstacle === null && !isBlocked;
  const run = () => {
    if (!head) return;
    const input = LifelongJobInput.parse({
      model: modelId,
      version: head.id,
      ...(list ? { cases: list.slice(0, plan.edits) } : { draw: { count: plan.edits, seed: plan.seed } }),
      method: card.id,
      parameters,
      batchSize: plan.batch,
      checkpoints: plan.checkpoints,
      health: plan.health,
      healthEvery: plan.every,
      seed: plan.seed,
    });
    start.mutate(
      { input: { kind: "lifelong", input, author } },
      { onSuccess: ({ jobId, summary: { runId } }) => runId && onStarted({ jobId, runId }) },
    );
  };
  return (
    <StartColumns canRun={canRun} onRun={run}>
      <div className="flex min-w-0 flex-col gap-4">
        <Field label={t.method} hint={edit.methods.summaries[card.id] ?? card.summary}>
          {(control) => (
            <Select
              {...control}
              value={card.id}
              onChange={(method) => onPlan({ ...plan, method, set: {} })}
              options={cards.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
        <Fold title={edit.methods.parameters(card.name)} isOpen={hasFault}>
          <ParameterForm
            schema={card.parameters}
            fallbacks={fallbacks}
            values={plan.set}
            descriptions={edit.methods.parameterNotes(card.id)}
            notes={layerRange}
            onChange={(set) => onPlan({ ...plan, set })}
          />
        </Fold>
        <RunLimits plan={plan} onPlan={onPlan} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <OwnList
          cases={list}
          most={MOST_CASES}
          onChange={(cases) => {
            setList(cases);
            if (cases) onPlan({ ...plan, edits: cases.length });
          }}
        />
        <RunNumbers plan={plan} onPlan={onPlan} canBatch={card.traits.batch} />
        <RunTimeline plan={plan} />
        {!list && <DrawnFrom />}
        <RunPreflight {...preflight} steps={Math.ceil(plan.edits / plan.batch)} />
        <StartButton
          label={t.run}
          obstacle={obstacle}
          error={start.error}
          isPending={start.isPending}
          canRun={canRun}
        />
      </div>
    </StartColumns>
  );
}
