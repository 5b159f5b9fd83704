/**
 * Chapter 4. Edit requests, and cases: requests with their probes. Two more entry points are loaded only where they are
 * needed: worlds, from which models are trained and edits drawn, and datasets/ with read-cases/, which turn published lists
 * into cases.
 */
export { foreignNotes, foreignTo, probeCount, withOwnProbes, writtenFor } from "./own-probes";
export type { Foreign } from "./own-probes";
export {
  acceptedAnswers,
  answerText,
  EditCase,
  EditRequest,
  Probe,
  spaceBehind,
  SUBJECT_SLOT,
  WrittenFor,
  filledPrompt,
  promptText,
} from "./request";
export {
  DEFAULT_MODEL,
  EMBEDDED_MODELS,
  embeddedSpeaker,
  isEmbedded,
  WorldId,
  worldIdOf,
  WorldLanguage,
  worldLanguage,
} from "./embedded";
export { Question } from "./question";
export { firstClause, gives, givesName } from "./said";
export { Fault, FAULT_TEXTS, faultText, placeText } from "./fault";
export { PoolCard, PoolSibling, PoolTask } from "./pool";
export { clashesOf, clashText, replacedBy } from "./same-fact";
export { occurrences, requestFaults, requestFrom } from "./written-request";
export type { WrittenRequest } from "./written-request";
