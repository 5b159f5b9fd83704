/** Knowledge graphs: sentences, plans, undo, and what a graph knows. */
import { z } from "zod";
import { EditCase } from "../../data";
import {
  GraphEntity,
  GraphFact,
  GraphRelation,
  GraphTriple,
  Interpretation,
  LANGUAGES,
  Override,
  PlanLine,
  Statement,
} from "../../knowledge/schemas";
import { Branch, EditOutcome, Job, KnowledgeGraphId, KnowledgeGraphRecord, Version } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const graphParams = z.object({ graphId: KnowledgeGraphId });
const READS = [
  "knowledge.graphs",
  "knowledge.graph",
  "knowledge.facts",
  "knowledge.about",
  "knowledge.interpret",
  "knowledge.plan",
  "knowledge.ask",
];
const Author = z.string().trim().max(80).default("");

/** Entities that an answer names, by id. */
const Names = z.record(z.string(), GraphEntity.omit({ id: true }));
export type EntityNames = z.infer<typeof Names>;

const GraphSummary = KnowledgeGraphRecord.extend({
  entities: z.int(),
  relations: z.int(),
  facts: z.int(),
  /** Those that hold. */
  plans: z.int(),
  contradictions: z.int(),
});
export type GraphSummary = z.infer<typeof GraphSummary>;

const Finding = z.object({
  guard: z.enum(["protected", "evidence", "second-person", "mass", "rate", "name"]),
  verdict: z.enum(["review", "reject"]),
  line: z.string().optional(),
});

/** An approved plan as it is listed. */
const PlanEntry = z.object({
  sequence: z.int(),
  sentence: z.string().optional(),
  source: z.string().optional(),
  author: z.string(),
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
  }),
  output: z.object({
    plan: z.string(),
    lines: z.array(PlanLine),
    overrides: z.array(Override),
    findings: z.array(Finding),
    cases: z.array(EditCase),
    names: Names,
  }),
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
    approvedBy: z.string().max(80).optional(),
    /** An entry of an edit job on the head of a branch; absent where the graph alone is corrected. */
    keep: z
      .object({
        branchId: Branch.shape.id,
        run: z.object({ jobId: Job.shape.id, entry: EditOutcome.shape.entry }),
        reason: z.string().max(1000).default(""),
      })
      .optional(),
  }),
  output: z.object({ entry: PlanEntry, version: Version.optional() }),
  invalidates: [...READS, "versions.graph", "versions.get"],
});

export const undoPlans = defineEndpoint({
  id: "knowledge.undo",
  summary: "Undo a plan, or all plans of a person or a day; plans that rested on them are planned again.",
  method: "POST",
  path: "/api/knowledge/[graphId]/undo",
  params: graphParams,
  input: z.object({
    plans: z.union([
      z.object({ plan: z.int().positive() }),
      z.object({ author: z.string().max(80) }),
      z.object({ day: z.iso.date() }),
    ]),
    author: Author,
    /** Where the versions of the plans are taken out; the graph alone is undone when absent. */
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
const ShownFact = GraphFact.extend({ prompt: z.string() });
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
  }),
  output: z.object({ facts: z.array(ShownFact), total: z.int(), names: Names }),
});

export const aboutEntity = defineEndpoint({
  id: "knowledge.about",
  summary: "One entity: the facts it is in, and the plans that changed one of them.",
  method: "GET",
  path: "/api/knowledge/[graphId]/about",
  params: graphParams,
  input: z.object({ entity: z.string().min(1).max(400) }),
  output: z.object({ facts: z.array(ShownFact), plans: z.array(PlanEntry), names: Names }),
});

export const askGraph = defineEndpoint({
  id: "knowledge.ask",
  summary: "What the graph answers to a question, and the prompt by which a model is asked the same.",
  method: "POST",
  path: "/api/knowledge/[graphId]/ask",
  params: graphParams,
  input: z.object({ subject: z.string(), relation: z.string(), language: z.enum(LANGUAGES).default("en") }),
  output: z.object({ answers: z.array(z.string()), prompt: z.string(), names: Names }),
});
