"use client";

import { Pause, Play, RotateCcw, X } from "lucide-react";
import { useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Badge, Button, ErrorNote, formatBytes, ProgressBar } from "@/components/ui";
import { cancelJob, pauseJob, resumeJob, retryJob, type ListedJob } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";

/** One download: how far it is, how fast, how long still, and what can be done about it. */
export function DownloadRow({ job }: { job: ListedJob }) {
  const t = useMessages();
  const { library } = useLibraryMessages();
  const words = library.downloads;
  const pause = useActionOf(pauseJob);
  const resume = useActionOf(resumeJob);
  const cancel = useActionOf(cancelJob);
  const retry = useActionOf(retryJob);
  const call = { params: { jobId: job.id } };
  const failure = job.error ?? pause.error ?? resume.error ?? cancel.error ?? retry.error;
  // A failed job never moves again: the one after it takes along what has arrived.
  const giveUp = () => retry.mutate(call, { onSuccess: ({ jobId }) => cancel.mutate({ params: { jobId } }) });
  const isMoving = job.status === "queued" || job.status === "running";
  return (
    <li className="min-w-0 rounded-lg border bg-raised p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-mono text-sm break-all">
          {job.summary.repository} <span className="inline-block text-faint">→ {job.summary.model}</span>
        </p>
        <Badge tone={job.status === "failed" ? "danger" : isMoving ? "accent" : "neutral"}>
          {t.shell.jobs.status[job.status]}
        </Badge>
      </div>
      {job.progress && job.status !== "failed" && <Progress job={job} progress={job.progress} />}
      {failure && (
        <div className="mt-3">
          <ErrorNote error={failure} />
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {isMoving && (
          <Button size="sm" icon={<Pause />} pending={pause.isPending} onClick={() => pause.mutate(call)}>
            {words.pause}
          </Button>
        )}
        {job.status === "paused" && (
          <Button size="sm" icon={<Play />} pending={resume.isPending} onClick={() => resume.mutate(call)}>
            {words.resume}
          </Button>
        )}
        {job.status === "failed" && (
          <Button size="sm" icon={<RotateCcw />} pending={retry.isPending} onClick={() => retry.mutate(call)}>
            {words.goOn}
          </Button>
        )}
        <Button
          size="sm"
          variant="quiet"
          icon={<X />}
          pending={cancel.isPending}
          onClick={job.status === "failed" ? giveUp : () => cancel.mutate(call)}
        >
          {words.cancel}
        </Button>
      </div>
    </li>
  );
}

function Progress({ job, progress }: { job: ListedJob; progress: NonNullable<ListedJob["progress"]> }) {
  const { ui } = useMessages();
  const { library } = useLibraryMessages();
  const t = library.downloads;
  const { phase, step, steps, values } = progress;
  const rate = values?.bytesPerSecond ?? 0;
  const isRunning = job.status === "running" && steps !== undefined;
  const detail = steps === undefined ? undefined : t.of(formatBytes(step), formatBytes(steps));
  const pace =
    isRunning && rate > 0
      ? t.pace(formatBytes(rate), ui.duration((1000 * Math.max(0, steps - step)) / rate))
      : undefined;
  return (
    <ProgressBar
      className="mt-3"
      label={job.status === "running" ? t.phase(phase) : t.stopped}
      value={steps ? step / steps : undefined}
      detail={[detail, pace].filter((part) => part !== undefined).join(" · ")}
    />
  );
}
