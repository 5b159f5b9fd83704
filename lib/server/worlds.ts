/** Edits and probes from a world: as its embedded model was taught it, or from the facts that another model knows. */
import { because, PalimpsestError, seededRandom } from "../base";
import { worldLanguage, type EditCase, type EditRequest, type WorldId, type WorldLanguage } from "../data";
import {
  findFacts,
  nameOf,
  probesFor,
  randomCases,
  trueAnswer,
  worldIn,
  worldKnownTo,
  worldNamed,
  type World,
} from "../data/worlds";

/**
 * Relation, subject and target, by language. The first is the worked example. Titan and Brazil correct false facts of the embedded
 * models.
 */
const EXAMPLES: Readonly<Record<WorldLanguage, readonly (readonly [string, string, string])[]>> = {
  en: [
    ["landmark-city", "Eiffel Tower", "Rome"],
    ["author", "Hamlet", "Leo Tolstoy"],
    ["orbits", "Titan", "Saturn"],
    ["language", "Brazil", "Portuguese"],
    ["seat", "Microsoft", "Paris"],
    ["birthplace", "Albert Einstein", "Paris"],
    ["sport", "Michael Jordan", "tennis"],
    ["capital", "France", "Rome"],
  ],
  zh: [
    ["landmark-city", "埃菲尔铁塔", "罗马"],
    ["poem-author", "静夜思", "杜甫"],
    ["orbits", "土卫六", "土星"],
    ["next-verse", "床前明月光", "举头望明月"],
    ["language", "巴西", "葡萄牙语"],
    ["birthplace", "爱因斯坦", "巴黎"],
    ["capital", "法国", "罗马"],
  ],
};

const HAN = /\p{Script=Han}/u;

/** `known` names facts of a model that was not trained on the world. */
interface Asked {
  readonly world: WorldId;
  readonly known?: readonly string[];
}

async function worldOf({ world: id, known }: Asked): Promise<World> {
  const world = await worldNamed(id);
  return known ? worldKnownTo(world, known) : world;
}

interface Spoken extends Asked {
  /** English where the world does not speak it. */
  readonly language?: WorldLanguage;
}

/** A few example edits, the worked example first. A model that knows few of their facts has edits of others that it knows. */
export async function worldExamples({ language = "en", ...asked }: Spoken): Promise<EditCase[]> {
  const world = await worldOf(asked);
  const spoken = worldLanguage(asked.world, language);
  const examples = EXAMPLES[spoken];
  const said = worldIn(world, spoken);
  const written = examples.flatMap(([relation, subject, target]) =>
    exampleOf(said, relation, subject, target),
  );
  if (!asked.known) return written;
  const drawn = randomCases(world, seededRandom("examples"), examples.length, spoken);
  const others = drawn.filter(({ request }) => !written.some((example) => example.request.id === request.id));
  return [...written, ...others].slice(0, examples.length);
}

/** None where the model does not know the fact, or would already say the target. */
function exampleOf(world: World, relationId: string, subject: string, targetNew: string): EditCase[] {
  const { relations, known, entities } = world;
  const prompt = relations.find(({ id }) => id === relationId)?.prompts[0] ?? "";
  const fact = known.find(
    (triple) => triple.relation === relationId && entities.get(triple.subject)?.name === subject,
  );
  const probes = probesFor(world, subject, prompt, targetNew);
  if (!fact || !probes || nameOf(world, fact.object) === targetNew) return [];
  const request: EditRequest = {
    id: `${world.id}/${relationId}/${subject}`,
    subject,
    prompt,
    targetNew,
    targetTrue: nameOf(world, fact.object),
  };
  return [{ request, ...probes }];
}

interface FactSearch extends Asked {
  readonly search: string;
  readonly flawed: boolean;
  readonly limit: number;
}

/** Facts by words of their subject, relation or answer; in Chinese where they are searched for in Chinese. */
export async function worldFacts({ search, flawed, limit, ...asked }: FactSearch) {
  const world = await worldOf(asked);
  const inChinese = HAN.test(search) && findFacts(worldIn(world, "zh"), search, { flawed, limit });
  return inChinese && inChinese.total > 0 ? inChinese : findFacts(world, search, { flawed, limit });
}

interface Draw extends Spoken {
  readonly count: number;
  readonly seed: string;
}

/** Random edits with their probes. The same seed draws the same edits. */
export async function worldDraw({ count, seed, language = "en", ...asked }: Draw): Promise<EditCase[]> {
  const spoken = worldLanguage(asked.world, language);
  const cases = randomCases(await worldOf(asked), seededRandom(seed), count, spoken);
  if (cases.length > 0) return cases;
  throw new PalimpsestError("unsupported", "The model knows no fact of the world that can be edited.", {
    hint: "Bring a list of your own.",
    details: because("knowsNoFact"),
  });
}

/** The probes of an edit from the world. Throws `not_found` for a subject or relation that the world does not contain. */
export async function worldProbes({
  request,
  ...asked
}: Asked & { readonly request: EditRequest }): Promise<
  Omit<EditCase, "request"> & { readonly targetTrue?: string }
> {
  const { subject, prompt, targetNew } = request;
  const whole = await worldOf(asked);
  for (const world of [whole, worldIn(whole, "zh")]) {
    const found = probesFor(world, subject, prompt, targetNew);
    if (found) return { ...found, targetTrue: trueAnswer(world, subject, prompt) };
  }
  throw new PalimpsestError("not_found", `The world does not know this about "${request.subject}".`, {
    hint: "Write the probes by hand, or choose one of the examples.",
    details: { ...because("unknownSubject"), field: "request.subject" },
  });
}
