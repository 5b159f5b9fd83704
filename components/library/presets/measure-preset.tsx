"use client";

import { useState } from "react";
import { OwnList } from "@/components/edit/batch/own-list";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, EmptyNote, ErrorNote, Field, Select, Skeleton, TextInput } from "@/components/ui";
import { catalog, startJob, type MethodCard } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { EditCase } from "@/lib/data";
import { ProposeJobInput } from "@/lib/store";
import { MeasureProgress } from "./measure-progress";
import { useMeasuring } from "./use-measuring";

export interface MeasurePresetProps {
  /** The job that is watched, if one is. */
  jobId: string | undefined;
  onStarted: (jobId: string) => void;
}

/** As many as a job takes. */
const MOST_CASES = 2000;

/** How much to measure. More edits make narrower intervals and take longer. */
const COUNTS = { facts: [1, 200, 12], edits: [1, 200, 10], layers: [1, 12, 3] } as const;
type Count = keyof typeof COUNTS;
const NAMES = Object.keys(COUNTS) as Count[];

/** Chooses a model and a method, starts the measuring, and shows how it goes. */
export function MeasurePreset({ jobId, onStarted }: MeasurePresetProps) {
  const t = useMessages().presets.measure;
  const { modelId, models, setModel, author } = useWorkbench();
  const cards = useQueryOf(catalog, {});
  const locating = cards.data?.methods.filter(hasLayersToFind) ?? [];
  const [chosen, setChosen] = useState<string>();
  const [counts, setCounts] = useState<Record<Count, string>>({ facts: "12", edits: "10", layers: "3" });
  const [list, setList] = useState<readonly EditCase[] | null>(null);
  const start = useActionOf(startJob);
  const run = useMeasuring(jobId);
  const method = chosen ?? locating[0]?.id ?? "";
  const isValid = NAMES.every((name) => isWithin(counts[name], name));

  const measure = () =>
    start.mutate(
      {
        input: {
          kind: "propose",
          input: ProposeJobInput.parse({
            model: modelId,
            method,
            ...(list && { cases: list }),
            facts: Number(counts.facts),
            edits: Number(counts.edits),
            layers: Number(counts.layers),
          }),
          author,
        },
      },
      { onSuccess: (answer) => onStarted(answer.jobId) },
    );
  return (
    <section aria-labelledby="measure-preset" className="min-w-0 self-start lg:border-l lg:pl-8">
      <h2 id="measure-preset" className="text-xl">
        {t.title}
      </h2>
      <p className="mt-2 mb-5 text-sm text-soft">{t.detail}</p>
      {cards.error && <ErrorNote error={cards.error} onRetry={() => void cards.refetch()} />}
      {cards.isPending && <FormSkeleton label={t.loading} />}
      {cards.data && locating.length === 0 && <EmptyNote title={t.none} />}
      {locating.length > 0 && (
        <div className="flex flex-col gap-5">
          <Field label={t.model}>
            {(control) => (
              <Select
                {...control}
                value={modelId}
                onChange={setModel}
                disabled={run.isBusy}
                options={models.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          </Field>
          <Field label={t.method} hint={t.methodHint}>
            {(control) => (
              <Select
                {...control}
                value={method}
                onChange={setChosen}
                disabled={run.isBusy}
                options={locating.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          </Field>
          <OwnList cases={list} most={MOST_CASES} disabled={run.isBusy} onChange={setList} />
          {NAMES.map((name) => (
            <Field
              key={name}
              label={t[name]}
              error={isWithin(counts[name], name) ? undefined : t.range(COUNTS[name][0], COUNTS[name][1])}
            >
              {(control) => (
                <TextInput
                  {...control}
                  inputMode="numeric"
                  value={counts[name]}
                  disabled={run.isBusy}
                  onChange={(event) => setCounts((before) => ({ ...before, [name]: event.target.value }))}
                />
              )}
            </Field>
          ))}
          {!run.isBusy && (
            <Button
              variant="primary"
              className="self-start"
              disabled={!isValid}
              pending={start.isPending}
              onClick={measure}
            >
              {t.start}
            </Button>
          )}
          {start.error && <ErrorNote error={start.error} />}
          <MeasureProgress run={run} />
        </div>
      )}
    </section>
  );
}

/** What the server asks of a method, too: it locates, and its layers are a parameter. */
function hasLayersToFind({ kind, parameters }: MethodCard): boolean {
  const { properties } = parameters;
  return (
    kind === "locate-then-edit" &&
    properties !== null &&
    typeof properties === "object" &&
    "layers" in properties
  );
}

function isWithin(text: string, name: Count): boolean {
  const [low, high] = COUNTS[name];
  return /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high;
}

function FormSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-5">
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
