/** Wrong passwords, counted in memory: a table of them would make a transaction of every try. A restart forgets them. */
import { because, PalimpsestError } from "../../base";

const MOST = 8;
const WINDOW_MS = 10 * 60_000;
/** Names that are counted at once; the one whose count is oldest goes first. */
const MOST_NAMES = 10_000;

interface Attempts {
  /** Throws `too_many` when there were too many wrong tries for this name. */
  check(name: string): void;
  failed(name: string): void;
  succeeded(name: string): void;
}

export function createAttempts(now: () => number = Date.now): Attempts {
  const tries = new Map<string, readonly number[]>();
  const recent = (name: string): readonly number[] =>
    (tries.get(name) ?? []).filter((at) => at > now() - WINDOW_MS);
  return {
    check(name) {
      const found = recent(name);
      if (found.length < MOST) return;
      const minutes = Math.ceil((found[0] + WINDOW_MS - now()) / 60_000);
      throw new PalimpsestError("too_many", `There were ${MOST} wrong passwords for this account.`, {
        hint: `Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
        details: because("wrongPasswords", { most: MOST, minutes }),
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
