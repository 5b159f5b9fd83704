"use client";

import { ChartView } from "@/components/charts";
import { overEdits } from "@/components/charts/lifelong";
import { FailedSteps } from "@/components/edit/failed-steps";
import { useMessages } from "@/components/messages";
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
        <FailedSteps failures={failures} />
      )}
    </div>
  );
}
