/**
 * How a new edit changes the keys of a codebook (GRACE, Hartvigsen et al. 2023, §3.2), before any value is trained.
 *
 * With q the new input, k the nearest key, r its radius and ε the radius of a new key: beyond r + ε, q becomes a key. Within,
 * with another answer, q becomes a key too, and both radii become half the distance, the old one a little less; with the same
 * answer, k's entry answers, and its radius grows to reach q.
 */
import { ROUNDING, type CodebookEntry } from "../../../../model";
import { distance, norm } from "../../../../tensor";

export interface UpkeepOptions {
  readonly radius: number;
  readonly growth: "coverage" | "moving_average";
  readonly samePrompt: "replace" | "split";
}

interface Upkeep {
  /** Entries that are new or changed. */
  readonly touched: readonly CodebookEntry[];
  /** The entry that is to be trained. */
  readonly trained: CodebookEntry;
  /** Whether that entry answers the new input: a published rule makes one that does not. */
  readonly answers: boolean;
  /** From the nearest key that was there before. */
  readonly distance?: number;
}

/** How much smaller than half their distance the radius of the old key becomes, of two keys with different answers. */
const GAP = 1e-5;

export function keepUp(
  entries: readonly CodebookEntry[],
  asked: Pick<CodebookEntry, "key" | "label">,
  { radius, growth, samePrompt }: UpkeepOptions,
  firstValue: () => Float32Array,
): Upkeep {
  const made = (radius: number): CodebookEntry => ({
    id: 1 + Math.max(0, ...entries.map(({ id }) => id)),
    ...asked,
    value: firstValue(),
    radius,
  });
  const found = nearest(entries, asked.key);
  if (!found) {
    const trained = made(radius);
    return { touched: [trained], trained, answers: true };
  }
  const { entry, distance } = found;
  if (distance > radius + entry.radius) {
    const trained = made(radius);
    return { touched: [trained], trained, answers: true, distance };
  }
  if (String(entry.label) !== String(asked.label)) {
    if (distance <= ROUNDING * norm(asked.key) && samePrompt === "replace") {
      const trained = { ...entry, label: asked.label, value: firstValue() };
      return { touched: [trained], trained, answers: distance <= entry.radius, distance };
    }
    const trained = made(distance / 2);
    const answers = distance > 0; // of two keys in one place the first is looked up
    return { touched: [{ ...entry, radius: distance / 2 - GAP }, trained], trained, answers, distance };
  }
  const trained = distance > entry.radius ? reaching(entry, asked.key, distance, growth) : entry;
  return { touched: [trained], trained, answers: true, distance };
}

function reaching(
  entry: CodebookEntry,
  key: Float32Array,
  distance: number,
  growth: UpkeepOptions["growth"],
): CodebookEntry {
  if (growth === "coverage") return { ...entry, radius: distance };
  return { ...entry, radius: distance, key: entry.key.map((value, i) => (value + key[i]) / 2) };
}

/** The nearest entry, the first of equally near ones. */
export function nearest(
  entries: readonly CodebookEntry[],
  key: ArrayLike<number>,
): { readonly entry: CodebookEntry; readonly distance: number } | undefined {
  let best: { entry: CodebookEntry; distance: number } | undefined;
  for (const entry of entries) {
    const candidate = distance(entry.key, key);
    if (!best || candidate < best.distance) best = { entry, distance: candidate };
  }
  return best;
}
