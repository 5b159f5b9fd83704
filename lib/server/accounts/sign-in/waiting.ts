/**
 * What waits some minutes for its second half: the code of a command line, a challenge for a passkey, a sign-in at a provider. In
 * memory: a restart ends what waits, and no table has to be tidied.
 */
export interface Waiting<T> {
  put(key: string, value: T): void;
  get(key: string): T | undefined;
  /** Each is used once. */
  take(key: string): T | undefined;
  find(fits: (value: T) => boolean): T | undefined;
}

interface WaitingOptions {
  readonly forMs: number;
  /** At once; the oldest goes first. */
  readonly most: number;
  readonly now: () => number;
}

export function createWaiting<T>({ forMs, most, now }: WaitingOptions): Waiting<T> {
  // In the order in which they came, which is that in which they end.
  const all = new Map<string, { readonly value: T; readonly until: number }>();
  const tidy = (): void => {
    for (const [key, { until }] of all) {
      if (until > now() && all.size <= most) return;
      all.delete(key);
    }
  };
  const get = (key: string): T | undefined => {
    tidy();
    return all.get(key)?.value;
  };
  return {
    put(key, value) {
      all.set(key, { value, until: now() + forMs });
      tidy();
    },
    get,
    take(key) {
      const value = get(key);
      all.delete(key);
      return value;
    },
    find(fits) {
      tidy();
      return [...all.values()].find(({ value }) => fits(value))?.value;
    },
  };
}
