"use client";

/** The state of Explore in its URL: what is asked, of which versions, by which analysis, and how its picture is looked at. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";
import type { JsonObject } from "@/lib/base";

const Values = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
const Text = z.string().max(200);
const NodeName = z.string().max(40);

export const SIDES = ["base", "version", "both"] as const;
export type SideChoice = (typeof SIDES)[number];

export const DRAWINGS = ["boxes", "whole", "table"] as const;
export type Drawing = (typeof DRAWINGS)[number];

const exploreView = defineView(
  z.object({
    /** The version that is looked at; the checked-out one when absent. */
    v: z.string().max(80).optional(),
    /** The model before the version, the version, or both; both for an edit, when absent. */
    side: z.enum(SIDES).optional(),
    /** With {} where the subject stands. Those of the version's edit when absent, as are the next three. */
    prompt: z.string().max(4000).optional(),
    subject: Text.optional(),
    answer: Text.optional(),
    /** What was said before the edit, which is followed too. */
    old: Text.optional(),
    /** The subject of a corrupt prompt. */
    other: Text.optional(),
    /** Id of an analysis. */
    show: z.string().max(60).default("lens"),
    /** What was changed of its parameters. */
    x: Values.default({}),
    /** An analysis that takes long was started, so that whoever opens the link sees it too. */
    run: z.boolean().default(false),
    /** The selected cell of a grid. */
    cell: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
    /** The part of a picture that is looked at, where there are several: a head, a layer, a kind. */
    part: Text.optional(),
    /** Edges of a circuit before pruning. */
    size: z.int().min(1).max(5000).default(60),
    draw: z.enum(DRAWINGS).default("boxes"),
    full: z.boolean().default(false),
    pins: z.array(NodeName).max(200).default([]),
    /** What a person calls a node. */
    names: z.record(NodeName, z.string().max(40)).default({}),
    groups: z
      .array(z.object({ name: z.string().max(40), nodes: z.array(NodeName).max(200) }))
      .max(40)
      .default([]),
  }),
);

export type ExploreView = ReturnType<typeof useExploreView>[0];
export type UpdateExploreView = ReturnType<typeof useExploreView>[1];

export function useExploreView() {
  return useViewState(exploreView);
}
