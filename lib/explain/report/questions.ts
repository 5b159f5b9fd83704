/**
 * Questions about a relation of a world that show how firmly its facts are held: other wordings, the way back, two steps,
 * passages that say something else, negation, and subjects with a similar name.
 */
import { seededRandom, shuffled } from "../../base";
import { SUBJECT_SLOT } from "../../data";
import { indexTriples, nameOf, tripleKey, type World } from "../../data/worlds";

type Relation = World["relations"][number];

/** A prompt and the names that answer it. */
export interface Asked {
  readonly prompt: string;
  readonly answers: readonly string[];
}

export interface RelationQuestions {
  readonly relation: string;
  /** Facts of the relation, each with its canonical prompt first, then the other wordings. */
  readonly facts: readonly FactQuestions[];
  /** From the object back to the subject. */
  readonly reversals: readonly { readonly forward: Asked; readonly reverse: Asked }[];
  /** `without` asks the second step of the subject itself: a right answer to it is a shortcut. */
  readonly twoHops: readonly {
    readonly first: Asked;
    readonly second: Asked;
    readonly whole: Asked;
    readonly without: Asked;
  }[];
}

export interface FactQuestions {
  readonly subject: string;
  readonly answers: readonly string[];
  readonly statements: readonly string[];
  readonly question: string;
  readonly negated: string;
  /** Another answer of the relation, and passages that state it of this subject; the prompt follows them. */
  readonly other: string;
  readonly passages: readonly string[];
  /** A passage that states it of another subject, and one about another relation. */
  readonly distractor: string;
  readonly irrelevant: string;
  /** How many taught facts name the subject: what is met more often is held better. */
  readonly mentions: number;
  /** Canonical prompts of the subjects with the nearest names. */
  readonly near: readonly Asked[];
}

const NEAR = 3;

/** At most `count` facts of each kind, drawn by `seed`; those with one answer. */
export function relationQuestions(
  world: World,
  relation: Relation,
  count: number,
  seed: number,
): RelationQuestions {
  const random = seededRandom(`${world.id} ${relation.id} ${seed}`);
  const objectsOf = indexTriples(world.taught);
  const name = (id: string) => nameOf(world, id);
  const own = world.taught.filter((triple) => triple.relation === relation.id);
  const single = own.filter(({ subject }) => objectsOf.get(tripleKey(relation.id, subject))?.length === 1);
  const objects = [...new Set(own.map(({ object }) => object))];
  const mentions = new Map<string, number>();
  for (const { subject, object } of world.taught)
    for (const id of [subject, object]) mentions.set(id, (mentions.get(id) ?? 0) + 1);
  const say = (prompt: string, subject: string) => prompt.replace(SUBJECT_SLOT, () => subject);
  const [canonical, ...wordings] = relation.prompts;
  const subjects = single.map(({ subject }) => name(subject));
  const elsewhere = shuffled(
    world.taught.filter((triple) => triple.relation !== relation.id && isEnglish(world, triple.relation)),
    random.fork("irrelevant"),
  );

  const facts = shuffled(single, random.fork("facts"))
    .slice(0, count)
    .map((triple, i): FactQuestions => {
      const subject = name(triple.subject);
      const others = objects.filter((id) => id !== triple.object && id !== triple.subject);
      const other = name(others[random.integer(others.length)] ?? triple.object);
      const stranger =
        single[(single.indexOf(triple) + 1 + random.integer(single.length - 1)) % single.length];
      const unrelated = elsewhere[i % elsewhere.length];
      const of = world.relations.find(({ id }) => id === unrelated.relation) as Relation;
      return {
        subject,
        answers: [name(triple.object)],
        statements: [canonical, ...wordings].map((prompt) => say(prompt, subject)),
        question: say(relation.questions[0], subject),
        negated: `${say(canonical, subject)} not`,
        other,
        passages: [canonical, ...wordings].slice(0, 3).map((prompt) => `${say(prompt, subject)} ${other}.`),
        distractor: `${say(canonical, name(stranger.subject))} ${other}.`,
        irrelevant: `${say(of.prompts[0], name(unrelated.subject))} ${name(unrelated.object)}.`,
        mentions: mentions.get(triple.subject) ?? 0,
        near: nearestNames(subject, subjects, NEAR).map((neighbour) => ({
          prompt: say(canonical, neighbour),
          answers: single
            .filter(({ subject: id }) => name(id) === neighbour)
            .map(({ object }) => name(object)),
        })),
      };
    });

  const [objectFirst] = relation.objectFirst;
  const backwards = objectFirst.slice(0, objectFirst.indexOf(SUBJECT_SLOT)).trimEnd();
  const reversals = shuffled(single, random.fork("reversals"))
    .slice(0, count)
    .map(({ subject, object }) => ({
      forward: { prompt: say(canonical, name(subject)), answers: [name(object)] },
      reverse: {
        prompt: backwards.replace("{object}", () => name(object)),
        answers: own.filter((triple) => triple.object === object).map((triple) => name(triple.subject)),
      },
    }));
  return {
    relation: relation.label,
    facts,
    reversals,
    twoHops: shuffled(twoHopsWith(world, relation), random.fork("two hops")).slice(0, count),
  };
}

/** Every composition with this relation as one of its steps. */
function twoHopsWith(world: World, relation: Relation): RelationQuestions["twoHops"][number][] {
  const facts = indexTriples(world.taught);
  const names = (ids: readonly string[]) => ids.map((id) => nameOf(world, id));
  const promptOf = (id: string) => world.relations.find((one) => one.id === id)?.prompts[0] ?? "";
  return world.compositions
    .filter(({ first, second }) => first === relation.id || second === relation.id)
    .flatMap(({ first, second, prompts }) =>
      world.taught
        .filter((triple) => triple.relation === first)
        .flatMap(({ subject, object }) => {
          const answers = names(facts.get(tripleKey(second, object)) ?? []);
          if (answers.length === 0) return [];
          const [from, middle] = names([subject, object]);
          const asked = (prompt: string, of: string, right: readonly string[]): Asked => ({
            prompt: prompt.replace(SUBJECT_SLOT, () => of),
            answers: right,
          });
          return [
            {
              first: asked(promptOf(first), from, names(facts.get(tripleKey(first, subject)) ?? [])),
              second: asked(promptOf(second), middle, answers),
              whole: asked(prompts[0], from, answers),
              without: asked(promptOf(second), from, answers),
            },
          ];
        }),
    );
}

function isEnglish(world: World, relation: string): boolean {
  return world.relations.find(({ id }) => id === relation)?.language === undefined;
}

/** The names that share most of their beginning and their words with one. */
function nearestNames(own: string, all: readonly string[], count: number): string[] {
  const words = new Set(own.split(" "));
  const likeness = (name: string) => {
    let common = 0;
    while (common < Math.min(own.length, name.length) && own[common] === name[common]) common++;
    return 10 * name.split(" ").filter((word) => words.has(word)).length + common;
  };
  return [...new Set(all)]
    .filter((name) => name !== own)
    .map((name) => ({ name, likeness: likeness(name) }))
    .sort((a, b) => b.likeness - a.likeness || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}
