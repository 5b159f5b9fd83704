"use client";

/** The list of jobs as every part of the frame asks for it, and what a job is called. */
import type { Messages } from "@/components/messages";
import { listJobs, type ListedJob } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";

/** Often while something is at work, seldom otherwise: others may start jobs too. */
const BUSY_POLL_MS = 2000;
const IDLE_POLL_MS = 15_000;

export const isActive = (job: ListedJob) => job.status === "running" || job.status === "queued";

export function useListedJobs() {
  return useQueryOf(
    listJobs,
    { input: { limit: 30 } },
    { refetchEveryMs: (last) => (last?.jobs.some(isActive) ? BUSY_POLL_MS : IDLE_POLL_MS) },
  );
}

/** What a job is about: "ROME, R-ROME · 2 edits". A method with several settings is named once, counted. */
export function titleOfJob(
  { kind, summary }: ListedJob,
  titles: Messages["shell"]["jobs"]["titles"],
): string {
  const names = [...new Set(summary.methods)].map((name) => {
    const times = summary.methods.filter((other) => other === name).length;
    return times > 1 ? `${name} × ${times}` : name;
  });
  const say = Object.entries(titles).find(([known]) => known === kind)?.[1];
  const { model = "", repository = "", edits } = summary;
  return say ? say({ methods: names.join(", "), model, repository, edits }) : kind;
}
