/** Knowledge graphs and what was done to them. A graph is its base and its events; nothing else of it is stored. */
import { z } from "zod";
import { LedgerEvent } from "../../knowledge/schemas";
import { Address, Time, VersionId } from "../records";

export const KnowledgeGraphId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "Lowercase letters, digits and hyphens.");

export const KnowledgeGraphRecord = z.object({
  id: KnowledgeGraphId,
  name: z.string().min(1).max(120),
  /** The embedded world, or a blob of the graph's content as JSON. */
  base: z.union([z.literal("atlas"), Address]),
  author: z.string(),
  createdAt: Time,
});
export type KnowledgeGraphRecord = z.infer<typeof KnowledgeGraphRecord>;

/** One event of a graph's ledger. Its id ends in its place among them, so that two servers cannot both write the same. */
export const KnowledgeEventRecord = z.object({
  id: z.string(),
  graph: KnowledgeGraphId,
  /** From one. */
  sequence: z.int().positive(),
  event: LedgerEvent,
  /** The version that a plan's edits were kept as, or that an undo made. */
  version: VersionId.optional(),
  createdAt: Time,
});
export type KnowledgeEventRecord = z.infer<typeof KnowledgeEventRecord>;

/** Ids are in the order of the events. */
export const knowledgeEventId = (graph: string, sequence: number): string =>
  `${graph}:${String(sequence).padStart(8, "0")}`;
