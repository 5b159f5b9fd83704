"use client";

import { useState } from "react";
import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";
import { diffWords, type DiffPart } from "@/components/ui/word-diff";
import type { Verdict } from "@/lib/eval";

const SHOWN = 3;

/** What the model writes after each edited prompt, before and after, with the differences marked. */
export function SaysTab({ verdict }: { verdict: Verdict }) {
  const t = useMessages().edit.says;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? verdict.says : verdict.says.slice(0, SHOWN);
  const rest = verdict.says.length - shown.length;
  if (verdict.says.length === 0) return <p className="text-sm text-soft">{t.none}</p>;
  return (
    <div className="flex flex-col gap-6">
      {shown.map((entry, index) => (
        <Says key={index} prompt={entry.prompt} before={entry.before} after={entry.after} />
      ))}
      {rest > 0 && (
        <Button size="sm" className="self-start" onClick={() => setWhole(true)}>
          {t.more(rest)}
        </Button>
      )}
      <p className="text-xs text-faint">{t.legend}</p>
    </div>
  );
}

function Says({ prompt, before, after }: { prompt: string; before: string; after: string }) {
  const t = useMessages().edit.says;
  const parts = diffWords(before.trimStart(), after.trimStart());
  return (
    <article className="min-w-0">
      <h4 className="mb-2 font-mono text-base break-words">{prompt}…</h4>
      <div className="grid gap-px overflow-hidden rounded-md border bg-rule sm:grid-cols-2">
        <Side label={t.before} tone="text-before" parts={parts.filter((part) => part.kind !== "after")} />
        <Side label={t.after} tone="text-after" parts={parts.filter((part) => part.kind !== "before")} />
      </div>
      {before === after && <p className="mt-1 text-sm text-warn">{t.same}</p>}
    </article>
  );
}

function Side({ label, tone, parts }: { label: string; tone: string; parts: readonly DiffPart[] }) {
  return (
    <div className="bg-raised px-4 py-3">
      <p className={`mb-1 text-xs font-medium ${tone}`}>{label}</p>
      <p className="font-mono text-base break-words whitespace-pre-wrap">
        {parts.map((part, index) =>
          part.kind === "same" ? (
            <span key={index}>{part.text}</span>
          ) : part.kind === "before" ? (
            <del key={index} className="rounded-sm bg-before-wash text-before decoration-2">
              {part.text}
            </del>
          ) : (
            <ins
              key={index}
              className="rounded-sm bg-after-wash font-semibold text-after decoration-2 underline-offset-4"
            >
              {part.text}
            </ins>
          ),
        )}
      </p>
    </div>
  );
}
