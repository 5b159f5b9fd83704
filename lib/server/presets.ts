/** Presets measured on this installation. */
import type { PresetRecord, Store } from "../store";

/** Newest first, so that the latest measurement of a method and model is the one that counts. */
export async function measuredPresets(
  store: Pick<Store, "presets">,
  model?: string,
): Promise<readonly PresetRecord[]> {
  return store.presets.list({ where: { model }, order: "newest" });
}
