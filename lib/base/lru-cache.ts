/** Values worth keeping while they are used: made once, shared by everyone who asks meanwhile, the oldest unused leave. */
export interface LruCache<T> {
  /** The value under `id`, made when it is not there. A failed making is forgotten, so the next call tries again. */
  get(id: string, make: () => Promise<T>): Promise<T>;
  has(id: string): boolean;
  /** Forgets one value, and gives it to `leave`. */
  drop(id: string): void;
  /** Forgets all, and gives them to `leave`. */
  clear(): Promise<void>;
}

export interface LruCacheOptions<T> {
  /** Largest sum of the weights of what is kept. */
  readonly limit: number;
  /** What a value counts for; each counts for one when absent. */
  readonly byteSize?: (value: T) => number;
  /** Frees a value that is no longer kept. */
  readonly onEvict?: (value: T) => Promise<void>;
}

interface Entry<T> {
  readonly value: Promise<T>;
  /** Absent until the value is there to be weighed. */
  weight?: number;
}

/** The value that was asked for last is kept even if it alone is heavier than the limit: it is the one in use. */
export function createLruCache<T>({
  limit,
  byteSize,
  onEvict = async () => {},
}: LruCacheOptions<T>): LruCache<T> {
  const kept = new Map<string, Entry<T>>(); // in order of use, the least recent first
  const free = async ({ value }: Entry<T>) => {
    // A value that could not be made has nothing to free, and a failure to free is nobody's answer.
    await value.then(onEvict).catch(() => undefined);
  };
  const trim = () => {
    let total = 0;
    for (const { weight = 0 } of kept.values()) total += weight;
    for (const [id, entry] of [...kept].slice(0, -1)) {
      if (total <= limit) return;
      if (entry.weight === undefined) continue;
      total -= entry.weight;
      kept.delete(id);
      void free(entry);
    }
  };
  return {
    get(id, make) {
      const known = kept.get(id);
      const entry: Entry<T> = known ?? { value: make(), ...(!byteSize && { weight: 1 }) };
      kept.delete(id);
      kept.set(id, entry);
      if (known) return known.value;
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
    },
    has: (id) => kept.has(id),
    drop(id) {
      const entry = kept.get(id);
      kept.delete(id);
      if (entry) void free(entry);
    },
    async clear() {
      const entries = [...kept.values()];
      kept.clear();
      await Promise.all(entries.map(free));
    },
  };
}
