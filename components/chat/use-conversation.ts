"use client";

/** The turns of a conversation, asked of every column at once and shown while they are written. */
import { useCallback, useEffect, useRef, useState } from "react";
import { isCancellation, toWireError } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";
import { isOpen, messagesFor, WAITING, type Answer, type Column, type Form, type Turn } from "./conversation";

export interface Question {
  readonly question: string;
  readonly form: Form;
  readonly system: string;
  readonly columns: readonly Column[];
  readonly temperature: number;
  readonly seed: number;
  readonly maxTokens: number;
  /** Whether the columns change places by chance and their names wait for a vote. */
  readonly isBlind: boolean;
}

interface Conversation {
  readonly turns: readonly Turn[];
  readonly isAnswering: boolean;
  ask(question: Question): void;
  /** Asks again in place of the last turn. */
  retry(question: Question): void;
  /** For a column of a blind turn, by its key, or for neither. */
  vote(turnId: number, key: string): void;
  stop(): void;
  clear(): void;
}

export function useConversation(): Conversation {
  const { generate } = useModelHost();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const control = useRef<AbortController>(undefined);
  const nextId = useRef(1);
  useEffect(() => () => control.current?.abort(), []);

  const askAfter = useCallback(
    (earlier: readonly Turn[], asked: Question) => {
      control.current?.abort();
      const { signal } = (control.current = new AbortController());
      const { question, form, system, temperature, seed, maxTokens } = asked;
      const blind =
        asked.isBlind && asked.columns.length > 1 ? { isSwapped: Math.random() < 0.5 } : undefined;
      const columns = blind?.isSwapped ? [...asked.columns].reverse() : asked.columns;
      const id = nextId.current++;
      const answers = Object.fromEntries(columns.map(({ key }) => [key, WAITING]));
      setTurns([...earlier, { id, question, form, columns, answers, ...(blind && { blind }) }]);
      /** Changes an answer that is still open: one that was stopped stays as it is. */
      const change = (key: string, to: (answer: Answer) => Answer) =>
        setTurns((now) =>
          now.map((turn) => {
            const answer = turn.id === id ? turn.answers[key] : undefined;
            if (!answer || !isOpen(answer)) return turn;
            return { ...turn, answers: { ...turn.answers, [key]: to(answer) } };
          }),
        );
      for (const column of columns) {
        const { key, model, version, overlays } = column;
        const input = {
          ...(model !== undefined && { model }),
          version,
          ...(overlays && { overlays: [...overlays] }),
          ...(form === "chat"
            ? { messages: messagesFor(earlier, column, { system, question }) }
            : { prompt: question }),
          temperature,
          seed,
          maxTokens,
        };
        generate(input, signal, ({ text = "" }) =>
          change(key, () => ({ status: "writing", tokens: [{ text }] })),
        ).then(
          ({ tokens, stoppedBy }) =>
            change(key, () => ({ status: "done", tokens, isCut: stoppedBy === "length" })),
          (error: unknown) =>
            change(key, (answer) =>
              isCancellation(error)
                ? { ...answer, status: "stopped" }
                : { ...answer, status: "failed", error: toWireError(error) },
            ),
        );
      }
    },
    [generate],
  );

  return {
    turns,
    isAnswering: turns.some(({ answers }) => Object.values(answers).some(isOpen)),
    ask: (question) => askAfter(turns, question),
    retry: (question) => askAfter(turns.slice(0, -1), question),
    vote: (turnId, key) =>
      setTurns((now) =>
        now.map((turn) =>
          turn.id === turnId && turn.blind ? { ...turn, blind: { ...turn.blind, vote: key } } : turn,
        ),
      ),
    stop: () => {
      control.current?.abort();
      setTurns((now) => now.map(stopped));
    },
    clear: () => {
      control.current?.abort();
      setTurns([]);
    },
  };
}

function stopped(turn: Turn): Turn {
  const answers = Object.entries(turn.answers).map(([key, answer]) => [
    key,
    isOpen(answer) ? { ...answer, status: "stopped" } : answer,
  ]);
  return { ...turn, answers: Object.fromEntries(answers) as Turn["answers"] };
}
