/** Addresses of other places with something opened in them. */
import { SUBJECT_SLOT } from "@/lib/data";
import type { GraphRelation, GraphTriple } from "@/lib/knowledge/schemas";
import type { Wording } from "./words";

export function withQuery(address: string, values: Readonly<Record<string, string>>): string {
  const [path, query] = address.split("?");
  const search = new URLSearchParams(query);
  for (const [key, value] of Object.entries(values)) search.set(key, value);
  return `${path}?${search.toString()}`;
}

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
