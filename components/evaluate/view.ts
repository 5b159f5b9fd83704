"use client";

/** The state of Evaluate in its address: which runs, which of their views, and down to which text. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";
import type { JsonObject } from "@/lib/base";
import { HealthLimits } from "@/lib/store";
import { JUDGED_SCORES } from "./numbers";

export const RUN_TABS = ["curves", "retention", "health", "record"] as const;

export const STATES = ["all", "open", "done"] as const;

/** What a run is to be started with. A link can carry it, so that a run is proposed rather than described. */
export const StartPlan = z.object({
  /** Absent means the first of the catalog. */
  method: z.string().optional(),
  /** What differs from the method's preset. */
  set: (z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>).default({}),
  edits: z.int().min(1).max(10_000).default(100),
  batch: z.int().min(1).max(1000).default(1),
  checkpoints: z.array(z.int().min(1)).max(64).default([1, 10, 100, 1000]),
  seed: z.int().min(0).default(0),
  health: HealthLimits.prefault({}),
  /** Edits between two checks of everything. */
  every: z.int().min(1).max(1000).default(10),
});
export type StartPlan = z.infer<typeof StartPlan>;

const evaluateView = defineView(
  z.object({
    /** Long runs of one method, methods side by side on a list, or what a version says about what is so. */
    show: z.enum(["runs", "benchmarks", "factuality"]).default("runs"),
    /** The run table: words that must stand in a row, its method, its state. */
    q: z.string().max(200).default(""),
    only: z.string().optional(),
    state: z.enum(STATES).default("all"),
    /** Runs that are compared. */
    pin: z.array(z.string().startsWith("life_")).max(12).default([]),
    protocol: z.enum(["generation", "teacher-forced"]).default("generation"),
    /** Whether settings that the compared runs share are listed too. */
    shared: z.boolean().default(false),
    /** How the comparison is drawn. */
    by: z.enum(["metric", "run"]).default("metric"),
    goals: z.enum(["ternary", "parallel"]).default("ternary"),
    cost: z.enum(["seconds", "bytes"]).default("seconds"),
    /** The run that is open, and the job that was asked to perform it, until the run names that itself. */
    run: z.string().startsWith("life_").optional(),
    work: z.string().startsWith("job_").optional(),
    tab: z.enum(RUN_TABS).default("curves"),
    /** The metric of the heatmap. */
    group: z.enum(JUDGED_SCORES).default(JUDGED_SCORES[0]),
    /** The part of the heatmap that is shown, as edits counted from one. */
    part: z.tuple([z.int().min(1), z.int().min(1)]).optional(),
    /** The edit that is open, counted from one, and after how many edits it is looked at. */
    edit: z.int().min(1).optional(),
    at: z.int().min(1).optional(),
    /** Whether only the probes of that edit that are lost are listed. */
    lost: z.boolean().default(false),
    start: StartPlan.optional(),
  }),
);

export function useEvaluateView() {
  return useViewState(evaluateView);
}

export type EvaluateView = ReturnType<typeof useEvaluateView>[0];
export type UpdateEvaluate = ReturnType<typeof useEvaluateView>[1];
