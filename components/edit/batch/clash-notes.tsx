"use client";

import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useMessages } from "@/components/messages";
import { clashesOf, filledPrompt, type EditCase } from "@/lib/data";

const SHOWN = 6;

interface ClashNotesProps {
  cases: readonly EditCase[];
  /** The number of each case as a person counts them; that of its place when absent. */
  numbers?: readonly number[];
}

/** Edits of a list that contradict or repeat each other; nothing when there are none. */
export function ClashNotes({ cases, numbers }: ClashNotesProps) {
  const { edit, lists } = useMessages();
  const clashes = useMemo(() => clashesOf(cases), [cases]);
  if (clashes.length === 0) return null;
  const numberOf = (index: number) => numbers?.[index] ?? index + 1;
  return (
    <div className="text-warn">
      <p className="flex items-center gap-2 text-sm font-medium">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {lists.clashes(clashes.length)}
      </p>
      <ul aria-label={lists.clashes(clashes.length)} className="mt-1 text-xs break-words">
        {clashes.slice(0, SHOWN).map(({ kind, first, second }) => (
          <li key={second}>
            {lists[kind]({
              edits: [numberOf(first), numberOf(second)],
              prompt: filledPrompt(cases[first].request),
              targets: [cases[first].request.targetNew, cases[second].request.targetNew],
            })}
          </li>
        ))}
        {clashes.length > SHOWN && <li>{edit.batch.more(clashes.length - SHOWN)}</li>}
      </ul>
    </div>
  );
}
