/** What methods start from: presets measured on this installation stand before the published ones. */
import type { AnyEditMethod } from "../edit";
import { EDIT_METHODS, withPreset, type MeasuredPreset } from "../edit";
import type { EditJobInput, PresetRecord, Store } from "../store";

/** Newest first, so that the latest measurement of a method and model is the one that counts. */
export async function measuredPresets(store: Store, model?: string): Promise<readonly PresetRecord[]> {
  return store.presets.list({ where: { model }, order: "newest" });
}

/** The chosen methods with what a person left open filled in from the presets of the model. */
export async function filledMethods<T extends EditJobInput["methods"][number]>(
  store: Store,
  model: string,
  methods: readonly T[],
): Promise<T[]> {
  const presets: readonly MeasuredPreset[] = await measuredPresets(store, model);
  return methods.map((choice) => {
    const method: AnyEditMethod | undefined = EDIT_METHODS.all.find(({ id }) => id === choice.method);
    return method ? { ...choice, parameters: withPreset(method, choice.parameters, model, presets) } : choice;
  });
}
