"use client";

import { clsx } from "clsx";
import { useChatMessages } from "@/components/messages/chat";
import { ErrorNote, formatPercent, Skeleton } from "@/components/ui";
import {
  firstDifference,
  isOpen,
  segmentsOf,
  textOf,
  type Answer,
  type Range,
  type Turn,
} from "./conversation";

interface TurnViewProps {
  turn: Turn;
  maxTokens: number;
}

/** A question and what each column answers to it; the first word in which two answers differ is marked. */
export function TurnView({ turn, maxTokens }: TurnViewProps) {
  const t = useChatMessages().thread;
  const { question, form, columns, answers } = turn;
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
            title={title}
            answer={answers[key]}
            marked={difference?.[i] ?? null}
            maxTokens={maxTokens}
            isBase={i === 0}
          />
        ))}
      </div>
      {isSame && <p className="mt-3 text-sm text-soft">{t.same}</p>}
    </li>
  );
}

interface AnswerViewProps {
  title: string;
  answer: Answer;
  marked: Range | null;
  maxTokens: number;
  isBase: boolean;
}

function AnswerView({ title, answer, marked, maxTokens, isBase }: AnswerViewProps) {
  const t = useChatMessages().thread;
  const { status, tokens, isCut, error } = answer;
  const segments = segmentsOf(tokens, marked);
  return (
    <section
      aria-label={title}
      aria-busy={isOpen(answer)}
      className={clsx("min-w-0 border-l-2 pl-4", isBase ? "border-before" : "border-after")}
    >
      <h3
        className={clsx("font-sans text-xs font-medium break-words", isBase ? "text-before" : "text-after")}
      >
        {title}
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
