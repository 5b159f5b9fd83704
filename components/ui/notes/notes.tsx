"use client";

import { CircleAlert, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { z } from "zod";
import { useMessages } from "@/components/messages";
import { Button } from "../button";
import { saidOf, useErrorWords, type ErrorLike } from "./use-error-words";

interface EmptyNoteProps {
  title: ReactNode;
  detail?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}

/** What this place is for, and the first thing to do in it. */
export function EmptyNote({ title, detail, action, icon }: EmptyNoteProps) {
  return (
    <div className="flex flex-col items-start gap-2 border-l-2 border-rule-strong py-1 pl-4">
      {icon && (
        <span aria-hidden className="text-faint [&>svg]:size-5">
          {icon}
        </span>
      )}
      <p className="font-display text-lg text-ink">{title}</p>
      {detail && <div className="max-w-measure text-sm text-soft">{detail}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

interface ErrorNoteProps {
  error: ErrorLike;
  onRetry?: () => void;
  /** More buttons after Retry. */
  actions?: ReactNode;
}

/** What went wrong, as a title by code, the message, and what to do about it. */
export function ErrorNote({ error, onRetry, actions }: ErrorNoteProps) {
  const t = useMessages();
  const words = useErrorWords();
  const { title, message, hint, original, isOwn, isOfField } = words(error);
  const field = isOwn && !isOfField ? undefined : error.details?.field;
  const { listed, rest } = furtherIssues(error.details);
  return (
    <div
      role="alert"
      className="flex flex-col items-start gap-1.5 border-l-2 border-danger bg-danger-wash py-3 pr-4 pl-4"
    >
      <p className="flex items-center gap-2 font-medium text-danger">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {title}
      </p>
      {message !== title && <p className="max-w-measure text-sm break-words text-ink">{message}</p>}
      {original && (
        <details className="max-w-measure text-sm text-soft">
          <summary className="cursor-pointer">{t.errors.original}</summary>
          <p lang="en" className="mt-1 break-words">
            {original.message} {original.hint}
          </p>
        </details>
      )}
      {listed.length > 0 && (
        <ul className="max-h-40 max-w-full overflow-y-auto text-xs text-ink">
          {listed.map((issue) => (
            <li key={issue.field} className="break-words">
              <span className="font-mono">{issue.field}</span>{" "}
              {saidOf(t.errors.reasons, issue)?.message ?? issue.message}
            </li>
          ))}
          {rest > 0 && <li>{t.errors.moreIssues(rest)}</li>}
        </ul>
      )}
      {hint && <p className="max-w-measure text-sm break-words text-soft">{hint}</p>}
      {typeof field === "string" && field !== "" && (
        <p className="font-mono text-xs text-soft">{t.errors.field(field)}</p>
      )}
      {(onRetry || actions) && (
        <div className="mt-2 flex flex-wrap gap-2">
          {onRetry && (
            <Button size="sm" icon={<RotateCcw />} onClick={onRetry}>
              {t.ui.retry}
            </Button>
          )}
          {actions}
        </div>
      )}
    </div>
  );
}

const Issues = z.object({
  issues: z.array(z.looseObject({ field: z.string(), message: z.string() })),
  count: z.number(),
});

/** Issues after the first, and how many more there are than are listed. */
function furtherIssues(details: ErrorLike["details"]) {
  const { issues, count } = Issues.safeParse(details).data ?? { issues: [], count: 0 };
  return { listed: issues.slice(1), rest: count - issues.length };
}
