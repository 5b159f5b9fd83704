/** The names of a closed world, found in running text: the longest at each place, with what they name. */
import type { World } from "../../data/worlds";

export interface Named {
  readonly ids: readonly string[];
  readonly types: readonly string[];
  /** Where it begins in the text. */
  readonly at: number;
  readonly text: string;
}

export interface Lexicon {
  /** Every name in a text, from left to right. */
  find(text: string): readonly Named[];
  /** Ids of what a name means. */
  idsOf(name: string): readonly string[];
}

/** Types whose things are words: a name is also a term, and links to nothing by that. */
const WORDS = new Set(["term", "chinese-term", "instance", "word", "letters"]);

const plain = (text: string): string => text.toLowerCase().replace(/’/g, "'");

/** Of one world, or of several: a thing that both have is one. */
export function createLexicon(...worlds: readonly Pick<World, "entities">[]): Lexicon {
  const byName = new Map<string, { ids: string[]; types: string[] }>();
  for (const { id, type, name, aliases, zh } of worlds.flatMap(({ entities }) => [...entities.values()])) {
    if (WORDS.has(type)) continue;
    for (const written of [name, ...aliases, ...(zh ? [zh] : [])]) {
      const known = byName.get(plain(written)) ?? { ids: [], types: [] };
      known.ids.push(id);
      known.types.push(type);
      byName.set(plain(written), known);
    }
  }
  const lengths = new Map<string, number[]>();
  for (const name of byName.keys()) {
    const known = lengths.get(name[0]) ?? [];
    if (!known.includes(name.length)) known.push(name.length);
    lengths.set(name[0], known);
  }
  for (const known of lengths.values()) known.sort((a, b) => b - a);

  return {
    idsOf: (name) => byName.get(plain(name.replace(/^the /i, "")))?.ids ?? byName.get(plain(name))?.ids ?? [],
    find(text) {
      const lower = plain(text);
      const found: Named[] = [];
      for (let at = 0; at < lower.length; at++) {
        if (!startsWord(lower, at)) continue;
        for (const length of lengths.get(lower[at]) ?? []) {
          const known = byName.get(lower.slice(at, at + length));
          if (!known || !endsWord(lower, at + length)) continue;
          found.push({ ...known, at, text: text.slice(at, at + length) });
          at += length - 1;
          break;
        }
      }
      return found;
    },
  };
}

const LETTER = /[\p{L}\p{N}]/u;
/** Chinese puts no space between words, so a name may begin and end anywhere in it. */
const HAN = /\p{Script=Han}/u;

function startsWord(text: string, at: number): boolean {
  return at === 0 || HAN.test(text[at]) || !LETTER.test(text[at - 1]);
}

function endsWord(text: string, end: number): boolean {
  return end >= text.length || HAN.test(text[end - 1]) || !LETTER.test(text[end]);
}
