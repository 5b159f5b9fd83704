"use client";

import { X } from "lucide-react";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, ErrorNote, formatCount, ProgressBar } from "@/components/ui";
import type { Measuring } from "./use-measuring";

/** How the measuring is going, and stopping it. */
export function MeasureProgress({ run }: { run: Measuring }) {
  const t = useLibraryMessages().presets.measure;
  const { status, error, isBusy } = run;
  return (
    <div aria-live="polite" className="flex flex-col items-start gap-3">
      {isBusy && <UnderWay run={run} />}
      {status === "cancelled" && <p className="text-sm text-soft">{t.cancelled}</p>}
      {status === "succeeded" && <p className="text-sm text-after">{t.done}</p>}
      {error && status !== "cancelled" && <ErrorNote error={error} />}
      {isBusy && (
        <Button size="sm" variant="quiet" icon={<X />} onClick={run.cancel}>
          {t.cancel}
        </Button>
      )}
    </div>
  );
}

function UnderWay({ run: { status, progress } }: { run: Measuring }) {
  const t = useLibraryMessages().presets;
  const { language } = useLanguage();
  if (status === "queued") return <ProgressBar className="w-full" label={t.measure.queued} />;
  if (!progress) return <ProgressBar className="w-full" label={t.measure.starting} />;
  const { phase, step, steps } = progress;
  return (
    <ProgressBar
      className="w-full"
      label={t.phase(phase)}
      value={steps ? step / steps : undefined}
      detail={
        steps !== undefined &&
        t.measure.steps(formatCount(step, language), formatCount(Math.max(step, steps), language))
      }
    />
  );
}
