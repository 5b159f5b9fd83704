/** Presets measured on this installation. */
import type { PresetRecord, Store } from "../store";

/**
 * Newest first, so that the latest measurement of a method and model counts. A preset older than its model is left out: it
 * was measured on an earlier checkpoint with the same id, which was removed.
 */
export async function measuredPresets(
  store: Pick<Store, "presets" | "models">,
  model?: string,
): Promise<readonly PresetRecord[]> {
  const added = new Map((await store.models.list()).map(({ id, addedAt }) => [id, addedAt]));
  const presets = await store.presets.list({ where: { model }, order: "newest" });
  return presets.filter((preset) => preset.createdAt >= (added.get(preset.model) ?? ""));
}
