/** Names in a sentence become slots: which of its words stand for the subject, the object and the value that is withdrawn. */
import type { KnowledgeGraph } from "../graph/graph";
import type { GraphRelation, Language } from "../graph/schema";
import type { Mention, NamedEntity } from "./mentions";
import type { Assumption, Filler } from "./reading";
import { normalised, type Word } from "./words";

export type Slot = "s" | "o" | "x";
/** Every way to give so many mentions their slots. */
export const SLOTS_OF: Readonly<Record<number, readonly (readonly Slot[])[]>> = {
  1: [["s"]],
  2: [
    ["s", "o"],
    ["o", "s"],
  ],
  3: [
    ["s", "o", "x"],
    ["s", "x", "o"],
    ["o", "s", "x"],
    ["o", "x", "s"],
    ["x", "s", "o"],
    ["x", "o", "s"],
  ],
};

const BETWEEN = /^\s*(?:[,、，&]|(?:,\s*)?and(?: the)?|和|与|跟|及|以及)\s*$/iu;

/** Two or three names beside each other, joined as a list. */
export function listsIn(mentions: readonly Mention[], words: readonly Word[], clause: string): Mention[] {
  const joins = (a: Mention, b: Mention): boolean =>
    b.from >= a.to && BETWEEN.test(clause.slice(words[a.to - 1].end, words[b.from].start));
  const pairs = mentions.flatMap((a) => mentions.filter((b) => joins(a, b)).map((b) => [a, b]));
  const triples = pairs.flatMap(([a, b]) => mentions.filter((c) => joins(b, c)).map((c) => [a, b, c]));
  return [...pairs, ...triples].map((list) => ({
    from: list[0].from,
    to: list[list.length - 1].to,
    members: list.flatMap(({ members }) => members),
  }));
}

const PRONOUNS: ReadonlySet<string> = new Set([
  ...["it", "its", "he", "his", "she", "her", "they", "their"],
  ...["其", "它", "他", "她"],
]);

/** "its capital": the subject of the clause before, in the place of the pronoun. */
export function pronounsIn(
  words: readonly Word[],
  before: Filler | undefined,
  graph: Pick<KnowledgeGraph, "entities">,
): Mention[] {
  const entity = before?.entity === undefined ? undefined : graph.entities.get(before.entity);
  if (entity === undefined) return [];
  return words.flatMap(({ text }, i): Mention[] => {
    if (!PRONOUNS.has(text)) return [];
    const place = { from: i, to: i + 1 };
    return [{ ...place, members: [{ ...place, entities: [{ entity, by: "name" }] }] }];
  });
}

/** Choices of one to `most` mentions that do not overlap, in the order of the sentence. */
export function disjoint(mentions: readonly Mention[], most: number): Mention[][] {
  const ordered = [...mentions].sort((a, b) => a.from - b.from || b.to - a.to);
  const extend = (chosen: readonly Mention[], start: number): Mention[][] =>
    ordered.slice(start).flatMap((mention, i) => {
      if (chosen.length > 0 && mention.from < chosen[chosen.length - 1].to) return [];
      const next = [...chosen, mention];
      return [next, ...(next.length < most ? extend(next, start + i + 1) : [])];
    });
  return extend([], 0);
}

/** The sentence with slots for the mentions. A pronoun that owns is followed by the sign of it. */
export function masked(
  words: readonly Word[],
  chosen: readonly Mention[],
  slots: readonly Slot[],
  language: Language,
) {
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const at = chosen.findIndex(({ from }) => from === i);
    if (at < 0) {
      out.push(words[i].text);
      continue;
    }
    out.push(`{${slots[at]}}`);
    if (["its", "his", "her", "their"].includes(words[i].text)) out.push("s");
    i = chosen[at].to - 1;
  }
  return normalised(out, language);
}

/** The entity of the type that the slot wants, or undefined where the mention names none. */
export function fillerOf(
  { from, to, entities }: Mention["members"][number],
  slot: Slot,
  relation: GraphRelation,
  words: readonly Word[],
  clause: string,
  offset: number,
): { readonly filler: Filler; readonly assumptions: readonly Assumption[] } | undefined {
  const fitting = entities.filter(({ entity }) => hasType(entity, slot, relation));
  const byName = fitting.filter(({ by }) => by === "name");
  const meant = byName.length > 0 ? byName : fitting;
  if (meant.length === 0) return undefined;
  const start = words[from].start;
  const end = words[to - 1].end;
  const assumptions: Assumption[] = [];
  if (meant.length > 1) assumptions.push("ambiguous");
  if (meant[0].by === "alias") assumptions.push("alias");
  return {
    filler: {
      text: clause.slice(start, end),
      span: { start: offset + start, end: offset + end },
      entity: meant[0].entity.id,
      ...(meant.length > 1 && { near: meant.map(({ entity }) => entity.id) }),
    },
    assumptions,
  };
}

export function hasType(
  entity: NamedEntity["entity"],
  slot: Slot,
  { domain, range }: GraphRelation,
): boolean {
  const type = slot === "s" ? domain : range;
  return type === undefined || entity.type === type;
}
