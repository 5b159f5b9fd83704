"use client";

import { clsx } from "clsx";
import { Quote } from "lucide-react";
import { useMessages } from "@/components/messages";
import { diffWords, type DiffPart } from "@/components/ui/word-diff";
import { recordEdit, showsEdit, Words } from "./edit-record";
import { defineSlide } from "./kind";

/** What the model says before and after an edit, in large type. */
export const wordsSlide = defineSlide<Words>({
  id: "words",
  icon: Quote,
  data: Words,
  offers: showsEdit,
  record: async (view) => (await recordEdit(view))?.words ?? null,
  Slide: ({ data }) => <WordsOnStage words={data} />,
});

export function WordsOnStage({ words }: { words: Words }) {
  const t = useMessages().shell.present.words;
  const { prompt, before, after, target, holds, method } = words;
  const parts = diffWords(before, after);
  return (
    <article className="flex flex-col gap-6">
      <p className="text-center font-mono text-2xl break-words">
        {prompt.head}
        <mark className="bg-transparent font-medium text-ink underline decoration-accent decoration-2 underline-offset-8">
          {prompt.subject}
        </mark>
        {prompt.tail}…
      </p>
      <div className="grid gap-px overflow-hidden rounded-lg border bg-rule sm:grid-cols-2">
        <Side label={t.before} tone="text-before" parts={parts.filter(({ kind }) => kind !== "after")} />
        <Side label={t.after} tone="text-after" parts={parts.filter(({ kind }) => kind !== "before")} />
      </div>
      <p className={clsx("text-center text-xl", holds ? "text-after" : "text-danger")}>
        {holds ? `✓ ${t.holds(method, target)}` : `✗ ${t.fails(method, target)}`}
      </p>
    </article>
  );
}

function Side({ label, tone, parts }: { label: string; tone: string; parts: readonly DiffPart[] }) {
  return (
    <div className="min-w-0 bg-raised px-6 py-5">
      <p className={clsx("mb-2 text-base font-medium", tone)}>{label}</p>
      <p className="font-display text-3xl break-words whitespace-pre-wrap">
        {parts.map(({ kind, text }, index) =>
          kind === "same" ? (
            <span key={index}>{text}</span>
          ) : kind === "before" ? (
            <del key={index} className="text-before decoration-2">
              {text}
            </del>
          ) : (
            <ins key={index} className="text-accent decoration-2 underline-offset-8">
              {text}
            </ins>
          ),
        )}
      </p>
    </div>
  );
}
