/** Which entities a sentence names, and where. */
import type { GraphEntity } from "../graph/schema";
import { spelling, type Word } from "./words";

interface Named {
  /** Words of the sentence, the last one excluded. */
  readonly from: number;
  readonly to: number;
  readonly entities: readonly NamedEntity[];
}

/** A name, or several in a list, which fill one slot together. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly members: readonly Named[];
}

export interface NamedEntity {
  readonly entity: GraphEntity;
  /** As it is spelled in the graph, or by an alias, or in another case. */
  readonly by: "name" | "alias";
}

export interface Names {
  /** Every run of words that is a name, the longest first. */
  mentionsIn(words: readonly Word[]): Mention[];
  /** Entities of exactly this name. */
  named(name: string): readonly NamedEntity[];
  /** Spellings and entities, for those who look for what is near. */
  readonly spellings: ReadonlyMap<string, readonly NamedEntity[]>;
}

const pluralOf = (noun: string): string =>
  /(?:s|x|ch|sh)$/.test(noun)
    ? `${noun}es`
    : /[^aeiou]y$/.test(noun)
      ? `${noun.slice(0, -1)}ies`
      : `${noun}s`;

export function namesOf(entities: Iterable<GraphEntity>): Names {
  const spellings = new Map<string, NamedEntity[]>();
  let longest = 1;
  const file = (name: string, entity: GraphEntity, by: NamedEntity["by"]) => {
    const key = spelling(name);
    if (key === "") return;
    longest = Math.max(longest, key.split(" ").length);
    const named = spellings.get(key);
    if (named === undefined) spellings.set(key, [{ entity, by }]);
    else if (!named.some((other) => other.entity.id === entity.id)) named.push({ entity, by });
  };
  for (const entity of entities) {
    file(entity.name, entity, "name");
    // A common noun, which is written small, may stand in the plural: "lions", "euros".
    if (/^\p{Ll}/u.test(entity.name) || entity.type === "currency")
      file(pluralOf(entity.name), entity, "name");
    if (entity.zh !== undefined) file(entity.zh, entity, "name");
    for (const alias of entity.aliases) file(alias, entity, "alias");
  }
  return {
    spellings,
    named: (name) => spellings.get(spelling(name)) ?? [],
    mentionsIn(words) {
      const mentions: Mention[] = [];
      for (let length = Math.min(longest, words.length); length > 0; length--) {
        for (let from = 0; from + length <= words.length; from++) {
          const key = words
            .slice(from, from + length)
            .map(({ text }) => text)
            .join(" ");
          const entities = spellings.get(key);
          const named = { from, to: from + length };
          if (entities !== undefined) mentions.push({ ...named, members: [{ ...named, entities }] });
        }
      }
      return mentions;
    },
  };
}
