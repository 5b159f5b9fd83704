"use client";

import { ChevronRight } from "lucide-react";
import { ParameterForm } from "@/components/form";
import { useMessages } from "@/components/messages";
import { Field, Select } from "@/components/ui";
import type { MethodCard } from "@/lib/api";
import { canonicalJson, type JsonObject } from "@/lib/base";
import { presetFor, type MethodChoice } from "./use-method-choice";

export interface MethodParametersProps {
  card: MethodCard;
  choice: MethodChoice;
  modelId: string;
}

const OWN = "";

/** The parameters of one method, folded under how many of them were changed. */
export function MethodParameters({ card, choice, modelId }: MethodParametersProps) {
  const t = useMessages().edit.methods;
  const changes = choice.changesOf(card.id);
  const fallbacks = choice.fallbacksOf(card);
  return (
    <details className="group rounded-md border bg-raised px-3" open={choice.hasFault(card) || undefined}>
      <summary className="flex min-h-10 list-none items-center gap-2 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 text-faint transition-transform duration-150 group-open:rotate-90"
        />
        <span className="min-w-0 flex-1 font-medium">{t.parameters(card.name)}</span>
        <span className="text-xs text-faint">{t.changed(Object.keys(changes).length)}</span>
      </summary>
      <div className="flex flex-col gap-4 pt-1 pb-4">
        {card.presets.length > 0 && (
          <Field label={t.preset}>
            {(control) => (
              <Select
                {...control}
                value={presetNow(card, modelId, changes, fallbacks)}
                onChange={(name) => choice.change(card.id, changesFor(card, modelId, name, fallbacks))}
                options={[
                  ...card.presets.map((preset) => ({ value: preset.name, label: preset.name })),
                  {
                    value: OWN,
                    label: presetFor(card, modelId) ? t.ownSettings : t.defaults,
                    disabled: true,
                  },
                ]}
              />
            )}
          </Field>
        )}
        <ParameterForm
          schema={card.parameters}
          fallbacks={fallbacks}
          values={changes}
          descriptions={t.parameterNotes}
          onChange={(values) => choice.change(card.id, values)}
        />
      </div>
    </details>
  );
}

/** The preset that the parameters are at: this model's own while nothing is changed. */
function presetNow(card: MethodCard, modelId: string, changes: JsonObject, fallbacks: JsonObject): string {
  if (Object.keys(changes).length === 0) return presetFor(card, modelId)?.name ?? OWN;
  const written = canonicalJson(changes);
  const same = card.presets.find(
    ({ name }) => canonicalJson(changesFor(card, modelId, name, fallbacks)) === written,
  );
  return same?.name ?? OWN;
}

/** What has to be changed of the parameters to be at a preset. */
function changesFor(card: MethodCard, modelId: string, name: string, fallbacks: JsonObject): JsonObject {
  const preset = card.presets.find((candidate) => candidate.name === name);
  if (!preset || preset === presetFor(card, modelId)) return {};
  return Object.fromEntries(
    Object.entries(preset.parameters).filter(
      ([key, value]) => canonicalJson(value) !== canonicalJson(fallbacks[key]),
    ),
  );
}
