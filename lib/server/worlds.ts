/** Edits and probes from the world: as the embedded model was taught it, or from the facts that another model knows. */
import { PalimpsestError, seededRandom } from "../base";
import type { EditCase, EditRequest } from "../data";
import {
  atlasWorld,
  findFacts,
  nameOf,
  probesFor,
  randomCases,
  trueAnswer,
  worldKnownTo,
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

/** The world takes some milliseconds to build and never changes, so it is built at the first use and kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
const taughtWorld = once<World>(atlasWorld);

/** `known` names facts of a model that was not trained on the world. */
function worldOf(known: readonly string[] | undefined): World {
  return known ? worldKnownTo(taughtWorld(), known) : taughtWorld();
}

/** A few example edits, the worked example first. A model that knows few of their facts has edits of others that it knows. */
export function atlasExamples(known?: readonly string[]): EditCase[] {
  const world = worldOf(known);
  const written = EXAMPLES.flatMap(([relation, subject, target]) =>
    exampleOf(world, relation, subject, target),
  );
  if (!known) return written;
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

interface FactSearch {
  readonly search: string;
  readonly flawed: boolean;
  readonly limit: number;
  readonly known?: readonly string[];
}

/** Facts by words of their subject, relation or answer. */
export function atlasFacts({ search, known, ...options }: FactSearch) {
  return findFacts(worldOf(known), search, options);
}

interface Draw {
  readonly count: number;
  readonly seed: string;
  readonly known?: readonly string[];
}

/** Random edits with their probes. The same seed draws the same edits. */
export function atlasDraw({ count, seed, known }: Draw): EditCase[] {
  const cases = randomCases(worldOf(known), seededRandom(seed), count);
  if (cases.length > 0) return cases;
  throw new PalimpsestError("unsupported", "The model knows no fact of the world that can be edited.", {
    hint: "Bring a list of your own.",
  });
}

/** The probes of an edit from the world. Throws `not_found` for a subject or relation that the world does not contain. */
export function atlasProbes({
  request,
  known,
}: {
  readonly request: EditRequest;
  readonly known?: readonly string[];
}): Omit<EditCase, "request"> & { readonly targetTrue?: string } {
  const world = worldOf(known);
  const found = probesFor(world, request.subject, request.prompt, request.targetNew);
  if (found) return { ...found, targetTrue: trueAnswer(world, request.subject, request.prompt) };
  throw new PalimpsestError(
    "not_found",
    `The embedded model's knowledge graph does not know this about "${request.subject}".`,
    {
      hint: "Write the probes by hand, or choose one of the examples.",
      details: { field: "request.subject", reason: "unknownSubject" },
    },
  );
}
