/** Rows of names into a graph: entities as they are mentioned, relations from a library or as the facts suggest. */
import { PalimpsestError } from "../../base";
import type { GraphContent, GraphEntity, GraphFact, GraphRelation } from "../graph/schema";
import type { RelationLibrary } from "./library";
import type { FactRow, ReadFacts } from "./rows";

/** The type of an entity of which nothing but a name is known. */
const THING = "thing";
/** Share of subjects with one object from which a relation is proposed to have one. */
const MOSTLY = 0.95;
const SHOWN_FAULTS = 20;

/**
 * The content of a new graph. Throws `invalid_input` with every broken row where there is one: an import is whole or it is not.
 * `id` and the author and source of the facts are the caller's.
 */
export function contentFromRows(
  { rows, faults }: ReadFacts,
  library: Pick<RelationLibrary, "relations" | "rules"> = { relations: [], rules: [] },
  provenance: Pick<GraphFact, "author" | "source"> = {},
): GraphContent {
  if (faults.length > 0) {
    const shown = faults.slice(0, SHOWN_FAULTS).map(({ line, message }) => `line ${line}: ${message}`);
    const rest = faults.length > SHOWN_FAULTS ? [`and ${faults.length - SHOWN_FAULTS} more`] : [];
    throw new PalimpsestError(
      "invalid_input",
      `${faults.length} of ${rows.length + faults.length} rows cannot be read: ${[...shown, ...rest].join("; ")}`,
      {
        hint: "Mend these rows, or remove them. Nothing was imported.",
        details: { faults: faults.map(({ line, message }) => ({ line, message })) },
      },
    );
  }
  const entities = new Map<string, GraphEntity>();
  const mention = (name: string): string => {
    const id = `${THING}/${name}`;
    if (!entities.has(id)) entities.set(id, { id, type: THING, name, aliases: [] });
    return id;
  };
  const facts = new Map<string, GraphFact>();
  for (const { head, relation, tail } of rows) {
    const fact = { subject: mention(head), relation, object: mention(tail), stated: true, ...provenance };
    facts.set(`${fact.subject}|${relation}|${fact.object}`, fact);
  }
  const known = new Map(library.relations.map((relation) => [relation.id, relation]));
  const named = new Set(rows.map(({ relation }) => relation));
  const proposed = [...named].filter((id) => !known.has(id)).map((id) => proposedRelation(id, rows));
  return {
    entities: [...entities.values()],
    relations: [...library.relations, ...proposed],
    rules: [...library.rules],
    facts: [...facts.values()],
  };
}

/**
 * A relation that nobody has declared, as its facts suggest: it has one object where nearly all subjects have one. Whether it has an
 * inverse cannot be told from names, so it has none until a person says so.
 */
export function proposedRelation(
  id: string,
  rows: readonly Pick<FactRow, "head" | "relation" | "tail">[],
): GraphRelation {
  const objects = new Map<string, Set<string>>();
  const subjects = new Map<string, Set<string>>();
  const file = (lists: Map<string, Set<string>>, key: string, value: string) =>
    lists.set(key, (lists.get(key) ?? new Set()).add(value));
  for (const { head, tail } of rows.filter(({ relation }) => relation === id)) {
    file(objects, head, tail);
    file(subjects, tail, head);
  }
  return {
    id,
    label: id,
    functional: isMostlyOne(objects),
    inverseFunctional: objects.size > 1 && isMostlyOne(objects) && isMostlyOne(subjects),
    irreflexive: false,
    temporal: false,
    templates: {},
  };
}

function isMostlyOne(lists: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const single = [...lists.values()].filter(({ size }) => size === 1).length;
  return lists.size > 0 && single / lists.size >= MOSTLY;
}
