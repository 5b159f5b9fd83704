/** Facts of a world as questions about what is so. */
import type { Question } from "../question";
import { nameOf, type World } from "./build";

/** Rephrasings of a question: agreement needs some, and time is not spent on all. */
const REPHRASINGS = 3;

/** Facts with a single answer; how many facts the world has of a thing stands for how well known it is. */
export function worldQuestions(world: World): Question[] {
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  const mentions = new Map<string, number>();
  const answers = new Map<string, number>();
  for (const { relation, subject, object } of world.truth) {
    for (const id of [subject, object]) mentions.set(id, (mentions.get(id) ?? 0) + 1);
    answers.set(`${relation} ${subject}`, (answers.get(`${relation} ${subject}`) ?? 0) + 1);
  }
  return world.truth
    .filter(({ relation, subject }) => answers.get(`${relation} ${subject}`) === 1)
    .map(({ relation: id, subject, object }) => {
      const name = nameOf(world, subject);
      const [prompt, ...others] = (relations.get(id)?.prompts ?? []).map((text) =>
        text.replace("{}", () => name),
      );
      const { aliases = [] } = world.entities.get(object) ?? {};
      return {
        id: `${id}/${name}`,
        prompt,
        rephrases: others.slice(0, REPHRASINGS),
        answers: [nameOf(world, object), ...aliases],
        subject: name,
        relation: id,
        popularity: mentions.get(subject) ?? 1,
      };
    });
}
