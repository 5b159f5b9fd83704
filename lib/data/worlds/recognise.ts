/** Which fact a person is writing about: the subject by name or alias, the relation by the words of the prompt. */
import { SUBJECT_SLOT } from "../request";
import type { Entity, World } from "./build";
import type { Relation } from "./world";

interface Recognised {
  readonly relation: Relation;
  readonly subject: Entity;
}

/** Below this share of common words, a free wording is not taken for a template. Templates of one domain share less. */
const ENOUGH_IN_COMMON = 0.6;

/**
 * The relation that `ask` is about, or undefined. `ask` is a relation id or a prompt; in a prompt the subject may be
 * filled in or be "{}". A template of the world matches first, then the nearest wording, unless two are equally near.
 */
export function recogniseRelation(world: World, subjectName: string, ask: string): Recognised | undefined {
  const subjects = findEntities(world, subjectName);
  const candidates = world.relations.flatMap((relation) => {
    const subject = subjects.find((entity) => entity.type === relation.domain);
    return subject ? [{ relation, subject }] : [];
  });
  const named = candidates.find(({ relation }) => relation.id === ask);
  if (named) return named;

  const words = wordsOf(withSlot(ask, subjectName));
  const scored = candidates
    .map((candidate) => ({ candidate, score: likeness(words, candidate.relation) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  if (!best || best.score < ENOUGH_IN_COMMON || best.score === next?.score) return undefined;
  return best.candidate;
}

/** Every entity that a person may mean by this name, in any case; entities of that very name come before aliases. */
function findEntities(world: World, name: string): Entity[] {
  const wanted = name.trim().toLowerCase();
  const all = [...world.entities.values()];
  const byName = all.filter((entity) => entity.name.toLowerCase() === wanted);
  const byAlias = all.filter((entity) => entity.aliases.some((alias) => alias.toLowerCase() === wanted));
  return [...byName, ...byAlias.filter((entity) => !byName.includes(entity))];
}

function withSlot(ask: string, subject: string): string {
  if (ask.includes(SUBJECT_SLOT)) return ask;
  const at = ask.toLowerCase().indexOf(subject.trim().toLowerCase());
  return at < 0 ? ask : `${ask.slice(0, at)}${SUBJECT_SLOT}${ask.slice(at + subject.trim().length)}`;
}

function likeness(words: readonly string[], relation: Relation): number {
  const templates = [...relation.prompts, ...relation.questions];
  return Math.max(...templates.map((template) => overlap(words, wordsOf(template))));
}

/** The Jaccard index of two sets of words. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const both = a.filter((word) => b.includes(word)).length;
  return both / new Set([...a, ...b]).size;
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/\{\}|[\p{L}\p{N}]+/gu) ?? [])];
}
