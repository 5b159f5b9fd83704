/** The children of an evolution as versions, each a change of its first parent. */
import { PalimpsestError } from "../../base";
import type { EvolutionRecord } from "../../merge";
import type { Store, Version } from "../../store";
import { descentOf } from "../lineage";
import { makeVersion } from "../version";

export interface KeptEvolution {
  readonly model: string;
  readonly record: EvolutionRecord;
  /** How pairs were merged, as YAML. */
  readonly recipe: string;
  /** The version of each founder. */
  readonly founders: Readonly<Record<string, string>>;
  readonly author: string;
}

interface Measures {
  readonly fingerprintOf: (model: string, overlays: readonly string[]) => Promise<string>;
  readonly now?: () => Date;
}

/**
 * Makes versions of all children in one transaction, and gives the record with their ids. Throws `integrity` for a child whose
 * overlay is gone: the evolution is then performed again, which merges it with the same bytes.
 */
export async function keepEvolution(
  store: Store,
  { fingerprintOf, now = () => new Date() }: Measures,
  { model, record, recipe, founders, author }: KeptEvolution,
): Promise<EvolutionRecord> {
  const ids = new Map(Object.entries(founders));
  const applied = new Map<string, readonly string[]>();
  const versions: Version[] = [];
  for (const [name, id] of ids) {
    const descent = await descentOf(store, id);
    applied.set(
      name,
      descent.applied.map(({ address }) => address),
    );
  }
  for (const child of record.models.filter(({ parents }) => parents.length > 0)) {
    const own = child.overlays ?? [];
    for (const address of own) {
      if (await store.blobs.has(address)) continue;
      throw new PalimpsestError("integrity", `The overlay of ${child.name} is no longer there.`, {
        hint: "Run the evolution again; it gives the same models.",
      });
    }
    const parents = child.parents.map((parent) => ids.get(parent) as string);
    const overlays = [...(applied.get(child.parents[0]) ?? []), ...own];
    const version = await makeVersion({
      model,
      parents,
      change: {
        kind: "merge",
        recipe,
        sources: { first: { model, version: parents[0] }, second: { model, version: parents[1] } },
        seed: record.settings.seed,
      },
      overlays: [...own],
      author,
      reason: child.name,
      createdAt: now().toISOString(),
      deltaNorms: {},
      fingerprint: await fingerprintOf(model, overlays),
    });
    ids.set(child.name, version.id);
    applied.set(child.name, overlays);
    versions.push(version);
  }
  await store.transaction(async (inside) => {
    for (const version of versions) await inside.versions.put(version);
  });
  return {
    ...record,
    models: record.models.map((one) => ({ ...one, version: ids.get(one.name) })),
  };
}
