"use client";

import { ChartView } from "@/components/charts";
import { overEdits } from "@/components/charts/lifelong";
import { useMessages } from "@/components/messages";
import { DataTable } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/use-lifelong";
import { healthOverEdits } from "../numbers";

/** Whether the model still stands: what was looked at after every edit, and the edits that changed nothing. */
export function HealthTab({ run }: { run: LifelongDetail }) {
  const t = useMessages().evaluate.health;
  const curves = healthOverEdits({
    samples: run.samples,
    start: run.state?.start,
    limits: run.settings.health,
  });
  const failures = run.state?.failures ?? [];
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-measure text-sm text-soft">{t.detail}</p>
      <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
        {curves.map((data) => (
          <ChartView key={data.subject} chart={overEdits} data={data} note={t.notes[data.subject]} />
        ))}
      </div>
      {failures.length === 0 ? (
        <p className="text-sm text-soft">{t.noFailures}</p>
      ) : (
        <DataTable
          caption={t.failures(failures.length)}
          showCaption
          maxHeight="md"
          rows={failures}
          rowKey={({ edits }) => String(edits)}
          columns={[
            { key: "edits", header: t.edit, rowHeader: true, numeric: true, cell: ({ edits }) => edits },
            { key: "message", header: t.why, cell: ({ message }) => message },
          ]}
        />
      )}
    </div>
  );
}
