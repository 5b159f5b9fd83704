/**
 * A least-recently-used cache. A value is computed once and shared by concurrent callers; the least recently used is
 * evicted.
 */
import { isCancellation } from "./errors";
import { unlessCancelled } from "./run";

export interface LruCache<T> {
  /**
   * The value under `id`, computed when it is missing. A failed computation is forgotten, so the next call tries again.
   * Concurrent callers share the computation. `signal` ends the wait of one caller; when the computing caller is cancelled,
   * the next one computes.
   */
  get(id: string, make: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  has(id: string): boolean;
  /** Evicts values until one of this size fits beside the others, and waits until they are freed. */
  makeRoom(size: number): Promise<void>;
  /** Forgets one value, and gives it to `leave`. */
  drop(id: string): void;
  /** Forgets the values whose ids pass, and gives them to `leave`; all when absent. */
  clear(passes?: (id: string) => boolean): Promise<void>;
}

interface LruCacheOptions<T> {
  /** Largest sum of the sizes of the cached values. */
  readonly limit: number;
  /** The size of a value; 1 when absent. */
  readonly byteSize?: (value: T) => number;
  /** Frees a value that was evicted. */
  readonly onEvict?: (value: T) => Promise<void>;
}

interface Entry<T> {
  readonly value: Promise<T>;
  /** Absent until the value is computed. */
  weight?: number;
}

/** The most recently requested value stays even when it alone exceeds the limit, because it is in use. */
export function createLruCache<T>({
  limit,
  byteSize,
  onEvict = async () => {},
}: LruCacheOptions<T>): LruCache<T> {
  const kept = new Map<string, Entry<T>>(); // in order of use, the least recent first
  const free = async ({ value }: Entry<T>) => {
    // A value that failed to compute has nothing to free, and no caller waits for a failure to free.
    await value.then(onEvict).catch(() => undefined);
  };
  /** Evicts the first of these entries, until the others and something of `size` are within the limit. */
  const evict = (entries: readonly [string, Entry<T>][], size = 0): Promise<void>[] => {
    let total = size;
    for (const { weight = 0 } of kept.values()) total += weight;
    const freed: Promise<void>[] = [];
    for (const [id, entry] of entries) {
      if (total <= limit) break;
      if (entry.weight === undefined) continue;
      total -= entry.weight;
      kept.delete(id);
      freed.push(free(entry));
    }
    return freed;
  };
  const trim = () => evict([...kept].slice(0, -1));
  const add = (id: string, make: () => Promise<T>): Promise<T> => {
    const entry: Entry<T> = { value: make(), ...(!byteSize && { weight: 1 }) };
    kept.set(id, entry);
    entry.value.then(
      (made) => {
        if (!byteSize || kept.get(id) !== entry) return;
        entry.weight = byteSize(made);
        trim();
      },
      () => {
        if (kept.get(id) === entry) kept.delete(id);
      },
    );
    trim();
    return entry.value;
  };
  const get = async (id: string, make: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const known = kept.get(id);
    if (!known) return add(id, make);
    kept.delete(id);
    kept.set(id, known);
    try {
      return await unlessCancelled(known.value, signal);
    } catch (error) {
      if (!isCancellation(error) || signal?.aborted) throw error;
      return get(id, make, signal);
    }
  };
  return {
    get,
    has: (id) => kept.has(id),
    makeRoom: async (size) => void (await Promise.all(evict([...kept], size))),
    drop(id) {
      const entry = kept.get(id);
      kept.delete(id);
      if (entry) void free(entry);
    },
    async clear(passes = () => true) {
      const entries = [...kept].filter(([id]) => passes(id));
      for (const [id] of entries) kept.delete(id);
      await Promise.all(entries.map(([, entry]) => free(entry)));
    },
  };
}
