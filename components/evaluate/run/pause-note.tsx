"use client";

import { HeartPulse, Play } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import { lastRow } from "../numbers";
import { KeepState } from "./keep-run";
import type { KeptState } from "./use-keep-run";

interface PauseNoteProps {
  run: LifelongDetail;
  onGoOn: () => void;
  isPending: boolean;
}

/** Why a run stopped by itself, and the ways on: keep what was well, keep what was judged last, or go on regardless. */
export function PauseNote({ run, onGoOn, isPending }: PauseNoteProps) {
  const t = useEvaluateMessages().pause;
  const [chosen, setChosen] = useState<KeptState | null>(null);
  const { pause, healthy } = run.state ?? {};
  const row = lastRow(run);
  if (!pause) return null;
  return (
    <section role="alert" aria-label={t.title} className="border-l-2 border-warn bg-warn-wash py-3 pr-4 pl-4">
      <p className="flex items-center gap-2 font-medium text-warn">
        <HeartPulse aria-hidden className="size-4 shrink-0" />
        {t.title}
      </p>
      <p className="mt-1 max-w-measure text-sm text-ink">{t.reasons[pause.probe](pause.edits)}</p>
      {pause.value !== null && pause.limit !== null && (
        <p className="numeric mt-1 text-xs text-soft">{t.measured(pause.value, pause.limit)}</p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {healthy && (
          <Button size="sm" variant="primary" onClick={() => setChosen("healthy")}>
            {t.keepHealthy(healthy.edits)}
          </Button>
        )}
        {row && (
          <Button size="sm" onClick={() => setChosen(row.edits)}>
            {t.keepJudged(row.edits)}
          </Button>
        )}
        <RoleButton
          operation="jobs.resume"
          isOneOfMany
          size="sm"
          variant="quiet"
          icon={<Play />}
          pending={isPending}
          onClick={onGoOn}
        >
          {t.goOn}
        </RoleButton>
      </div>
      <KeepState run={run} at={chosen} onClose={() => setChosen(null)} />
    </section>
  );
}
