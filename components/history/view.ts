"use client";

/** The state of History in its URL: every selection, comparison and question is a link. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";

const DETAIL_TABS = ["says", "next", "probes", "weights", "record"] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

const historyView = defineView(
  z.object({
    /** The selected version; without one, the checked-out version is shown beside the graph. */
    v: z.string().optional(),
    /** The version that the selected one is compared with. */
    with: z.string().optional(),
    /** The question put to both. */
    prompt: z.string().max(20_000).optional(),
    /** Which draw of facts both are asked; absent until they are asked. */
    facts: z.int().min(1).optional(),
    tab: z.enum(DETAIL_TABS).default("says"),
  }),
);

export function useHistoryView() {
  return useViewState(historyView);
}
