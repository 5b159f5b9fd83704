"use client";

import { clsx } from "clsx";
import { useId } from "react";
import { useMessages } from "@/components/messages";
import type { MethodCard } from "@/lib/api";
import { canonicalJson, type JsonObject } from "@/lib/base";
import type { ChosenEntry, MethodChoice } from "./use-method-choice";

interface PresetListProps {
  entry: ChosenEntry;
  choice: MethodChoice;
}

/** The settings of a method for this model, and those for other models, and which one holds. */
export function PresetList({ entry, choice }: PresetListProps) {
  const t = useMessages().edit.methods;
  const group = useId();
  const { card, changes, index } = entry;
  const fallbacks = choice.fallbacksOf(card);
  const now = presetNow(card, changes, fallbacks);
  const rows = [
    { name: HERE, label: t.settingsHere, detail: card.settings && t.source(card.settings.source) },
    ...othersOf(card, fallbacks).map((preset) => ({
      name: preset.name,
      label: t.presetName(preset.name),
      detail: preset.models.join(", "),
    })),
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
              onChange={() => choice.change(index, changesFor(card, name, fallbacks))}
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

/** The settings for this model. No preset has this name. */
const HERE = "";

/** Presets that differ from what holds for this model. */
function othersOf(card: MethodCard, fallbacks: JsonObject): MethodCard["presets"] {
  return card.presets.filter((preset) => Object.keys(changesTo(preset, fallbacks)).length > 0);
}

/** The preset that the parameters are at; null when they are at none. */
function presetNow(card: MethodCard, changes: JsonObject, fallbacks: JsonObject): string | null {
  const written = canonicalJson(changes);
  const names = [HERE, ...card.presets.map(({ name }) => name)];
  return names.find((name) => canonicalJson(changesFor(card, name, fallbacks)) === written) ?? null;
}

/** What has to be changed of the parameters to be at a preset. */
function changesFor(card: MethodCard, name: string, fallbacks: JsonObject): JsonObject {
  const preset = card.presets.find((candidate) => candidate.name === name);
  return preset ? changesTo(preset, fallbacks) : {};
}

function changesTo({ parameters }: MethodCard["presets"][number], fallbacks: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).filter(
      ([key, value]) => canonicalJson(value) !== canonicalJson(fallbacks[key]),
    ),
  );
}
