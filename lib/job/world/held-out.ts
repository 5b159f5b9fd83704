/**
 * Texts and questions that a lifelong run is judged by besides its own edits. Both are the model's: facts that it knows, and
 * texts that it was not trained on where these are at hand. What there is none of is not measured, and the reason is kept.
 */
import { seededRandom, shuffled } from "../../base";
import { filledPrompt, isEmbedded, SUBJECT_SLOT, type EditCase } from "../../data";
import type { World } from "../../data/worlds";
import type { HealthAtStart } from "../../eval";
import type { Model, ScorePair } from "../../model";

const TEXTS = 64;
/** Questions that the base is asked until it has answered enough of them. */
const CANDIDATES = 256;

interface HeldOut {
  /**
   * Questions of two facts that the embedded model was not trained on, with their answers. Of another model those over which
   * its statistics are taken.
   */
  readonly texts: readonly string[];
  /** Facts that no edit of the run touches, as questions, in a fixed order. */
  readonly questions: readonly ScorePair[];
  readonly notMeasured: NonNullable<HealthAtStart["notMeasured"]>;
}

/** `world` as the model knows it, null when it was not asked; `own` the texts of its statistics, null when none are at hand. */
export async function heldOut(
  { tokenizer, facts }: Model,
  cases: readonly EditCase[],
  world: World | null,
  own: readonly string[] | null,
): Promise<HeldOut> {
  const isTrained = isEmbedded(facts.checkpoint);
  const fits = (text: string) =>
    tokenizer.encode(text, { special: true }).ids.length <= facts.dimensions.context;
  const candidates = world && isTrained ? await unseenTexts(world) : (own ?? []).filter(hasSeveralWords);
  const texts = first(candidates, TEXTS, fits);
  // A model that was trained on the world is asked in words that no edit is written in; another one as it was found to know.
  const questions = world
    ? await untouchedQuestions(world, cases, ({ prompts, questions: [asked] }) =>
        isTrained ? asked : prompts[0],
      )
    : [];
  return {
    texts,
    questions: first(questions, CANDIDATES, ({ prompt, target }) => fits(`${prompt} ${target}`)),
    notMeasured: {
      ...(texts.length === 0 && { perplexity: "noTexts" as const }),
      ...(questions.length === 0 && {
        ability: world ? ("noKnownFacts" as const) : ("factsNotAsked" as const),
      }),
    },
  };
}

/** The first word of a text is what the others are read after. */
function hasSeveralWords(text: string): boolean {
  return /^\S+ \S/.test(text);
}

async function unseenTexts(world: World): Promise<string[]> {
  const { twoHopsOf } = await import("../../data/worlds");
  return shuffled(twoHopsOf(world), seededRandom("held texts"))
    .filter(({ isTaught }) => !isTaught)
    .map(({ composition, subject, answers }) => `${filled(composition.prompts[0], subject)} ${answers[0]}.`);
}

/** Known facts that no edit is about, in the chosen wording of their relation. */
async function untouchedQuestions(
  world: World,
  cases: readonly EditCase[],
  wordingOf: (relation: World["relations"][number]) => string,
): Promise<ScorePair[]> {
  const { nameOf } = await import("../../data/worlds");
  const edited = new Set(cases.map(({ request }) => filledPrompt(request)));
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  return shuffled(world.known, seededRandom("questions of ability")).flatMap((triple) => {
    const relation = relations.get(triple.relation);
    const [subject, target] = [nameOf(world, triple.subject), nameOf(world, triple.object)];
    if (!relation || relation.prompts.some((prompt) => edited.has(filled(prompt, subject)))) return [];
    return [{ prompt: filled(wordingOf(relation), subject), target }];
  });
}

function filled(prompt: string, subject: string): string {
  return prompt.replace(SUBJECT_SLOT, () => subject);
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
