"use client";

import { Pause, Play, Square, Trash2 } from "lucide-react";
import { useState } from "react";
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
  return (
    <>
      {isBusy && (
        <Button icon={<Pause />} pending={isPending} onClick={() => actions.pause(jobId)}>
          {t.pause}
        </Button>
      )}
      {status === "paused" && !run?.state?.pause && (
        <Button variant="primary" icon={<Play />} pending={isPending} onClick={() => actions.resume(jobId)}>
          {t.resume}
        </Button>
      )}
      {(isBusy || status === "paused") && (
        <Button variant="danger" icon={<Square />} pending={isPending} onClick={() => actions.stop(jobId)}>
          {t.stop}
        </Button>
      )}
      {(status === "cancelled" || status === "failed") && (
        <Button variant="primary" icon={<Play />} pending={isPending} onClick={() => actions.goOn(jobId)}>
          {t.goOn}
        </Button>
      )}
      {run && !isBusy && status !== "paused" && (
        <Button variant="quiet" icon={<Trash2 />} onClick={() => setAsking(true)}>
          {t.forget}
        </Button>
      )}
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t.forgetTitle}
        description={t.forgetDetail}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{messages.ui.cancel}</Button>
            <Button variant="danger" onClick={() => run && actions.forget(run.id, onForgotten)}>
              {t.forget}
            </Button>
          </>
        }
      />
    </>
  );
}
