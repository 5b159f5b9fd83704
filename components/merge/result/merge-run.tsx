"use client";

import { Play, Square, TriangleAlert } from "lucide-react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useMessages } from "@/components/messages";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, ProgressBar } from "@/components/ui";
import type { RecipeDraft } from "../recipe/use-recipe";
import type { MergeRunState } from "./use-merge-run";

/** Merge and, while it runs, how far it is and Cancel. */
export function MergeRun({ run, draft }: { run: MergeRunState; draft: RecipeDraft }) {
  const t = useMergeMessages().run;
  const { place } = useWorkbench();
  const label = run.output ? t.again : t.merge;
  return (
    <div className="flex flex-col gap-3 border-t pt-5">
      {run.isBusy ? (
        <>
          <RunProgress run={run} />
          <Button variant="danger" icon={<Square />} onClick={run.cancel} disabled={run.isPreparing}>
            {t.cancel}
          </Button>
        </>
      ) : (
        <>
          {draft.hasErrors && !draft.isChecking && (
            <p id="merge-obstacle" className="flex items-start gap-2 text-sm text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t.fixFirst}
            </p>
          )}
          <RoleButton
            operation="jobs.start"
            variant="primary"
            icon={<Play />}
            disabled={draft.hasErrors || draft.isChecking}
            aria-describedby={draft.hasErrors ? "merge-obstacle" : undefined}
            onClick={() => run.merge(draft)}
          >
            {label} <span className="font-normal">{t.where[place]}</span>
          </RoleButton>
        </>
      )}
      {run.status === "cancelled" && <p className="text-sm text-soft">{t.cancelled}</p>}
      {run.error && run.status !== "cancelled" && <ErrorNote error={run.error} />}
    </div>
  );
}

function RunProgress({ run: { isPreparing, status, progress } }: { run: MergeRunState }) {
  const t = useMergeMessages().run;
  const { edit } = useMessages();
  if (isPreparing) return <ProgressBar label={t.preparing} />;
  if (status === "queued") return <ProgressBar label={t.queued} />;
  if (!progress) return <ProgressBar label={t.starting} />;
  const { phase, step, steps } = progress;
  return (
    <ProgressBar
      label={edit.core(phase)}
      value={steps ? step / steps : undefined}
      detail={steps !== undefined && t.step(step, steps)}
    />
  );
}
