/**
 * What follows from an edit by the rules of its world, in the manner of RippleEdits (Cohen et al. 2023).
 *
 * A fact near the edit must change when a rule derives it from the new fact: by composition, also through facts that are derived
 * themselves, or as the inverse of an exact relation. It may change when a rule only suggests it, or when it is another fact of the
 * subject: a landmark that moves may keep its architect or not. Everything else must not change.
 */
import { entityId, tripleKey, type Entity, type Triple } from "../build";
import { objectsOf, type FactIndex } from "./fact-index";
import type { Relation } from "../world";

/** A question about a subject, and the entity that answers it. */
export interface RippleFact {
  readonly kind: "implied" | "inverse" | "one-hop";
  readonly prompt: string;
  /** Entity ids. */
  readonly subject: string;
  readonly answer: string;
}

export interface Ripple {
  readonly must: readonly RippleFact[];
  /** Facts as they are now, which the edit leaves open. */
  readonly may: readonly Triple[];
  /** Keys of facts that the edit changes or leaves open: none of them is a neighbour. */
  readonly touched: ReadonlySet<string>;
}

/** Facts that follow for each thing that stands behind the subject, such as every landmark of a city. */
const UPSTREAM = 2;

/** Without a target nothing follows yet, and what the edit leaves open is known all the same. */
export function rippleOf(
  index: FactIndex,
  relation: Relation,
  subject: Entity,
  targetNew: string | undefined,
): Ripple {
  const edited = {
    relation: relation.id,
    subject: subject.id,
    object: targetNew === undefined ? "" : entityId(relation.range, targetNew),
  };
  const changed = targetNew === undefined ? [edited] : closureOf(index, edited);
  const touched = new Set(changed.map(keyOf));
  const derived = changed.slice(1);
  const must: RippleFact[] = [
    ...derived.flatMap((fact): RippleFact[] => {
      const { prompts = [], inverse } = index.relations.get(fact.relation) ?? {};
      const kind = inverse === relation.id ? "inverse" : "implied";
      return prompts
        .slice(0, 1)
        .map((prompt) => ({ kind, prompt, subject: fact.subject, answer: fact.object }));
    }),
    ...(targetNew === undefined ? [] : changed.flatMap((fact) => twoHops(index, fact))),
  ];
  const open = [...suggested(index, edited), ...(index.knownOf.get(subject.id) ?? [])];
  const may = open.filter((fact) => !touched.has(keyOf(fact)));
  for (const fact of may) touched.add(keyOf(fact));
  return { must, may, touched };
}

/** The edited fact and every fact that the certain rules derive from it, where it is not so already. */
function closureOf(index: FactIndex, edited: Triple): Triple[] {
  const changed = [edited];
  const seen = new Set([keyOf(edited)]);
  for (const fact of changed) {
    for (const next of derivedFrom(index, fact)) {
      const isSo = objectsOf(index, next.relation, next.subject).includes(next.object);
      if (isSo || seen.has(keyOf(next))) continue;
      seen.add(keyOf(next));
      changed.push(next);
    }
  }
  return changed;
}

function derivedFrom(index: FactIndex, { relation, subject, object }: Triple): Triple[] {
  const { implications } = index.world;
  const inverse = index.relations.get(relation)?.inverse;
  return [
    ...implications
      .filter(({ first }) => first === relation)
      .flatMap(({ second, third }) =>
        (index.knownFacts.get(tripleKey(second, object)) ?? [])
          .slice(0, 1)
          .map((answer) => ({ relation: third, subject, object: answer })),
      ),
    ...implications
      .filter(({ second }) => second === relation)
      .flatMap(({ first, third }) =>
        behind(index, first, subject).map((fact) => ({ relation: third, subject: fact.subject, object })),
      ),
    ...(inverse === undefined ? [] : [{ relation: inverse, subject: object, object: subject }]),
  ];
}

/** Questions that take the changed fact and one more, where the answer is another than before. */
function twoHops(index: FactIndex, { relation, subject, object }: Triple): RippleFact[] {
  const before = objectsOf(index, relation, subject);
  return index.world.compositions.flatMap(({ first, second, prompts: [prompt] }): RippleFact[] => {
    if (first === relation) {
      const [then] = index.knownFacts.get(tripleKey(second, object)) ?? [];
      const old = before.flatMap((one) => objectsOf(index, second, one));
      if (then === undefined || old.includes(then)) return [];
      return [{ kind: "one-hop", prompt, subject, answer: then }];
    }
    if (second !== relation) return [];
    return behind(index, first, subject).map((fact) => ({
      kind: "one-hop",
      prompt,
      subject: fact.subject,
      answer: object,
    }));
  });
}

/** Known facts of a relation whose object this is, and which has no other. */
function behind(index: FactIndex, relation: string, object: string): Triple[] {
  return (index.knownWith.get(object) ?? [])
    .filter((fact) => fact.relation === relation && objectsOf(index, relation, fact.subject).length === 1)
    .slice(0, UPSTREAM);
}

/** Known facts of the new answer that a rule suggests anew: the country of a city that becomes a capital. */
function suggested(index: FactIndex, { relation, object }: Triple): Triple[] {
  const thirds = index.world.converses.flatMap(({ relation: of, third }) => (of === relation ? [third] : []));
  return (index.knownOf.get(object) ?? []).filter((fact) => thirds.includes(fact.relation));
}

function keyOf({ relation, subject }: Triple): string {
  return tripleKey(relation, subject);
}
