"use client";

import { clsx } from "clsx";
import { useChatMessages } from "@/components/messages/chat";
import { Button, ErrorNote, formatPercent, Skeleton } from "@/components/ui";
import {
  firstDifference,
  isOpen,
  NEITHER,
  segmentsOf,
  textOf,
  type Answer,
  type Range,
  type Turn,
} from "./conversation";

interface TurnViewProps {
  turn: Turn;
  maxTokens: number;
  onVote: (key: string) => void;
}

/** What columns are called while they have no names. */
export const LETTERS = ["A", "B"] as const;

/** A question and what each column answers to it; the first word in which two answers differ is marked. */
export function TurnView({ turn, maxTokens, onVote }: TurnViewProps) {
  const { thread: t, vote: words } = useChatMessages();
  const { question, form, columns, answers, blind } = turn;
  const isHidden = blind !== undefined && blind.vote === undefined;
  const [left, right] = columns.map(({ key }) => answers[key]);
  const isOver = columns.every(({ key }) => !isOpen(answers[key]));
  const difference = right ? firstDifference(textOf(left), textOf(right), isOver) : null;
  const isSame =
    right !== undefined && difference === null && left.status === "done" && right.status === "done";
  return (
    <li className="border-t py-5 first:border-t-0 first:pt-0">
      <p className="eyebrow">{form === "chat" ? t.you : t.beginning}</p>
      <p className="mt-1 max-w-measure font-display text-lg break-words whitespace-pre-wrap text-ink">
        {question}
      </p>
      <div className={clsx("mt-4 grid gap-x-8 gap-y-5", columns.length > 1 && "md:grid-cols-2")}>
        {columns.map(({ key, title }, i) => (
          <AnswerView
            key={key}
            title={isHidden ? words.answer(LETTERS[i]) : title}
            isChosen={blind?.vote === key}
            answer={answers[key]}
            marked={difference?.[i] ?? null}
            maxTokens={maxTokens}
            tone={isHidden ? "hidden" : (i === 0) !== (blind?.isSwapped === true) ? "before" : "after"}
          />
        ))}
      </div>
      {isSame && <p className="mt-3 text-sm text-soft">{t.same}</p>}
      {isHidden && isOver && (
        <div role="group" aria-label={words.label} className="mt-4 flex flex-wrap items-center gap-2">
          <span className="text-sm text-soft">{words.label}</span>
          {columns.map(({ key }, i) => (
            <Button key={key} size="sm" onClick={() => onVote(key)}>
              {LETTERS[i]}
            </Button>
          ))}
          <Button size="sm" variant="quiet" onClick={() => onVote(NEITHER)}>
            {words.neither}
          </Button>
        </div>
      )}
    </li>
  );
}

interface AnswerViewProps {
  title: string;
  answer: Answer;
  marked: Range | null;
  maxTokens: number;
  tone: keyof typeof TONES;
  isChosen: boolean;
}

const TONES = {
  before: ["border-before", "text-before"],
  after: ["border-after", "text-after"],
  hidden: ["border-rule-strong", "text-soft"],
} as const;

function AnswerView({ title, answer, marked, maxTokens, tone, isChosen }: AnswerViewProps) {
  const { thread: t, vote } = useChatMessages();
  const [border, color] = TONES[tone];
  const { status, tokens, isCut, error } = answer;
  const segments = segmentsOf(tokens, marked);
  return (
    <section
      aria-label={title}
      aria-busy={isOpen(answer)}
      className={clsx("min-w-0 border-l-2 pl-4", border)}
    >
      <h3 className={clsx("font-sans text-xs font-medium break-words", color)}>
        {title}
        {isChosen && <span className="ml-2 font-normal text-soft">{vote.chosen}</span>}
      </h3>
      {status === "waiting" && (
        <div role="status" aria-label={t.waiting} className="mt-2 flex flex-col gap-2">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      )}
      {segments.length > 0 && (
        <p className="mt-1 text-base break-words whitespace-pre-wrap text-ink">
          {segments.map(({ text, probability, isMarked }, i) => {
            const title = probability === undefined ? undefined : t.probability(formatPercent(probability));
            const Tag = isMarked ? "mark" : "span";
            return (
              <Tag
                key={i}
                title={title}
                className={clsx(
                  title && "rounded-xs hover:bg-sunken",
                  isMarked &&
                    "bg-accent-wash font-semibold text-ink underline decoration-accent underline-offset-4",
                )}
              >
                {text}
              </Tag>
            );
          })}
          {status === "writing" && (
            <span aria-hidden className="ml-0.5 animate-pulse text-accent">
              ▍
            </span>
          )}
        </p>
      )}
      {status === "done" && segments.length === 0 && <p className="mt-1 text-sm text-soft">{t.blank}</p>}
      {status === "done" && isCut && <p className="mt-1 text-xs text-faint">{t.cut(maxTokens)}</p>}
      {status === "stopped" && <p className="mt-1 text-xs text-faint">{t.stopped}</p>}
      {error && (
        <div className="mt-2">
          <ErrorNote error={error} />
        </div>
      )}
    </section>
  );
}
