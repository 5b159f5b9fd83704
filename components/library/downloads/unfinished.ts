/** Which downloads a person still has to do with. */
import type { ListedJob } from "@/lib/api";

/** The newest of each model, unless that one is done or was cancelled. */
export function unfinished(downloads: readonly ListedJob[]): ListedJob[] {
  const newest = new Map<string, ListedJob>();
  for (const job of downloads) {
    const model = job.summary.model ?? job.id;
    if (!newest.has(model)) newest.set(model, job);
  }
  return [...newest.values()].filter(({ status }) => status !== "succeeded" && status !== "cancelled");
}
