/** What a world teaches, as plain statements. */
import { SUBJECT_SLOT } from "../request";
import { nameOf, type World } from "./build";

/** Every taught fact in the first two wordings of its relation. */
export function statementsOf(world: World): string[] {
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  return world.taught.flatMap(({ relation, subject, object }) =>
    (relations.get(relation)?.prompts ?? [])
      .slice(0, 2)
      .map(
        (prompt) => `${prompt.replace(SUBJECT_SLOT, () => nameOf(world, subject))} ${nameOf(world, object)}.`,
      ),
  );
}
