/**
 * A codebook (GRACE, Hartvigsen et al. 2023, §3): keys with a radius, and a value for each. The input of a map at a prompt's
 * last token is looked up; when it lies within the radius of the nearest key, the map's output there is replaced by that
 * key's value. The first of equally near keys is taken.
 *
 * An overlay holds whole entries: new ones, and changed entries of other edits. If two entries have the same id, the later
 * one wins, at the position of the first. Removing an edit therefore also removes its changes of neighbours.
 *
 * The published wrapper looks up at every pass of a cached generation. Ours looks up once, at the end of the prompt, as the
 * published evaluation without a cache does.
 */
import { float32, floats, int32, matmul, multiply, numbersOf, transposed } from "../../tensor";
import type { AdapterOverlay } from "../overlay/overlay";
import type { Site } from "../site";
import type { Adapter } from "./adapter";
import {
  labelsOf,
  labelTensor,
  lookup,
  lookupTensors,
  mappedSite,
  mappedWidths,
  partOf,
  READ_BY,
  replaced,
  rowsOf,
  stacked,
  type MappedSite,
} from "./parts";

export interface CodebookEntry {
  readonly id: number;
  readonly key: Float32Array; // [X], what the map reads
  readonly value: Float32Array; // [Y], what it then yields
  readonly radius: number;
  /** The tokens that the entry answers with. */
  readonly label: readonly number[];
}

const ID = "codebook";

/** Entries as an overlay at the output of a map. There is at least one. */
export function codebookOverlay(site: Site, entries: readonly CodebookEntry[]): AdapterOverlay {
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
      labels: labelTensor(entries.map(({ label }) => label)),
    },
    settings: {},
  };
}

/** The codebook at a site after all of the overlays. Throws `integrity` for tensors that do not fit together. */
export function codebookEntries(parts: readonly AdapterOverlay[]): CodebookEntry[] {
  const entries = new Map<number, CodebookEntry>();
  for (const part of parts) {
    const ids = Array.from(numbersOf(partOf(part, "ids", [null])));
    const keys = rowsOf(partOf(part, "keys", [ids.length, null]));
    const values = rowsOf(partOf(part, "values", [ids.length, null]));
    const radii = floats(partOf(part, "radii", [ids.length]));
    const labels = labelsOf(partOf(part, "labels", [ids.length, null]));
    // A map keeps the place of a name that is set again.
    ids.forEach((id, n) =>
      entries.set(id, { id, key: keys[n], value: values[n], radius: radii[n], label: labels[n] }),
    );
  }
  return [...entries.values()];
}

/** The codebooks at a site among a model's overlays. */
export function isCodebookAt(site: Site): (part: { readonly kind: string }) => part is AdapterOverlay {
  return (part): part is AdapterOverlay => {
    const { kind, adapter, site: partSite } = part as AdapterOverlay;
    return kind === "adapter" && adapter === ID && partSite === site;
  };
}

export const codebook: Adapter = {
  id: ID,

  join(parts, { dimensions }) {
    const part = mappedSite(parts[0]);
    const [reads, yields] = mappedWidths(part, dimensions);
    for (const overlay of parts) {
      partOf(overlay, "keys", [null, reads]);
      partOf(overlay, "values", [null, yields]);
    }
    const entries = codebookEntries(parts);
    const tensors = {
      ...lookupTensors(
        "keys",
        entries.map(({ key }) => key),
      ),
      values: stacked(entries.map(({ value }) => value)),
      radii: float32(
        [entries.length, 1],
        entries.map(({ radius }) => radius),
      ),
    };
    return { tensors, structure: { part } };
  },

  merge: (parts) => codebookOverlay(parts[0].site, codebookEntries(parts)),

  attach({ value, site, at, tensor, structure, facts, query }) {
    const { part } = structure as { part: MappedSite };
    const [reads, yields] = mappedWidths(part, facts.dimensions);
    const count = `entries at ${site}`;
    const asked = matmul(transposed(query), at(READ_BY[part])); // [B, 1, X]
    const keys = lookup(tensor, "keys", count, reads);
    const chosen = keys.first(keys.nearness(asked)); // [B, 1, N]
    const isWithin = keys.isWithin(asked, chosen, matmul(chosen, tensor("radii", [count, 1])));
    const row = matmul(chosen, tensor("values", [count, yields])); // [B, 1, Y]
    return replaced(value, row, multiply(query, isWithin));
  },
};
