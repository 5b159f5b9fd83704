"use client";

import { clsx } from "clsx";
import { useEffect, useState } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import {
  ErrorNote,
  Field,
  formatPercent,
  ProgressBar,
  Skeleton,
  TextInput,
  type ErrorLike,
} from "@/components/ui";
import { useModelHost } from "@/lib/client/use-model-host";
import type { ListedVersion } from "@/lib/store";
import { useHistoryView } from "../view";
import { sideColor, type Side } from "./compare-side";

interface NextTokenComparisonProps {
  left: ListedVersion;
  right: ListedVersion;
  leftTitle: string;
  rightTitle: string;
  /** Prompts worth asking: those of the edits that only one side has. */
  suggestions: readonly string[];
}

type Answer = readonly { readonly token: string; readonly probability: number }[];

const COUNT = 8;
/** A pause in typing. */
const PAUSE_MS = 250;

/** One prompt, put to both versions: what each would say next. */
export function NextTokenComparison(props: NextTokenComparisonProps) {
  const t = useHistoryMessages().compare;
  const [{ prompt }, update] = useHistoryView();
  const asked = prompt ?? props.suggestions[0] ?? "";
  const { answers, error, isAsking, retry } = useAnswers(asked, props.left, props.right);
  const first = answers?.map(([top]) => top?.token);

  return (
    <div className="flex flex-col gap-4">
      <Field label={t.prompt} hint={t.askHint}>
        {(control) => (
          <TextInput
            {...control}
            mono
            spellCheck={false}
            value={asked}
            placeholder={t.promptPlaceholder}
            onChange={(event) => update({ prompt: event.target.value })}
          />
        )}
      </Field>
      {props.suggestions.length > 0 && (
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-xs">
          <span className="text-faint">{t.try}</span>
          {props.suggestions.map((suggestion) => (
            <button
              key={suggestion}
              type="button"
              aria-pressed={suggestion === asked}
              onClick={() => update({ prompt: suggestion })}
              className="max-w-full truncate font-mono text-soft underline decoration-rule-strong underline-offset-4 hover:text-ink aria-pressed:text-accent"
            >
              {suggestion}
            </button>
          ))}
        </div>
      )}
      <BenchNote />
      {error && <ErrorNote error={error} onRetry={retry} />}
      {!error && asked.trim() === "" && <p className="text-sm text-soft">{t.typePrompt}</p>}
      {!error && asked.trim() !== "" && (
        <div aria-busy={isAsking} className="grid gap-6 sm:grid-cols-2">
          <Answers
            title={`${t.left}: ${props.leftTitle}`}
            answer={answers?.[0]}
            other={answers?.[1]}
            side="left"
          />
          <Answers
            title={`${t.right}: ${props.rightTitle}`}
            answer={answers?.[1]}
            other={answers?.[0]}
            side="right"
          />
        </div>
      )}
      <p role="status" className="text-sm text-soft">
        {first && !isAsking && asked.trim() !== "" && (first[0] === first[1] ? t.agree : t.differ)}
      </p>
    </div>
  );
}

function BenchNote() {
  const t = useHistoryMessages().compare;
  const modelHost = useModelHost();
  if (modelHost.status === "error" && modelHost.error)
    return <ErrorNote error={modelHost.error} onRetry={modelHost.retry} />;
  return modelHost.status === "loading" ? <ProgressBar label={t.waiting} /> : null;
}

interface Asked {
  readonly answers?: readonly Answer[];
  readonly error?: ErrorLike;
  readonly isAsking: boolean;
  readonly retry: () => void;
}

/** Both answers to a prompt, a pause after the last key; an answer that comes too late is dropped. */
function useAnswers(prompt: string, { id: left }: ListedVersion, { id: right }: ListedVersion): Asked {
  const { status, nextTokens } = useModelHost();
  const [result, setResult] = useState<{ answers?: readonly Answer[]; error?: ErrorLike }>({});
  const [isAsking, setAsking] = useState(false);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (status !== "ready" || prompt.trim() === "") return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      setAsking(true);
      nextTokens({ prompt, versions: [left, right], count: COUNT })
        .then(({ answers }) => isCurrent && setResult({ answers }))
        .catch((error: ErrorLike) => isCurrent && setResult({ error }))
        .finally(() => isCurrent && setAsking(false));
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [status, nextTokens, prompt, left, right, attempt]);

  return { ...result, isAsking, retry: () => setAttempt((number) => number + 1) };
}

interface AnswersProps {
  title: string;
  answer: Answer | undefined;
  other: Answer | undefined;
  side: Side;
}

/** The likeliest tokens of one version as bars; the first is in bold, and a tick marks the other version's probability. */
function Answers({ title, answer, other, side }: AnswersProps) {
  return (
    <div className={clsx("min-w-0", sideColor(side))}>
      <h4 className="truncate text-sm font-medium">{title}</h4>
      <ol className="mt-2 flex flex-col gap-1.5">
        {!answer &&
          Array.from({ length: COUNT }, (_, index) => (
            <li key={index}>
              <Skeleton className="h-6 w-full" />
            </li>
          ))}
        {answer?.map(({ token, probability }, index) => {
          const beside = other?.find((row) => row.token === token)?.probability;
          return (
            <li
              key={`${index}-${token}`}
              className="grid grid-cols-[6.5rem_minmax(0,1fr)_3.5rem] items-center gap-2"
            >
              <span
                className={clsx(
                  "truncate font-mono text-sm",
                  index === 0 ? "font-semibold text-ink" : "text-soft",
                )}
              >
                {visible(token)}
              </span>
              <svg aria-hidden className="h-4 w-full overflow-visible">
                <line x1="0" x2="100%" y1="8" y2="8" className="stroke-rule" />
                <rect y="3" height="10" width={`${probability * 100}%`} className="fill-current" />
                {beside !== undefined && (
                  <line
                    x1={`${beside * 100}%`}
                    x2={`${beside * 100}%`}
                    y1="0"
                    y2="16"
                    className="stroke-ink"
                    strokeWidth="2"
                  />
                )}
              </svg>
              <span className="numeric text-right text-xs text-ink">{formatPercent(probability)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Spaces and line ends as signs, as everywhere that tokens are shown. */
function visible(token: string): string {
  return token.replaceAll(" ", "␣").replaceAll("\n", "⏎");
}
