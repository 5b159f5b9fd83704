/** The estimated cost of methods, before anything is downloaded or computed. */
import { z } from "zod";
import { EditCase } from "../../data";
import { SettingsOrigin } from "../../edit/settings/source";
import { MethodChoice } from "../../store";
import { defineQuestion } from "./call";

const Preflight = z.object({
  method: z.string(),
  blockers: z.array(z.string()),
  warnings: z.array(z.string()),
  memoryBytes: z.number(),
  downloadBytes: z.number(),
  /** Everything, the questions before and after included; the next field is its part that is spent once. */
  durationMs: z.tuple([z.number(), z.number()]),
  onceMs: z.tuple([z.number(), z.number()]),
  /** Whether the time is that of such a run on this machine; else it is worked out from the device's speed. */
  isMeasured: z.boolean().optional(),
  artifacts: z.array(
    z.object({
      what: z.string(),
      cached: z.boolean(),
      durationMs: z.number(),
      /** Of statistics at hand, estimated, relative. */
      error: z.number().min(0).optional(),
    }),
  ),
  /** Absent where the parameters are refused. */
  settings: SettingsOrigin.optional(),
});
export type PreflightReport = z.infer<typeof Preflight>;

const Asked = z.object({
  model: z.string(),
  /** With their probes, which are asked before and after. */
  cases: z.array(EditCase).max(10_000),
  methods: z.array(MethodChoice),
});
export type PreflightQuestion = z.infer<typeof Asked>;

export const preflight = defineQuestion({
  summary: "What running methods would take and what prevents it, from metadata alone.",
  input: Asked,
  output: z.object({ preflights: z.array(Preflight) }),
  maxBodyBytes: 64_000_000,
  perform: async (context, run, asked) =>
    (await import("../answers/preflight")).reportPreflight(context, run, asked),
});
