"use client";

import { useMessages } from "@/components/messages";
import { diffWords, type DiffPart } from "@/components/ui/word-diff";

/** Two texts side by side, with the words marked that only one of them has. */
export function BeforeAfter({ before, after }: { before: string; after: string }) {
  const t = useMessages().edit.says;
  const parts = diffWords(before.trimStart(), after.trimStart());
  return (
    <div className="grid gap-px overflow-hidden rounded-md border bg-rule sm:grid-cols-2">
      <Side label={t.before} tone="text-before" parts={parts.filter((part) => part.kind !== "after")} />
      <Side label={t.after} tone="text-after" parts={parts.filter((part) => part.kind !== "before")} />
    </div>
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
