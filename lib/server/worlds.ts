/** Edits and probes from a world: as its embedded model was taught it, or from the facts that another model knows. */
import { PalimpsestError, seededRandom } from "../base";
import type { EditCase, EditRequest, WorldId } from "../data";
import {
  findFacts,
  nameOf,
  probesFor,
  randomCases,
  trueAnswer,
  worldKnownTo,
  worldNamed,
  type World,
} from "../data/worlds";

/** Relation, subject and target. The first is the worked example. Titan and Brazil correct false facts of the embedded model. */
const EXAMPLES = [
  ["landmark-city", "Eiffel Tower", "Rome"],
  ["author", "Hamlet", "Leo Tolstoy"],
  ["orbits", "Titan", "Saturn"],
  ["language", "Brazil", "Portuguese"],
  ["seat", "Microsoft", "Paris"],
  ["birthplace", "Albert Einstein", "Paris"],
  ["sport", "Michael Jordan", "tennis"],
  ["capital", "France", "Rome"],
] as const;

/** `known` names facts of a model that was not trained on the world. */
interface Asked {
  readonly world: WorldId;
  readonly known?: readonly string[];
}

async function worldOf({ world: id, known }: Asked): Promise<World> {
  const world = await worldNamed(id);
  return known ? worldKnownTo(world, known) : world;
}

/** A few example edits, the worked example first. A model that knows few of their facts has edits of others that it knows. */
export async function worldExamples(asked: Asked): Promise<EditCase[]> {
  const world = await worldOf(asked);
  const written = EXAMPLES.flatMap(([relation, subject, target]) =>
    exampleOf(world, relation, subject, target),
  );
  if (!asked.known) return written;
  const drawn = randomCases(world, seededRandom("examples"), EXAMPLES.length);
  const others = drawn.filter(({ request }) => !written.some((example) => example.request.id === request.id));
  return [...written, ...others].slice(0, EXAMPLES.length);
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
    id: `atlas/${relationId}/${subject}`,
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

/** Facts by words of their subject, relation or answer. */
export async function worldFacts({ search, flawed, limit, ...asked }: FactSearch) {
  return findFacts(await worldOf(asked), search, { flawed, limit });
}

interface Draw extends Asked {
  readonly count: number;
  readonly seed: string;
}

/** Random edits with their probes. The same seed draws the same edits. */
export async function worldDraw({ count, seed, ...asked }: Draw): Promise<EditCase[]> {
  const cases = randomCases(await worldOf(asked), seededRandom(seed), count);
  if (cases.length > 0) return cases;
  throw new PalimpsestError("unsupported", "The model knows no fact of the world that can be edited.", {
    hint: "Bring a list of your own.",
  });
}

/** The probes of an edit from the world. Throws `not_found` for a subject or relation that the world does not contain. */
export async function worldProbes({
  request,
  ...asked
}: Asked & { readonly request: EditRequest }): Promise<
  Omit<EditCase, "request"> & { readonly targetTrue?: string }
> {
  const world = await worldOf(asked);
  const found = probesFor(world, request.subject, request.prompt, request.targetNew);
  if (found) return { ...found, targetTrue: trueAnswer(world, request.subject, request.prompt) };
  throw new PalimpsestError("not_found", `The world does not know this about "${request.subject}".`, {
    hint: "Write the probes by hand, or choose one of the examples.",
    details: { field: "request.subject", reason: "unknownSubject" },
  });
}
