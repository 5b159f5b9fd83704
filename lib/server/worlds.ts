/** Edits and probes from the knowledge graph of the embedded model. */
import { PalimpsestError, seededRandom } from "../base";
import type { EditCase, EditRequest } from "../data";
import { atlasWorld } from "../data/worlds/atlas";
import type { World } from "../data/worlds/build";
import { probesFor, randomCases } from "../data/worlds/cases";

const EXAMPLES = 8;

/** Building the world takes some milliseconds, so it is built at the first question and kept; it never changes. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
const world = once<World>(atlasWorld);

/** A few real edits to start from; the same ones every time. */
export function atlasExamples(): EditCase[] {
  return randomCases(world(), seededRandom("examples"), EXAMPLES);
}

/** What the world knows to ask about an edit. Throws `not_found` for a subject or relation that it does not know. */
export function atlasProbes(request: EditRequest): Omit<EditCase, "request"> {
  const found = probesFor(world(), request.subject, request.prompt, request.targetNew);
  if (found) return found;
  throw new PalimpsestError("not_found", `The embedded model's knowledge graph does not know this about "${request.subject}".`, {
    hint: "Write the probes by hand, or choose one of the examples.",
    details: { field: "request.subject" },
  });
}
