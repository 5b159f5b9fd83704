"use client";

import { ChartView } from "@/components/charts";
import { overEdits } from "@/components/charts/over-edits";
import { FailedSteps } from "@/components/edit/run/failed-steps";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { formatPercent } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import { healthOverEdits } from "../numbers";
import { NotMeasured } from "./not-measured";

interface HealthTabProps {
  run: Pick<LifelongDetail, "samples" | "settings">;
  state: NonNullable<LifelongDetail["state"]>;
}

/** Whether the model still stands: what was looked at after every edit, and the edits that changed nothing. */
export function HealthTab({ run, state: { start, failures } }: HealthTabProps) {
  const t = useEvaluateMessages().health;
  const curves = healthOverEdits({ samples: run.samples, start, limits: run.settings.health });
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-measure text-sm text-soft">{t.detail(run.settings.healthEvery)}</p>
      <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
        {curves.map((data) => {
          const limits = data.references
            .filter(({ kind }) => kind === "limit")
            .map(({ value }) =>
              data.unit === "fraction" ? formatPercent(value) : String(Number(value.toPrecision(3))),
            );
          const note = [t.notes[data.subject], limits.length > 0 && t.stopsAt(limits)].filter(Boolean);
          return <ChartView key={data.subject} chart={overEdits} data={data} note={note.join(" ")} />;
        })}
      </div>
      <NotMeasured start={start} />
      {failures.length === 0 ? (
        <p className="text-sm text-soft">{t.noFailures}</p>
      ) : (
        <FailedSteps failures={failures} />
      )}
    </div>
  );
}
