/**
 * Edits of a world's facts, and the probes that judge them.
 *
 * A world knows what a dataset has to write down: which prompts ask the same, which facts stand beside the edited one
 * and must stay, and what follows from it by two steps. So any fact of it can be edited and judged, both for benchmarks
 * (`randomCases`) and for whatever a person types (`probesFor`). Probes say what the model is taught, flaws included,
 * because an edit is judged against what the model said before.
 */
import { seededRandom, shuffled, type Random } from "../../base";
import { SUBJECT_SLOT, type EditCase, type Probe } from "../request";
import { indexTriples, nameOf, tripleKey, type Entity, type Triple, type World } from "./build";
import { recogniseRelation } from "./recognise";
import type { Relation } from "./world";

/** How many probes of a kind a case has, where the world has that many. */
const SAME_RELATION = 3;
const SAME_SUBJECT = 2;
const OTHER = 2;
/** Statements among the rephrases; one question joins them. */
const STATEMENTS = 3;

/** Everything of a case but the request. */
type ProbeGroups = Omit<EditCase, "request">;

/**
 * Counterfactual edits of different known facts with a single answer, each to another answer of the same relation. Fewer than
 * `count` when fewer are known.
 */
export function randomCases(world: World, random: Random, count: number): EditCase[] {
  const index = indexOf(world);
  const editable = world.known.filter(
    (triple) => objectsOf(index, triple.relation, triple.subject).length === 1,
  );
  const cases: EditCase[] = [];
  for (const triple of shuffled(editable, random.fork("facts"))) {
    if (cases.length === count) break;
    const made = caseOf(index, triple, random.fork(tripleKey(triple.relation, triple.subject)));
    if (made) cases.push(made);
  }
  return cases;
}

/**
 * The probes for an edit that a person is writing, or undefined when the world does not know the subject or cannot tell
 * the relation. `ask` is a relation id or a prompt, with or without the subject filled in. Consequences are included
 * when `targetNew` is given. The same question always gives the same probes.
 */
export function probesFor(
  world: World,
  subject: string,
  ask: string,
  targetNew?: string,
): ProbeGroups | undefined {
  const found = recogniseRelation(world, subject, ask);
  if (!found) return undefined;
  const random = seededRandom(`${world.id}/probes/${found.relation.id}|${found.subject.id}`);
  return groupsOf(indexOf(world), found.relation, found.subject, targetNew, random);
}

/** A world and where its facts are found, made once for each call from outside. */
interface Index {
  readonly world: World;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly facts: ReadonlyMap<string, readonly string[]>;
  /** The known ones alone. */
  readonly knownFacts: ReadonlyMap<string, readonly string[]>;
  /** Answers of each relation. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
}

function indexOf(world: World): Index {
  return {
    world,
    relations: new Map(world.relations.map((relation) => [relation.id, relation])),
    facts: indexTriples(world.taught),
    knownFacts: indexTriples(world.known),
    objects: new Map(
      world.relations.map(({ id }) => [
        id,
        [...new Set(world.taught.filter(({ relation }) => relation === id).map(({ object }) => object))],
      ]),
    ),
  };
}

function objectsOf(index: Index, relation: string, subject: string): readonly string[] {
  return index.facts.get(tripleKey(relation, subject)) ?? [];
}

function caseOf(index: Index, triple: Triple, random: Random): EditCase | undefined {
  const relation = index.relations.get(triple.relation);
  const subject = index.world.entities.get(triple.subject);
  // Nothing is its own neighbour, its own capital or its own parent.
  const others = (index.objects.get(triple.relation) ?? []).filter(
    (object) => object !== triple.object && object !== triple.subject,
  );
  if (!relation || !subject || others.length === 0) return undefined;
  const targetNew = nameOf(index.world, others[random.integer(others.length)]);
  return {
    request: {
      id: `${index.world.id}/${relation.id}/${subject.name}`,
      subject: subject.name,
      prompt: relation.prompts[0],
      targetNew,
      targetTrue: nameOf(index.world, triple.object),
    },
    ...groupsOf(index, relation, subject, targetNew, random),
  };
}

function groupsOf(
  index: Index,
  relation: Relation,
  subject: Entity,
  targetNew: string | undefined,
  random: Random,
): ProbeGroups {
  const statements = shuffled(relation.prompts.slice(1), random.fork("statements")).slice(0, STATEMENTS);
  const question = relation.questions[random.integer(relation.questions.length)];
  return {
    rephrases: [...statements, question].map((prompt) => filled(prompt, subject.name)),
    locality: withoutEmpty({
      "same-relation": sameRelation(index, relation, subject, targetNew, random.fork("same-relation")),
      "same-subject": sameSubject(index, relation, subject, random.fork("same-subject")),
      other: other(index, relation, subject, random.fork("other")),
    }),
    portability: withoutEmpty({
      "one-hop": targetNew === undefined ? [] : oneHop(index, relation, subject, targetNew),
      alias:
        targetNew === undefined
          ? []
          : subject.aliases.map((alias) => ({
              prompt: filled(relation.prompts[0], alias),
              target: targetNew,
            })),
    }),
  };
}

/** Subjects with the old or the new answer are left out: there one could not tell whether the edit leaked. */
function sameRelation(
  index: Index,
  relation: Relation,
  subject: Entity,
  targetNew: string | undefined,
  random: Random,
): Probe[] {
  const avoided = new Set(
    objectsOf(index, relation.id, subject.id).map((object) => nameOf(index.world, object)),
  );
  if (targetNew !== undefined) avoided.add(targetNew);
  const neighbours = index.world.known.filter(
    (triple) =>
      triple.relation === relation.id &&
      triple.subject !== subject.id &&
      !avoided.has(nameOf(index.world, triple.object)),
  );
  return probesOf(index, shuffled(oneEach(neighbours), random).slice(0, SAME_RELATION));
}

function sameSubject(index: Index, relation: Relation, subject: Entity, random: Random): Probe[] {
  const facts = index.world.known.filter(
    (triple) => triple.subject === subject.id && triple.relation !== relation.id,
  );
  return probesOf(index, shuffled(oneEach(facts), random).slice(0, SAME_SUBJECT));
}

function other(index: Index, relation: Relation, subject: Entity, random: Random): Probe[] {
  const far = index.world.known.filter(
    (triple) =>
      triple.subject !== subject.id && triple.object !== subject.id && triple.relation !== relation.id,
  );
  const chosen = Array.from({ length: Math.min(OTHER, far.length) }, () => far[random.integer(far.length)]);
  return probesOf(index, oneEach(chosen));
}

/** What follows from the edit by a second relation, where that differs from what followed before. */
function oneHop(index: Index, relation: Relation, subject: Entity, targetNew: string): Probe[] {
  const before = objectsOf(index, relation.id, subject.id);
  return index.world.compositions
    .filter((composition) => composition.first === relation.id)
    .flatMap((composition) => {
      const through = tripleKey(composition.second, `${relation.range}/${targetNew}`);
      const [then] = index.knownFacts.get(through) ?? [];
      const old = before.flatMap((object) => objectsOf(index, composition.second, object));
      if (then === undefined || old.includes(then)) return [];
      return [{ prompt: filled(composition.prompts[0], subject.name), target: nameOf(index.world, then) }];
    });
}

function probesOf(index: Index, triples: readonly Triple[]): Probe[] {
  return triples.map(({ relation, subject, object }) => ({
    prompt: filled(index.relations.get(relation)!.prompts[0], nameOf(index.world, subject)),
    target: nameOf(index.world, object),
  }));
}

/** The first of the triples that share relation and subject, so that no prompt is asked twice. */
function oneEach(triples: readonly Triple[]): Triple[] {
  const seen = new Set<string>();
  return triples.filter((triple) => {
    const key = tripleKey(triple.relation, triple.subject);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function withoutEmpty(groups: Readonly<Record<string, Probe[]>>): Record<string, Probe[]> {
  return Object.fromEntries(Object.entries(groups).filter(([, probes]) => probes.length > 0));
}

function filled(prompt: string, subject: string): string {
  return prompt.replace(SUBJECT_SLOT, () => subject);
}
