/**
 * Worlds: small knowledge graphs from which models are trained and edits judged. Apart from the chapter's own index,
 * because the tables are large and most callers need none of them.
 */
export { atlasWorld } from "./atlas";
export { probesFor, randomCases, trueAnswer } from "./cases";
export { findFacts } from "./find";
export { worldNamed } from "./named";
export { worldQuestions } from "./questions";
export { statementsOf } from "./statements";
export { twoHopsOf } from "./two-hop";
export { factId, factQuestions, worldKnownTo } from "./views/known";
export type { FactQuestion } from "./views/known";
export { worldIn } from "./views/language";
export { entityId, indexTriples, nameOf, tripleKey } from "./build";
export type { World } from "./build";
