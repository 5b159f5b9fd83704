/** Presets that were measured on models and are shipped: one file a model and one line here. */
import type { JsonObject } from "../../../base";
import { atlas2 } from "./atlas-2";
import { smollm2 } from "./smollm2-135m";

/** Settings of methods on one model, with what they were chosen by. */
export interface ShippedPresets {
  /** The id in known-models.ts: copies of its shape are recognised as it. */
  readonly model: string;
  /** The checkpoint that was measured. */
  readonly on: string;
  readonly methods: Readonly<Record<string, ShippedPreset>>;
}

export interface ShippedPreset {
  readonly parameters: JsonObject;
  /** Edits that it was measured on; none of them chose it. */
  readonly edits: number;
}

export const SHIPPED: readonly ShippedPresets[] = [atlas2, smollm2];

export function shippedPreset(
  method: string,
  model: string,
): (ShippedPreset & Pick<ShippedPresets, "on">) | undefined {
  const presets = SHIPPED.find((candidate) => candidate.model === model);
  const found = presets?.methods[method];
  return presets && found && { ...found, on: presets.on };
}
