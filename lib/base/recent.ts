/** Values worth keeping while they are used: made once, shared by everyone who asks meanwhile, the oldest unused leave. */
export interface Recent<T> {
  /** The value under `id`, made when it is not there. A failed making is forgotten, so the next call tries again. */
  get(id: string, make: () => Promise<T>): Promise<T>;
  has(id: string): boolean;
  /** Forgets all, and gives them to `leave`. */
  clear(): Promise<void>;
}

/** `leave` frees a value that is no longer kept. */
export function createRecent<T>(
  limit: number,
  leave: (value: T) => Promise<void> = async () => {},
): Recent<T> {
  const kept = new Map<string, Promise<T>>(); // in order of use, the least recent first
  const free = async (value: Promise<T>) => {
    // A value that could not be made has nothing to free, and a failure to free is nobody's answer.
    await value.then(leave).catch(() => undefined);
  };
  return {
    get(id, make) {
      const known = kept.get(id);
      const value = known ?? make();
      kept.delete(id);
      kept.set(id, value);
      if (known) return value;
      value.catch(() => {
        if (kept.get(id) === value) kept.delete(id);
      });
      for (const [oldest, old] of [...kept].slice(0, Math.max(0, kept.size - limit))) {
        kept.delete(oldest);
        void free(old);
      }
      return value;
    },
    has: (id) => kept.has(id),
    async clear() {
      const values = [...kept.values()];
      kept.clear();
      await Promise.all(values.map(free));
    },
  };
}
