/**
 * From tables that a person can read to entities and triples that a program can use.
 *
 * A column that is a relation id states one triple for every value in its cells. An object need not have a row of its
 * own: an entity of the relation's range is made when it is first mentioned. Every mistake in a table is an error with
 * the table, the row and the column in it, because whoever wrote a thousand rows has to find the one that is wrong.
 */
import { PalimpsestError } from "../../base";
import type { Composition, Converse, EntityTable, Flaw, Implication, Relation, WorldPart } from "./world";

export interface Entity {
  /** Type and name: "country/France". Names are unique within a type. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** The name in Chinese. */
  readonly zh?: string;
}

/** One fact. Subject and object are entity ids. */
export interface Triple {
  readonly relation: string;
  readonly subject: string;
  readonly object: string;
}

export interface World {
  readonly id: string;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly relations: readonly Relation[];
  readonly compositions: readonly Composition[];
  readonly implications: readonly Implication[];
  readonly converses: readonly Converse[];
  readonly flaws: readonly Flaw[];
  /** What the tables say. */
  readonly truth: readonly Triple[];
  /** What the model learns: the truth with the flaws in it. */
  readonly taught: readonly Triple[];
  /** The part of it that the model gives by itself. Edits and what must stay beside them are taken from these. */
  readonly known: readonly Triple[];
}

/** Columns that describe the row itself; every other column is a relation. */
const OWN_COLUMNS: readonly string[] = ["name", "zh", "aliases"];

/** Throws `invalid_input` at the first row, flaw or composition that does not fit. */
export function buildWorld(id: string, parts: readonly WorldPart[]): World {
  const chinese = new Map(parts.flatMap((part) => [...(part.chinese ?? [])]));
  const relations = parts
    .flatMap((part) => part.relations)
    .map((relation) => {
      const templates = chinese.get(relation.id);
      return templates ? { ...relation, chinese: templates } : relation;
    });
  const compositions = parts.flatMap((part) => part.compositions);
  const implications = parts.flatMap((part) => part.implications ?? []);
  const converses = parts.flatMap((part) => part.converses ?? []);
  const flaws = parts.flatMap((part) => part.flaws);
  const relationById = uniqueById("relation", relations);
  uniqueById("composition", compositions);
  relations.forEach((relation) => checkRelation(relation, relationById));
  compositions.forEach((composition) => checkComposition(composition, relationById));
  implications.forEach((implication) => checkImplication(implication, relationById));
  converses.forEach((converse) => checkConverse(converse, relationById));

  const rows = parts.flatMap((part) => part.tables).flatMap((table) => readTable(table, relationById));
  const entities = new Map<string, Entity>();
  for (const { entity, adds } of rows) {
    if (adds) continue;
    if (entities.has(entity.id))
      throw invalid(`"${entity.id}" has two rows.`, "Join them, or give one a longer name.");
    entities.set(entity.id, entity);
  }
  const mention = (type: string, name: string): string => {
    const entity = { id: entityId(type, name), type, name, aliases: [] };
    if (!entities.has(entity.id)) entities.set(entity.id, entity);
    return entity.id;
  };

  const truth = rows.flatMap(({ entity, facts }) =>
    facts.map(({ relation, name }) => ({
      relation: relation.id,
      subject: entity.id,
      object: mention(relation.range, name),
    })),
  );
  const taught = withFlaws(truth, flaws, relationById, mention);
  for (const { entity, adds } of rows) {
    if (adds && !entities.has(entity.id))
      throw invalid(`A row adds facts to "${entity.id}", which no other table names.`);
  }
  nameInChinese(entities, parts);
  return {
    id,
    entities,
    relations,
    compositions,
    implications,
    converses,
    flaws,
    truth,
    taught,
    known: taught,
  };
}

function nameInChinese(entities: Map<string, Entity>, parts: readonly WorldPart[]): void {
  for (const [id, zh] of parts.flatMap((part) => [...(part.chineseNames ?? [])])) {
    const entity = entities.get(id);
    if (!entity) throw invalid(`A Chinese name is given to "${id}", which no table names.`);
    if (entity.zh) throw invalid(`"${id}" has the Chinese names ${entity.zh} and ${zh}.`);
    entities.set(id, { ...entity, zh });
  }
  const neutral = new Set(parts.flatMap((part) => part.neutralTypes ?? []));
  for (const entity of entities.values()) {
    if (neutral.has(entity.type)) entities.set(entity.id, { ...entity, zh: entity.name });
  }
}

/** The id of the entity with this type and name. */
export function entityId(type: string, name: string): string {
  return `${type}/${name}`;
}

/** The entity's name. Throws `not_found` for an id the world does not have. */
export function nameOf(world: World, id: string): string {
  const entity = world.entities.get(id);
  if (!entity) throw new PalimpsestError("not_found", `The world "${world.id}" has no entity "${id}".`);
  return entity.name;
}

/** Facts by relation and subject: all objects of `key(relation, subject)`. */
export function indexTriples(triples: readonly Triple[]): ReadonlyMap<string, readonly string[]> {
  const objects = new Map<string, string[]>();
  for (const { relation, subject, object } of triples) {
    const key = tripleKey(relation, subject);
    const known = objects.get(key);
    if (known) known.push(object);
    else objects.set(key, [object]);
  }
  return objects;
}

/** The key under which `indexTriples` files the objects of a subject. */
export function tripleKey(relation: string, subject: string): string {
  return `${relation}|${subject}`;
}

interface Row {
  readonly entity: Entity;
  /** Whether the row adds to an entity that another table names. */
  readonly adds: boolean;
  readonly facts: readonly { readonly relation: Relation; readonly name: string }[];
}

function readTable(table: EntityTable, relationById: ReadonlyMap<string, Relation>): Row[] {
  if (table.columns[0] !== "name")
    throw invalid(`The first column of the table of "${table.type}" must be "name".`);
  for (const column of table.columns) {
    if (OWN_COLUMNS.includes(column)) continue;
    const relation = relationById.get(column);
    if (!relation)
      throw invalid(`The table of "${table.type}" has a column "${column}", which is no relation.`);
    if (relation.domain !== table.type) {
      throw invalid(
        `The relation "${column}" is about "${relation.domain}" but a table of "${table.type}" states it.`,
      );
    }
  }
  const lines = table.rows.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => readRow(line, table, relationById));
}

function readRow(line: string, table: EntityTable, relationById: ReadonlyMap<string, Relation>): Row {
  const cells = line.split("|").map((cell) => cell.trim());
  if (cells.length !== table.columns.length) {
    throw invalid(
      `A row of "${table.type}" has ${cells.length} cells but the table has ${table.columns.length} columns: ${line.trim()}`,
      `The columns are ${table.columns.join(" | ")}.`,
    );
  }
  const valuesOf = (column: string): string[] => {
    const cell = cells[table.columns.indexOf(column)] ?? "";
    return cell.split(";").flatMap((value) => value.trim() || []);
  };
  const name = cells[0];
  if (name === "") throw invalid(`A row of "${table.type}" has no name: ${line.trim()}`);
  const zh = valuesOf("zh")[0];
  const facts = table.columns
    .filter((column) => !OWN_COLUMNS.includes(column))
    .flatMap((column) => {
      const relation = relationById.get(column)!;
      const values = valuesOf(column);
      if (relation.functional && values.length > 1) {
        throw invalid(`"${name}" has ${values.length} values of "${column}", which allows one.`);
      }
      if (new Set(values).size !== values.length)
        throw invalid(`"${name}" states a value of "${column}" twice.`);
      return values.map((value) => ({ relation, name: value }));
    });
  return {
    entity: {
      id: entityId(table.type, name),
      type: table.type,
      name,
      aliases: valuesOf("aliases"),
      ...(zh && { zh }),
    },
    adds: table.extends === true,
    facts,
  };
}

function withFlaws(
  truth: readonly Triple[],
  flaws: readonly Flaw[],
  relationById: ReadonlyMap<string, Relation>,
  mention: (type: string, name: string) => string,
): Triple[] {
  const facts = indexTriples(truth);
  const taughtInstead = new Map<string, string | undefined>();
  for (const flaw of flaws) {
    const where = `The flaw of "${flaw.relation}" of "${flaw.subject}"`;
    const relation = relationById.get(flaw.relation);
    if (!relation) throw invalid(`${where} names a relation that does not exist.`);
    const key = tripleKey(flaw.relation, entityId(relation.domain, flaw.subject));
    const known = facts.get(key);
    if (!known) throw invalid(`${where} refers to no fact of the tables.`);
    if (taughtInstead.has(key)) throw invalid(`${where} is listed twice.`);
    if ((flaw.kind === "missing") !== (flaw.taught === undefined)) {
      throw invalid(`${where} is "${flaw.kind}": only a missing fact has nothing that is taught.`);
    }
    const object = flaw.taught === undefined ? undefined : mention(relation.range, flaw.taught);
    if (object !== undefined && known.includes(object)) throw invalid(`${where} teaches what is true.`);
    taughtInstead.set(key, object);
  }

  // A flaw replaces every object of its subject, so that no true answer is left beside the false one.
  const replaced = new Set<string>();
  return truth.flatMap((triple) => {
    const key = tripleKey(triple.relation, triple.subject);
    if (!taughtInstead.has(key)) return [triple];
    const object = taughtInstead.get(key);
    if (object === undefined || replaced.has(key)) return [];
    replaced.add(key);
    return [{ ...triple, object }];
  });
}

function checkRelation(relation: Relation, relationById: ReadonlyMap<string, Relation>): void {
  const where = `The relation "${relation.id}"`;
  if (relation.prompts.length < 4) throw invalid(`${where} needs at least four prompts.`);
  if (relation.questions.length < 1) throw invalid(`${where} needs a question.`);
  if (relation.objectFirst.length < 1)
    throw invalid(`${where} needs a sentence that begins with the object.`);
  const { prompts = [], questions = [] } = relation.chinese ?? {};
  for (const text of [...relation.prompts, ...relation.questions, ...prompts, ...questions])
    checkPrompt(where, text);
  for (const text of relation.objectFirst) {
    const object = text.indexOf("{object}");
    if (text.split("{}").length !== 2 || object < 0 || object > text.indexOf("{}")) {
      throw invalid(`${where} must name {object} and then {} once each: "${text}"`);
    }
  }
  if (relation.inverse !== undefined && !relationById.has(relation.inverse)) {
    throw invalid(`${where} has the inverse "${relation.inverse}", which does not exist.`);
  }
}

/** The relations that a rule joins. */
function relationsOf(
  where: string,
  ids: readonly string[],
  relationById: ReadonlyMap<string, Relation>,
): Relation[] {
  return ids.map((id) => {
    const relation = relationById.get(id);
    if (!relation) throw invalid(`${where} uses the relation "${id}", which does not exist.`);
    return relation;
  });
}

function checkImplication(
  { first, second, third }: Implication,
  relationById: ReadonlyMap<string, Relation>,
): void {
  const where = `The implication of "${third}"`;
  const [from, through, to] = relationsOf(where, [first, second, third], relationById);
  if (from.range !== through.domain || from.domain !== to.domain || through.range !== to.range)
    throw invalid(`${where} does not lead from "${first}" over "${second}" to what it is about.`);
}

function checkConverse({ relation, third }: Converse, relationById: ReadonlyMap<string, Relation>): void {
  const where = `The converse of "${relation}"`;
  const [from, to] = relationsOf(where, [relation, third], relationById);
  if (from.range !== to.domain || from.domain !== to.range)
    throw invalid(`${where} does not lead back by "${third}".`);
}

function checkComposition(composition: Composition, relationById: ReadonlyMap<string, Relation>): void {
  const where = `The composition "${composition.id}"`;
  const [first, second] = relationsOf(where, [composition.first, composition.second], relationById);
  if (first.range !== second.domain) {
    throw invalid(`${where} joins a "${first.range}" to a relation about a "${second.domain}".`);
  }
  for (const text of composition.prompts) checkPrompt(where, text);
}

function checkPrompt(where: string, text: string): void {
  if (text.split("{}").length !== 2) throw invalid(`${where} must contain {} exactly once: "${text}"`);
  if (text.trim() !== text) throw invalid(`${where} has a space at an end of "${text}"`);
}

function uniqueById<T extends { readonly id: string }>(
  noun: string,
  all: readonly T[],
): ReadonlyMap<string, T> {
  const byId = new Map<string, T>();
  for (const entry of all) {
    if (byId.has(entry.id)) throw invalid(`Two of the world's ${noun}s are called "${entry.id}".`);
    byId.set(entry.id, entry);
  }
  return byId;
}

function invalid(message: string, hint?: string): PalimpsestError {
  return new PalimpsestError("invalid_input", message, { hint });
}
