"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useLanguage, useMessages, type Messages } from "@/components/messages";
import {
  Badge,
  Button,
  EmptyNote,
  ErrorNote,
  formatTime,
  IconButton,
  Popover,
  ProgressBar,
  Skeleton,
  toast,
} from "@/components/ui";
import type { BadgeTone } from "@/components/ui";
import { cancelJob, listJobs, retryJob, type ListedJob } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { JobStatus } from "@/lib/store";
import { useWorkbench } from "./workbench";

const TONES: Record<JobStatus, BadgeTone> = {
  queued: "neutral",
  running: "accent",
  paused: "neutral",
  succeeded: "after",
  failed: "danger",
  cancelled: "before",
};

/** Often while something is at work, seldom otherwise: others may start jobs too. */
const BUSY_POLL_MS = 2000;
const IDLE_POLL_MS = 15_000;

const isActive = (job: ListedJob) => job.status === "running" || job.status === "queued";

/** What the server is working on, and what it finished lately. */
export function JobTray() {
  const t = useMessages().shell.jobs;
  const jobs = useQueryOf(
    listJobs,
    { input: { limit: 30 } },
    { refetchEveryMs: (last) => (last?.jobs.some(isActive) ? BUSY_POLL_MS : IDLE_POLL_MS) },
  );
  const active = jobs.data?.jobs.filter(isActive).length ?? 0;
  return (
    <Popover
      title={t.title}
      className="w-96"
      trigger={
        <IconButton
          label={t.open(active)}
          icon={
            <span className="relative">
              <ListChecks aria-hidden className="size-4.5" />
              {active > 0 && (
                <span
                  aria-hidden
                  className="absolute -top-2 -right-2.5 min-w-4 rounded-full bg-accent px-1 text-center font-mono text-xs leading-4 text-on-accent"
                >
                  {active}
                </span>
              )}
            </span>
          }
        />
      }
    >
      <JobList
        jobs={jobs.data?.jobs}
        isPending={jobs.isPending}
        error={jobs.error}
        onRetry={() => void jobs.refetch()}
      />
    </Popover>
  );
}

interface JobListProps {
  jobs: readonly ListedJob[] | undefined;
  isPending: boolean;
  error: Parameters<typeof ErrorNote>[0]["error"] | null;
  onRetry: () => void;
}

function JobList({ jobs, isPending, error, onRetry }: JobListProps) {
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
  const { language } = useLanguage();
  const { hrefTo, models } = useWorkbench();
  const cancel = useActionOf(cancelJob);
  const retry = useActionOf(retryJob);
  const canRetry = job.status === "failed" || job.status === "cancelled";
  const { progress } = job;
  const { model } = job.summary;
  const modelName = models.find(({ id }) => id === model)?.name ?? model;
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">{titleOf(job, t.shell.jobs.titles)}</p>
          {job.summary.subjects.length > 0 && <p className="truncate text-xs text-soft">{subjectsOf(job)}</p>}
          <p className="text-xs text-faint">
            {modelName !== undefined && `${modelName} · `}
            {formatTime(job.createdAt, language)}
            {job.summary.location === "browser" && ` · ${t.shell.jobs.inBrowser}`}
          </p>
        </div>
        <Badge tone={TONES[job.status]}>{t.shell.jobs.status[job.status]}</Badge>
      </div>
      {job.status === "running" && progress && (
        <ProgressBar
          label={t.edit.core(t.library.downloads.phase(progress.phase))}
          value={progress.steps ? progress.step / progress.steps : undefined}
        />
      )}
      {job.error && <p className="text-xs text-danger">{job.error.message}</p>}
      <div className="flex items-center gap-2">
        {job.kind === "edit" && (
          <Link
            href={withQuery(hrefTo("/edit"), { job: job.id })}
            className="text-sm text-accent underline underline-offset-2"
          >
            {t.shell.jobs.openRun}
          </Link>
        )}
        {job.summary.runId !== undefined && (
          <Link
            href={withQuery(hrefTo("/evaluate"), {
              run: job.summary.runId,
              // The run itself is known only once its job has begun.
              ...(isActive(job) && { work: job.id }),
            })}
            className="text-sm text-accent underline underline-offset-2"
          >
            {t.shell.jobs.openRun}
          </Link>
        )}
        {job.summary.repository !== undefined && (
          <Link href={hrefTo("/library")} className="text-sm text-accent underline underline-offset-2">
            {t.shell.jobs.openRun}
          </Link>
        )}
        {isActive(job) && (
          <Button
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
          </Button>
        )}
        {canRetry && (
          <Button
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
          </Button>
        )}
      </div>
    </li>
  );
}

/** What a job is about: "ROME, R-ROME · 2 edits". A method with several settings is named once, counted. */
function titleOf({ kind, summary }: ListedJob, titles: Messages["shell"]["jobs"]["titles"]): string {
  const names = [...new Set(summary.methods)].map((name) => {
    const times = summary.methods.filter((other) => other === name).length;
    return times > 1 ? `${name} × ${times}` : name;
  });
  const say = Object.entries(titles).find(([known]) => known === kind)?.[1];
  const { model = "", repository = "", edits } = summary;
  return say ? say({ methods: names.join(", "), model, repository, edits }) : kind;
}

/** "Eiffel Tower, Hamlet, Titan…": what a person remembers of a run. */
function subjectsOf({ summary }: ListedJob): string {
  const rest = summary.edits - summary.subjects.length;
  return summary.subjects.join(", ") + (rest > 0 ? "…" : "");
}

function withQuery(href: string, values: Record<string, string>): string {
  return `${href}${href.includes("?") ? "&" : "?"}${new URLSearchParams(values)}`;
}
