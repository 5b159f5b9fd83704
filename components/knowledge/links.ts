/** What addresses of other places open there. */
import { SUBJECT_SLOT } from "@/lib/data";
import type { GraphRelation, GraphTriple } from "@/lib/knowledge/schemas";
import type { Wording } from "./words";

/** A fact as Explore looks at it; undefined where its relation has no wording. */
export function lookedInto(
  { subject, relation, object }: GraphTriple,
  relations: readonly GraphRelation[],
  english: Wording,
): Readonly<Record<string, string>> | undefined {
  const prompt = relations.find(({ id }) => id === relation)?.templates.en?.prompts[0];
  if (prompt === undefined || !prompt.includes(SUBJECT_SLOT)) return undefined;
  return { prompt, subject: english.name(subject), answer: english.name(object) };
}
