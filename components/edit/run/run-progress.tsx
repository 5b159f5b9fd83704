"use client";

import { useMessages } from "@/components/messages";
import { ProgressBar } from "@/components/ui";
import type { Run } from "@/lib/client/runs/use-run";
import { usePace } from "./use-run-clock";

interface RunProgressProps {
  run: Pick<Run<"edit">, "status" | "progress" | "isConnected">;
}

/** How far an edit is, how fast it goes and what is left. */
export function RunProgress({ run }: RunProgressProps) {
  const { edit, ui } = useMessages();
  const { run: t, core } = edit;
  const pace = usePace(run.progress);
  const { progress } = run;
  const share = progress?.steps ? progress.step / progress.steps : undefined;
  const details = [
    progress &&
      (progress.steps === undefined ? t.stepOnly(progress.step) : t.step(progress.step, progress.steps)),
    pace && t.rate(pace.rate >= 10 ? pace.rate.toFixed(0) : pace.rate.toFixed(1)),
    pace?.leftMs !== undefined && t.left(ui.duration(pace.leftMs)),
  ].filter((detail) => typeof detail === "string");
  return (
    <div className="min-w-0">
      <ProgressBar
        label={progress ? core(progress.phase) : run.status === "queued" ? t.queued : t.starting}
        value={share}
        detail={details.join(" · ")}
      />
      {!run.isConnected && <p className="mt-1 text-xs text-warn">{t.disconnected}</p>}
    </div>
  );
}
