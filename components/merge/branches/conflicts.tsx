"use client";

import type { z } from "zod";
import { useMergeMessages } from "../use-messages";
import { SegmentedControl } from "@/components/ui";
import type { joinPlan } from "@/lib/api";

export const SIDES = ["ours", "theirs"] as const;
export type Side = (typeof SIDES)[number];

interface ConflictsProps {
  conflicts: z.infer<typeof joinPlan.output>["conflicts"];
  /** Of the branches. */
  names: Readonly<Record<Side, string>>;
  choices: readonly (Side | undefined)[];
  /** Once a merge is kept, its answers are given. */
  isFixed: boolean;
  onChoose: (place: number, side: Side) => void;
}

/** The facts that both branches taught differently, each with the question whose answer shall hold. */
export function Conflicts({ conflicts, names, choices, isFixed, onChoose }: ConflictsProps) {
  const t = useMergeMessages().edits;
  return (
    <div className="flex flex-col gap-3">
      <h2 className="text-base font-medium">
        {conflicts.length === 0 ? t.noConflicts : t.conflicts(conflicts.length)}
      </h2>
      {conflicts.map((conflict, i) => {
        const choice = choices[i];
        const labelOf = (side: Side) => `${conflict[side].target} · ${names[side]}`;
        const losing = choice && conflict[choice === "ours" ? "theirs" : "ours"];
        return (
          <div
            key={`${conflict.prompt} ${conflict.ours.version} ${conflict.theirs.version}`}
            role="group"
            aria-label={t.conflict(conflict.prompt)}
            className="flex flex-wrap items-center justify-between gap-3 border-l-2 border-warn bg-warn-wash px-3 py-2"
          >
            <div className="min-w-0 text-sm">
              <p className="break-words">{t.conflict(conflict.prompt)}</p>
              {losing && losing.edits > 1 && (
                <p className="text-xs text-warn">{t.losesAll(losing.edits, losing.target)}</p>
              )}
            </div>
            {isFixed && choice ? (
              <strong className="text-sm font-medium">{labelOf(choice)}</strong>
            ) : (
              <SegmentedControl
                label={t.conflict(conflict.prompt)}
                value={choice ?? ""}
                onChange={(side) => onChoose(i, side as Side)}
                options={SIDES.map((side) => ({ value: side, label: labelOf(side) }))}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
