/** Where a job is shown: the place, and what its address says there. */
import type { ListedJob } from "@/lib/api";
import { isActive } from "./list";

export interface JobAddress {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

type AddressOf = (job: ListedJob) => JobAddress | undefined;

/** By kind. A kind without a line here has no page, and is listed without a link. */
const ADDRESSES: Readonly<Record<string, AddressOf>> = {
  edit: ({ id }) => ({ path: "/edit", query: { job: id } }),
  lifelong: (job) =>
    job.summary.runId === undefined
      ? undefined
      : {
          path: "/evaluate",
          // The run itself is known only once its job has begun.
          query: { run: job.summary.runId, ...(isActive(job) && { work: job.id }) },
        },
  benchmark: ({ id }) => ({ path: "/evaluate", query: { show: "benchmarks", bench: id } }),
  factuality: ({ id }) => ({ path: "/evaluate", query: { show: "factuality", report: id } }),
  merge: ({ id }) => ({ path: "/merge", query: { job: id } }),
  kinship: ({ id }) => ({ path: "/merge", query: { show: "kinship", kinjob: id } }),
  evolve: ({ id }) => ({ path: "/merge", query: { show: "evolution", runs: JSON.stringify([id]) } }),
  download: () => ({ path: "/library", query: {} }),
  prepare: () => ({ path: "/library", query: { tab: "statistics" } }),
  propose: () => ({ path: "/library", query: { tab: "presets" } }),
};

/** A job of another model leads to that model. */
export function addressOfJob(job: ListedJob, modelId: string): JobAddress | undefined {
  const address = ADDRESSES[job.kind]?.(job);
  const { model } = job.summary;
  if (!address || model === undefined || model === modelId) return address;
  return { ...address, query: { ...address.query, m: model, b: "main" } };
}
