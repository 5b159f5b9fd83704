/** What is written down of a graph, one event after another. Replaying the events over the base gives the ledger again. */
import { z } from "zod";
import { GraphDate, GraphEntity, GraphRelation, GraphTriple } from "../graph/schema";
import { GuardPolicy } from "../plan/policy";

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

const Planned = {
  /** Content address of the plan as it was looked at. */
  plan: z.string(),
  statements: z.array(Statement).min(1).max(10_000),
  /** Ids of lines that were not done. */
  unticked: z.array(z.string()),
  /** Entities that the plan brought. */
  entities: z.array(GraphEntity),
  /** Relations that the plan brought. */
  relations: z.array(GraphRelation).optional(),
  /** The sentence, where there was one. */
  sentence: z.string().max(4000).optional(),
  /** Where it stands: the evidence for an overwrite. */
  source: z.string().max(400).optional(),
  ...Signed,
};

export const PlanEvent = z.object({
  kind: z.literal("plan"),
  ...Planned,
  /** A second person who looked at it. */
  approvedBy: z.string().max(80).optional(),
  /** The sequence number of the proposal that it takes up. */
  proposal: z.int().positive().optional(),
});
export type PlanEvent = z.infer<typeof PlanEvent>;

/** A plan that waits for another person. It changes nothing; its edits may lie on a quarantine branch. */
export const ProposalEvent = z.object({ kind: z.literal("proposal"), ...Planned });
export type ProposalEvent = z.infer<typeof ProposalEvent>;

/** A proposal that will not be taken up. */
export const DeclineEvent = z.object({ kind: z.literal("decline"), proposal: z.int().positive(), ...Signed });
export type DeclineEvent = z.infer<typeof DeclineEvent>;

/** What the graph asks of plans from now on. */
export const PolicyEvent = z.object({ kind: z.literal("policy"), policy: GuardPolicy, ...Signed });
export type PolicyEvent = z.infer<typeof PolicyEvent>;

export const UndoEvent = z.object({
  kind: z.literal("undo"),
  /** Sequence numbers of the plans. */
  plans: z.array(z.int().positive()).min(1),
  ...Signed,
});
export type UndoEvent = z.infer<typeof UndoEvent>;

export const LedgerEvent = z.discriminatedUnion("kind", [
  PlanEvent,
  UndoEvent,
  ProposalEvent,
  DeclineEvent,
  PolicyEvent,
]);
export type LedgerEvent = z.infer<typeof LedgerEvent>;
