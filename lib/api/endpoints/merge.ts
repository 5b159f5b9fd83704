/** Merging: the siblings that are shipped to try it on. */
import { z } from "zod";
import { PoolCard } from "../../data";
import { ModelRecord, VersionId } from "../../store";
import { defineEndpoint, NO_PARAMS } from "../endpoint";

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
