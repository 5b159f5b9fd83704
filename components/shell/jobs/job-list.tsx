"use client";

import Link from "next/link";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useLanguage, useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import {
  Badge,
  EmptyNote,
  ErrorNote,
  formatTime,
  ProgressBar,
  Skeleton,
  toast,
  useErrorWords,
} from "@/components/ui";
import type { BadgeTone } from "@/components/ui";
import { cancelJob, retryJob, type ListedJob } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import type { JobStatus } from "@/lib/store";
import { useWorkbench } from "../workbench";
import { addressOfJob } from "./address";
import { isActive, titleOfJob } from "./list";

const TONES: Record<JobStatus, BadgeTone> = {
  queued: "neutral",
  running: "accent",
  paused: "neutral",
  succeeded: "after",
  failed: "danger",
  cancelled: "before",
};

interface JobListProps {
  jobs: readonly ListedJob[] | undefined;
  isPending: boolean;
  error: Parameters<typeof ErrorNote>[0]["error"] | null;
  onRetry: () => void;
}

/** The newest jobs, each with where it leads and what can be done with it. */
export function JobList({ jobs, isPending, error, onRetry }: JobListProps) {
  const t = useMessages().shell.jobs;
  if (isPending) return <Skeleton className="h-16 w-full" />;
  if (error) return <ErrorNote error={error} onRetry={onRetry} />;
  if (!jobs || jobs.length === 0) return <EmptyNote title={t.empty} detail={t.emptyDetail} />;
  return (
    <ul className="flex flex-col divide-y">
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </ul>
  );
}

function JobRow({ job }: { job: ListedJob }) {
  const t = useMessages();
  const { library } = useLibraryMessages();
  const { language } = useLanguage();
  const { hrefTo, models, modelId } = useWorkbench();
  const address = addressOfJob(job, modelId);
  const words = useErrorWords();
  const cancel = useActionOf(cancelJob);
  const retry = useActionOf(retryJob);
  const failure = cancel.error ?? retry.error;
  const canRetry = job.status === "failed" || job.status === "cancelled";
  const { progress } = job;
  const { model } = job.summary;
  const modelName = models.find(({ id }) => id === model)?.name ?? model;
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">{titleOfJob(job, t.shell.jobs.titles)}</p>
          {job.summary.subjects.length > 0 && <p className="truncate text-xs text-soft">{subjectsOf(job)}</p>}
          <p className="text-xs text-faint">
            {modelName !== undefined && `${modelName} · `}
            {formatTime(job.createdAt, language)}
            {job.summary.location === "browser" && ` · ${t.shell.jobs.inBrowser}`}
            {job.summary.repeats !== undefined && ` · ${t.shell.jobs.repeats(job.summary.repeats)}`}
          </p>
        </div>
        <Badge tone={TONES[job.status]}>{t.shell.jobs.status[job.status]}</Badge>
      </div>
      {job.status === "running" && progress && (
        <ProgressBar
          label={t.edit.core(library.downloads.phase(progress.phase))}
          value={progress.steps ? progress.step / progress.steps : undefined}
        />
      )}
      {job.error && <p className="text-xs text-danger">{words(job.error).message}</p>}
      <div className="flex items-center gap-2">
        {address && (
          <Link
            href={hrefTo(address.path, address.query)}
            className="text-sm text-accent underline underline-offset-2"
          >
            {t.shell.jobs.openRun}
          </Link>
        )}
        {isActive(job) && (
          <RoleButton
            operation="jobs.cancel"
            owner={job.author}
            isOneOfMany
            size="sm"
            variant="quiet"
            pending={cancel.isPending}
            onClick={() =>
              cancel.mutate(
                { params: { jobId: job.id } },
                { onSuccess: () => toast(t.shell.jobs.cancelAsked) },
              )
            }
          >
            {t.shell.jobs.cancel}
          </RoleButton>
        )}
        {canRetry && (
          <RoleButton
            operation="jobs.retry"
            owner={job.author}
            isOneOfMany
            size="sm"
            variant="quiet"
            pending={retry.isPending}
            onClick={() =>
              retry.mutate(
                { params: { jobId: job.id } },
                { onSuccess: () => toast(t.shell.jobs.queuedAgain) },
              )
            }
          >
            {t.shell.jobs.retry}
          </RoleButton>
        )}
      </div>
      {failure && <ErrorNote error={failure} />}
    </li>
  );
}

/** "Eiffel Tower, Hamlet, Titan…": what a person remembers of a run. */
function subjectsOf({ summary }: ListedJob): string {
  const rest = summary.edits - summary.subjects.length;
  return summary.subjects.join(", ") + (rest > 0 ? "…" : "");
}
