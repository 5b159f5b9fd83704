"use client";

import { useMemo } from "react";
import { DifferenceTable } from "@/components/results/difference-table";
import type { EditRequest } from "@/lib/data";
import type { Protocol } from "@/lib/eval";
import { comparePaired } from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";

interface DifferencesProps {
  outcomes: readonly EditOutcome[];
  /** Names of the entries, by their index. */
  names: readonly string[];
  /** The entry that the others are compared with. */
  reference: EditOutcome;
  requests: readonly EditRequest[];
  protocol: Protocol;
}

/** How far each entry is from the best, case by case: the cases' own difficulty cancels out, which two intervals cannot show. */
export function Differences({ outcomes, names, reference, requests, protocol }: DifferencesProps) {
  const rows = useMemo(
    () =>
      outcomes.flatMap(({ entry, verdict }) =>
        verdict && reference.verdict && entry !== reference.entry
          ? [
              {
                name: names[entry],
                differences: comparePaired(reference.verdict, verdict, requests, protocol),
              },
            ]
          : [],
      ),
    [outcomes, names, reference, requests, protocol],
  );
  // One case says nothing of others, and has its probes below.
  if (rows.length === 0 || requests.length < 2) return null;
  return <DifferenceTable reference={names[reference.entry]} rows={rows} />;
}
