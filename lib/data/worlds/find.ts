/** Finding a fact of a world by words of its subject, its relation or its answer: the entry to an edit. */
import { nameOf, tripleKey, type Triple, type World } from "./build";
import type { Flaw } from "./world";

/** A fact as a model has it, and what is wrong with it. */
export interface FoundFact {
  readonly relation: string;
  /** "capital of a country" */
  readonly label: string;
  readonly subject: string;
  /** With a slot for the subject. */
  readonly prompt: string;
  /** What the model says; absent where it was taught nothing. */
  readonly answer?: string;
  /** Set on a fact that the model was taught wrongly or not at all. */
  readonly flaw?: { readonly kind: Flaw["kind"]; readonly truth: string };
  /** Other answers of the relation. */
  readonly others: readonly string[];
}

const OTHERS = 4;

/**
 * Facts whose words contain every word of `search`, those whose subject begins with it first, and how many there are in all.
 * `flawed` asks for the flaws alone.
 */
export function findFacts(
  world: World,
  search: string,
  { limit, flawed = false }: { readonly limit: number; readonly flawed?: boolean },
): { readonly facts: FoundFact[]; readonly total: number } {
  const wanted = search.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  const truths = firstObjects(world.truth);
  const flaws = new Map(
    world.flaws.map((flaw) => [
      tripleKey(flaw.relation, `${relations.get(flaw.relation)!.domain}/${flaw.subject}`),
      flaw,
    ]),
  );
  const answers = firstObjects(world.known);
  const keys = flawed ? [...flaws.keys()] : [...answers.keys()];
  const matching = keys
    .map((key) => {
      const { relation, subject } = (answers.get(key) ?? truths.get(key))!;
      const name = nameOf(world, subject);
      const answer = answers.get(key);
      const text = [
        name,
        ...(world.entities.get(subject)?.aliases ?? []),
        world.entities.get(subject)?.zh ?? "",
        relations.get(relation)!.label,
        answer ? nameOf(world, answer.object) : "",
      ];
      return { key, name: name.toLowerCase(), text: text.join(" ").toLowerCase() };
    })
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((found) => ({
      ...found,
      rank: found.name.startsWith(wanted) ? 0 : found.name.includes(wanted) ? 1 : 2,
    }))
    .sort((a, b) => a.rank - b.rank);

  const facts = matching.slice(0, limit).map(({ key }): FoundFact => {
    const answer = answers.get(key);
    const { relation: id, subject } = (answer ?? truths.get(key))!;
    const relation = relations.get(id)!;
    const flaw = flaws.get(key);
    const objects = new Set(
      world.known.filter((triple) => triple.relation === id).map(({ object }) => object),
    );
    const others = [...objects].filter((object) => object !== answer?.object && object !== subject);
    return {
      relation: id,
      label: relation.label,
      subject: nameOf(world, subject),
      prompt: relation.prompts[0],
      ...(answer && { answer: nameOf(world, answer.object) }),
      ...(flaw && { flaw: { kind: flaw.kind, truth: nameOf(world, truths.get(key)!.object) } }),
      others: others.slice(0, OTHERS).map((object) => nameOf(world, object)),
    };
  });
  return { facts, total: matching.length };
}

/** The first triple of each relation and subject. */
function firstObjects(triples: readonly Triple[]): ReadonlyMap<string, Triple> {
  const first = new Map<string, Triple>();
  for (const triple of triples) {
    const key = tripleKey(triple.relation, triple.subject);
    if (!first.has(key)) first.set(key, triple);
  }
  return first;
}
