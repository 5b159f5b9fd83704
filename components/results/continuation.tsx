"use client";

import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import { differingWords } from "@/components/ui/word-diff";

interface ContinuationProps {
  label: string;
  text: string;
  /** What it is set against. */
  other: string;
  tone: "before" | "after";
}

/** A continuation; the words that the other one does not share are underlined. */
export function Continuation({ label, text, other, tone }: ContinuationProps) {
  const t = useMessages().edit.says;
  const parts = differingWords(text, other);
  return (
    <div
      className={clsx(
        "border-l-2 pl-3",
        tone === "before" ? "border-before text-before" : "border-after text-after",
      )}
    >
      <p className="text-xs">{label}</p>
      <p className="font-mono text-sm break-words">
        {parts.length === 0 && t.blank}
        {parts.map((part, index) =>
          part.kind === "same" ? (
            <span key={index}>{part.text}</span>
          ) : (
            <strong key={index} className="font-semibold underline underline-offset-4">
              {part.text}
            </strong>
          ),
        )}
      </p>
    </div>
  );
}
