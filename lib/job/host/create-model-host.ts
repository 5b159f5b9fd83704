/** The host over a runtime: loaded models, versions of them, and every call performed with these. */
import { createLruCache, unlessCancelled, type LruCache } from "../../base";
import {
  DECODE,
  loadModel,
  openSentenceEncoder,
  readOverlay,
  type CheckpointFiles,
  type Model,
  type Overlay,
  type SentenceEncoder,
} from "../../model";
import type { Runtime } from "../../runtime";
import { createArtifactCache, type ArtifactFiles, type BlobStore } from "../../store";
import { CALLS, type ModelHost } from "../calls";
import { checkedMethods, type AnyCall, type HostContext } from "../calls/call";
import type { HostRecords } from "../calls/records";
import type { PreparedRun } from "../lifelong/perform";

interface ModelHostOptions {
  readonly runtime: Runtime;
  /** Throws `not_found` for a model that is not installed. */
  readonly files: (model: string) => CheckpointFiles;
  readonly blobs: BlobStore;
  readonly artifacts: ArtifactFiles;
  readonly records: HostRecords;
  /** Told which blobs of a version will be read next, so that they can come together. */
  readonly prefetch?: (version: string, addresses: readonly string[]) => Promise<void>;
  /** In place of IDLE_MS. */
  readonly idleMs?: number;
}

/** After so long without a call, what only methods use is freed: a run that follows at once still finds it. */
const IDLE_MS = 20_000;

/** Models kept loaded, and of each the versions kept open. Each further one costs the memory of its executables. */
const KEPT_MODELS = 2;
const KEPT_VERSIONS = 16;
/** Versions whose overlays are known without asking again: they never change. */
const KNOWN_VERSIONS = 64;
/** Encoders kept loaded. */
const KEPT_ENCODERS = 1;
/** Lifelong runs of a model whose cases and questions are kept between two segments. */
const KEPT_RUNS = 2;

/** A model with everything that shares its executables: it leaves the cache as one. */
interface Loaded {
  readonly id: string;
  readonly model: Model;
  readonly versions: LruCache<Model>;
  /** Overlays of open versions, by address. */
  readonly overlays: Map<string, WeakRef<Overlay>>;
  readonly runs: LruCache<PreparedRun>;
}

export function createModelHost({
  runtime,
  files,
  blobs,
  artifacts,
  records,
  prefetch,
  idleMs = IDLE_MS,
}: ModelHostOptions): ModelHost {
  const underWay = new Set<Promise<unknown>>();
  const inMemory = new Set<Loaded>();
  /** Models that left the cache and are still in use. */
  const leaving = new Map<string, Loaded>();
  const freeing = new Set<Promise<void>>();
  /** A running call may still use a value that was evicted from a cache, and would rebuild programs that are never freed. */
  const freeWhenUnused = (free: () => Promise<void>): Promise<void> => {
    const freed = Promise.allSettled([...underWay]).then(free);
    freeing.add(freed);
    return freed.finally(() => freeing.delete(freed));
  };

  const models = createLruCache<Loaded>({
    limit: KEPT_MODELS,
    onEvict(loaded) {
      leaving.set(loaded.id, loaded);
      return freeWhenUnused(async () => {
        // One that was asked for again meanwhile is back in the cache.
        if (leaving.get(loaded.id) !== loaded) return;
        leaving.delete(loaded.id);
        inMemory.delete(loaded);
        await loaded.model.dispose();
      });
    },
  });
  const encoders = createLruCache<SentenceEncoder>({
    limit: KEPT_ENCODERS,
    onEvict: (encoder) => freeWhenUnused(() => encoder.dispose()),
  });

  const overlayLists = createLruCache<readonly string[]>({ limit: KNOWN_VERSIONS });
  const overlaysOf = (version: string): Promise<readonly string[]> =>
    overlayLists.get(version, async () => (await records.overlaysOf({ version })).overlays);

  /** A model that is loading when its caller is cancelled is loaded for the next one. */
  const load = (id: string, signal: AbortSignal): Promise<Loaded> => {
    const loading = models.get(id, async () => {
      const back = leaving.get(id);
      leaving.delete(id);
      if (back) return back;
      const loaded: Loaded = {
        id,
        model: await loadModel(id, files(id), runtime),
        versions: createLruCache({ limit: KEPT_VERSIONS }),
        overlays: new Map(),
        runs: createLruCache({ limit: KEPT_RUNS }),
      };
      inMemory.add(loaded);
      return loaded;
    });
    return unlessCancelled(loading, signal);
  };

  const context: HostContext = {
    runtime,
    blobs,
    artifacts,
    cache: createArtifactCache(artifacts),
    openEncoder: (id) => encoders.get(id, async () => openSentenceEncoder(id, files(id), runtime)),
    records,
    openModel: async (id, signal) => (await load(id, signal)).model,
    async openVersion({ model: id, version, overlays: added = [] }, signal) {
      const { model, versions, overlays: known } = await load(id, signal);
      const addresses = [...(version === undefined ? [] : await overlaysOf(version)), ...added];
      if (addresses.length === 0) return model;
      return versions.get(addresses.join(), async () => {
        // Held here until the model holds them: open versions share the overlays that they have in common.
        const overlays = new Map(addresses.map((address) => [address, known.get(address)?.deref()]));
        const missing = [...overlays.keys()].filter((address) => !overlays.get(address));
        if (version !== undefined) await prefetch?.(version, missing);
        for (const address of missing) {
          const overlay = readOverlay(await blobs.get(address));
          overlays.set(address, overlay);
          known.set(address, new WeakRef(overlay));
        }
        return model.with(addresses.map((address) => overlays.get(address) as Overlay));
      });
    },
    preparedRun: async ({ signal }, id, runId, prepare) =>
      (await load(id, signal)).runs.get(runId, prepare, signal),
  };

  let idle: ReturnType<typeof setTimeout> | undefined;
  /** The program that answers questions stays. */
  const freeMethods = () => Promise.all([...inMemory].map(({ model }) => model.dispose(DECODE)));
  const methods = checkedMethods(CALLS, (name, input, run) => {
    const call: AnyCall = CALLS[name];
    clearTimeout(idle);
    const answer = call.perform(context, run, input);
    underWay.add(answer);
    const over = () => {
      underWay.delete(answer);
      if (underWay.size > 0) return;
      idle = setTimeout(() => void freeMethods(), idleMs);
      // A process that has nothing else to do ends.
      if (typeof idle === "object") idle.unref();
    };
    answer.then(over, over);
    return answer;
  });

  return {
    ...methods,
    place: runtime.kind,
    async dispose() {
      clearTimeout(idle);
      await Promise.all([models.clear(), encoders.clear(), ...freeing]);
      await runtime.dispose();
    },
  };
}
