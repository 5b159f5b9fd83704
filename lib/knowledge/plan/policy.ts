/** What a group asks of changes to a graph, as data: a setting of the server, or an event of the graph. */
import { z } from "zod";
import { GraphTriple } from "../graph/schema";

/** What may stop a plan. */
export const GUARDS = [
  "protected",
  "evidence",
  "second-person",
  "agreement",
  "mass",
  "rate",
  "name",
] as const;
export type Guard = (typeof GUARDS)[number];

/** Those that a second person lifts; the others ask something of the author. */
export const LIFTED_BY_SECOND: readonly Guard[] = ["second-person", "agreement"];

const EVIDENCE = ["nothing", "overwrite", "everything"] as const;

/** The default asks for nothing but sound names: one person alone needs no permission. */
export const GuardPolicy = z.object({
  /** Relations whose facts nobody changes. */
  protectedRelations: z.array(z.string()).default([]),
  protectedFacts: z.array(GraphTriple).default([]),
  /** What needs a source: nothing, taking a stated fact out, or every new fact as well. */
  evidence: z.enum(EVIDENCE).default("nothing"),
  /** A fact that came with the graph is taken out only by a plan that a second person approves. */
  twoPersonsForCurated: z.boolean().default(false),
  /** A branch of a model: a stated fact that its head says as well is taken out only by a plan that a second person approves. */
  agreedWith: z.string().max(400).optional(),
  /** Statements in one plan. */
  mostStatements: z.int().positive().default(10_000),
  /** Active plans of one author in a day. */
  plansADay: z.int().positive().default(10_000),
});
export type GuardPolicy = z.infer<typeof GuardPolicy>;

export const OPEN_POLICY: GuardPolicy = GuardPolicy.parse({});

/** What a group may want of each other: a source for every change, and a second person for what came with the graph. */
export const LAB_POLICY: GuardPolicy = GuardPolicy.parse({
  evidence: "everything",
  twoPersonsForCurated: true,
  mostStatements: 50,
  plansADay: 100,
});

/** What both ask for: a graph may ask for more than its server, and never for less. */
export function stricter(a: GuardPolicy, b: GuardPolicy = OPEN_POLICY): GuardPolicy {
  return {
    protectedRelations: [...new Set([...a.protectedRelations, ...b.protectedRelations])],
    protectedFacts: [...a.protectedFacts, ...b.protectedFacts],
    evidence: EVIDENCE[Math.max(EVIDENCE.indexOf(a.evidence), EVIDENCE.indexOf(b.evidence))],
    twoPersonsForCurated: a.twoPersonsForCurated || b.twoPersonsForCurated,
    agreedWith: a.agreedWith ?? b.agreedWith,
    mostStatements: Math.min(a.mostStatements, b.mostStatements),
    plansADay: Math.min(a.plansADay, b.plansADay),
  };
}
