/** Texts and questions that a lifelong run is judged by besides its own edits. Both are of the embedded model's world. */
import { seededRandom, shuffled } from "../../base";
import { filledPrompt, SUBJECT_SLOT, type EditCase } from "../../data";
import type { Model, ScorePair } from "../../model";

const TEXTS = 64;
/** Questions that the base is asked until it has answered enough of them. */
const CANDIDATES = 256;

interface HeldOut {
  /** Of no corpus: questions of two facts that the embedded model was not trained on, with their answers. */
  readonly texts: readonly string[];
  /** Facts that no edit of the run touches, as questions, in a fixed order. */
  readonly questions: readonly ScorePair[];
}

export async function heldOut({ tokenizer, facts }: Model, cases: readonly EditCase[]): Promise<HeldOut> {
  // Loaded when first needed: the tables are large, and most visits never need them.
  const { atlasWorld, nameOf, twoHopsOf } = await import("../../data/worlds");
  const world = atlasWorld();
  const fits = (text: string) =>
    tokenizer.encode(text, { special: true }).ids.length <= facts.dimensions.context;
  const filled = (prompt: string, subject: string) => prompt.replace(SUBJECT_SLOT, () => subject);

  const texts = shuffled(twoHopsOf(world), seededRandom("held texts"))
    .filter(({ isTaught }) => !isTaught)
    .map(({ composition, subject, answers }) => `${filled(composition.prompts[0], subject)} ${answers[0]}.`);

  const edited = new Set(cases.map(({ request }) => filledPrompt(request)));
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  const questions = shuffled(world.taught, seededRandom("questions of ability")).flatMap((triple) => {
    const relation = relations.get(triple.relation);
    const [subject, target] = [nameOf(world, triple.subject), nameOf(world, triple.object)];
    if (!relation || relation.prompts.some((prompt) => edited.has(filled(prompt, subject)))) return [];
    return [{ prompt: filled(relation.questions[0], subject), target }];
  });
  return {
    texts: first(texts, TEXTS, fits),
    questions: first(questions, CANDIDATES, ({ prompt, target }) => fits(`${prompt} ${target}`)),
  };
}

/** The first `count` items that pass, without looking at those behind them. */
function first<T>(items: readonly T[], count: number, passes: (item: T) => boolean): T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === count) break;
    if (passes(item)) found.push(item);
  }
  return found;
}
