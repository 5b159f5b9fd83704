"use client";

import { useMessages } from "@/components/messages";
import { DataTable } from "@/components/ui";
import type { FailedStep } from "@/lib/eval";

/** The edits of a run that changed nothing, and why. */
export function FailedSteps({ failures }: { failures: readonly FailedStep[] }) {
  const t = useMessages().edit.failedSteps;
  return (
    <DataTable
      caption={t.caption(failures.length)}
      showCaption
      maxHeight="md"
      rows={failures}
      rowKey={({ edits }) => String(edits)}
      columns={[
        { key: "edits", header: t.edit, rowHeader: true, numeric: true, cell: ({ edits }) => edits },
        { key: "message", header: t.why, cell: ({ message }) => message },
      ]}
    />
  );
}
