/**
 * Chapter 5. A transformer as a program. Read site.ts and family.ts, one of families/, then model.ts; overlay.ts is how a
 * model is changed, decode.ts how it answers, suffix.ts why editing is fast.
 */
export { createTokenizer } from "./tokenizer/tokenizer";
export type { Encoding, TokenId, Tokenizer } from "./tokenizer/tokenizer";
export { NO_TAP } from "./site";
export type { BlockSite, Site, Tap } from "./site";
export type { Dimensions, ForwardCall, ModelFamily, ParameterSpec, Role } from "./family";
export { MODEL_FAMILIES } from "./families";
export { CHECKPOINTS } from "./checkpoints";
export type { PublishedCheckpoint } from "./checkpoints";
export { familyOf } from "./facts";
export type { ModelFacts } from "./facts";
export { openCheckpoint } from "./weights";
export type { Checkpoint, CheckpointFiles } from "./weights";
export {
  denseSum,
  joinedFactors,
  memoriesOf,
  normOf,
  orientation,
  rankOf,
  rankOne,
  readOverlay,
  writeOverlay,
} from "./overlay";
export type { Overlay, WeightDelta, WeightOverlay } from "./overlay";
export { loadModel, openModel, transposedData } from "./model";
export type { Beside, ForwardOptions, Model, ModelProgram, ProgramContext } from "./model";
export { checkRow, selection } from "./batch";
export type { Past, Row } from "./batch";
export { argmax, decode, likeliest, logProbability } from "./decode";
export type { DecodeCall, Decoded } from "./decode";
export { encodePair, scoreTargets } from "./score";
export type { ScorePair, TargetScore } from "./score";
export { generateRows, generateText } from "./generate";
export type { GenerateOptions } from "./generate";
export { momentOf, plainFeeds, readSites } from "./trace";
export { computePrefix, forwardSuffix } from "./suffix";
export type { Prefix, SuffixStart } from "./suffix";
