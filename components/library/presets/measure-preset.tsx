"use client";

import { useState } from "react";
import { MeasureForm } from "@/components/measure/measure-form";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { EmptyNote, ErrorNote, Field, Select, Skeleton } from "@/components/ui";
import { catalog } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";

interface MeasurePresetProps {
  /** The job that is watched, if one is. */
  jobId: string | undefined;
  onStarted: (jobId: string) => void;
}

/** Chooses a model and a method, and measures the method's settings on it. */
export function MeasurePreset({ jobId, onStarted }: MeasurePresetProps) {
  const t = useLibraryMessages().presets.measure;
  const { modelId, models, setModel } = useWorkbench();
  const cards = useQueryOf(catalog, { input: { model: modelId } });
  const measurable = cards.data?.methods.filter(({ settings }) => (settings?.tried ?? 0) > 1) ?? [];
  const [chosen, setChosen] = useState<string>();
  const card = measurable.find(({ id }) => id === chosen) ?? measurable[0];
  return (
    <section aria-labelledby="measure-preset" className="min-w-0 self-start lg:border-l lg:pl-8">
      <h2 id="measure-preset" className="text-xl">
        {t.title}
      </h2>
      <p className="mt-2 mb-5 text-sm text-soft">{t.detail}</p>
      {cards.error && <ErrorNote error={cards.error} onRetry={() => void cards.refetch()} />}
      {cards.isPending && <FormSkeleton label={t.loading} />}
      {cards.data && measurable.length === 0 && <EmptyNote title={t.none} />}
      {card && (
        <div className="flex flex-col gap-5">
          <Field label={t.model}>
            {(control) => (
              <Select
                {...control}
                value={modelId}
                onChange={setModel}
                options={models.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          </Field>
          <Field label={t.method}>
            {(control) => (
              <Select
                {...control}
                value={card.id}
                onChange={setChosen}
                options={measurable.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          </Field>
          <MeasureForm key={card.id} card={card} jobId={jobId} onStarted={onStarted} />
        </div>
      )}
    </section>
  );
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
