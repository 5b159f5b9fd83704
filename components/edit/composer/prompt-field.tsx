"use client";

import { useMessages } from "@/components/messages";
import { Field, TextArea } from "@/components/ui";
import type { Draft } from "./draft";
import { subjectSpan } from "./draft";

interface PromptFieldProps {
  draft: Draft;
  error?: string;
  onChange: (prompt: string) => void;
}

/** The prompt, with the subject marked where it stands while one types. */
export function PromptField({ draft, error, onChange }: PromptFieldProps) {
  const t = useMessages().edit.composer;
  return (
    <Field label={t.prompt} hint={t.promptHint} error={error} required>
      {(control) => (
        <div className="relative">
          <TextArea
            {...control}
            mono
            rows={2}
            spellCheck={false}
            value={draft.prompt}
            onChange={(event) => onChange(event.target.value)}
            className="block"
          />
          <SubjectMark draft={draft} />
        </div>
      )}
    </Field>
  );
}

/** The same text in the same place, invisible but for the mark: a text area cannot mark a part of what it holds. */
function SubjectMark({ draft }: { draft: Draft }) {
  const span = subjectSpan(draft);
  // A prompt typed with its slot has no subject in it to mark.
  if (!span || draft.prompt.includes("{}")) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 overflow-hidden rounded-md border border-transparent px-3 py-2 font-mono text-base break-words whitespace-pre-wrap text-transparent"
    >
      {draft.prompt.slice(0, span.start)}
      <mark className="rounded-sm bg-accent/15 text-transparent shadow-[0_2px_0] shadow-accent">
        {draft.prompt.slice(span.start, span.end)}
      </mark>
      {draft.prompt.slice(span.end)}
    </div>
  );
}
