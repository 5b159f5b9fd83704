"use client";

/** The state of Merge in its URL: the recipe, what is shown of it, and the jobs that run. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";

export const PARTS = ["recipe", "kinship", "evolution", "edits"] as const;
export type Part = (typeof PARTS)[number];

/** Of the numbers that a kinship report has of a pair. */
export const KINSHIP_NUMBERS = ["pcc", "cosine", "distance", "signAgreement", "overlap"] as const;
export type KinshipNumber = (typeof KINSHIP_NUMBERS)[number];

const mergeView = defineView(
  z.object({
    show: z.enum(PARTS).default("recipe"),
    /** The recipe as mergekit writes it; an example when absent. */
    recipe: z.string().max(20_000).optional(),
    /** The tensor whose arithmetic is shown; a typical one when absent. */
    tensor: z.string().optional(),
    /** The job of the merge. */
    job: z.string().optional(),
    /** Models whose kinship is measured, by name; those of the pool when absent. */
    kin: z.array(z.string()).optional(),
    metric: z.enum(KINSHIP_NUMBERS).default("pcc"),
    pair: z.tuple([z.string(), z.string()]).optional(),
    /** The job of the kinship, and jobs of evolutions. */
    kinjob: z.string().optional(),
    runs: z.array(z.string()).optional(),
    founders: z.array(z.string()).optional(),
    /** Two branches whose edits are merged, by name. */
    ours: z.string().optional(),
    theirs: z.string().optional(),
  }),
);

export type MergeState = ReturnType<typeof useMergeView>[0];

export function useMergeView() {
  return useViewState(mergeView);
}
