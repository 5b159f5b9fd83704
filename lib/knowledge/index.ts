/**
 * Chapter 10. Knowledge graphs, and the way from a sentence to an edit (OneEdit, arXiv 2409.07497). Read graph/schema.ts (what a
 * graph is), plan/plan.ts (what a statement does to it), ledger/ledger.ts (approved plans and undo), interpret/interpret.ts
 * (sentences).
 */
export { closedGraph, contradictionsIn } from "./graph/close";
export type { Contradiction } from "./graph/close";
export { findEntities } from "./graph/find";
export { worldContent } from "./graph/from-world";
export { factKey } from "./graph/graph";
export type { FactChange, KnowledgeGraph } from "./graph/graph";
export { networkOf } from "./graph/network";
export { proposeRelation } from "./graph/propose";
export {
  GraphContent,
  GraphEntity,
  GraphFact,
  GraphRelation,
  GraphRule,
  GraphTriple,
  LANGUAGES,
  namesOf,
} from "./graph/schema";
export type { Language } from "./graph/schema";
export { CONFIDENT, createInterpreter } from "./interpret/interpret";
export type { Interpreter } from "./interpret/interpret";
export { ASSUMPTIONS, Interpretation, Reading, Rollback } from "./interpret/reading";
export { LedgerEvent, PlanEvent, Statement, UndoEvent } from "./ledger/events";
export { createLedger } from "./ledger/ledger";
export type { Ledger, LedgerEntry, Proposal, UndoResult, UndoSelection } from "./ledger/ledger";
export { guardFindings, replacedFacts } from "./plan/guard";
export type { GuardFinding } from "./plan/guard";
export { Override, PlanLine } from "./plan/lines";
export { GuardPolicy, LAB_POLICY, LIFTED_BY_SECOND, OPEN_POLICY, stricter } from "./plan/policy";
export { planOf, withAdded } from "./plan/plan";
export type { Plan, PlanCall } from "./plan/plan";
export { WORDING, casesOf, nameIn, oneByOne, questionOf } from "./plan/requests";
export type { WordingOptions } from "./plan/requests";
