/** The data of the chapter without its algorithms: what is stored and sent. */
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
export { Interpretation, Reading, Rollback } from "./interpret/reading";
export { LedgerEvent, PlanEvent, Statement, UndoEvent } from "./ledger/events";
export { Override, PlanLine } from "./plan/lines";
export { GuardPolicy, GUARDS, LIFTED_BY_SECOND } from "./plan/policy";
