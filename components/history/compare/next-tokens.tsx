"use client";

import { clsx } from "clsx";
import { useHistoryMessages } from "@/components/messages/history";
import { ErrorNote, formatPercent, Skeleton } from "@/components/ui";
import { sideColor, SIDES, type Side } from "./sides";
import { useBoth } from "./use-both";

interface NextTokensProps {
  prompt: string;
  /** The earlier version and the later one. */
  versions: readonly [string, string];
  titles: readonly [string, string];
}

type Answer = readonly { readonly token: string; readonly probability: number }[];

const COUNT = 8;

/** What each version would say next after the prompt. */
export function NextTokens({ prompt, versions, titles }: NextTokensProps) {
  const t = useHistoryMessages().compare;
  const { data, error, refetch } = useBoth(["next", prompt, versions], (host, signal) =>
    host.nextTokens({ prompt, versions: [...versions], count: COUNT }, signal),
  );
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  const firsts = data?.answers.map(([top]) => top?.token);
  return (
    <section aria-label={t.next} aria-busy={!data}>
      <h4 className="eyebrow">{t.next}</h4>
      <div className="mt-2 grid gap-6 sm:grid-cols-2">
        {SIDES.map((side, i) => (
          <Answers
            key={side}
            title={titles[i]}
            answer={data?.answers[i]}
            other={data?.answers[1 - i]}
            side={side}
          />
        ))}
      </div>
      <p role="status" className="mt-2 text-sm text-soft">
        {firsts && (firsts[0] === firsts[1] ? t.agree : t.differ)}
      </p>
    </section>
  );
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
      <h5 className="truncate text-sm font-medium">{title}</h5>
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
