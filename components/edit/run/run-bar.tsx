"use client";

import { Play, Square, TriangleAlert } from "lucide-react";
import { useMessages } from "@/components/messages";
import { Button, Kbd, ProgressBar } from "@/components/ui";
import { WaitingNote } from "@/components/shell/waiting-note";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { usePace } from "./use-run-clock";

interface RunBarProps {
  run: EditRun;
  /** What Run says. */
  label: string;
  /** Why it cannot be run now, in words; null when it can. */
  obstacle: string | null;
  onRun: () => void;
}

/** Run and, while it runs, how far it is and Cancel. It stays in sight: it shares the cell of the method column, or follows all of a narrow page. */
export function RunBar({ run, label, obstacle, onRun }: RunBarProps) {
  const t = useMessages().edit.run;
  const isRunning = run.status === "queued" || run.status === "running";
  return (
    <section
      aria-label={t.bar}
      className="sticky bottom-14 z-20 -mx-4 border-t bg-raised px-4 py-3 shadow-float md:bottom-4 md:mx-0 present:md:bottom-24 md:rounded-lg md:border lg:col-start-2 lg:row-start-1 lg:self-end"
    >
      {isRunning ? (
        <div className="flex flex-col gap-3">
          <RunProgress run={run} />
          {run.status === "queued" && run.jobId !== undefined && (
            <WaitingNote jobId={run.jobId} onMoveToTab={run.moveToTab} />
          )}
          <Button variant="danger" icon={<Square />} onClick={run.cancel} className="w-full">
            {t.cancel}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col gap-2">
          {obstacle && (
            <p id="run-obstacle" className="flex items-start gap-2 text-sm text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {obstacle}
            </p>
          )}
          <Button
            variant="primary"
            icon={<Play />}
            onClick={onRun}
            aria-describedby={obstacle ? "run-obstacle" : undefined}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            className="w-full"
          >
            <span className="whitespace-nowrap">{label}</span>
            <span
              aria-hidden
              className="ml-1 hidden whitespace-nowrap md:inline xl:hidden 2xl:inline present:hidden"
            >
              <Kbd>{t.shortcut}</Kbd>
            </span>
          </Button>
        </div>
      )}
    </section>
  );
}

function RunProgress({ run }: { run: EditRun }) {
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
