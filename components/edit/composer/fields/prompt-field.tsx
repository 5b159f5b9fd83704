"use client";

import { useRef } from "react";
import { useMessages } from "@/components/messages";
import { Field, TextArea } from "@/components/ui";
import { shownPrompt, slottedPrompt, subjectSpan, type Draft } from "../draft";

interface PromptFieldProps {
  draft: Draft;
  error?: string;
  onChange: (prompt: string) => void;
}

/** Both layers wrap alike only when both keep room for the scrollbar. */
const BOX = "max-h-48 px-3 py-2 [scrollbar-gutter:stable]";

/** The prompt, with the subject marked where it stands while one types. */
export function PromptField({ draft, error, onChange }: PromptFieldProps) {
  const t = useMessages().edit.composer;
  const mark = useRef<HTMLDivElement>(null);
  const shown = shownPrompt(draft);
  const span = subjectSpan(draft);
  return (
    <Field label={t.prompt} hint={t.promptHint} error={error} required>
      {(control) => (
        <div className="relative">
          <TextArea
            {...control}
            mono
            rows={2}
            spellCheck={false}
            value={shown}
            onChange={(event) => onChange(slottedPrompt(draft.subject, event.target.value))}
            onScroll={(event) => mark.current?.scrollTo(0, event.currentTarget.scrollTop)}
            className={`block ${BOX}`}
          />
          {span && (
            // The same text in the same place, invisible but for the mark: a text area cannot mark a part of what it holds.
            <div
              ref={mark}
              aria-hidden
              className={`pointer-events-none absolute inset-0 overflow-hidden rounded-md border border-transparent font-mono text-base break-words whitespace-pre-wrap text-transparent ${BOX}`}
            >
              {shown.slice(0, span.start)}
              <mark className="rounded-sm bg-accent/15 text-transparent shadow-[0_2px_0] shadow-accent">
                {shown.slice(span.start, span.end)}
              </mark>
              {shown.slice(span.end)}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}
