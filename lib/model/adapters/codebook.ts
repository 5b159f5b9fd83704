/**
 * A codebook (GRACE, Hartvigsen et al. 2023, §3): keys with a radius, and a value for each. The input of a map at a prompt's
 * last token is looked up; when it lies within the radius of the nearest key, the map's output there is replaced by that
 * key's value. The first of equally near keys is taken.
 *
 * An overlay holds whole entries: those that its edit made, and those of other edits that it changed. Of entries with one id
 * the last counts, in the place of the first; so what an edit did to a neighbour goes when the edit goes.
 *
 * The published wrapper asks at every pass of a cached generation; ours asks once, where the prompt ends, which is what its
 * own evaluation without a cache does.
 */
import {
  float32,
  floats,
  int32,
  matmul,
  multiply,
  numbersOf,
  reduceSum,
  sqrt,
  subtract,
  transposed,
  type TensorBundle,
} from "../../tensor";
import type { AdapterOverlay } from "../overlay";
import type { Site } from "../site";
import type { Adapter } from "./adapter";
import { firstLargest, isAbove, mappedSite, not, partOf, READ_BY, replaced, rowsOf } from "./parts";

export interface CodebookEntry {
  readonly id: number;
  readonly key: Float32Array; // [X], what the map reads
  readonly value: Float32Array; // [Y], what it then yields
  readonly radius: number;
  /** The tokens that the entry answers with. */
  readonly label: readonly number[];
}

const ID = "codebook";
/** Fills up labels in a tensor. */
const NOTHING = -1;

/** Entries as an overlay at the output of a map. There is at least one. */
export function codebookOverlay(site: Site, entries: readonly CodebookEntry[]): AdapterOverlay {
  const width = Math.max(1, ...entries.map(({ label }) => label.length));
  const labels = new Int32Array(entries.length * width).fill(NOTHING);
  entries.forEach(({ label }, n) => labels.set(label, n * width));
  return {
    kind: "adapter",
    adapter: ID,
    site,
    tensors: {
      ids: int32(
        [entries.length],
        entries.map(({ id }) => id),
      ),
      keys: stacked(entries.map(({ key }) => key)),
      values: stacked(entries.map(({ value }) => value)),
      radii: float32(
        [entries.length],
        entries.map(({ radius }) => radius),
      ),
      labels: int32([entries.length, width], labels),
    },
    settings: {},
  };
}

/** What the codebook at a site holds after all of the overlays. Throws `integrity` for tensors that do not fit together. */
export function codebookEntries(parts: readonly AdapterOverlay[]): CodebookEntry[] {
  const entries = new Map<number, CodebookEntry>();
  for (const part of parts) {
    const ids = Array.from(numbersOf(partOf(part, "ids", [null])));
    const keys = rowsOf(partOf(part, "keys", [ids.length, null]));
    const values = rowsOf(partOf(part, "values", [ids.length, null]));
    const radii = floats(partOf(part, "radii", [ids.length]));
    const labels = partOf(part, "labels", [ids.length, null]);
    const width = labels.shape[1];
    const tokens = Array.from(numbersOf(labels));
    ids.forEach((id, n) => {
      const label = tokens.slice(n * width, (n + 1) * width).filter((token) => token !== NOTHING);
      // A map keeps the place of a name that is set again.
      entries.set(id, { id, key: keys[n], value: values[n], radius: radii[n], label });
    });
  }
  return [...entries.values()];
}

/** The codebooks at a site among what a model wears. */
export function isCodebookAt(site: Site): (part: { readonly kind: string }) => part is AdapterOverlay {
  return (part): part is AdapterOverlay => {
    const { kind, adapter, site: own } = part as AdapterOverlay;
    return kind === "adapter" && adapter === ID && own === site;
  };
}

export const codebook: Adapter = {
  id: ID,

  join(parts, { dimensions: { width, mlpWidth } }) {
    const site = mappedSite(parts[0]);
    const [reads, yields] = site === "mlp.pre" ? [width, mlpWidth] : [mlpWidth, width];
    for (const part of parts) {
      partOf(part, "keys", [null, reads]);
      partOf(part, "values", [null, yields]);
    }
    return { tensors: tensorsOf(codebookEntries(parts)), structure: { site: parts[0].site, reads, yields } };
  },

  condense: (parts) => codebookOverlay(parts[0].site, codebookEntries(parts)),

  attach({ value, at, tensor, structure, query }) {
    const { site, reads, yields } = structure as { site: Site; reads: number; yields: number };
    const [, , ...part] = site.split(".");
    const count = `entries at ${site}`;
    const keys = tensor("keys", [count, reads]);
    const asked = matmul(transposed(query), at(READ_BY[part.join(".") as keyof typeof READ_BY])); // [B, 1, X]
    // ‖q − k‖² is smallest where q·k − ‖k‖²/2 is largest, which is a product; its rounding only decides between near equals.
    const nearness = subtract(matmul(asked, transposed(keys)), tensor("halfSquares", [count])); // [B, 1, N]
    const chosen = firstLargest(nearness, tensor("order", [count]));
    const gap = subtract(asked, matmul(chosen, keys));
    const distance = sqrt(reduceSum(multiply(gap, gap), [-1], true)); // [B, 1, 1]
    const isWithin = not(isAbove(distance, matmul(chosen, tensor("radii", [count, 1]))));
    const row = matmul(chosen, tensor("values", [count, yields])); // [B, 1, Y]
    return replaced(value, row, multiply(query, isWithin));
  },
};

function tensorsOf(entries: readonly CodebookEntry[]): TensorBundle {
  const count = entries.length;
  return {
    keys: stacked(entries.map(({ key }) => key)),
    values: stacked(entries.map(({ value }) => value)),
    radii: float32(
      [count, 1],
      entries.map(({ radius }) => radius),
    ),
    halfSquares: float32(
      [count],
      entries.map(({ key }) => key.reduce((sum, x) => sum + x * x, 0) / 2),
    ),
    order: float32(
      [count],
      entries.map((_, n) => count - n),
    ),
  };
}

/** Vectors of one length as the rows of a matrix. */
function stacked(rows: readonly Float32Array[]) {
  const width = rows[0].length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, n) => data.set(row, n * width));
  return float32([rows.length, width], data);
}
