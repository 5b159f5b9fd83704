"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { SUBJECT_SLOT } from "@/lib/data";

interface SentenceProps {
  /** With a slot for the subject. */
  prompt: string;
  subject: string;
  /** The blank at the end: a field, or words. */
  children: ReactNode;
}

/** A fact as one large sentence with its answer at the end. */
export function Sentence({ prompt, subject, children }: SentenceProps) {
  const [before, after] = prompt.split(SUBJECT_SLOT);
  return (
    <p className="font-display text-2xl leading-[1.9] sm:text-4xl sm:leading-[1.9]">
      {before}
      <strong className="font-normal whitespace-nowrap">{subject}</strong>
      {after} {children}
    </p>
  );
}

/** A word and the word that was written over it: the lower one struck, still legible. */
export function Overwritten({ lower, upper }: { lower: string; upper: string }) {
  return (
    <span className="inline-grid align-baseline">
      <del className="col-start-1 row-start-1 text-before line-through decoration-2">{lower}</del>
      <ins
        className={clsx(
          "col-start-1 row-start-1 -translate-y-[0.68em] font-medium text-accent no-underline",
          "transition duration-700 ease-quill motion-reduce:transition-none starting:translate-y-0 starting:opacity-0",
        )}
      >
        {upper}
      </ins>
    </span>
  );
}
