"use client";

import { useLibraryMessages } from "@/components/messages/library";
import type { CheckpointWarning } from "@/lib/store";

/** What a person should know of a checkpoint that opens. Nothing where there is nothing to know. */
export function CheckpointWarnings({ warnings }: { warnings: readonly CheckpointWarning[] }) {
  const t = useLibraryMessages().library.report;
  return warnings.map(({ kind, names }) => (
    <p key={kind} role="note" className="mt-3 text-sm text-soft">
      {t.warnings[kind](names.join(", "))}
    </p>
  ));
}
