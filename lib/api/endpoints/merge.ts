/** Merging: the siblings that are shipped to try it on. */
import { z } from "zod";
import { PoolCard } from "../../data";
import { EvolutionRecord, EvolutionSettings } from "../../merge/evolve/record";
import { Branch, Job, ModelRecord, Version, VersionId } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const Siblings = z.record(PoolCard.shape.siblings.element.shape.id, VersionId);

export const mergePool = defineEndpoint({
  id: "merge.pool",
  summary:
    "The siblings of a model that are shipped for merging, what each has learnt, and the versions made of them.",
  method: "GET",
  path: "/api/merge/pool",
  params: NO_PARAMS,
  input: z.object({ model: ModelRecord.shape.id.default("atlas") }),
  output: z.object({
    /** Null for a model that none are shipped for. */
    card: PoolCard.nullable(),
    /** By sibling. */
    versions: Siblings,
  }),
});

export const addSiblings = defineEndpoint({
  id: "merge.add-siblings",
  summary: "Make versions of shipped siblings, each on a branch of its own. Those that have one keep it.",
  method: "POST",
  path: "/api/merge/pool",
  params: NO_PARAMS,
  input: z.object({
    model: ModelRecord.shape.id.default("atlas"),
    siblings: z.array(z.string()).min(1).max(64),
  }),
  output: z.object({ versions: Siblings }),
  invalidates: ["versions.graph", "versions.get", "merge.pool"],
});

export const keepMerge = defineEndpoint({
  id: "merge.keep",
  summary:
    "Keep the child of a merge as a version with all of its parents. A branch that is not there begins at the first.",
  method: "POST",
  path: "/api/merge/keep",
  params: NO_PARAMS,
  input: z.object({
    jobId: Job.shape.id,
    branch: Branch.shape.name,
    author: z.string().max(80).default(""),
    reason: z.string().max(1000).default(""),
  }),
  output: Version,
  invalidates: ["versions.graph", "versions.get"],
});

export const evolutionRecord = defineEndpoint({
  id: "merge.evolution",
  summary: "The record of an evolution as far as its job has come.",
  method: "GET",
  path: "/api/merge/evolutions/[jobId]",
  params: z.object({ jobId: Job.shape.id }),
  input: NO_INPUT,
  output: z.object({
    status: Job.shape.status,
    settings: EvolutionSettings,
    /** Null before its first model was measured. */
    record: EvolutionRecord.nullable(),
  }),
});
