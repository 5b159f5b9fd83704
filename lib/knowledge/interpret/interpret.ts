/**
 * From a sentence to what it asks for: an intent and statements about entities of the graph. OneEdit lets a language model of two
 * billion parameters write the triple; this is a grammar, so the same sentence always means the same, offline.
 *
 * A sentence is understood whole or not at all: its names become slots, and the rest must be a wording that the grammar
 * has (frames.ts). Confidence says what had to be assumed. Below `CONFIDENT` nothing may be run; what was understood goes
 * into a form that a person completes.
 */
import { distance } from "fastest-levenshtein";
import type { KnowledgeGraph } from "../graph/graph";
import { LANGUAGES, type GraphRelation, type Language } from "../graph/schema";
import type { Statement } from "../ledger/events";
import type { Assumption, Filler, Intent, Interpretation, Reading, Rollback } from "./reading";
import { withoutDates } from "./dates";
import { grammarOf, type Grammar } from "./frames";
import { namesOf, type Mention, type NamedEntity, type Names } from "./mentions";
import { languageOf, normalised, spelling, wordsOf, type Word } from "./words";

/** Readings at or above it may become a plan without another question. */
export const CONFIDENT = 0.8;

/** Why a reading is not certain, by what it costs. */
const ASSUMPTIONS: Readonly<Record<Assumption, number>> = {
  alias: 0.95,
  past: 0.6,
  newName: 0.5,
  ambiguous: 0.4,
};

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
      if (whole === undefined) return { ...NOTHING, language, alternatives: partsOf(reader, text, language) };
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

interface Reader {
  readonly graph: Pick<KnowledgeGraph, "entities" | "relations">;
  readonly names: Names;
  readonly grammars: Readonly<Record<Language, Grammar>>;
}

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

const PRONOUNS: ReadonlySet<string> = new Set([
  ...["it", "its", "he", "his", "she", "her", "they", "their"],
  ...["其", "它", "他", "她"],
]);
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

type Slot = "s" | "o" | "x";
const SLOTS_OF: Readonly<Record<number, readonly (readonly Slot[])[]>> = {
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

const BETWEEN = /^\s*(?:[,、，&]|(?:,\s*)?and(?: the)?|和|与|跟|及|以及)\s*$/iu;

/** Two or three names beside each other, joined as a list. */
function listsIn(mentions: readonly Mention[], words: readonly Word[], clause: string): Mention[] {
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

/** "its capital": the subject of the clause before, in the place of the pronoun. */
function pronounsIn(words: readonly Word[], before: Filler | undefined, graph: Reader["graph"]): Mention[] {
  const entity = before?.entity === undefined ? undefined : graph.entities.get(before.entity);
  if (entity === undefined) return [];
  return words.flatMap(({ text }, i): Mention[] => {
    if (!PRONOUNS.has(text)) return [];
    const place = { from: i, to: i + 1 };
    return [{ ...place, members: [{ ...place, entities: [{ entity, by: "name" }] }] }];
  });
}

/** Choices of one to `most` mentions that do not overlap, in the order of the sentence. */
function disjoint(mentions: readonly Mention[], most: number): Mention[][] {
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
function masked(
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
function fillerOf(
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

function hasType(entity: NamedEntity["entity"], slot: Slot, { domain, range }: GraphRelation): boolean {
  const type = slot === "s" ? domain : range;
  return type === undefined || entity.type === type;
}

/**
 * What a sentence may mean in which one name is not in the graph: wordings that fit around one known name. For a form; none of
 * them is sure enough to run.
 */
function partsOf({ graph, names, grammars }: Reader, text: string, language: Language): Reading[] {
  const clause = trimmed(text);
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

const UNDO = String.raw`(?:please )?(?:can you |could you )?(?:undo|roll back|rollback|revert|take back|cancel|reverse)`;
const EDITS = String.raw`(?:edits?|changes?|plans?|corrections?|facts?|one|step|thing)`;
const ZH_UNDO = "(?:请|帮我)*(?:撤销|撤回|回滚|取消|还原|恢复|退回|回退)";
const ZH_EDITS = "(?:修改|编辑|计划|更改|改动|操作|步骤)";
const rollbackForm = (form: string): RegExp => new RegExp(`^${form}(?: please)?[.!。！]?$`, "i");

const ROLLBACKS: readonly [form: RegExp, rollback: (match: RegExpExecArray) => Rollback][] = [
  [rollbackForm(String.raw`${UNDO} plan (\d+)`), ([, plan]) => ({ kind: "plan", plan: Number(plan) })],
  [
    rollbackForm(`${UNDO} (?:everything|all (?:the )?${EDITS}) (?:of|by|from) today`),
    () => ({ kind: "today" }),
  ],
  [rollbackForm(`${UNDO} today's ${EDITS}`), () => ({ kind: "today" })],
  [
    rollbackForm(`${UNDO} (?:everything|all (?:the )?${EDITS}|what) (?:of|by|from) (.+?)(?: said| did)?`),
    ([, author]) => ({ kind: "author", author }),
  ],
  [rollbackForm(`${UNDO}(?: (?:that|it|this))?(?: ${EDITS})?(?: again)?`), () => ({ kind: "last" })],
  [
    rollbackForm(`${UNDO} (?:the|my|our) (?:last|latest|previous|most recent) ${EDITS}`),
    () => ({ kind: "last" }),
  ],
  [
    rollbackForm(`(?:please )?(?:take|put) (?:that|it|this)(?: ${EDITS})? back(?: .{0,30})?`),
    () => ({ kind: "last" }),
  ],
  [rollbackForm(`(?:please )?go (?:one step back|back one step)`), () => ({ kind: "last" })],
  [rollbackForm(String.raw`${ZH_UNDO}计划 ?(\d+)`), ([, plan]) => ({ kind: "plan", plan: Number(plan) })],
  [rollbackForm(`${ZH_UNDO}今天的?(?:所有|全部)?的?${ZH_EDITS}`), () => ({ kind: "today" })],
  [rollbackForm(`${ZH_UNDO}(.+?)的(?:所有|全部)${ZH_EDITS}`), ([, author]) => ({ kind: "author", author })],
  [
    rollbackForm(`${ZH_UNDO}(?:到)?(?:它|(?:上一?|刚才|最近一?|前一?)(?:次|步|个|条)?的?${ZH_EDITS}?)?`),
    () => ({ kind: "last" }),
  ],
];

function rollbackOf(text: string): Rollback | undefined {
  for (const [form, rollback] of ROLLBACKS) {
    const match = form.exec(text);
    if (match !== null) return rollback(match);
  }
  return undefined;
}
