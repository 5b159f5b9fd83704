"use client";

import { Clock } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { OwnList } from "@/components/edit/batch/own-list";
import { useLanguage, useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote, Field, TextInput } from "@/components/ui";
import { exampleCases, measuringMs, QUESTIONS, startJob, USUAL_LAYERS, type MethodCard } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { worldIdOf, type EditCase } from "@/lib/data";
import { ProposeJobInput } from "@/lib/store";
import { MeasureProgress } from "./measure-progress";
import { useMeasuring } from "./use-measuring";

interface MeasureFormProps {
  /** With its settings for the model of the workbench. */
  card: MethodCard;
  /** The job that is watched, if one is. */
  jobId: string | undefined;
  onStarted: (jobId: string) => void;
}

/** As many edits as a job takes. */
const MOST_CASES = 2000;

/** How much to measure. More edits make narrower intervals and take longer. */
const COUNTS = { edits: [1, 200, 10], layers: [1, 12, USUAL_LAYERS], facts: [0, 200, 0] } as const;
type Count = keyof typeof COUNTS;
const NAMES = Object.keys(COUNTS) as Count[];

/** Measures the settings of one method on the model: how much, how long it takes, start, progress and cancel. */
export function MeasureForm({ card, jobId, onStarted }: MeasureFormProps) {
  const t = useLibraryMessages().presets.measure;
  const { modelId, author } = useWorkbench();
  const [texts, setTexts] = useState<Record<Count, string>>(
    () => Object.fromEntries(NAMES.map((name) => [name, String(COUNTS[name][2])])) as Record<Count, string>,
  );
  const [list, setList] = useState<readonly EditCase[] | null>(null);
  const start = useActionOf(startJob);
  const run = useMeasuring(jobId);
  const hasLayers = layersOf(card).length > 0;
  const shown = NAMES.filter(
    (name) => name === "edits" || (hasLayers && (name === "layers" || card.kind === "locate-then-edit")),
  );
  const isValid = shown.every((name) => isWithin(texts[name], name));
  const counts = Object.fromEntries(shown.map((name) => [name, Number(texts[name])]));

  const measure = () =>
    start.mutate(
      {
        input: {
          kind: "propose",
          input: ProposeJobInput.parse({
            model: modelId,
            method: card.id,
            ...(list && { cases: list }),
            ...counts,
          }),
          author,
        },
      },
      { onSuccess: (answer) => onStarted(answer.jobId) },
    );
  return (
    <div className="flex flex-col gap-5">
      <OwnList cases={list} most={MOST_CASES} disabled={run.isBusy} onChange={setList} />
      {shown.map((name) => (
        <Field
          key={name}
          label={t[name]}
          hint={name === "facts" ? t.factsHint : undefined}
          error={isWithin(texts[name], name) ? undefined : t.range(COUNTS[name][0], COUNTS[name][1])}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              value={texts[name]}
              disabled={run.isBusy}
              onChange={(event) => setTexts((before) => ({ ...before, [name]: event.target.value }))}
            />
          )}
        </Field>
      ))}
      {isValid && !run.isBusy && (
        <Estimate card={card} edits={counts.edits} layers={hasLayers ? counts.layers : 0} />
      )}
      {!run.isBusy && (
        <RoleButton
          operation="jobs.start"
          variant="primary"
          className="self-start"
          disabled={!isValid}
          pending={start.isPending}
          onClick={measure}
        >
          {t.start}
        </RoleButton>
      )}
      {start.error && <ErrorNote error={start.error} />}
      <MeasureProgress run={run} />
    </div>
  );
}

interface EstimateProps {
  card: MethodCard;
  edits: number;
  layers: number;
}

/** Settings, edits and time, from the estimate of one edit on the server. */
function Estimate({ card, edits, layers }: EstimateProps) {
  const { ui } = useMessages();
  const { presets } = useLibraryMessages();
  const t = presets.measure;
  const { modelId } = useWorkbench();
  const { language } = useLanguage();
  const examples = useQueryOf(exampleCases, { params: { worldId: worldIdOf(modelId) }, input: { language } });
  const cases = examples.data?.cases.slice(0, 1) ?? [];
  const methods = [{ method: card.id, parameters: card.settings?.parameters ?? {} }];
  const answer = useQueryOf(
    QUESTIONS.preflight,
    { params: { modelId }, input: { cases, methods } },
    { enabled: cases.length > 0 },
  );
  // Facts that the model knows are asked for once.
  const facts = useQueryOf(QUESTIONS.knownFacts, { params: { modelId }, input: {} });
  const report = answer.data?.preflights[0];
  const settings = (card.settings?.tried ?? 1) + (layers > 0 ? layers - USUAL_LAYERS : 0);
  const error = answer.error ?? facts.error;
  if (error) return <ErrorNote error={error} />;
  const asking = facts.data?.durationMs;
  const trying = report && measuringMs(report, { settings, edits, layers: Math.max(1, layers) });
  return (
    <p role="status" className="flex items-start gap-2 rounded-lg bg-sunken px-4 py-3 text-sm">
      <Clock aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      <span>
        {asking && trying
          ? t.estimate(
              settings,
              edits,
              ui.duration(trying[0] + asking[0]),
              ui.duration(trying[1] + asking[1]),
            )
          : t.estimating}
      </span>
    </p>
  );
}

function layersOf({ settings }: MethodCard): readonly unknown[] {
  const layers = settings?.parameters.layers;
  return Array.isArray(layers) ? layers : [];
}

function isWithin(text: string, name: Count): boolean {
  const [low, high] = COUNTS[name];
  return /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high;
}
