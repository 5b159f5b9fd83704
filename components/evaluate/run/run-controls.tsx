"use client";

import { Pause, Play, Square, Trash2 } from "lucide-react";
import { useState } from "react";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, Dialog } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import type { JobStatus } from "@/lib/store";
import type { useRunActions } from "../use-runs";

interface RunControlsProps {
  status: JobStatus | undefined;
  jobId: string;
  run: LifelongDetail | undefined;
  actions: ReturnType<typeof useRunActions>;
  onForgotten: () => void;
}

/** What can be done with the run as it stands: pause, go on, stop, forget. */
export function RunControls({ status, jobId, run, actions, onForgotten }: RunControlsProps) {
  const messages = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.run;
  const [isAsking, setAsking] = useState(false);
  const isBusy = status === "queued" || status === "running";
  const { isPending } = actions;
  // Pause, Resume, Stop and Go on are of one rule.
  const refusal = useRefusal("jobs.pause");
  const steers = { pending: isPending, disabled: refusal !== undefined };
  return (
    <>
      {isBusy && (
        <Button icon={<Pause />} {...steers} onClick={() => actions.pause(jobId)}>
          {t.pause}
        </Button>
      )}
      {status === "paused" && !run?.state?.pause && (
        <Button variant="primary" icon={<Play />} {...steers} onClick={() => actions.resume(jobId)}>
          {t.resume}
        </Button>
      )}
      {(isBusy || status === "paused") && (
        <Button variant="danger" icon={<Square />} {...steers} onClick={() => actions.stop(jobId)}>
          {t.stop}
        </Button>
      )}
      {(status === "cancelled" || status === "failed") && (
        <Button variant="primary" icon={<Play />} {...steers} onClick={() => actions.goOn(jobId)}>
          {t.goOn}
        </Button>
      )}
      {run && !isBusy && status !== "paused" && (
        <Button variant="quiet" icon={<Trash2 />} onClick={() => setAsking(true)}>
          {t.forget}
        </Button>
      )}
      <RefusalNote refusal={refusal} />
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t.forgetTitle}
        description={t.forgetDetail}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{messages.ui.cancel}</Button>
            <RoleButton
              operation="lifelong.delete"
              variant="danger"
              onClick={() => run && actions.forget(run.id, onForgotten)}
            >
              {t.forget}
            </RoleButton>
          </>
        }
      />
    </>
  );
}
