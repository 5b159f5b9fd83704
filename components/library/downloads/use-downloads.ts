"use client";

import { listJobs, type ListedJob } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";

const BUSY_POLL_MS = 1000;
const IDLE_POLL_MS = 15_000;
const LISTED_JOBS = 100;

const isMoving = ({ status }: ListedJob) => status === "queued" || status === "running";

/** The downloads among the latest jobs, newest first; asked for often while one is at work. */
export function useDownloads(): readonly ListedJob[] {
  const jobs = useQueryOf(
    listJobs,
    { input: { limit: LISTED_JOBS } },
    { refetchEveryMs: (last) => (last?.jobs.some(isMoving) ? BUSY_POLL_MS : IDLE_POLL_MS) },
  );
  return jobs.data?.jobs.filter(({ summary }) => summary.repository !== undefined) ?? [];
}
