/**
 * A world in one of its languages. Both are worlds like any other: edits are drawn from them, probes found in them and prompts
 * recognised by them, in that language alone.
 */
import type { WorldLanguage } from "../../embedded";
import { entityId, indexTriples, tripleKey, type Entity, type Triple, type World } from "../build";
import type { Flaw, Relation } from "../world";

const inChineseOf = new WeakMap<World, World>();

/** What the world says in a language. It has no relations where the world does not speak it. */
export function worldIn(world: World, language: WorldLanguage): World {
  if (language === "en") return inEnglish(world);
  const kept = inChineseOf.get(world) ?? inChinese(world);
  inChineseOf.set(world, kept);
  return kept;
}

function inEnglish(world: World): World {
  return withRelations(
    world,
    world.relations.filter(({ language }) => language === undefined),
  );
}

/**
 * Relations that are Chinese already, and those with Chinese templates as far as their entities have Chinese names. An entity
 * without one stays as it is for the former, and is left out of the latter. Of two entities of a type with one Chinese name, the first
 * has it.
 */
function inChinese(world: World): World {
  const bilingual = new Set(world.relations.flatMap(({ id, chinese }) => (chinese ? [id] : [])));
  const renamed = new Map<string, string>();
  const entities = new Map<string, Entity>();
  for (const entity of world.entities.values()) {
    const { id, type, zh } = entity;
    const ownId = zh === undefined ? id : entityId(type, zh);
    if (entities.has(ownId)) continue;
    entities.set(ownId, zh === undefined ? entity : { id: ownId, type, name: zh, aliases: [], zh });
    if (zh !== undefined) renamed.set(id, ownId);
  }
  const inOwnNames = (triples: readonly Triple[]): Triple[] =>
    triples.flatMap(({ relation, subject, object }) => {
      const [ofSubject, ofObject] = [renamed.get(subject), renamed.get(object)];
      if (bilingual.has(relation) && (ofSubject === undefined || ofObject === undefined)) return [];
      return [{ relation, subject: ofSubject ?? subject, object: ofObject ?? object }];
    });
  const domains = new Map(world.relations.map(({ id, domain }) => [id, domain]));
  const [truth, taught, known] = [world.truth, world.taught, world.known].map(inOwnNames);
  // What is true and what was taught instead must both have a name.
  const [truths, said] = [truth, taught].map(indexTriples);
  const isSayable = ({ kind, relation }: Flaw, subject: string): boolean =>
    truths.has(tripleKey(relation, subject)) &&
    (kind === "missing" || said.has(tripleKey(relation, subject)));
  return withRelations(
    {
      ...world,
      entities,
      truth,
      taught,
      known,
      flaws: world.flaws.flatMap((flaw) => {
        const subject = renamed.get(entityId(domains.get(flaw.relation) ?? "", flaw.subject));
        const named = subject && isSayable(flaw, subject) && entities.get(subject)?.name;
        return named ? [{ ...flaw, subject: named }] : [];
      }),
    },
    world.relations.flatMap((relation): Relation[] => {
      if (relation.language === "zh") return [relation];
      const { chinese: templates, ...rest } = relation;
      return templates ? [{ ...rest, ...templates, objectFirst: [], language: "zh" }] : [];
    }),
  );
}

/** The world with these relations alone, and what is said of them. */
function withRelations(world: World, relations: readonly Relation[]): World {
  const languages = new Map(world.relations.map(({ id, language }) => [id, language]));
  const ids = new Set(relations.map(({ id }) => id));
  const has = ({ relation }: { readonly relation: string }): boolean => ids.has(relation);
  const hasBoth = ({ first, second }: { readonly first: string; readonly second: string }): boolean =>
    ids.has(first) && ids.has(second);
  const ofLanguage = relations[0]?.language;
  return {
    ...world,
    relations,
    // A composition has prompts of its own, in the language in which its first relation was written.
    compositions: world.compositions.filter((one) => hasBoth(one) && languages.get(one.first) === ofLanguage),
    implications: world.implications.filter((one) => hasBoth(one) && ids.has(one.third)),
    converses: world.converses.filter((one) => has(one) && ids.has(one.third)),
    flaws: world.flaws.filter(has),
    truth: world.truth.filter(has),
    taught: world.taught.filter(has),
    known: world.known.filter(has),
  };
}
