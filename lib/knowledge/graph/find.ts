/** Entities by what they are called, with facts or without. */
import { distance } from "fastest-levenshtein";
import type { KnowledgeGraph } from "./graph";
import { namesOf, type GraphEntity } from "./schema";

/** Share of letters that may be wrong. */
const NEAR = 0.34;

/** Those of exactly this name first, then those whose name begins with it, holds it, or is nearly it. */
export function findEntities(
  graph: Pick<KnowledgeGraph, "entities">,
  text: string,
  { type, limit }: { readonly type?: string; readonly limit: number },
): GraphEntity[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const rankOf = (entity: GraphEntity): number =>
    Math.min(
      ...namesOf(entity).map((called) => {
        const name = called.toLowerCase();
        if (name === wanted) return 0;
        if (name.startsWith(wanted)) return 1;
        if (name.includes(wanted)) return 2;
        if (Math.abs(name.length - wanted.length) > NEAR * Math.max(name.length, wanted.length)) return 9;
        const far = distance(name, wanted) / Math.max(name.length, wanted.length);
        return far <= NEAR ? 3 + far : 9;
      }),
    );
  return [...graph.entities.values()]
    .filter((entity) => type === undefined || entity.type === type)
    .map((entity) => ({ entity, rank: rankOf(entity) }))
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank || (a.entity.id < b.entity.id ? -1 : 1))
    .slice(0, limit)
    .map(({ entity }) => entity);
}
