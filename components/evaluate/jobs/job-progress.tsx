"use client";

import { Square } from "lucide-react";
import { useMemo } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { usePace } from "@/components/edit/run/use-run-clock";
import { useFailureToast } from "@/components/history/use-history";
import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { WaitingNote } from "@/components/shell/jobs/waiting-note";
import { ProgressBar } from "@/components/ui";
import { cancelJob } from "@/lib/api";
import type { Progress } from "@/lib/base";
import { useActionOf } from "@/lib/client/queries/query";
import type { JobStatus } from "@/lib/store";

interface JobProgressProps {
  jobId: string;
  /** Undefined until it is known. */
  status: JobStatus | undefined;
  progress: Progress | undefined;
  /** "3 of 20 cases" */
  at: (done: number, total: number) => string;
}

/** A job whose result is not there: how many of how many, about how long it still takes, and Cancel. */
export function JobProgress({ jobId, status, progress, at }: JobProgressProps) {
  const { edit, ui } = useMessages();
  const t = useEvaluateMessages();
  const { states } = t.benchmarks;
  const cancel = useCancelJob();
  // What is at work changes all the time: paced, it is one phase.
  const paced = useMemo(() => progress && { ...progress, phase: "" }, [progress]);
  const pace = usePace(paced);
  if (status === undefined) return <ProgressBar label={ui.loading} />;
  if (status !== "queued" && status !== "running") return <p role="status">{states[status]}</p>;
  const details = [
    progress?.steps !== undefined && at(progress.step, progress.steps),
    pace?.leftMs !== undefined && edit.run.left(ui.duration(pace.leftMs)),
  ].filter((detail) => typeof detail === "string");
  return (
    <section aria-label={t.run.progress} className="flex flex-col items-start gap-3">
      <div className="w-full">
        <ProgressBar
          label={
            progress ? t.run.phase(progress.phase) : status === "queued" ? edit.run.queued : edit.run.starting
          }
          value={progress?.steps ? progress.step / progress.steps : undefined}
          detail={details.join(" · ")}
        />
      </div>
      {status === "queued" && <WaitingNote jobId={jobId} />}
      <RoleButton operation="jobs.cancel" variant="danger" size="sm" icon={<Square />} {...cancel.of(jobId)}>
        {cancel.label}
      </RoleButton>
      <p className="text-xs text-faint">{t.run.leave}</p>
    </section>
  );
}

/** Cancel of a job on the server, as the props of a button. */
export function useCancelJob() {
  const { cancel: label } = useMessages().shell.jobs;
  const fail = useFailureToast();
  const cancel = useActionOf(cancelJob);
  return {
    label,
    of: (jobId: string) => ({
      pending: cancel.isPending && cancel.variables.params.jobId === jobId,
      onClick: () => cancel.mutate({ params: { jobId } }, { onError: fail }),
    }),
  };
}
