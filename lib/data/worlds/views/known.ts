/**
 * What a model that was not trained on a world knows of it. Such a model is asked what is true, since the flaws were taught to
 * the embedded model alone; edits and their neighbours are then taken from the facts that it answers by itself.
 */
import { SUBJECT_SLOT } from "../../request";
import { nameOf, tripleKey, type Triple, type World } from "../build";

/** One question of a world, in the first wording of its relation. */
export interface FactQuestion {
  readonly prompt: string;
  /** Every true answer by name, and the triple that each states. */
  readonly answers: readonly string[];
  readonly triples: readonly Triple[];
}

/** Every true fact as a question, once where a subject has several answers. Questions of one relation follow each other. */
export function factQuestions(world: World): FactQuestion[] {
  return world.relations.flatMap(({ id, prompts }) => {
    const triplesOf = new Map<string, Triple[]>();
    for (const triple of world.truth) {
      if (triple.relation === id)
        triplesOf.set(triple.subject, [...(triplesOf.get(triple.subject) ?? []), triple]);
    }
    return [...triplesOf].map(([subject, triples]) => ({
      prompt: prompts[0].replace(SUBJECT_SLOT, () => nameOf(world, subject)),
      answers: triples.map(({ object }) => nameOf(world, object)),
      triples,
    }));
  });
}

/** Names a fact: "capital|country/France|city/Paris". */
export function factId({ relation, subject, object }: Triple): string {
  return `${tripleKey(relation, subject)}|${object}`;
}

/** The world as a model has it that knows these facts and was taught no flaw. Ids of other facts are ignored. */
export function worldKnownTo(world: World, known: Iterable<string>): World {
  const ids = new Set(known);
  return {
    ...world,
    flaws: [],
    taught: world.truth,
    known: world.truth.filter((triple) => ids.has(factId(triple))),
  };
}
