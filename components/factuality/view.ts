"use client";

/** The state of factuality in its address: which report is open, and which it is held against. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";

const factualityView = defineView(
  z.object({
    report: z.string().startsWith("job_").optional(),
    against: z.string().startsWith("job_").optional(),
    ask: z.boolean().default(false),
  }),
);

export function useFactualityView() {
  return useViewState(factualityView);
}
