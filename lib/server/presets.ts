/** Presets measured on this installation. */
import type { PresetRecord, Store } from "../store";

/**
 * Newest first, so that the latest measurement of a method and model is the one that counts. One that is older than its model
 * was measured on another checkpoint, which was removed from under the same id.
 */
export async function measuredPresets(
  store: Pick<Store, "presets" | "models">,
  model?: string,
): Promise<readonly PresetRecord[]> {
  const added = new Map((await store.models.list()).map(({ id, addedAt }) => [id, addedAt]));
  const presets = await store.presets.list({ where: { model }, order: "newest" });
  return presets.filter((preset) => preset.createdAt >= (added.get(preset.model) ?? ""));
}
