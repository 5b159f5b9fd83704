/**
 * From a sentence to what it asks for: an intent and statements about entities of the graph. OneEdit lets a language model of two
 * billion parameters write the triple; this is a grammar, so the same sentence always means the same, offline.
 *
 * A sentence is understood whole or not at all: its names become slots, and the rest must be a wording that the grammar
 * has (frames.ts). Confidence says what had to be assumed. Below `CONFIDENT` nothing may be run; what was understood goes
 * into a form that a person completes.
 */
import type { KnowledgeGraph } from "../graph/graph";
import { LANGUAGES, type Language } from "../graph/schema";
import type { Statement } from "../ledger/events";
import { withoutDates } from "./dates";
import { grammarOf, type Grammar } from "./frames";
import { namesOf } from "./mentions";
import { partialReadings } from "./partial";
import type { Reader } from "./reader";
import {
  ASSUMPTIONS,
  type Assumption,
  type Filler,
  type Intent,
  type Interpretation,
  type Reading,
} from "./reading";
import { rollbackOf } from "./rollback";
import { disjoint, fillerOf, listsIn, masked, pronounsIn, SLOTS_OF } from "./slots";
import { languageOf, wordsOf } from "./words";

/** Readings at or above it may become a plan without another question. */
export const CONFIDENT = 0.8;

export interface Interpreter {
  interpret(sentence: string): Interpretation;
}

/** Builds the grammar and the index of names once. */
export function createInterpreter(graph: Pick<KnowledgeGraph, "entities" | "relations">): Interpreter {
  const names = namesOf(graph.entities.values());
  const grammars = Object.fromEntries(
    LANGUAGES.map((language) => [language, grammarOf(graph.relations.values(), language)]),
  ) as Record<Language, Grammar>;
  const reader = { graph, names, grammars };
  return {
    interpret(sentence) {
      const text = sentence.trim();
      const language = languageOf(text);
      const rollback = rollbackOf(text);
      if (rollback !== undefined)
        return { ...NOTHING, intent: "rollback", language, confidence: 1, rollback };
      const whole = readClauses(reader, text, language);
      if (whole === undefined)
        return { ...NOTHING, language, alternatives: partialReadings(reader, trimmed(text), text, language) };
      const { readings, alternatives } = whole;
      const confidence = Math.min(...readings.map((reading) => reading.confidence));
      return {
        intent: intentOf(readings),
        language,
        confidence,
        readings,
        alternatives,
        statements: confidence < CONFIDENT ? [] : readings.flatMap(statementsOf),
      };
    },
  };
}

const NOTHING: Omit<Interpretation, "language"> = {
  intent: "unknown",
  confidence: 0,
  readings: [],
  statements: [],
  alternatives: [],
};

function intentOf(readings: readonly Reading[]): Intent {
  const acts = new Set(readings.map(({ act }) => act));
  if (acts.has("query")) return acts.size === 1 && readings.length === 1 ? "query" : "unknown";
  if (readings.length > 1) return "batch";
  return acts.has("delete") ? "delete" : "edit";
}

function statementsOf({ act, relation, subject, object, withdrawn, from, until }: Reading): Statement[] {
  if (act === "query" || object?.entity === undefined || subject.entity === undefined) return [];
  const stated = { subject: subject.entity, relation };
  const dates = { ...(from && { from }), ...(until && { until }) };
  if (act === "delete") return [{ ...stated, sign: "delete", object: object.entity }];
  return [
    ...(withdrawn?.entity === undefined
      ? []
      : [{ ...stated, sign: "delete" as const, object: withdrawn.entity }]),
    { ...stated, sign: "add", object: object.entity, ...dates },
  ];
}

/** Words around a statement that change nothing in it. */
const OPENINGS =
  /^(?:(?:please|no|wrong|not quite|ok|okay|so|actually|in fact|note that|remember that|know that|learn that|from now on|now|fact|correction|update|did you know that|it is true that|it is a fact that|the truth is that|can you tell me|could you tell me)(?![\p{L}\p{N}])|请记住|记住|其实|实际上|事实上|请注意|注意|更正|更新|从现在起|从今天起|今后|不对|错了|现在)[\s,:，：]*/iu;
const CLOSINGS =
  /[\s,，]*(?:please|now|today|actually|as we know|you know|in fact|从现在起|了)?[\s.!。！]*$/iu;
const FORGET =
  /^(?:please |you can |you should |now )*(?:forget|delete|remove|retract|drop|withdraw|unlearn|stop (?:believing|saying)|it(?:'s| is)(?: wrong| false| not true)|it isn't true)(?:\s*:)?\s*(?:that|the fact that|the fact)?\s+|^(?:请)?(?:忘记|忘掉|删除|删掉|去掉|撤回)(?:这条|这个事实|事实)?[\s:：，,]*/iu;
const FORGOTTEN = /(?:这件事|这一条|这个事实|这一点|，这是错的|这是错的)[。.]?$/u;

interface Clauses {
  readonly readings: Reading[];
  readonly alternatives: Reading[];
}

/** Where one clause may end and the next begin. */
const SENTENCE_END = /(?<=[.!?;。！？；])\s*|\n+/u;
const JOINT = /\s*(?:,\s*and|,\s*but|;|\band\b|\bwhile\b|，而且|，并且|，而|，|；|,)\s*/giu;

/** The sentence as one clause, else as several that are all understood. */
function readClauses(
  reader: Reader,
  text: string,
  language: Language,
  subject?: Filler,
): Clauses | undefined {
  const one = readClause(reader, text, language, subject);
  if (one !== undefined && one.readings[0].confidence >= CONFIDENT) return one;
  const sentences = text.split(SENTENCE_END).filter((part) => part.trim() !== "");
  const several = sentences.length > 1 ? joined(reader, sentences, language) : undefined;
  if (several !== undefined) return several;
  for (const joint of text.matchAll(JOINT)) {
    const left = readClause(reader, text.slice(0, joint.index), language, subject);
    if (left === undefined || left.readings[0].act === "query" || left.readings[0].confidence < CONFIDENT)
      continue;
    const rest = text.slice(joint.index + joint[0].length);
    const { subject: named } = left.readings[0];
    const right =
      readClauses(reader, rest, language, named) ??
      readClauses(reader, `${IT[language]} ${rest}`, language, named);
    if (right !== undefined && right.readings.every(({ confidence }) => confidence >= CONFIDENT))
      return both(left, right);
  }
  return one;
}

function joined(reader: Reader, sentences: readonly string[], language: Language): Clauses | undefined {
  let all: Clauses | undefined;
  for (const sentence of sentences) {
    const next = readClauses(reader, sentence, language, all?.readings.at(-1)?.subject);
    if (next === undefined) return undefined;
    all = all === undefined ? next : both(all, next);
  }
  return all;
}

const both = (a: Clauses, b: Clauses): Clauses => ({
  readings: [...a.readings, ...b.readings],
  alternatives: [...a.alternatives, ...b.alternatives],
});

/** Put before a clause that leaves its subject out: "and has its seat in Oslo". */
const IT: Readonly<Record<Language, string>> = { en: "it", zh: "它" };

function readClause(
  reader: Reader,
  written: string,
  language: Language,
  before?: Filler,
): Clauses | undefined {
  const isForgotten = FORGET.test(written) || FORGOTTEN.test(written);
  const dated = withoutDates(written.replace(FORGET, "").replace(FORGOTTEN, ""));
  const clause = trimmed(dated.text);
  const dates = { ...(dated.from && { from: dated.from }), ...(dated.until && { until: dated.until }) };
  const found = groupsOf(reader, clause, written, language, before).flatMap((group): Group[] => {
    if (!isForgotten) return [group.map((reading) => ({ ...reading, ...dates }))];
    return group[0].act === "add" ? [group.map((reading) => ({ ...reading, act: "delete" as const }))] : [];
  });
  if (found.length === 0) return undefined;
  const [best, ...others] = found;
  const rivals = others.filter(([{ confidence }]) => confidence === best[0].confidence);
  return {
    readings: rivals.length === 0 ? [...best] : best.map((reading) => assuming(reading, "ambiguous")),
    alternatives: rivals.flat(),
  };
}

function trimmed(text: string): string {
  const opened = text.trim().replace(OPENINGS, "");
  return (opened.endsWith("?") || opened.endsWith("？") ? opened : opened.replace(CLOSINGS, "")).trim();
}

function assuming(reading: Reading, assumption: Assumption): Reading {
  if (reading.assumptions.includes(assumption)) return reading;
  return {
    ...reading,
    confidence: Math.min(reading.confidence, ASSUMPTIONS[assumption]),
    assumptions: [...reading.assumptions, assumption],
  };
}

/** What one clause states: several facts where it lists names ("Io and Europa orbit Saturn"). */
type Group = readonly Reading[];

/** All readings of a clause, the surest first; those that name the most words before others. */
function groupsOf(
  { graph, names, grammars }: Reader,
  clause: string,
  written: string,
  language: Language,
  before: Filler | undefined,
): Group[] {
  const words = wordsOf(clause);
  const offset = Math.max(0, written.indexOf(clause));
  const single = names.mentionsIn(words);
  const mentions = [...single, ...listsIn(single, words, clause), ...pronounsIn(words, before, graph)];
  const groups: { group: Group; covered: number }[] = [];
  for (const chosen of disjoint(mentions, 3)) {
    if (chosen.filter(({ members }) => members.length > 1).length > 1) continue;
    for (const slots of SLOTS_OF[chosen.length]) {
      const { text, isPast } = masked(words, chosen, slots, language);
      for (const { relation: id, act } of grammars[language].get(text) ?? []) {
        const relation = graph.relations.get(id)!;
        const fillers = chosen.map(({ members }, i) =>
          members.map((member) => fillerOf(member, slots[i], relation, words, clause, offset)),
        );
        const assumptions = fillers.flat().flatMap((filler) => filler?.assumptions ?? []);
        const rows = fillers.reduce<readonly (typeof fillers)[number][]>(
          (all, some) => all.flatMap((row) => some.map((filler) => [...row, filler])),
          [[]],
        );
        const group = rows.flatMap((row): Reading[] => {
          if (row.some((filler) => filler === undefined)) return [];
          const filled = Object.fromEntries(slots.map((slot, i) => [slot, row[i]!.filler]));
          const reading: Reading = {
            act,
            relation: id,
            subject: filled.s,
            ...(filled.o && { object: filled.o }),
            ...(filled.x && { withdrawn: filled.x }),
            confidence: 1,
            assumptions: [],
          };
          const past: Assumption[] = isPast && relation.temporal && act !== "query" ? ["past"] : [];
          return [[...assumptions, ...past].reduce(assuming, reading)];
        });
        if (group.length !== rows.length) continue;
        groups.push({ group, covered: chosen.reduce((sum, { from, to }) => sum + to - from, 0) });
      }
    }
  }
  return groups
    .sort((a, b) => b.covered - a.covered || b.group[0].confidence - a.group[0].confidence)
    .filter(({ covered }, _, [first]) => covered === first.covered)
    .map(({ group }) => group)
    .filter((group, i, all) => all.findIndex((other) => isSame(group, other, graph)) === i);
}

/** Of a symmetric relation, both directions say the same. */
function isSame(a: Group, b: Group, graph: Reader["graph"]): boolean {
  const keyOf = ({ act, relation, subject, object }: Reading): string => {
    const ends = [subject.entity, object?.entity];
    if (graph.relations.get(relation)?.inverse === relation) ends.sort();
    return [act, relation, ...ends].join(" ");
  };
  return a.map(keyOf).join() === b.map(keyOf).join();
}
