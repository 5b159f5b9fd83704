"use client";

import { SlidersHorizontal } from "lucide-react";
import { z } from "zod";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { EmptyNote, ErrorNote, Skeleton } from "@/components/ui";
import { catalog, listPresets } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { defineView, useViewState } from "@/lib/client/view-state";
import type { PresetRecord } from "@/lib/store";
import { MeasurePreset } from "./measure-preset";
import { PresetCard } from "./preset-card";
import { ShippedPresets } from "./shipped-presets";

/** Which preset's evidence is open, and which measuring is watched. */
const presetsView = defineView(z.object({ preset: z.string().optional(), measuring: z.string().optional() }));

/** Presets measured on this installation with their evidence, those that come with the methods, and measuring another. */
export function PresetsTab() {
  const t = useLibraryMessages().presets;
  const presets = useQueryOf(listPresets, { input: {} });
  const methods = useQueryOf(catalog, {});
  const { models } = useWorkbench();
  const [{ preset: open, measuring }, update] = useViewState(presetsView);
  const list = presets.data?.presets;
  const nameOf = (id: string) => methods.data?.methods.find((card) => card.id === id)?.name ?? id;
  const modelName = (model: string) => models.find(({ id }) => id === model)?.name ?? model;
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[3fr_2fr]">
      <div className="flex min-w-0 flex-col gap-10">
        {presets.isPending && <PresetsSkeleton />}
        {presets.error && <ErrorNote error={presets.error} onRetry={() => void presets.refetch()} />}
        {list?.length === 0 && (
          <EmptyNote icon={<SlidersHorizontal />} title={t.empty} detail={t.emptyDetail} />
        )}
        {list && list.length > 0 && (
          <ul aria-label={t.caption} className="flex flex-col gap-4">
            {list.map((preset, index) => (
              <li key={preset.id}>
                <PresetCard
                  preset={preset}
                  methodName={nameOf(preset.method)}
                  modelName={modelName(preset.model)}
                  isInForce={!list.slice(0, index).some((newer) => isOfSame(newer, preset))}
                  isOpen={open === preset.id}
                  onOpen={(isOpen) => update({ preset: isOpen ? preset.id : undefined })}
                />
              </li>
            ))}
          </ul>
        )}
        {methods.data && <ShippedPresets methods={methods.data.methods} nameOf={modelName} />}
      </div>
      <MeasurePreset jobId={measuring} onStarted={(jobId) => update({ measuring: jobId })} />
    </div>
  );
}

function isOfSame(a: PresetRecord, b: PresetRecord): boolean {
  return a.model === b.model && a.method === b.method;
}

function PresetsSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-36 w-full" />
      <Skeleton className="h-36 w-full" />
    </div>
  );
}
