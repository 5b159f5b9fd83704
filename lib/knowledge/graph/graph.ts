/**
 * A knowledge graph in memory: what holds now, indexed both ways.
 *
 * Facts are stated or derived. A derived fact holds while something supports it: the inverse of a stated fact, or a rule.
 * The graph itself decides nothing about conflicts; a plan does, and the graph takes the plan's changes. A change names the
 * fact before and after, so that it is taken back by swapping the two.
 */
import { because, hashJson, PalimpsestError } from "../../base";
import type { GraphContent, GraphEntity, GraphFact, GraphRelation, GraphRule, GraphTriple } from "./schema";

/** One fact's change; absent before where it is new, absent after where it is taken out. */
export interface FactChange {
  readonly before?: GraphFact;
  readonly after?: GraphFact;
}

/** What can be looked up; a plan looks at a draft of the graph through the same questions. */
export interface FactView {
  fact(triple: GraphTriple): GraphFact | undefined;
  /** Objects of a subject, in the order of their ids. */
  objects(subject: string, relation: string): readonly string[];
  /** Subjects of an object, in the order of their ids. */
  subjects(relation: string, object: string): readonly string[];
}

export interface KnowledgeGraph extends FactView {
  readonly entities: ReadonlyMap<string, GraphEntity>;
  readonly relations: ReadonlyMap<string, GraphRelation>;
  /** Rules in an order in which each comes after those that give what it rests on. */
  readonly rules: readonly GraphRule[];
  /** How many facts hold. */
  readonly size: number;
  facts(): Iterable<GraphFact>;
  /** Facts in which the entity is the subject or the object. */
  factsAbout(entity: string): readonly GraphFact[];
  entity(id: string): GraphEntity;
  relation(id: string): GraphRelation;
  addEntity(entity: GraphEntity): void;
  /** Those that it does not have. Throws `invalid_input`, and adds none, where an inverse does not lead back. */
  addRelations(added: readonly GraphRelation[]): void;
  /** Throws `conflict`, and changes nothing, where a fact is not as the change says it was. */
  apply(changes: readonly FactChange[]): void;
  content(): GraphContent;
  /** Content address of what holds: equal for equal graphs, whatever way led there. */
  fingerprint(): Promise<string>;
}

export const factKey = ({ subject, relation, object }: GraphTriple): string =>
  `${subject}\u0001${relation}\u0001${object}`;
export const forwardKey = (subject: string, relation: string): string => `${subject}\u0001${relation}`;
export const backwardKey = (relation: string, object: string): string => `\u0001${relation}\u0001${object}`;

/** The relation that says it the other way round, or undefined. */
export function inverseOf(graph: Pick<KnowledgeGraph, "relations">, relation: GraphRelation) {
  return relation.inverse === undefined ? undefined : graph.relations.get(relation.inverse);
}

/** Throws `invalid_input` at the first entity, relation, rule or fact that does not fit. */
export function createKnowledgeGraph(content: GraphContent): KnowledgeGraph {
  const entities = byId("entity", content.entities);
  const relations = byId("relation", content.relations);
  for (const relation of relations.values()) checkInverse(relation, relations);
  const rules = orderedRules(content.rules, relations);
  const facts = new Map<string, GraphFact>();
  const forward = new Index();
  const backward = new Index();
  const about = new Index();

  const graph: KnowledgeGraph = {
    entities,
    relations,
    rules,
    get size() {
      return facts.size;
    },
    facts: () => facts.values(),
    fact: (triple) => facts.get(factKey(triple)),
    objects: (subject, relation) => forward.of(forwardKey(subject, relation)),
    subjects: (relation, object) => backward.of(backwardKey(relation, object)),
    factsAbout: (entity) => about.of(entity).map((key) => facts.get(key)!),
    entity: (id) => found(entities, id, "entity"),
    relation: (id) => found(relations, id, "relation"),
    addEntity(entity) {
      if (!entities.has(entity.id)) entities.set(entity.id, entity);
    },
    addRelations(added) {
      const fresh = added.filter(({ id }) => !relations.has(id));
      const all = new Map([...relations, ...fresh.map((relation) => [relation.id, relation] as const)]);
      for (const relation of fresh) checkInverse(relation, all);
      for (const relation of fresh) relations.set(relation.id, relation);
    },
    apply(changes) {
      for (const { before, after } of changes) {
        const key = factKey((before ?? after)!);
        if (!sameFact(facts.get(key), before))
          throw new PalimpsestError(
            "conflict",
            `The fact ${key.split("\u0001").join(" · ")} has changed meanwhile.`,
            {
              hint: "Plan again on the graph as it is.",
              details: because("factChanged"),
            },
          );
      }
      for (const { before, after } of changes) {
        const { subject, relation, object } = (before ?? after)!;
        const key = factKey({ subject, relation, object });
        if (after === undefined) facts.delete(key);
        else facts.set(key, after);
        if ((before === undefined) === (after === undefined)) continue;
        const file = after === undefined ? "remove" : "add";
        forward[file](forwardKey(subject, relation), object);
        backward[file](backwardKey(relation, object), subject);
        about[file](subject, key);
        about[file](object, key);
      }
    },
    content: () => ({
      entities: [...entities.values()],
      relations: [...relations.values()],
      rules: [...rules],
      facts: sorted([...facts.values()]),
    }),
    fingerprint: () => hashJson(sorted([...facts.values()])),
  };
  for (const fact of content.facts) checkFact(fact, graph);
  graph.apply(content.facts.map((after) => ({ after })));
  return graph;
}

export function sameFact(a: GraphFact | undefined, b: GraphFact | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (["stated", "author", "source", "from", "until"] as const).every((field) => a[field] === b[field]);
}

/** Values by key, each list in the order of its values. */
class Index {
  readonly #lists = new Map<string, string[]>();

  of(key: string): readonly string[] {
    return this.#lists.get(key) ?? [];
  }

  add(key: string, value: string): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [value]);
    else list.splice(placeOf(list, value), 0, value);
  }

  remove(key: string, value: string): void {
    const list = this.#lists.get(key)!;
    list.splice(placeOf(list, value), 1);
    if (list.length === 0) this.#lists.delete(key);
  }
}

/** Where the value stands, or would stand, in a sorted list. */
function placeOf(list: readonly string[], value: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sorted(facts: readonly GraphFact[]): GraphFact[] {
  const keyed = facts.map((fact) => ({ key: factKey(fact), fact }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ fact }) => fact);
}

function byId<T extends { readonly id: string }>(what: string, items: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(item.id)) throw invalid(`There are two ${what} records with the id "${item.id}".`);
    map.set(item.id, item);
  }
  return map;
}

function found<T>(items: ReadonlyMap<string, T>, id: string, what: string): T {
  const item = items.get(id);
  if (item === undefined) throw new PalimpsestError("not_found", `The graph has no ${what} "${id}".`);
  return item;
}

export function checkInverse(relation: GraphRelation, relations: ReadonlyMap<string, GraphRelation>): void {
  if (relation.inverse === undefined) return;
  const inverse = relations.get(relation.inverse);
  if (inverse === undefined)
    throw invalid(
      `The inverse of "${relation.id}" is "${relation.inverse}", which is no relation of the graph.`,
    );
  if (inverse.inverse !== relation.id)
    throw invalid(
      `"${relation.id}" names "${inverse.id}" as its inverse, but the inverse of that is ${inverse.inverse ? `"${inverse.inverse}"` : "not stated"}.`,
      "State both directions.",
    );
}

/** Rules in order of what they rest on. A rule that would rest on its own result has no end, so it is refused. */
function orderedRules(
  rules: readonly GraphRule[],
  relations: ReadonlyMap<string, GraphRelation>,
): readonly GraphRule[] {
  for (const rule of rules) {
    for (const id of [rule.first, rule.second, rule.third]) {
      if (!relations.has(id))
        throw invalid(`The rule ${ruleText(rule)} names "${id}", which is no relation.`);
    }
  }
  const given = new Set(rules.map(({ third }) => third));
  const ordered: GraphRule[] = [];
  const left = [...rules];
  while (left.length > 0) {
    const open = new Set(left.map(({ third }) => third));
    const next = left.findIndex(({ first, second }) => !open.has(first) && !open.has(second));
    if (next < 0)
      throw invalid(
        `The rules rest on each other in a circle: ${left.map(ruleText).join("; ")}.`,
        "Remove one.",
      );
    ordered.push(...left.splice(next, 1));
  }
  const inverted = [...given].filter((id) => relations.get(id)!.inverse !== undefined);
  if (inverted.length > 0)
    throw invalid(`A rule gives "${inverted[0]}", which has an inverse.`, "State the rule or the inverse.");
  return ordered;
}

export const ruleText = ({ first, second, third }: GraphRule): string => `${first} ∘ ${second} ⇒ ${third}`;

function checkFact(fact: GraphFact, graph: KnowledgeGraph): void {
  graph.entity(fact.subject);
  graph.relation(fact.relation);
  graph.entity(fact.object);
}

function invalid(message: string, hint?: string): PalimpsestError {
  return new PalimpsestError("invalid_input", message, hint === undefined ? {} : { hint });
}
