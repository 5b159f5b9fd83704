/** Knowledge graphs: sentences, plans, proposals, undo, and what a graph knows. */
import { z } from "zod";
import { EditCase } from "../../../data";
import {
  GraphEntity,
  GraphFact,
  GraphRelation,
  GraphTriple,
  GuardPolicy,
  GUARDS,
  Interpretation,
  LANGUAGES,
  Override,
  PlanLine,
  Statement,
} from "../../../knowledge/schemas";
import { Branch, EditOutcome, Job, KnowledgeGraphId, KnowledgeGraphRecord, Version } from "../../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../../endpoint";

export const graphParams = z.object({ graphId: KnowledgeGraphId });
export const READS = [
  "knowledge.graphs",
  "knowledge.graph",
  "knowledge.facts",
  "knowledge.about",
  "knowledge.interpret",
  "knowledge.plan",
  "knowledge.ask",
  "knowledge.network",
  "knowledge.entities",
  "knowledge.audit",
];
export const Author = z.string().trim().max(80).default("");

/** Entities that an answer names, by id. */
export const Names = z.record(z.string(), GraphEntity.omit({ id: true }));
export type EntityNames = z.infer<typeof Names>;

export const GraphSummary = KnowledgeGraphRecord.extend({
  entities: z.int(),
  relations: z.int(),
  facts: z.int(),
  /** Those that hold. */
  plans: z.int(),
  contradictions: z.int(),
});
export type GraphSummary = z.infer<typeof GraphSummary>;

const Finding = z.object({
  guard: z.enum(GUARDS),
  verdict: z.enum(["review", "reject"]),
  line: z.string().optional(),
});

/** A past state: after so many events, or at the end of a day. Now when absent. */
export const AsOf = z
  .string()
  .regex(/^(\d{1,9}|\d{4}-\d{2}-\d{2})$/, "A number of events, or a day such as 2026-01-31.")
  .optional();

/** A plan that waits for another person. */
const WaitingPlan = z.object({
  sequence: z.int(),
  plan: z.string(),
  statements: z.array(Statement),
  unticked: z.array(z.string()),
  entities: z.array(GraphEntity),
  relations: z.array(GraphRelation).optional(),
  sentence: z.string().optional(),
  source: z.string().optional(),
  author: z.string(),
  at: z.string(),
  /** Where its edits lie on a quarantine branch. */
  version: z.string().optional(),
});
export type WaitingPlan = z.infer<typeof WaitingPlan>;

/** An approved plan as it is listed. */
const PlanEntry = z.object({
  sequence: z.int(),
  sentence: z.string().optional(),
  source: z.string().optional(),
  author: z.string(),
  /** The second person, where one was asked. */
  approvedBy: z.string().optional(),
  at: z.string(),
  isActive: z.boolean(),
  lines: z.array(PlanLine),
  fault: z.string().optional(),
  version: z.string().optional(),
});
export type PlanEntry = z.infer<typeof PlanEntry>;

const Contradiction = z.object({ relation: z.string(), facts: z.array(GraphTriple) });

export const listGraphs = defineEndpoint({
  id: "knowledge.graphs",
  summary: "Knowledge graphs, the embedded world first.",
  method: "GET",
  path: "/api/knowledge",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ graphs: z.array(GraphSummary) }),
});

export const getGraph = defineEndpoint({
  id: "knowledge.graph",
  summary: "One graph: its relations, its plans from the newest, and its contradictions.",
  method: "GET",
  path: "/api/knowledge/[graphId]",
  params: graphParams,
  input: NO_INPUT,
  output: z.object({
    graph: GraphSummary,
    relations: z.array(GraphRelation),
    plans: z.array(PlanEntry),
    contradictions: z.array(Contradiction),
    waiting: z.array(WaitingPlan),
    /** What plans must satisfy: what the graph asks for, and what the server asks. */
    policy: GuardPolicy,
    names: Names,
  }),
});

export const interpretSentence = defineEndpoint({
  id: "knowledge.interpret",
  summary: "What a sentence asks for: its intent, and statements about the graph's entities.",
  method: "POST",
  path: "/api/knowledge/[graphId]/interpret",
  params: graphParams,
  input: z.object({ sentence: z.string().trim().min(1).max(4000) }),
  output: z.object({ interpretation: Interpretation, names: Names }),
});

const PlanInput = z.object({
  statements: z.array(Statement).min(1).max(1000),
  /** Ids of lines that are not done. */
  unticked: z.array(z.string()).default([]),
  /** Entities that the statements name and the graph does not have yet. */
  entities: z.array(GraphEntity).max(1000).default([]),
  /** Relations of which the same is true. */
  relations: z.array(GraphRelation).max(20).default([]),
  /** Facts about each new object that are checked. */
  checks: z.int().min(0).max(50).default(8),
  source: z.string().trim().min(1).max(400).optional(),
  author: Author,
});

export const planStatements = defineEndpoint({
  id: "knowledge.plan",
  summary:
    "What statements would change in the graph, why, and the edits that would teach it to a model. Changes nothing.",
  method: "POST",
  path: "/api/knowledge/[graphId]/plan",
  params: graphParams,
  input: PlanInput.extend({
    /** What the model reads. */
    language: z.enum(LANGUAGES).default("en"),
    /** Whether a fact with one subject for its object is taught the other way round as well. */
    reverse: z.boolean().default(true),
    paraphrases: z.int().min(0).max(8).default(3),
    /** Other names of a subject, facts of a new object, and derived facts that are taught as well. */
    aliases: z.int().min(0).max(8).default(0),
    hops: z.int().min(0).max(8).default(0),
    rules: z.int().min(0).max(200).default(50),
    /** Where the edits would be kept: those that were computed on an equal head before are named. */
    branchId: Branch.shape.id.optional(),
    /** Who looks at it besides the author. */
    approvedBy: z.string().trim().max(80).optional(),
  }),
  output: z.object({
    plan: z.string(),
    lines: z.array(PlanLine),
    overrides: z.array(Override),
    findings: z.array(Finding),
    cases: z.array(EditCase),
    /** Versions whose edits are these, computed on weights that are those of the branch's head. */
    computed: z.array(z.object({ version: z.string(), method: z.string() })),
    names: Names,
  }),
});

/** Where edits come from that become a version. */
const Keep = z
  .object({
    branchId: Branch.shape.id,
    reason: z.string().max(1000).default(""),
    /** An entry of an edit job on the head of the branch. */
    run: z.object({ jobId: Job.shape.id, entry: EditOutcome.shape.entry }).optional(),
    /** A version whose edits were computed on weights that are those of the head: they are used again. */
    version: Version.shape.id.optional(),
  })
  .refine(({ run, version }) => (run === undefined) !== (version === undefined), {
    message: "Name a run or a version.",
    path: ["run"],
  });

export const approvePlan = defineEndpoint({
  id: "knowledge.approve",
  summary:
    "Take up a plan that was looked at, and keep the edits that taught it as a version, both or neither.",
  method: "POST",
  path: "/api/knowledge/[graphId]/approve",
  params: graphParams,
  input: PlanInput.extend({
    plan: z.string(),
    sentence: z.string().max(4000).optional(),
    approvedBy: z.string().trim().max(80).optional(),
    /** The plan waits under this number: its statements and its author are those of the proposal. */
    proposal: z.int().positive().optional(),
    /** Absent where the graph alone is corrected. */
    keep: Keep.optional(),
  }),
  output: z.object({ entry: PlanEntry, version: Version.optional() }),
  invalidates: [...READS, "versions.graph", "versions.get"],
});

export const proposePlan = defineEndpoint({
  id: "knowledge.propose",
  summary:
    "Write a plan down for another person to approve. Its edits may be kept on a quarantine branch; the graph stays as it is.",
  method: "POST",
  path: "/api/knowledge/[graphId]/propose",
  params: graphParams,
  input: PlanInput.extend({
    plan: z.string(),
    sentence: z.string().max(4000).optional(),
    /** Of an edit job on the head of this branch, from which the quarantine branch starts. */
    keep: z
      .object({
        branchId: Branch.shape.id,
        run: z.object({ jobId: Job.shape.id, entry: EditOutcome.shape.entry }),
      })
      .optional(),
  }),
  output: z.object({ proposal: WaitingPlan, branchId: Branch.shape.id.optional() }),
  invalidates: [...READS, "versions.graph", "versions.get"],
});

export const declinePlan = defineEndpoint({
  id: "knowledge.decline",
  summary: "Say that a waiting plan will not be taken up.",
  method: "POST",
  path: "/api/knowledge/[graphId]/decline",
  params: graphParams,
  input: z.object({ proposal: z.int().positive(), author: Author }),
  output: z.object({}),
  invalidates: READS,
});

export const undoPlans = defineEndpoint({
  id: "knowledge.undo",
  summary:
    "Undo a plan, or all plans of a person, a day or a fact; plans that rested on them are planned again.",
  method: "POST",
  path: "/api/knowledge/[graphId]/undo",
  params: graphParams,
  input: z.object({
    plans: z.union([
      z.object({ plan: z.int().positive() }),
      z.object({ author: z.string().max(80) }),
      z.object({ day: z.iso.date() }),
      z.object({ fact: GraphTriple }),
    ]),
    author: Author,
    /** Where a version of the plans is taken out first that lies on several branches; the main branch when absent. */
    branchId: Branch.shape.id.optional(),
  }),
  output: z.object({
    undone: z.array(PlanEntry),
    /** Later plans that rested on them, as they are now. */
    planned: z.array(PlanEntry),
    version: Version.optional(),
    /** Ids of versions that were computed on top of what was taken out. */
    dependents: z.array(z.string()),
  }),
  invalidates: [...READS, "versions.graph", "versions.get"],
});

/** A fact with what a person reads of it. */
const ShownFact = GraphFact.extend({
  prompt: z.string(),
  /** The plan that it came from, and when that was recorded; absent where it came with the graph. */
  plan: z.object({ sequence: z.int(), at: z.string() }).optional(),
});
export type ShownFact = z.infer<typeof ShownFact>;

export const searchGraph = defineEndpoint({
  id: "knowledge.facts",
  summary: "Facts whose words contain every word of the search, and how many there are.",
  method: "GET",
  path: "/api/knowledge/[graphId]/facts",
  params: graphParams,
  input: z.object({
    search: z.string().max(200).default(""),
    relation: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(20_000).default(100),
    asOf: AsOf,
  }),
  output: z.object({ facts: z.array(ShownFact), total: z.int(), names: Names }),
});

export const aboutEntity = defineEndpoint({
  id: "knowledge.about",
  summary: "One entity: the facts it is in, and the plans that changed one of them.",
  method: "GET",
  path: "/api/knowledge/[graphId]/about",
  params: graphParams,
  input: z.object({ entity: z.string().min(1).max(400), asOf: AsOf }),
  output: z.object({ facts: z.array(ShownFact), plans: z.array(PlanEntry), names: Names }),
});

export const askGraph = defineEndpoint({
  id: "knowledge.ask",
  summary: "What the graph answers to a question, and the prompt by which a model is asked the same.",
  method: "POST",
  path: "/api/knowledge/[graphId]/ask",
  params: graphParams,
  input: z.object({
    subject: z.string(),
    relation: z.string(),
    language: z.enum(LANGUAGES).default("en"),
    asOf: AsOf,
    /** Whose model is asked. */
    branchId: Branch.shape.id.optional(),
  }),
  output: z.object({
    answers: z.array(z.string()),
    prompt: z.string(),
    /** The head of the branch at that time; absent without a branch. */
    version: z.string().optional(),
    names: Names,
  }),
});
