/**
 * The artifact cache over any byte storage: get or compute, one computation at a time, tensors as safetensors with a
 * manifest in the header, so that a list of artifacts reads no tensor.
 */
import { because, createLruCache, hashJson, PalimpsestError, type JsonObject } from "../base";
import {
  readSafetensors,
  writeSafetensors,
  type ArtifactCache,
  type ArtifactNotes,
  type Making,
  type Samples,
  type TensorBundle,
} from "../tensor";
import { manifestOf, metadataOf } from "./manifest";
import type { ArtifactFiles } from "./store";

/** Artifacts kept in memory besides their bytes: a second moment has tens of MB, and a method may use one a layer. */
const KEPT_BYTES = 256e6;
const REMEMBERED_BYTES = 256e6;
/** Minimum size of an entry, so that the number of small entries is limited too. */
const LEAST_BYTES = 64e3;

interface CacheOptions {
  /** Largest sum of the tensors that are kept in memory. */
  readonly keptBytes?: number;
}

interface Remembered {
  readonly value: unknown;
  readonly sizeBytes: number;
}

export function createArtifactCache(
  files: ArtifactFiles,
  { keptBytes = KEPT_BYTES }: CacheOptions = {},
): ArtifactCache {
  const bundles = createLruCache<TensorBundle>({ limit: keptBytes, byteSize: bytesOf });
  const remembered = createLruCache<Remembered>({
    limit: REMEMBERED_BYTES,
    byteSize: ({ sizeBytes }) => sizeBytes,
  });
  /** Being made now, by someone whose bytes are not there yet. */
  const making = new Set<string>();

  const make = async (
    id: string,
    key: JsonObject,
    work: (making: Making) => Promise<TensorBundle>,
  ): Promise<TensorBundle> => {
    making.add(id);
    try {
      const bytes = await files.get(id);
      if (bytes) return readSafetensors(bytes, "artifact").bundle;
      const partId = await partOf(key);
      let notes: ArtifactNotes = {};
      const made = await work({
        async kept() {
          const part = await files.get(partId);
          return part && readSafetensors(part, "unfinished artifact").bundle;
        },
        keep: (part: TensorBundle, progress: Samples) =>
          files.put(partId, writeSafetensors(part, metadataOf(manifestOf(key, { ...notes, progress })))),
        note: (next) => {
          notes = next;
        },
      });
      await files.put(id, writeSafetensors(made, metadataOf(manifestOf(key, notes))));
      await files.remove(partId);
      return made;
    } finally {
      making.delete(id);
    }
  };

  return {
    async getOrMake(key, work, signal) {
      const id = await hashJson(key);
      // Someone may have deleted it, or put another in its place, through the files alone.
      if (bundles.has(id) && !making.has(id) && !(await files.has(id))) bundles.drop(id);
      return bundles.get(id, () => make(id, key, work), signal);
    },
    has: async (key) => files.has(await hashJson(key)),
    async remember(key, work, { signal, sizeBytes = () => 0 } = {}) {
      const makeAndWeigh = async () => {
        const value = await work();
        return { value, sizeBytes: Math.max(LEAST_BYTES, sizeBytes(value)) };
      };
      const found = await remembered.get(await hashJson(key), makeAndWeigh, signal);
      return found.value as Awaited<ReturnType<typeof work>>;
    },
  };
}

/** An artifact as far as it has come, whole or not; null where nothing is kept of it. */
export async function keptSoFar(
  files: Pick<ArtifactFiles, "get">,
  key: JsonObject,
): Promise<TensorBundle | null> {
  const bytes = (await files.get(await hashJson(key))) ?? (await files.get(await partOf(key)));
  return bytes && readSafetensors(bytes, "artifact").bundle;
}

/** The name of what is kept of an artifact that is not whole. */
function partOf(key: JsonObject): Promise<string> {
  return hashJson({ unfinished: key });
}

function bytesOf(bundle: TensorBundle): number {
  return Object.values(bundle).reduce((sum, { data }) => sum + data.byteLength, 0);
}

/** A byte storage in memory. */
export function memoryArtifacts(): ArtifactFiles {
  const kept = new Map<string, Uint8Array>();
  return {
    get: async (id) => kept.get(id) ?? null,
    has: async (id) => kept.has(id),
    put: async (id, bytes) => void kept.set(id, bytes),
    remove: async (id) => void kept.delete(id),
    list: async () =>
      [...kept].map(([id, bytes]) => ({
        id,
        sizeBytes: bytes.byteLength,
        isShipped: false,
        read: async (start, end) => bytes.subarray(start, end),
      })),
  };
}

/** Refuses to take away what came with Palimpsest. */
export function shippedIsKept(): PalimpsestError {
  return new PalimpsestError("forbidden", "This artifact came with Palimpsest and is not deleted.", {
    hint: "Only artifacts that were made or imported here can be deleted.",
    details: because("artifactShipped"),
  });
}
