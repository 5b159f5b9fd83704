"use client";

import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import { differingWords } from "./word-difference";

export interface SayingProps {
  label: string;
  text: string;
  /** What it is set against. */
  other: string;
  tone: "before" | "after";
}

/** A continuation; the words that the other one does not share are underlined. */
export function Saying({ label, text, other, tone }: SayingProps) {
  const t = useMessages().history.detail;
  const words = differingWords(text, other);
  return (
    <div
      className={clsx(
        "border-l-2 pl-3",
        tone === "before" ? "border-before text-before" : "border-after text-after",
      )}
    >
      <p className="text-xs">{label}</p>
      <p className="font-mono text-sm break-words">
        {words.length === 0 && t.blank}
        {words.map(({ word, differs }, index) => (
          <span key={index}>
            {index > 0 && " "}
            {differs ? <strong className="font-semibold underline underline-offset-4">{word}</strong> : word}
          </span>
        ))}
      </p>
    </div>
  );
}
