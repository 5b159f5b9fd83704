/** Lifelong runs: started and followed as jobs, read in parts, and kept as versions. */
import { z } from "zod";
import { EditRequest } from "../../data";
import { CaseScores, HealthSample, ProbeAnswer, ProbeResult } from "../../eval";
import {
  Branch,
  Job,
  LifelongRow,
  LifelongRunId,
  LifelongRunRecord,
  LifelongState,
  Version,
} from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const runParams = z.object({ runId: LifelongRunId });

/** Large parts are read by themselves: samples with one run, verdicts by edit with its retention. */
const SummarizedState = LifelongState.omit({ samples: true, editOverlays: true, cases: true });

export const LifelongSummary = LifelongRunRecord.omit({ state: true }).extend({
  state: SummarizedState.optional(),
  /** Of the job that performed it last; null when that job is gone. */
  jobStatus: Job.shape.status.nullable(),
});
export type LifelongSummary = z.infer<typeof LifelongSummary>;

export const listLifelong = defineEndpoint({
  id: "lifelong.list",
  summary: "Lifelong runs, those that changed last first, each with its rows.",
  method: "GET",
  path: "/api/lifelong",
  params: NO_PARAMS,
  input: z.object({ model: LifelongRunRecord.shape.model.optional() }),
  output: z.object({ runs: z.array(LifelongSummary) }),
});

export const getLifelong = defineEndpoint({
  id: "lifelong.get",
  summary: "One lifelong run with its curves of health, thinned to at most 500 points.",
  method: "GET",
  path: "/api/lifelong/[runId]",
  params: runParams,
  input: NO_INPUT,
  output: LifelongSummary.extend({ samples: z.array(HealthSample) }),
});

/** The heatmap: the scores of edit i after j edits, for each checkpoint j. */
export const lifelongRetention = defineEndpoint({
  id: "lifelong.retention",
  summary: "How every edit of a run stands at every checkpoint.",
  method: "GET",
  path: "/api/lifelong/[runId]/retention",
  params: runParams,
  input: NO_INPUT,
  output: z.object({
    /** Subject, prompt and target of each edit so far, in order. */
    edits: z.array(EditRequest),
    checkpoints: z.array(z.object({ edits: LifelongRow.shape.edits, cases: z.array(CaseScores) })),
  }),
});

export const lifelongCase = defineEndpoint({
  id: "lifelong.case",
  summary:
    "What was said to every probe of one edit: by the base, and at each checkpoint whose texts were kept.",
  method: "GET",
  path: "/api/lifelong/[runId]/cases/[edit]",
  params: runParams.extend({ edit: z.coerce.number().int().min(0) }),
  input: NO_INPUT,
  output: z.object({
    request: EditRequest,
    probes: z.array(
      ProbeResult.omit({ caseId: true, before: true, after: true }).extend({
        /** The frozen base. */
        base: ProbeAnswer,
        checkpoints: z.array(z.object({ edits: LifelongRow.shape.edits, answer: ProbeAnswer })),
      }),
    ),
  }),
});

export const keepLifelong = defineEndpoint({
  id: "lifelong.keep",
  summary:
    "Keep a state of a run as a version: a checkpoint, the last healthy one, or one with edits taken out.",
  method: "POST",
  path: "/api/lifelong/[runId]/keep",
  params: runParams,
  input: z.object({
    branchId: Branch.shape.id,
    expectedHead: z.string(),
    /** Edits after which: a row's, or "healthy" for the last state before a run that stopped by itself. */
    at: z.union([z.literal("healthy"), z.int().min(1)]),
    /** Places of edits to leave out, from zero. The others are recomposed from what each of them added. */
    without: z.array(z.int().min(0)).default([]),
    author: z.string().max(80).default(""),
    reason: z.string().max(1000).default(""),
  }),
  output: Version,
  invalidates: ["versions.graph", "versions.get"],
});

export const deleteLifelong = defineEndpoint({
  id: "lifelong.delete",
  summary: "Forget a run. Versions that were kept of it stay.",
  method: "DELETE",
  path: "/api/lifelong/[runId]",
  params: runParams,
  input: NO_INPUT,
  output: z.object({ deleted: LifelongRunId }),
  invalidates: ["lifelong.list"],
});
