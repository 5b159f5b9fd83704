/** Where the facts of a world are found, made once for each call from outside. */
import { indexTriples, tripleKey, type Triple, type World } from "../build";
import type { Relation } from "../world";

export interface FactIndex {
  readonly world: World;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly facts: ReadonlyMap<string, readonly string[]>;
  /** The known ones alone. */
  readonly knownFacts: ReadonlyMap<string, readonly string[]>;
  /** The known ones of each subject, and those with each object. */
  readonly knownOf: ReadonlyMap<string, readonly Triple[]>;
  readonly knownWith: ReadonlyMap<string, readonly Triple[]>;
  /** Answers of each relation. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
}

export function indexFacts(world: World): FactIndex {
  const objects = new Map<string, Set<string>>(world.relations.map(({ id }) => [id, new Set()]));
  for (const { relation, object } of world.taught) objects.get(relation)?.add(object);
  return {
    world,
    relations: new Map(world.relations.map((relation) => [relation.id, relation])),
    facts: indexTriples(world.taught),
    knownFacts: indexTriples(world.known),
    knownOf: groupedBy(world.known, "subject"),
    knownWith: groupedBy(world.known, "object"),
    objects: new Map([...objects].map(([id, found]) => [id, [...found]])),
  };
}

export function objectsOf(index: FactIndex, relation: string, subject: string): readonly string[] {
  return index.facts.get(tripleKey(relation, subject)) ?? [];
}

function groupedBy(triples: readonly Triple[], side: "subject" | "object"): ReadonlyMap<string, Triple[]> {
  const groups = new Map<string, Triple[]>();
  for (const triple of triples) {
    const known = groups.get(triple[side]);
    if (known) known.push(triple);
    else groups.set(triple[side], [triple]);
  }
  return groups;
}
