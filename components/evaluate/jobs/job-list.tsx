"use client";

import { ArrowLeft, Plus, Square } from "lucide-react";
import type { ReactNode } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, DataTable, EmptyNote, ErrorNote, formatTime, Skeleton, type Column } from "@/components/ui";
import type { listJobs } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import type { z } from "zod";
import { useCancelJob } from "./job-progress";

type ListedJob = z.infer<typeof listJobs.output>["jobs"][number];

interface JobListProps {
  jobs: readonly ListedJob[] | undefined;
  error: PalimpsestError | null;
  onRetry: () => void;
  onStart: () => void;
  /** What is filled in before a job is started; the button that opens it is away meanwhile. */
  form: ReactNode;
  words: {
    readonly start: string;
    readonly empty: { readonly title: string; readonly detail: string };
    readonly table: { readonly caption: string; readonly state: string; readonly started: string };
    readonly at: (done: number, total: number) => string;
  };
  /** Besides how far a job is, and when it was started. */
  columns: Column<ListedJob>[];
}

/** Jobs of a kind: a table of them, and starting one. */
export function JobList({ jobs, error, onRetry, onStart, form, words, columns }: JobListProps) {
  const { states } = useEvaluateMessages().benchmarks;
  const { start, empty, table, at } = words;
  const { language } = useLanguage();
  const cancel = useCancelJob();
  const button = (
    <Button variant="primary" icon={<Plus />} className="self-start" onClick={onStart}>
      {start}
    </Button>
  );
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {form}
      {error && <ErrorNote error={error} onRetry={onRetry} />}
      {!jobs && !error && <Skeleton className="h-36 w-full" />}
      {jobs?.length === 0 && !form && <EmptyNote title={empty.title} detail={empty.detail} action={button} />}
      {jobs && jobs.length > 0 && (
        <>
          {!form && button}
          <DataTable
            caption={table.caption}
            rows={jobs}
            rowKey={({ id }) => id}
            columns={[
              ...columns,
              {
                key: "state",
                header: table.state,
                cell: ({ id, author, status, progress }) => (
                  <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    {status === "running" && progress?.steps
                      ? at(progress.step, progress.steps)
                      : states[status]}
                    {(status === "queued" || status === "running") && (
                      <RoleButton
                        operation="jobs.cancel"
                        owner={author}
                        isOneOfMany
                        size="sm"
                        variant="quiet"
                        icon={<Square />}
                        {...cancel.of(id)}
                      >
                        {cancel.label}
                      </RoleButton>
                    )}
                  </span>
                ),
              },
              {
                key: "started",
                header: table.started,
                cell: ({ createdAt }) => formatTime(createdAt, language),
              },
            ]}
          />
        </>
      )}
    </div>
  );
}

/** One of them, with the way back to the table. */
export function OpenJob({
  back,
  onBack,
  children,
}: {
  back: string;
  onBack: () => void;
  children: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Button size="sm" variant="quiet" icon={<ArrowLeft />} className="self-start" onClick={onBack}>
        {back}
      </Button>
      {children}
    </div>
  );
}
