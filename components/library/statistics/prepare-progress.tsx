"use client";

import { Pause, Play, X } from "lucide-react";
import { useLanguage, useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, ErrorNote, formatCount, ProgressBar } from "@/components/ui";
import type { PrepareRun } from "@/lib/client/runs/use-prepare-run";

/** How the making is going, and what can be done with it. */
export function PrepareProgress({ run }: { run: PrepareRun }) {
  const t = useLibraryMessages().statistics.compute;
  const { status, error } = run;
  const isUnderWay = status === "queued" || status === "running";
  return (
    <div aria-live="polite" className="flex flex-col items-start gap-3">
      {isUnderWay && <UnderWay run={run} />}
      {status === "paused" && <p className="text-sm text-soft">{t.paused}</p>}
      {status === "cancelled" && <p className="text-sm text-soft">{t.cancelled}</p>}
      {status === "succeeded" && <p className="text-sm text-after">{t.done}</p>}
      {error && <ErrorNote error={error} />}
      {(isUnderWay || status === "paused") && (
        <div className="flex flex-wrap gap-2">
          {isUnderWay ? (
            <Button size="sm" icon={<Pause />} onClick={run.pause}>
              {t.pause}
            </Button>
          ) : (
            <Button size="sm" icon={<Play />} onClick={run.resume}>
              {t.resume}
            </Button>
          )}
          <Button size="sm" variant="quiet" icon={<X />} onClick={run.cancel}>
            {t.cancel}
          </Button>
        </div>
      )}
    </div>
  );
}

function UnderWay({ run: { status, progress } }: { run: PrepareRun }) {
  const words = useMessages();
  const { statistics } = useLibraryMessages();
  const { compute: t } = statistics;
  const { language } = useLanguage();
  if (status === "queued") return <ProgressBar className="w-full" label={t.queued} />;
  if (!progress) return <ProgressBar className="w-full" label={t.starting} />;
  const { phase, step, steps } = progress;
  return (
    <ProgressBar
      className="w-full"
      label={words.edit.core(phase)}
      value={steps ? step / steps : undefined}
      detail={
        steps !== undefined &&
        t.steps(formatCount(step, language), formatCount(Math.max(step, steps), language))
      }
    />
  );
}
