"use client";

/** Which methods are ticked and what was changed of their parameters, or a sweep of one. Lives in the address. */
import { useMemo } from "react";
import { defaultsOf, faultOf, fieldsOf, type FormField } from "@/components/form";
import type { MethodCard } from "@/lib/api";
import type { JsonObject } from "@/lib/base";
import { useViewState } from "@/lib/client/view-state";
import { numberIn, shortNames, type Entry } from "@/components/results/entries";
import { firstPlan, fitted, sweepableFields, valuesOf, type SweepFault, type SweepPlan } from "./sweep";
import { editView } from "../view-state";

/** A ticked method with its settings. A method may be ticked several times with different ones. */
export interface ChosenEntry {
  /** Its place in the choice; what is changed is named by it. */
  readonly index: number;
  readonly card: MethodCard;
  /** What a person changed of its parameters. */
  readonly changes: JsonObject;
}

export interface PlannedSweep {
  readonly plan: SweepPlan;
  readonly card: MethodCard;
  readonly field: FormField;
  readonly values: readonly number[];
  readonly fault: SweepFault | null;
}

export interface MethodChoice {
  readonly cards: readonly MethodCard[];
  readonly chosen: readonly ChosenEntry[];
  /** Null while methods are compared. */
  readonly sweep: PlannedSweep | null;
  /** What Run will run: the ticked entries, or one for each value of the sweep. */
  readonly runs: readonly Entry[];
  /** Names of the runs, no two alike. */
  readonly runNames: readonly string[];
  isChosen(id: string): boolean;
  /** Ticks the method, or takes away all of its entries. */
  toggle(id: string): void;
  /** Another entry of the same method, with the settings of this one. */
  copy(index: number): void;
  remove(index: number): void;
  change(index: number, changes: JsonObject): void;
  /** Begins a sweep of the method, at its first number; without a method, goes back to comparing. */
  startSweep(card: MethodCard | null, parameter?: string): void;
  changeSweep(change: Partial<SweepPlan>): void;
  /** What holds where nothing was changed: the method's settings for this model. */
  fallbacksOf(card: MethodCard): JsonObject;
  parametersOf(entry: Pick<ChosenEntry, "card" | "changes">): JsonObject;
  /** True when some parameter is not valid. */
  hasFault(entry: Pick<ChosenEntry, "card" | "changes">): boolean;
  nameOf(id: string): string;
}

const NO_CHANGES: JsonObject = {};

export function useMethodChoice(cards: readonly MethodCard[]): MethodChoice {
  const [{ x, s }, update] = useViewState(editView);
  return useMemo(() => {
    const codes = x ?? cards.slice(0, 1).map(({ id }): [string, JsonObject] => [id, NO_CHANGES]);
    const cardOf = (id: string) => cards.find((card) => card.id === id);
    const nameOf = (id: string) => cardOf(id)?.name ?? id;
    const parametersOf: MethodChoice["parametersOf"] = ({ card, changes }) => ({
      ...fallbacksOf(card),
      ...changes,
    });
    const chosen = codes
      .flatMap(([id, changes], index): ChosenEntry[] => {
        const card = cardOf(id);
        return card ? [{ index, card, changes }] : [];
      })
      .sort((a, b) => cards.indexOf(a.card) - cards.indexOf(b.card) || a.index - b.index);
    // Whatever else the swept method is set to holds in every run of the sweep.
    const changesOf = (id: string) => chosen.find(({ card }) => card.id === id)?.changes ?? NO_CHANGES;
    const sweep = s
      ? planned(s, cardOf(s.method), (card) => parametersOf({ card, changes: changesOf(card.id) }))
      : null;
    const runs: Entry[] = sweep
      ? sweep.values.map((value) => ({
          method: sweep.card.id,
          parameters: {
            ...parametersOf({ card: sweep.card, changes: changesOf(sweep.card.id) }),
            [sweep.plan.parameter]: fitted(sweep.field, value),
          },
        }))
      : chosen.map((entry) => ({ method: entry.card.id, parameters: parametersOf(entry) }));
    const isChosen = (id: string) => codes.some(([method]) => method === id);
    return {
      cards,
      chosen,
      sweep,
      runs,
      runNames: shortNames(runs, nameOf),
      isChosen,
      toggle: (id) =>
        update({
          x: isChosen(id) ? codes.filter(([method]) => method !== id) : [...codes, [id, NO_CHANGES]],
        }),
      copy: (index) => update({ x: [...codes, codes[index]] }),
      remove: (index) => update({ x: codes.filter((_, at) => at !== index) }),
      change: (index, changes) =>
        update({
          x: codes.map((code, at): [string, JsonObject] => (at === index ? [code[0], changes] : code)),
        }),
      startSweep: (card, parameter) => {
        if (!card) return update({ s: undefined });
        const parameters = parametersOf({ card, changes: changesOf(card.id) });
        const fields = sweepableFields(card, parameters);
        const field = fields.find(({ name }) => name === parameter) ?? fields[0];
        if (!field) return;
        update({
          s: firstPlan(card.id, field, numberIn(parameters[field.name]) ?? 1),
          // Its other parameters are set as those of any ticked method.
          ...(!isChosen(card.id) && { x: [...codes, [card.id, NO_CHANGES] as [string, JsonObject]] }),
        });
      },
      changeSweep: (change) => s && update({ s: { ...s, ...change } }),
      fallbacksOf,
      parametersOf,
      hasFault: (entry) => {
        const parameters = parametersOf(entry);
        return fieldsOf(entry.card.parameters).some(
          (field) => faultOf(field, parameters[field.name]) !== null,
        );
      },
      nameOf,
    };
  }, [x, s, cards, update]);
}

/** Null when the address names a method or parameter that is not there: an old link opens as a comparison. */
function planned(
  plan: SweepPlan,
  card: MethodCard | undefined,
  parametersOf: (card: MethodCard) => JsonObject,
): PlannedSweep | null {
  const field = card && sweepableFields(card, parametersOf(card)).find(({ name }) => name === plan.parameter);
  return field ? { plan, card, field, ...valuesOf(plan, field) } : null;
}

/** What a method is set to on the model of the page. A model that the server does not list has the method's defaults. */
export function fallbacksOf(card: MethodCard): JsonObject {
  return { ...defaultsOf(fieldsOf(card.parameters)), ...card.settings?.parameters };
}
