/** Whole knowledge graphs: made from files, drawn, searched for names, what they ask of plans, and everything that was done to them. */
import { z } from "zod";
import { GraphRelation, GraphTriple, GuardPolicy, LedgerEvent, Statement } from "../../../knowledge/schemas";
import { KnowledgeGraphId } from "../../../store";
import { defineEndpoint, NO_PARAMS } from "../../endpoint";
import { AsOf, Author, graphParams, GraphSummary, Names, READS } from "./plans";

const GRAPH_FORMATS = ["csv", "turtle"] as const;
/** A library has the relations of a graph and no facts. */
export const EXPORT_FORMATS = [...GRAPH_FORMATS, "library"] as const;

export const importGraph = defineEndpoint({
  id: "knowledge.import",
  summary: "A new graph from CSV (head,relation,tail) or Turtle: all rows, or none where one cannot be read.",
  method: "POST",
  path: "/api/knowledge",
  params: NO_PARAMS,
  input: z.object({
    id: KnowledgeGraphId,
    name: z.string().trim().min(1).max(120),
    format: z.enum(GRAPH_FORMATS),
    text: z.string().min(1),
    /** The published library of relations: JSON of names, types, inverses and rules. */
    library: z.unknown().optional(),
    author: Author,
    source: z.string().trim().min(1).max(400).optional(),
  }),
  output: z.object({
    graph: GraphSummary,
    /** What of the library was left out, and why. */
    notes: z.array(z.string()),
  }),
  invalidates: READS,
});

/** The query of a graph's file, which is text and no JSON. */
export const ExportGraphQuery = z.object({ as: z.enum(EXPORT_FORMATS).default("csv"), asOf: AsOf });

export const findNames = defineEndpoint({
  id: "knowledge.entities",
  summary:
    "Entities by name, with facts or without: exact names first, then those that begin so, hold it or are nearly it.",
  method: "GET",
  path: "/api/knowledge/[graphId]/entities",
  params: graphParams,
  input: z.object({
    name: z.string().max(200),
    type: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(10),
  }),
  output: z.object({
    /** Ids, the best first. */
    entities: z.array(z.string()),
    names: Names,
  }),
});

export const proposeRelationFor = defineEndpoint({
  id: "knowledge.relation",
  summary:
    "A relation that the graph does not have, as its data suggest: a person completes it. Changes nothing.",
  method: "POST",
  path: "/api/knowledge/[graphId]/relation",
  params: graphParams,
  input: z.object({
    label: z.string().trim().min(1).max(200),
    subjectType: z.string().max(400).optional(),
    objectType: z.string().max(400).optional(),
  }),
  output: z.object({
    relation: GraphRelation,
    /** Relations that may be meant instead. */
    near: z.array(z.string()),
    basis: z.object({ relations: z.int(), functional: z.int() }),
  }),
});

const NetworkEdge = GraphTriple.extend({
  stated: z.boolean(),
  conflict: z.boolean(),
  change: z.enum(["taken", "brought"]).optional(),
});
export type NetworkEdge = z.infer<typeof NetworkEdge>;

export const drawNetwork = defineEndpoint({
  id: "knowledge.network",
  summary: "A part of a graph to draw: around entities, around what statements would change, or all of it.",
  method: "POST",
  path: "/api/knowledge/[graphId]/network",
  params: graphParams,
  input: z.object({
    /** Ids; all facts when empty and there are no statements. */
    around: z.array(z.string().max(400)).max(200).default([]),
    depth: z.int().min(0).max(3).default(1),
    limit: z.int().min(1).max(20_000).default(200),
    /** A plan that is looked at. */
    statements: z.array(Statement).max(1000).default([]),
    unticked: z.array(z.string()).default([]),
    asOf: AsOf,
  }),
  output: z.object({
    edges: z.array(NetworkEdge),
    nodes: z.array(z.string()),
    total: z.int(),
    names: Names,
  }),
});

export const setGraphPolicy = defineEndpoint({
  id: "knowledge.policy",
  summary: "What the graph asks of plans from now on. It may ask for more than its server, never for less.",
  method: "POST",
  path: "/api/knowledge/[graphId]/policy",
  params: graphParams,
  input: z.object({ policy: GuardPolicy, author: Author }),
  output: z.object({ policy: GuardPolicy }),
  invalidates: READS,
});

export const graphAudit = defineEndpoint({
  id: "knowledge.audit",
  summary:
    "Everything that was done to a graph, from the newest: plans, undos, proposals, and what it asks of plans.",
  method: "GET",
  path: "/api/knowledge/[graphId]/audit",
  params: graphParams,
  input: z.object({ limit: z.coerce.number().int().min(1).max(10_000).default(200) }),
  output: z.object({
    events: z.array(z.object({ sequence: z.int(), event: LedgerEvent, version: z.string().optional() })),
    total: z.int(),
    names: Names,
  }),
});
