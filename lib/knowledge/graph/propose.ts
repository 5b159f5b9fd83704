/** A relation that the graph does not have, as the names around it and the relations it has suggest. A person decides. */
import { distance } from "fastest-levenshtein";
import type { KnowledgeGraph } from "./graph";
import type { GraphRelation } from "./schema";

export interface RelationProposal {
  readonly relation: GraphRelation;
  /** Relations that may be meant instead: a label nearly like it, or the same types. The likeliest first. */
  readonly near: readonly string[];
  /** How many relations of the same types there are, and how many of them have one object: what the proposal rests on. */
  readonly basis: { readonly relations: number; readonly functional: number };
}

const MOST_NEAR = 5;
/** Share of letters in which two labels may differ and be near. */
const NEAR = 0.4;

/** `subject` and `object` are entity types. */
export function proposeRelation(
  graph: Pick<KnowledgeGraph, "relations">,
  label: string,
  { subject, object }: { readonly subject?: string; readonly object?: string },
): RelationProposal {
  const all = [...graph.relations.values()];
  const alike = all.filter(({ domain, range }) => domain === subject && range === object);
  const functional = alike.filter((relation) => relation.functional).length;
  const words = label.trim().toLowerCase();
  const far = (other: string) =>
    distance(words, other.toLowerCase()) / Math.max(words.length, other.length, 1);
  const near = all
    .map((relation) => ({ relation, far: Math.min(far(relation.id), far(relation.label)) }))
    .filter((one) => one.far <= NEAR || alike.includes(one.relation))
    .sort((a, b) => a.far - b.far || (a.relation.id < b.relation.id ? -1 : 1));
  const id = words.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return {
    relation: {
      id: id || "relation",
      label: label.trim(),
      ...(subject !== undefined && { domain: subject }),
      ...(object !== undefined && { range: object }),
      // One value is the safer guess: a second one then shows as a conflict in the plan, where it is seen.
      functional: functional * 2 >= alike.length,
      inverseFunctional: false,
      irreflexive: subject === object,
      temporal: false,
      templates: {},
    },
    near: near.slice(0, MOST_NEAR).map(({ relation }) => relation.id),
    basis: { relations: alike.length, functional },
  };
}
