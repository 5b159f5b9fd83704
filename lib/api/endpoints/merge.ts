/** Merging: the siblings that are shipped to try it on. */
import { z } from "zod";
import { DEFAULT_MODEL, PoolCard } from "../../data";
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
  input: z.object({ model: ModelRecord.shape.id.default(DEFAULT_MODEL) }),
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
    model: ModelRecord.shape.id.default(DEFAULT_MODEL),
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

export const keepEvolved = defineEndpoint({
  id: "merge.keep-evolution",
  summary:
    "Keep every child of an evolution that has ended as a version with its parents, and begin a branch at the best model. Done again, it gives the same versions.",
  method: "POST",
  path: "/api/merge/evolutions/[jobId]/keep",
  params: z.object({ jobId: Job.shape.id }),
  input: z.object({ branch: Branch.shape.name, author: z.string().max(80).default("") }),
  output: z.object({
    best: Version,
    /** By the names of the evolution's models. */
    versions: z.record(z.string(), VersionId),
  }),
  invalidates: ["versions.graph", "versions.get"],
});

const Side = z.enum(["ours", "theirs"]);
const Said = z.object({
  version: VersionId,
  target: z.string(),
  /** Of the version: they are left out with it. */
  edits: z.int(),
});
const Choices = z.array(Side).default([]);

export const joinPlan = defineEndpoint({
  id: "merge.join-plan",
  summary:
    "What two branches of edits have apart from each other, and the facts of which they say something else.",
  method: "GET",
  path: "/api/merge/join",
  params: NO_PARAMS,
  input: z.object({ ours: VersionId, theirs: VersionId }),
  output: z.object({
    ancestor: VersionId,
    /** Versions of theirs whose edits come to ours, in order. */
    added: z.array(VersionId),
    /** Shared versions that theirs took out. */
    takenOut: z.array(VersionId),
    conflicts: z.array(z.object({ prompt: z.string(), ours: Said, theirs: Said })),
    /** Cosine of what both changed, from the factors of their edits; null where these are not low-rank. */
    kinship: z.number().nullable(),
  }),
});

export const joinCheck = defineEndpoint({
  id: "merge.join-check",
  summary:
    "Ask the merged model everything that the edits of both branches were measured by. Nothing is kept.",
  method: "POST",
  path: "/api/merge/join/check",
  params: NO_PARAMS,
  input: z.object({
    ours: VersionId,
    theirs: VersionId,
    /** One for each conflict of the plan, in its order. */
    choices: Choices,
  }),
  output: z.object({
    /** By edit, in the order of the branches. The first answer of each is to its own prompt. */
    checks: z.array(
      z.object({
        side: Side,
        version: VersionId,
        answers: z.array(
          z.object({
            /** What the question tests. */
            group: z.string(),
            prompt: z.string(),
            expected: z.string(),
            said: z.string(),
            /** Whether it was right when the edit was made; null when it was not asked. */
            held: z.boolean().nullable(),
            holds: z.boolean(),
          }),
        ),
      }),
    ),
    /** Edits beyond as many as are asked about. */
    unasked: z.int(),
  }),
});

export const joinBranches = defineEndpoint({
  id: "merge.join",
  summary:
    "Merge the edits of a version into a branch. Every fact that both say differently needs a choice. What both taught is asked again, and the answers are stored as the measurement of the merged version.",
  method: "POST",
  path: "/api/merge/join",
  params: NO_PARAMS,
  input: z.object({
    branchId: Branch.shape.id,
    /** The head of the branch that the plan was made of. */
    ours: VersionId,
    theirs: VersionId,
    /** One for each conflict of the plan, in its order. */
    choices: Choices,
    author: z.string().max(80).default(""),
    reason: z.string().max(1000).default(""),
  }),
  output: Version,
  invalidates: ["versions.graph", "versions.get"],
});
