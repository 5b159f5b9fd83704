/** Every judge, and how well each agrees with people. Read judge.ts, then entity.ts, which is the default. */
import { defineCatalog } from "../../base";
import { endpoint, harm, similarity } from "./asked";
import { entity } from "./entity";
import type { Judge } from "./judge";
import { alias, exact } from "./rules";

export { agreementOf } from "./agreement";
export type { Agreement } from "./agreement";
export type { Finding, Judge, JudgeTools, Said } from "./judge";
export { HELD_OUT, LABELLED } from "./labelled";
export { createLexicon } from "./lexicon";

export const JUDGES = defineCatalog<Judge>("judge", [entity, exact, alias, similarity, endpoint, harm]);
export const DEFAULT_JUDGE = "entity";
