"use client";

/** The state of benchmarks in their address: which run, under which protocol, whose failed probes. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";

export const PROTOCOLS = ["teacher-forced", "generation", "in-the-wild"] as const;

const benchmarksView = defineView(
  z.object({
    /** The job of the run that is open, and that of the same run made again. */
    bench: z.string().startsWith("job_").optional(),
    again: z.string().startsWith("job_").optional(),
    how: z.enum(PROTOCOLS).default("generation"),
    from: z.string().max(80).default("unedited"),
    to: z.string().max(80).optional(),
    misses: z.string().max(80).optional(),
    new: z.boolean().default(false),
  }),
);

export function useBenchmarksView() {
  return useViewState(benchmarksView);
}
