"use client";

import { useMessages } from "@/components/messages";
import { acceptedAnswers } from "@/lib/data";
import type { ProbeResult } from "@/lib/eval";

/** The answer that a probe expects, or every one that it accepts. */
export function ExpectedAnswer({ probe }: { probe: Pick<ProbeResult, "expected" | "alternatives"> }) {
  const { lists } = useMessages();
  const { expected: target, alternatives } = probe;
  return <>{alternatives ? lists.oneOf(acceptedAnswers({ target, alternatives })) : target}</>;
}
