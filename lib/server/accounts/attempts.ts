/** Tries that are limited, counted in memory: a table of them would make a transaction of every try. A restart forgets them. */
import { PalimpsestError, type JsonObject } from "../../base";

const WINDOW_MS = 10 * 60_000;
/** Names that are counted at once; the one whose count is oldest goes first. */
const MOST_NAMES = 10_000;

interface Attempts {
  /** Throws `too_many` when there were too many tries by this name. */
  check(name: string): void;
  failed(name: string): void;
  succeeded(name: string): void;
}

interface AttemptOptions {
  readonly now: () => number;
  /** Within ten minutes. */
  readonly most: number;
  /** What there were too many of: "wrong passwords were given for this account", and the reason with its values. */
  readonly what: string;
  readonly why: (values: { readonly most: number; readonly minutes: number }) => JsonObject;
}

export function createAttempts({ now, most, what, why }: AttemptOptions): Attempts {
  const tries = new Map<string, readonly number[]>();
  const recent = (name: string): readonly number[] =>
    (tries.get(name) ?? []).filter((at) => at > now() - WINDOW_MS);
  return {
    check(name) {
      const found = recent(name);
      if (found.length < most) return;
      const minutes = Math.ceil((found[0] + WINDOW_MS - now()) / 60_000);
      throw new PalimpsestError("too_many", `${most} ${what}.`, {
        hint: `Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
        details: why({ most, minutes }),
      });
    },
    failed(name) {
      const found = [...recent(name), now()];
      tries.delete(name);
      tries.set(name, found);
      if (tries.size > MOST_NAMES) tries.delete([...tries.keys()][0]);
    },
    succeeded: (name) => void tries.delete(name),
  };
}
