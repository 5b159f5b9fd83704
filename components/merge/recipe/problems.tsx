"use client";

import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { useMergeMessages } from "../use-messages";
import type { RecipeProblem } from "@/lib/merge";

interface ProblemsProps {
  problems: readonly RecipeProblem[];
  /** The check has not answered for this text. */
  isPending: boolean;
}

/** What is wrong with the recipe, line by line, and what to do about it; all of it known before anything is loaded. */
export function Problems({ problems, isPending }: ProblemsProps) {
  const t = useMergeMessages().problems;
  const sorted = [...problems].sort(
    (a, b) =>
      Number(a.severity === "warning") - Number(b.severity === "warning") || (a.line ?? 0) - (b.line ?? 0),
  );
  return (
    <section id="merge-problems" aria-label={t.title} aria-live="polite" className="min-w-0">
      {sorted.length === 0 && (
        <p className="flex items-center gap-2 text-sm text-soft">
          {isPending ? (
            <CircleDashed aria-hidden className="size-4 shrink-0 text-faint" />
          ) : (
            <CircleCheck aria-hidden className="size-4 shrink-0 text-after" />
          )}
          {isPending ? t.checking : t.none}
        </p>
      )}
      <ul className="flex flex-col gap-2.5">
        {sorted.map((problem) => {
          const { severity, line, field } = problem;
          const [what, remedy] = t.said(problem);
          return (
            <li
              key={`${field}-${what}`}
              className={
                severity === "error"
                  ? "border-l-2 border-danger bg-danger-wash px-3 py-2"
                  : "border-l-2 border-warn bg-warn-wash px-3 py-2"
              }
            >
              <p className="flex items-start gap-2 text-sm text-ink">
                {severity === "error" ? (
                  <CircleAlert aria-label={t.error} className="mt-0.5 size-4 shrink-0 text-danger" />
                ) : (
                  <TriangleAlert aria-label={t.warning} className="mt-0.5 size-4 shrink-0 text-warn" />
                )}
                <span className="min-w-0 break-words">
                  {line !== undefined && <strong className="font-medium">{t.line(line)} </strong>}
                  {what}
                </span>
              </p>
              <p className="mt-0.5 pl-6 text-sm break-words text-soft">{remedy}</p>
              {field !== "" && <p className="pl-6 font-mono text-xs break-all text-faint">{field}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
