/** The children of an evolution as versions, each a change of its first parent. */
import { PalimpsestError } from "../../base";
import type { EvolutionModel, EvolutionRecord } from "../../merge";
import type { Store, Version } from "../../store";
import { descentOf } from "../lineage";
import { makeVersion } from "../version";

/** How a child was merged. */
export interface ChildRecipe {
  /** As YAML. */
  readonly recipe: string;
  /** The models of the evolution that the recipe's names mean. */
  readonly sources: Readonly<Record<string, string>>;
}

export interface KeptEvolution {
  readonly model: string;
  readonly record: EvolutionRecord;
  readonly recipeOf: (child: EvolutionModel) => ChildRecipe;
  /** The versions of the founders, and of the base. */
  readonly versions: Readonly<Record<string, string>>;
  readonly author: string;
  /** The time that the versions say. The same time gives the same versions, however often they are kept. */
  readonly at: string;
}

interface Measures {
  readonly fingerprintOf: (model: string, overlays: readonly string[]) => Promise<string>;
}

/**
 * Makes versions of all children that were asked everything, in one transaction, and gives the record with their ids. Throws
 * `integrity` for a child whose overlay is gone: the evolution is then performed again, which merges it with the same bytes.
 */
export async function keepEvolution(
  store: Store,
  { fingerprintOf }: Measures,
  { model, record, recipeOf, versions: known, author, at }: KeptEvolution,
): Promise<EvolutionRecord> {
  const ids = new Map(Object.entries(known));
  const applied = new Map<string, readonly string[]>();
  const versions: Version[] = [];
  for (const [name, id] of ids) {
    const descent = await descentOf(store, id);
    applied.set(
      name,
      descent.applied.map(({ address }) => address),
    );
  }
  const children = record.models.filter(({ parents, score }) => parents.length > 0 && !score.isPartial);
  for (const child of children) {
    const own = child.overlays ?? [];
    for (const address of own) {
      if (await store.blobs.has(address)) continue;
      throw new PalimpsestError("integrity", `The overlay of ${child.name} is no longer there.`, {
        hint: "Run the evolution again; it gives the same models.",
      });
    }
    const { recipe, sources } = recipeOf(child);
    const overlays = [...(applied.get(child.parents[0]) ?? []), ...own];
    const version = await makeVersion({
      model,
      parents: child.parents.map((parent) => ids.get(parent) as string),
      change: {
        kind: "merge",
        recipe,
        sources: Object.fromEntries(
          Object.entries(sources).map(([name, one]) => [name, { model, version: ids.get(one) }]),
        ),
        seed: record.settings.seed,
        score: child.score,
      },
      overlays: [...own],
      author,
      reason: child.name,
      createdAt: at,
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
    models: record.models.map((one) => {
      const version = ids.get(one.name);
      return { ...one, ...(version !== undefined && { version }) };
    }),
  };
}
