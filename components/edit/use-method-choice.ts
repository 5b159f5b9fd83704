"use client";

/** Which methods are ticked and what was changed of their parameters. Lives in the address. */
import { useMemo } from "react";
import { defaultsOf, faultOf, fieldsOf } from "@/components/form";
import type { MethodCard } from "@/lib/api";
import type { JsonObject } from "@/lib/base";
import { useViewState } from "@/lib/client/view-state";
import { editView } from "./view-state";

export interface MethodChoice {
  readonly cards: readonly MethodCard[];
  readonly chosen: readonly MethodCard[];
  isChosen(id: string): boolean;
  toggle(id: string): void;
  /** What a person changed of a method's parameters. */
  changesOf(id: string): JsonObject;
  change(id: string, changes: JsonObject): void;
  /** What holds where nothing was changed: the preset for this model over the method's defaults. */
  fallbacksOf(card: MethodCard): JsonObject;
  /** What a run gets. */
  parametersOf(card: MethodCard): JsonObject;
  /** True when some parameter of the method is not valid. */
  hasFault(card: MethodCard): boolean;
  nameOf(id: string): string;
}

export function useMethodChoice(cards: readonly MethodCard[], modelId: string): MethodChoice {
  const [{ x }, update] = useViewState(editView);
  return useMemo(() => {
    const entries = x ?? cards.slice(0, 1).map(({ id }): [string, JsonObject] => [id, {}]);
    const changesOf = (id: string) => entries.find(([method]) => method === id)?.[1] ?? {};
    const fallbacksOf = (card: MethodCard) => ({
      ...defaultsOf(fieldsOf(card.parameters)),
      ...presetFor(card, modelId)?.parameters,
    });
    const parametersOf = (card: MethodCard) => ({ ...fallbacksOf(card), ...changesOf(card.id) });
    const isChosen = (id: string) => entries.some(([method]) => method === id);
    return {
      cards,
      chosen: cards.filter((card) => isChosen(card.id)),
      isChosen,
      toggle: (id) =>
        update({ x: isChosen(id) ? entries.filter(([method]) => method !== id) : [...entries, [id, {}]] }),
      changesOf,
      change: (id, changes) =>
        update({ x: entries.map((entry) => (entry[0] === id ? [id, changes] : entry)) }),
      fallbacksOf,
      parametersOf,
      hasFault: (card) => {
        const parameters = parametersOf(card);
        return fieldsOf(card.parameters).some((field) => faultOf(field, parameters[field.name]) !== null);
      },
      nameOf: (id) => cards.find((card) => card.id === id)?.name ?? id,
    };
  }, [x, cards, modelId, update]);
}

/** The preset published for this model, if there is one. */
export function presetFor(card: MethodCard, modelId: string): MethodCard["presets"][number] | undefined {
  return card.presets.find((preset) => preset.models.includes(modelId));
}
