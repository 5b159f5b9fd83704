/**
 * Questions that take two facts. A part of them is in the corpus that the embedded model is trained on; the others are the
 * only texts about its world that it has never seen.
 */
import { seededRandom } from "../../base";
import { indexTriples, nameOf, tripleKey, type World } from "./build";
import type { Composition } from "./world";

/** The share of instances that the model sees; the others tell whether it composes facts itself. */
const TAUGHT_SHARE = 0.4;

interface TwoHop {
  readonly composition: Composition;
  /** Names. */
  readonly subject: string;
  readonly answers: readonly string[];
  readonly isTaught: boolean;
}

/** Every instance of every composition that has an answer. The same world is always cut in the same way. */
export function twoHopsOf(world: World): TwoHop[] {
  const facts = indexTriples(world.taught);
  const random = seededRandom("atlas/two-hop");
  return world.compositions.flatMap((composition) =>
    world.taught
      .filter((triple) => triple.relation === composition.first)
      .flatMap(({ subject, object }) => {
        const answers = (facts.get(tripleKey(composition.second, object)) ?? []).map((id) =>
          nameOf(world, id),
        );
        if (answers.length === 0) return [];
        const isTaught = random.uniform() < TAUGHT_SHARE;
        return [{ composition, subject: nameOf(world, subject), answers, isTaught }];
      }),
  );
}
