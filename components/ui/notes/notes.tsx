"use client";

import { CircleAlert, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { z } from "zod";
import { useMessages } from "@/components/messages";
import { Button } from "../button";

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

/** The part of an error that can be shown. `WireError` and `PalimpsestError` both have this shape. */
export interface ErrorLike {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
  /** `field` names the input at fault; `reason` names an error that has words of its own in both languages. */
  readonly details?: {
    readonly field?: unknown;
    readonly reason?: unknown;
    /** Everything that is wrong, the first of it being in the message, and how much that is. */
    readonly issues?: unknown;
    readonly count?: unknown;
  };
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
  const { field, reason } = error.details ?? {};
  const words = wordsOf(t.errors.reasons, reason);
  const title = words?.title ?? titleOf(t.errors.titles, error.code);
  const { message, hint } = words ?? error;
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
      {listed.length > 0 && (
        <ul className="max-h-40 max-w-full overflow-y-auto text-xs text-ink">
          {listed.map((issue) => (
            <li key={issue.field} className="break-words">
              <span className="font-mono">{issue.field}</span> {issue.message}
            </li>
          ))}
          {rest > 0 && <li>{t.errors.moreIssues(rest)}</li>}
        </ul>
      )}
      {hint && <p className="max-w-measure text-sm break-words text-soft">{hint}</p>}
      {typeof field === "string" && !words && (
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

function titleOf(titles: Readonly<Record<string, string>>, code: string | undefined): string {
  return (code && titles[code]) || titles.internal;
}

const Issues = z.object({
  issues: z.array(z.object({ field: z.string(), message: z.string() })),
  count: z.number(),
});

/** Issues after the first, and how many more there are than are listed. */
function furtherIssues(details: ErrorLike["details"]) {
  const { issues, count } = Issues.safeParse(details).data ?? { issues: [], count: 0 };
  return { listed: issues.slice(1), rest: count - issues.length };
}

type Words = { readonly title?: string; readonly message: string; readonly hint: string };

function wordsOf(reasons: Readonly<Record<string, Words>>, reason: unknown): Words | undefined {
  return typeof reason === "string" ? reasons[reason] : undefined;
}
