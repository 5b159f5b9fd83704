/** The artifact cache over any keeper of bytes: get or make, one making at a time, tensors as safetensors. */
import { createRecent, hashJson, type JsonObject } from "../base";
import { readSafetensors, writeSafetensors, type ArtifactCache, type TensorBundle } from "../tensor";
import type { ArtifactFiles } from "./store";

/** Artifacts kept in memory besides their bytes: a moment of a wide layer has tens of MB. */
const KEPT = 4;

export function createArtifactCache(files: ArtifactFiles): ArtifactCache {
  const bundles = createRecent<TensorBundle>(KEPT);
  const remembered = createRecent<unknown>(KEPT);
  return {
    async getOrMake(key: JsonObject, make) {
      const id = await hashJson(key);
      return bundles.get(id, async () => {
        const bytes = await files.get(id);
        if (bytes) return readSafetensors(bytes, "artifact").bundle;
        const made = await make();
        await files.put(id, writeSafetensors(made));
        return made;
      });
    },
    async has(key) {
      const id = await hashJson(key);
      return bundles.has(id) || (await files.get(id)) !== null;
    },
    async remember(key, make) {
      return remembered.get(await hashJson(key), make) as ReturnType<typeof make>;
    },
  };
}

/** A keeper of bytes that forgets with the process. */
export function memoryArtifacts(): ArtifactFiles {
  const kept = new Map<string, Uint8Array>();
  return {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, bytes) => void kept.set(key, bytes),
  };
}
