"use client";

import { useMessages } from "@/components/messages";
import { EmptyNote, ErrorNote, formatPercent, ProgressBar, Skeleton } from "@/components/ui";
import { useLoadedShare, useModelHost } from "@/lib/client/use-model-host";
import type { EditRequest } from "@/lib/data";
import { useEarlyAnswer, useNextTokens } from "./use-model-queries";

interface AnswerLineProps {
  /** The prompt as the model reads it. */
  prompt: string;
  form: EditRequest["form"];
}

/** What the model says after the prompt, in the checked-out version: the top five next tokens. */
export function AnswerLine({ prompt, form }: AnswerLineProps) {
  const t = useMessages().edit.answers;
  const modelHost = useModelHost();
  const answer = useNextTokens(prompt, form);
  const early = useEarlyAnswer(prompt, form);
  return (
    <section aria-label={t.label} className="rounded-lg bg-sunken px-4 py-3">
      <h3 className="mb-2 font-sans text-xs font-medium text-faint">{t.title}</h3>
      {modelHost.status === "error" && modelHost.error ? (
        <ErrorNote error={modelHost.error} onRetry={modelHost.retry} />
      ) : modelHost.status === "loading" ? (
        <div className="flex flex-col gap-3">
          {early && <EarlyAnswers rows={early} />}
          <Opening />
        </div>
      ) : answer.error ? (
        <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />
      ) : prompt.trim() === "" ? (
        <EmptyNote title={t.idle} />
      ) : !answer.data ? (
        early ? (
          <EarlyAnswers rows={early} />
        ) : (
          <AnswerSkeleton label={t.waiting} />
        )
      ) : (
        <Answers rows={answer.data} isBusy={answer.isFetching} />
      )}
    </section>
  );
}

/** The server's answers, which stay until the tab has its own. */
function EarlyAnswers({ rows }: Pick<AnswersProps, "rows">) {
  const t = useMessages().edit.answers;
  return (
    <div className="flex flex-col gap-3">
      <Answers rows={rows} isBusy={false} />
      <p className="text-xs text-faint">{t.fromServer}</p>
    </div>
  );
}

interface AnswersProps {
  rows: readonly { readonly token: string; readonly probability: number }[];
  isBusy: boolean;
}

function Answers({ rows, isBusy }: AnswersProps) {
  return (
    <ol aria-busy={isBusy} aria-live="polite" className="flex flex-col gap-1.5">
      {rows.map((row, index) => (
        <AnswerRow key={index} token={row.token} probability={row.probability} isFirst={index === 0} />
      ))}
    </ol>
  );
}

function AnswerRow({
  token,
  probability,
  isFirst,
}: {
  token: string;
  probability: number;
  isFirst: boolean;
}) {
  return (
    <li className="grid grid-cols-[minmax(5rem,8rem)_1fr_3.5rem] items-center gap-3">
      <span className={`truncate font-mono text-sm ${isFirst ? "font-semibold text-ink" : "text-soft"}`}>
        {token.replaceAll(" ", "␣").replaceAll("\n", "⏎")}
      </span>
      <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-rule">
        <span
          className={`block h-full rounded-full transition-[width] duration-300 ease-quill ${isFirst ? "bg-accent" : "bg-rule-strong"}`}
          style={{ width: `${Math.max(0.5, probability * 100)}%` }}
        />
      </span>
      <span className="numeric text-right text-sm text-soft">{formatPercent(probability)}</span>
    </li>
  );
}

function Opening() {
  const t = useMessages().edit.answers;
  return <ProgressBar label={t.opening} value={useLoadedShare()} />;
}

function AnswerSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2.5 py-1">
      {["w-full", "w-3/4", "w-2/3", "w-3/5", "w-1/2"].map((width) => (
        <Skeleton key={width} className={`h-3.5 ${width}`} />
      ))}
    </div>
  );
}
