/** Expensive results (statistics of a layer, mostly) kept by the browser across visits, so they are computed once. */
import { memoryArtifacts, type ArtifactFiles } from "../store";

const CACHE_NAME = "palimpsest-artifacts";

/** What the tab has, then what came with the embedded model. */
export function createTabArtifacts(): ArtifactFiles {
  const own = ownArtifacts();
  return {
    ...own,
    async get(key) {
      const kept = await own.get(key);
      if (kept) return kept;
      const shipped = await fetch(`/models/artifacts/${key}.safetensors`);
      return shipped.ok ? new Uint8Array(await shipped.arrayBuffer()) : null;
    },
  };
}

/** Cache Storage where the browser has it; a page served over plain http to another machine has none, and forgets. */
function ownArtifacts(): ArtifactFiles {
  if (!("caches" in globalThis)) return memoryArtifacts();
  return {
    async get(key) {
      const cache = await caches.open(CACHE_NAME);
      const found = await cache.match(addressOf(key));
      return found ? new Uint8Array(await found.arrayBuffer()) : null;
    },
    async put(key, bytes) {
      const cache = await caches.open(CACHE_NAME);
      await cache.put(addressOf(key), new Response(bytes as Uint8Array<ArrayBuffer>));
    },
  };
}

/** Entries of Cache Storage are named by addresses; this one is never fetched. */
function addressOf(key: string): string {
  return `/artifacts/${key}`;
}
