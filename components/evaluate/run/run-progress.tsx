"use client";

import { useMemo } from "react";
import { usePace } from "@/components/edit/run/use-run-clock";
import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { WaitingNote } from "@/components/shell/jobs/waiting-note";
import { formatPercent, ProgressBar } from "@/components/ui";
import type { Progress } from "@/lib/base";
import type { LifelongDetail, LifelongWatch } from "@/lib/client/runs/use-lifelong";

interface RunProgressProps {
  status: "queued" | "running";
  jobId: string | undefined;
  progress: Progress | undefined;
  values: LifelongWatch["values"];
  run: LifelongDetail | undefined;
}

/** How far the run is, how fast it goes, and how the model stands after the last edit. */
export function RunProgress({ status, jobId, progress, values, run }: RunProgressProps) {
  const { edit, charts, ui } = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.run;
  // Every edit is another phase in words: paced, they are one.
  const paced = useMemo(() => progress && { ...progress, phase: "" }, [progress]);
  const pace = usePace(paced);
  const done = progress?.step ?? run?.state?.edits;
  const count = progress?.steps ?? run?.settings.count;
  const details = [
    done !== undefined && count !== undefined && edit.run.step(done, count),
    pace?.leftMs !== undefined && edit.run.left(ui.duration(pace.leftMs)),
  ].filter((detail) => typeof detail === "string");
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t.lastEdit, values.immediate === undefined ? undefined : formatPercent(values.immediate)],
    [charts.metric("norm"), values.norm?.toFixed(3)],
    [
      charts.metric("entropy"),
      values.entropyNats === undefined ? undefined : `${values.entropyNats.toFixed(2)} nats`,
    ],
    [
      charts.metric("repetition"),
      values.repetition === undefined ? undefined : formatPercent(values.repetition),
    ],
    [charts.metric("seconds"), values.applyMs === undefined ? undefined : ui.duration(values.applyMs)],
  ];
  return (
    <section aria-label={t.progress} className="flex flex-col gap-3">
      <ProgressBar
        label={progress ? t.phase(progress.phase) : status === "queued" ? edit.run.queued : edit.run.starting}
        value={done !== undefined && count ? done / count : undefined}
        detail={details.join(" · ")}
      />
      {status === "queued" && jobId !== undefined && <WaitingNote jobId={jobId} />}
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {facts.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label}>
                <dt className="text-xs text-faint">{label}</dt>
                <dd className="numeric text-sm">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p className="text-xs text-faint">{t.leave}</p>
    </section>
  );
}
