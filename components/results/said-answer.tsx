"use client";

import { useMessages } from "@/components/messages";
import { formatPercent } from "@/components/ui";
import type { ProbeResult } from "@/lib/eval";

interface SaidAnswerProps {
  probe: Pick<ProbeResult, "expected">;
  answer: ProbeResult["after"];
  /** Of the text. */
  tone: string;
}

/**
 * What the model writes by itself, and under it the expected word with the probability that the model gives it. The text is
 * as many tokens long as what was expected, so another answer may go on.
 */
export function SaidAnswer({ probe, answer, tone }: SaidAnswerProps) {
  const t = useMessages().edit.probeTable;
  const { text } = answer.generation;
  const target = answer.generation.accepted ?? probe.expected;
  const isWhole = text.trim() === target.trim();
  return (
    <>
      <span className={`block max-w-40 font-mono break-words ${tone}`}>
        {text.trim() || "␣"}
        {!isWhole && "…"}
      </span>
      <span className="numeric block text-xs text-faint">
        {t.target(target.trim(), formatPercent(answer.probability))}
      </span>
    </>
  );
}
