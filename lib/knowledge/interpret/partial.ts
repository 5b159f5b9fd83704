/** Sentences of which a part is understood, for the form in which a person completes them. */
import { distance } from "fastest-levenshtein";
import type { GraphRelation, Language } from "../graph/schema";
import type { Names } from "./mentions";
import { ASSUMPTIONS, type Filler, type Reading } from "./reading";
import type { Reader } from "./reader";
import { fillerOf, hasType, masked, type Slot } from "./slots";
import { spelling, wordsOf } from "./words";

/**
 * What a sentence may mean in which one name is not in the graph: wordings that fit around one known name. For a form; none of
 * them is sure enough to run. `clause` is the part of the text that states.
 */
export function partialReadings(
  { graph, names, grammars }: Reader,
  clause: string,
  text: string,
  language: Language,
): Reading[] {
  const words = wordsOf(clause);
  const readings: (Reading & { readonly free: number })[] = [];
  for (const mention of names.mentionsIn(words)) {
    for (const slot of ["s", "o"] as const) {
      const other = slot === "s" ? "o" : "s";
      const line = ` ${masked(words, [mention], [slot], language).text} `;
      for (const [pattern, meanings] of grammars[language]) {
        const [head, tail, ...more] = ` ${pattern} `.split(`{${other}}`);
        if (tail === undefined || more.length > 0 || !pattern.includes(`{${slot}}`)) continue;
        if (!line.startsWith(head) || !line.endsWith(tail) || line.length <= head.length + tail.length)
          continue;
        const free = line.slice(head.length, line.length - tail.length).trim();
        if (free === "" || free.includes("{")) continue;
        for (const { relation: id, act } of meanings) {
          if (act === "query" || act === "correct") continue;
          const relation = graph.relations.get(id)!;
          const known = fillerOf(mention.members[0], slot, relation, words, clause, text.indexOf(clause));
          if (known === undefined) continue;
          const unknown = freeFiller(free, clause, text, relation, other, names);
          const [subject, object] = slot === "s" ? [known.filler, unknown] : [unknown, known.filler];
          readings.push({
            act,
            relation: id,
            subject,
            object,
            confidence: ASSUMPTIONS.newName,
            assumptions: ["newName"],
            free: free.length,
          });
        }
      }
    }
  }
  return readings
    .sort((a, b) => a.free - b.free)
    .slice(0, 5)
    .map(({ free: _, ...reading }) => reading);
}

const NEAR = 5;

function freeFiller(
  free: string,
  clause: string,
  text: string,
  relation: GraphRelation,
  slot: Slot,
  names: Names,
): Filler {
  const words = wordsOf(clause);
  const wanted = free.split(" ");
  const from = words.findIndex((_, i) => wanted.every((word, j) => words[i + j]?.text === word));
  const offset = text.indexOf(clause);
  const span =
    from < 0
      ? { start: offset, end: offset + clause.length }
      : { start: offset + words[from].start, end: offset + words[from + wanted.length - 1].end };
  const near = [...names.spellings]
    .map(([name, entities]) => ({
      entities,
      far: distance(name, spelling(free)) / Math.max(name.length, free.length),
    }))
    .filter(({ far }) => far <= 0.34)
    .sort((a, b) => a.far - b.far)
    .flatMap(({ entities }) => entities.filter(({ entity }) => hasType(entity, slot, relation)))
    .map(({ entity }) => entity.id);
  return { text: text.slice(span.start, span.end), span, near: [...new Set(near)].slice(0, NEAR) };
}
