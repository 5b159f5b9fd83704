"use client";

import { clsx } from "clsx";
import { useRef, type ReactNode } from "react";
import { useMergeMessages } from "../use-messages";
import type { RecipeProblem } from "@/lib/merge";

interface YamlEditorProps {
  text: string;
  problems: readonly RecipeProblem[];
  onChange: (text: string) => void;
  aside?: ReactNode;
}

/** The recipe as text, with the number of each line, and a mark at those with a problem. */
export function YamlEditor({ text, problems, onChange, aside }: YamlEditorProps) {
  const t = useMergeMessages().yaml;
  const lines = text.split("\n");
  const gutter = useRef<HTMLDivElement>(null);
  const marks = new Map<number, RecipeProblem["severity"]>();
  for (const { line, severity } of problems) {
    if (line !== undefined && marks.get(line) !== "error") marks.set(line, severity);
  }
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <label htmlFor="merge-yaml" className="text-sm font-medium">
          {t.label}
        </label>
        {aside}
      </div>
      <div className="flex max-h-[32rem] min-w-0 rounded-md border border-rule-strong bg-raised focus-within:outline-2 focus-within:outline-focus hover:border-ink">
        <div
          ref={gutter}
          aria-hidden
          className="numeric shrink-0 overflow-hidden rounded-l-md border-r bg-sunken py-2 text-right font-mono text-sm leading-6 text-faint select-none"
        >
          {lines.map((_, i) => (
            <div
              key={i}
              className={clsx(
                "pr-2 pl-2.5",
                marks.get(i + 1) === "error" && "bg-danger-wash font-medium text-danger",
                marks.get(i + 1) === "warning" && "bg-warn-wash text-warn",
              )}
            >
              {i + 1}
            </div>
          ))}
        </div>
        <textarea
          id="merge-yaml"
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          aria-describedby="merge-problems"
          aria-invalid={problems.some(({ severity }) => severity === "error") || undefined}
          value={text}
          rows={Math.max(8, lines.length)}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          className="min-w-0 flex-1 resize-none overflow-auto rounded-r-md bg-raised px-3 py-2 font-mono text-sm leading-6 text-ink outline-none"
        />
      </div>
      <p className="text-xs text-faint">{t.hint}</p>
    </div>
  );
}
