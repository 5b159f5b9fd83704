/** A closed list of things with ids. Duplicate ids throw when the module loads; `get` suggests near names. */
import { because } from "./reasons";
import { PalimpsestError } from "./errors";

interface Catalog<T extends { readonly id: string }> {
  readonly noun: string;
  readonly all: readonly T[];
  /** Throws `not_found`, with the nearest names as a hint. */
  get(id: string): T;
}

export function defineCatalog<T extends { readonly id: string }>(
  noun: string,
  all: readonly T[],
): Catalog<T> {
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  if (byId.size !== all.length) throw new Error(`Two ${noun} entries share an id`);
  return {
    noun,
    all,
    get(id) {
      const found = byId.get(id);
      if (found) return found;
      throw new PalimpsestError("not_found", `There is no ${noun} "${id}".`, {
        hint: `Did you mean ${nearest(id, [...byId.keys()]).join(" or ")}?`,
        details: {
          ...because("noSuchName", { name: id, nearest: nearest(id, [...byId.keys()]).join(", ") }),
          field: noun.replaceAll(" ", "-"),
          known: [...byId.keys()],
        },
      });
    },
  };
}

/** The two names that are nearest to one that was written. */
export function nearest(id: string, ids: readonly string[]): string[] {
  return [...ids].sort((a, b) => editDistance(id, a) - editDistance(id, b)).slice(0, 2);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
