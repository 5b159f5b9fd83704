"use client";

import { clsx } from "clsx";
import { useId } from "react";
import { useMessages } from "@/components/messages";
import type { MethodCard } from "@/lib/api";
import { canonicalJson, type JsonObject } from "@/lib/base";
import { presetFor, type ChosenEntry, type MethodChoice } from "./use-method-choice";

export interface PresetListProps {
  entry: ChosenEntry;
  choice: MethodChoice;
  modelId: string;
}

/** The presets of a method: whose settings they are, for which models, and which one holds. */
export function PresetList({ entry, choice, modelId }: PresetListProps) {
  const t = useMessages().edit.methods;
  const group = useId();
  const { card, changes, index } = entry;
  const fallbacks = choice.fallbacksOf(card);
  const own = presetFor(card, modelId);
  const now = presetNow(card, modelId, changes, fallbacks);
  const rows = [
    ...card.presets.map((preset) => ({
      name: preset.name,
      label: t.presetName(preset.name),
      detail: preset === own ? t.presetHere : t.presetFor(preset.models.join(", ")),
    })),
    ...(own ? [] : [{ name: DEFAULTS, label: t.defaults, detail: t.defaultsDetail }]),
  ];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{t.preset}</legend>
      <div className="rounded-md border">
        {rows.map(({ name, label, detail }) => (
          <label
            key={name}
            className={clsx(
              "flex cursor-pointer items-baseline gap-2.5 border-b px-3 py-1.5 text-sm last:border-b-0",
              name === now ? "bg-accent-wash/50" : "hover:bg-sunken",
            )}
          >
            <input
              type="radio"
              name={group}
              checked={name === now}
              onChange={() => choice.change(index, changesFor(card, modelId, name, fallbacks))}
              className="size-4 shrink-0 translate-y-0.5"
            />
            <span className="min-w-0 flex-1">
              {label}
              <span className="block font-mono text-xs break-words text-faint">{detail}</span>
            </span>
          </label>
        ))}
      </div>
      {now === null && (
        <p className="mt-1 text-xs text-soft">
          {t.ownSettings} {Object.keys(changes).join(", ")}
        </p>
      )}
    </fieldset>
  );
}

/** What holds when nothing was published for this model. No preset has this name. */
const DEFAULTS = "";

/** The preset that the parameters are at; null when they are at none. */
function presetNow(
  card: MethodCard,
  modelId: string,
  changes: JsonObject,
  fallbacks: JsonObject,
): string | null {
  const written = canonicalJson(changes);
  const names = [...card.presets.map(({ name }) => name), ...(presetFor(card, modelId) ? [] : [DEFAULTS])];
  return names.find((name) => canonicalJson(changesFor(card, modelId, name, fallbacks)) === written) ?? null;
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
