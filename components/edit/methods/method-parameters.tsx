"use client";

import { clsx } from "clsx";
import { ChevronRight, CopyPlus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useMessages } from "@/components/messages";
import { isKnownToFail, shareTaken } from "@/components/results/known-to-fail";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, formatPercent } from "@/components/ui";
import { useLayerRange } from "./use-layer-range";
import type { ChosenEntry, MethodChoice } from "./use-method-choice";

// Folded at first, so the page does not wait for them.
const PresetList = dynamic(() => import("./preset-list").then((file) => file.PresetList), { ssr: false });
const MeasureSettings = dynamic(() => import("./measure-settings").then((file) => file.MeasureSettings), {
  ssr: false,
});
const ParameterForm = dynamic(() => import("@/components/form").then((file) => file.ParameterForm), {
  ssr: false,
});

interface MethodParametersProps {
  entry: ChosenEntry;
  choice: MethodChoice;
  /** The parameter that a sweep sets; absent outside of one. */
  swept?: string;
}

/** The parameters of one entry, folded under where its settings come from and what was changed of them. */
export function MethodParameters({ entry, choice, swept }: MethodParametersProps) {
  const t = useMessages().edit.methods;
  const { modelId } = useWorkbench();
  const layerRange = useLayerRange();
  const { card, changes, index } = entry;
  const names = Object.keys(changes);
  const isSeveral = choice.chosen.filter((other) => other.card === card).length > 1;
  const source = card.settings?.source;
  const failing = card.presets.find(
    (preset) => preset.isShipped && preset.scores?.model === modelId && isKnownToFail(preset),
  );
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <details className="group rounded-md border bg-raised px-3" open={choice.hasFault(entry) || undefined}>
        <summary className="flex min-h-10 list-none items-center gap-2 text-sm [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-faint transition-transform duration-150 group-open:rotate-90"
          />
          <span className="min-w-0 py-1.5">
            <span className="block font-medium">{t.parameters(card.name)}</span>
            <span className={clsx("block text-xs", source?.kind === "proposed" ? "text-warn" : "text-faint")}>
              {source ? t.source(source) : t.defaults}
            </span>
            {failing?.scores && (
              <span className="block text-xs text-warn">
                {t.knownToFail(formatPercent(shareTaken(failing) ?? 0), failing.scores.edits)}
              </span>
            )}
            {names.length > 0 && <span className="block text-xs text-soft">{t.changed(names)}</span>}
          </span>
        </summary>
        <div className="flex flex-col gap-4 pt-1 pb-4">
          {swept && <p className="text-xs text-soft">{t.sweptNote(swept)}</p>}
          <PresetList entry={entry} choice={choice} />
          <ParameterForm
            schema={card.parameters}
            fallbacks={choice.fallbacksOf(card)}
            values={changes}
            descriptions={t.parameterNotes(card.id)}
            notes={layerRange}
            onChange={(values) => choice.change(index, values)}
          />
          {!swept && (
            <div className="flex flex-wrap gap-2 border-t pt-3">
              <Button size="sm" icon={<CopyPlus />} onClick={() => choice.copy(index)}>
                {t.copyEntry(card.name)}
              </Button>
              {isSeveral && (
                <Button size="sm" variant="quiet" icon={<X />} onClick={() => choice.remove(index)}>
                  {t.removeEntry}
                </Button>
              )}
            </div>
          )}
        </div>
      </details>
      <MeasureSettings card={card} />
    </div>
  );
}
