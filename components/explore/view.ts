"use client";

/** The state of Explore in its URL: the prompt, its subject and answer, what is looked at, and in which version. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";

const exploreView = defineView(
  z.object({
    /** With {} where the subject stands. */
    prompt: z.string().max(4000).default("The city of the landmark {} is"),
    subject: z.string().max(200).default("Eiffel Tower"),
    answer: z.string().max(200).default("Paris"),
    /** The subject of the corrupt prompt, for a circuit. */
    other: z.string().max(200).default("Space Needle"),
    show: z.enum(["lens", "trace", "circuit"]).default("lens"),
    /** The model before any edit, in place of the checked-out version. */
    base: z.boolean().default(false),
    /** Index of the circuit's size. */
    size: z.number().int().min(0).default(3),
  }),
);

export type ExploreState = ReturnType<typeof useExploreView>[0];

export function useExploreView() {
  return useViewState(exploreView);
}
