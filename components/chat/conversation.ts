/** A conversation with one or two columns, and what differs between their answers. Nothing here knows of React. */
import type { ErrorLike } from "@/components/ui";

export type Form = "chat" | "plain";

/** Who answers: a version of a model, with overlays on top that no version has yet. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly model?: string;
  readonly version?: string;
  readonly overlays?: readonly string[];
}

export interface Token {
  readonly text: string;
  /** Absent while the text is written. */
  readonly probability?: number;
}

export interface Answer {
  readonly status: "waiting" | "writing" | "done" | "stopped" | "failed";
  readonly tokens: readonly Token[];
  /** Whether the limit came before the model ended its text. */
  readonly isCut?: boolean;
  readonly error?: ErrorLike;
}

export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly form: Form;
  readonly columns: readonly Column[];
  /** By the key of the column. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** Of a blind turn, whose columns have no names until one is chosen: whether chance made them change places. */
  readonly blind?: { readonly isSwapped: boolean; readonly vote?: string };
}

/** The vote for no column. */
export const NEITHER = "neither";

export const WAITING: Answer = { status: "waiting", tokens: [] };

/** Whether a text is a question rather than the beginning of a sentence. */
export function endsLikeQuestion(text: string): boolean {
  return /[?？]["”»’』」)）]?\s*$/.test(text);
}

export function textOf({ tokens }: Answer): string {
  return tokens.map(({ text }) => text).join("");
}

export function isOpen({ status }: Answer): boolean {
  return status === "waiting" || status === "writing";
}

/** Votes by name, as far as there are any; those for neither under `NEITHER`. */
export function votesOf(turns: readonly Turn[]): ReadonlyMap<string, number> {
  const votes = new Map<string, number>();
  for (const { blind, columns } of turns) {
    if (blind?.vote === undefined) continue;
    const names = [...columns.map(({ title }) => title), NEITHER];
    for (const name of names) if (!votes.has(name)) votes.set(name, 0);
    const chosen = columns.find(({ key }) => key === blind.vote)?.title ?? NEITHER;
    votes.set(chosen, (votes.get(chosen) ?? 0) + 1);
  }
  return votes;
}

interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What a column is asked: the system message, its own turns of the chat so far, and the question. */
export function messagesFor(
  turns: readonly Turn[],
  column: Pick<Column, "key">,
  { system, question }: { readonly system: string; readonly question: string },
): Message[] {
  const earlier = turns.flatMap((turn): Message[] => {
    const answer = turn.form === "chat" ? turn.answers[column.key] : undefined;
    const text = answer ? textOf(answer).trim() : "";
    // A turn without an answer would make two of the user's follow each other, which many templates refuse.
    if (text === "") return [];
    return [
      { role: "user", content: turn.question },
      { role: "assistant", content: text },
    ];
  });
  return [
    ...(system.trim() === "" ? [] : [{ role: "system" as const, content: system }]),
    ...earlier,
    { role: "user", content: question },
  ];
}

/** [start, end) in a text. */
export type Range = readonly [start: number, end: number];

/**
 * The first word in which two texts differ, as a range of each; null where they do not, and as long as one still being
 * written is the beginning of the other. Spaces before the first word do not count.
 */
export function firstDifference(
  left: string,
  right: string,
  isOver = true,
): readonly [left: Range, right: Range] | null {
  const [a, b] = [lead(left), lead(right)];
  const [x, y] = [left.slice(a), right.slice(b)];
  let at = 0;
  while (at < x.length && at < y.length && x[at] === y[at]) at++;
  if (x.length === y.length && at === x.length) return null;
  if (!isOver && (at === x.length || at === y.length)) return null;
  let start = at;
  while (start > 0 && isInWord(x[start - 1]) && (isInWord(x[start]) || isInWord(y[start]))) start--;
  const word = (text: string, offset: number): Range => {
    let end = start;
    while (end < text.length && /\s/.test(text[end])) end++;
    const from = end;
    while (end < text.length && isInWord(text[end])) end++;
    return [offset + from, offset + Math.max(end, Math.min(from + 1, text.length))];
  };
  return [word(x, a), word(y, b)];
}

const lead = (text: string): number => text.length - text.trimStart().length;
/** Part of a word that is written with several signs: not white space, no punctuation, and no Chinese or Japanese character. */
const isInWord = (sign: string | undefined): boolean =>
  sign !== undefined &&
  /[\p{L}\p{N}'’-]/u.test(sign) &&
  !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(sign);

interface Segment extends Token {
  readonly isMarked: boolean;
}

/** The tokens of a text without the space before its first word, cut where the marked range begins and ends. */
export function segmentsOf(tokens: readonly Token[], marked: Range | null): Segment[] {
  const whole = tokens.map(({ text }) => text).join("");
  const first = lead(whole);
  const [from, to] = marked ?? [0, 0];
  let at = 0;
  return tokens.flatMap(({ text, probability }) => {
    const [start, end] = [at, at + text.length];
    at = end;
    const cuts = [start, from, to, end, first].filter((cut) => cut >= Math.max(start, first) && cut <= end);
    const edges = [...new Set(cuts)].sort((a, b) => a - b);
    return edges.slice(1).map((edge, i) => ({
      text: whole.slice(edges[i], edge),
      probability,
      isMarked: marked !== null && edges[i] >= from && edge <= to,
    }));
  });
}
