/** What is written down of a graph, one event after another. Replaying the events over the base gives the ledger again. */
import { z } from "zod";
import { GraphDate, GraphEntity, GraphTriple } from "../graph/schema";

/** A fact that somebody says holds, or no longer holds. Ids of the graph. */
export const Statement = GraphTriple.extend({
  sign: z.enum(["add", "delete"]),
  from: GraphDate.optional(),
  until: GraphDate.optional(),
});
export type Statement = z.infer<typeof Statement>;

const Signed = {
  author: z.string().max(80),
  /** ISO 8601. */
  at: z.string(),
};

export const PlanEvent = z.object({
  kind: z.literal("plan"),
  /** Content address of the plan as it was looked at. */
  plan: z.string(),
  statements: z.array(Statement).min(1).max(10_000),
  /** Ids of lines that were not done. */
  unticked: z.array(z.string()),
  /** Entities that the plan brought. */
  entities: z.array(GraphEntity),
  /** The sentence, where there was one. */
  sentence: z.string().max(4000).optional(),
  /** Where it stands: the evidence for an overwrite. */
  source: z.string().max(400).optional(),
  ...Signed,
});
export type PlanEvent = z.infer<typeof PlanEvent>;

export const UndoEvent = z.object({
  kind: z.literal("undo"),
  /** Sequence numbers of the plans. */
  plans: z.array(z.int().positive()).min(1),
  ...Signed,
});
export type UndoEvent = z.infer<typeof UndoEvent>;

export const LedgerEvent = z.discriminatedUnion("kind", [PlanEvent, UndoEvent]);
export type LedgerEvent = z.infer<typeof LedgerEvent>;
