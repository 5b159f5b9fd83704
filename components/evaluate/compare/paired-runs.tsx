"use client";

import { useMemo } from "react";
import { DifferenceTable } from "@/components/results/difference-table";
import { lifelongRetention } from "@/lib/api";
import { useQueriesOf } from "@/lib/client/queries/query";
import type { Protocol } from "@/lib/eval";
import { pairedRuns, type NamedRun } from "../numbers";

interface PairedRunsProps {
  runs: readonly NamedRun[];
  protocol: Protocol;
}

/** Runs over the same edits against the best of them, edit by edit, at the last checkpoint that they share. */
export function PairedRuns({ runs, protocol }: PairedRunsProps) {
  const retentions = useQueriesOf(
    lifelongRetention,
    runs.map(({ run }) => ({ params: { runId: run.id } })),
    { staleTimeMs: 60_000 },
  );
  const compared = useMemo(() => pairedRuns(runs, retentions, protocol), [runs, retentions, protocol]);
  return compared && <DifferenceTable {...compared} />;
}
