"use client";

import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import { useMessages } from "@/components/messages";
import { IconButton, Popover } from "@/components/ui";
import { isActive, useListedJobs } from "./list";

// Seen once somebody opens it.
const JobList = dynamic(() => import("./job-list").then((file) => file.JobList), { ssr: false });

/** What the server is working on, and what it finished lately. */
export function JobTray() {
  const t = useMessages().shell.jobs;
  const jobs = useListedJobs();
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
