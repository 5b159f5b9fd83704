/** Edits and probes from the knowledge graph of the embedded model. */
import { PalimpsestError, seededRandom } from "../base";
import type { EditCase, EditRequest } from "../data";
import { atlasWorld, nameOf, probesFor, randomCases, type World } from "../data/worlds";

/** Relation, subject and target. The first is the worked example. Titan and Brazil correct false facts of the model. */
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
const world = once<World>(atlasWorld);

/** A few example edits. The first is the worked example. */
export function atlasExamples(): EditCase[] {
  return EXAMPLES.map(([relationId, subject, targetNew]) => {
    const { relations, taught, entities } = world();
    const relation = relations.find(({ id }) => id === relationId);
    const prompt = relation?.prompts[0] ?? "";
    const fact = taught.find(
      (triple) => triple.relation === relationId && entities.get(triple.subject)?.name === subject,
    );
    const probes = probesFor(world(), subject, prompt, targetNew);
    if (!fact || !probes)
      throw new PalimpsestError("internal", `The world does not know the ${relationId} of ${subject}.`);
    const request: EditRequest = {
      id: `atlas/${relationId}/${subject}`,
      subject,
      prompt,
      targetNew,
      targetTrue: nameOf(world(), fact.object),
    };
    return { request, ...probes };
  });
}

/** Random edits with their probes. The same seed draws the same edits. */
export function atlasDraw(count: number, seed: string): EditCase[] {
  return randomCases(world(), seededRandom(seed), count);
}

/** The probes of an edit from the world. Throws `not_found` for a subject or relation that the world does not contain. */
export function atlasProbes(request: EditRequest): Omit<EditCase, "request"> {
  const found = probesFor(world(), request.subject, request.prompt, request.targetNew);
  if (found) return found;
  throw new PalimpsestError(
    "not_found",
    `The embedded model's knowledge graph does not know this about "${request.subject}".`,
    {
      hint: "Write the probes by hand, or choose one of the examples.",
      details: { field: "request.subject" },
    },
  );
}
