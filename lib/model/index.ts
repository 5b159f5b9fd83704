/**
 * Chapter 6. A transformer as a program. Read site.ts and family.ts, one of families/, then model.ts; overlay.ts is how a
 * model is changed, decode.ts how it answers, suffix.ts why editing is fast. encoder/ stands apart: it
 * compares texts, and is no model.
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
export { isSentenceEncoder, openSentenceEncoder, readEncoderFacts } from "./encoder/encoder";
export type { EncoderFacts, OpenEncoder, SentenceEncoder } from "./encoder/encoder";
export { openCheckpoint } from "./weights";
export type { Checkpoint, CheckpointFiles } from "./weights";
export {
  deltasOf,
  denseSum,
  joinedFactors,
  memoriesOf,
  normOf,
  orientation,
  rankOf,
  rankOne,
} from "./overlay";
export type { AdapterOverlay, Overlay, PromptOverlay, WeightDelta, WeightOverlay } from "./overlay";
export { condense } from "./condense";
export type { JoinMemories } from "./condense";
export { readOverlay, readOverlays, writeOverlay, writeOverlays } from "./overlay-file";
export { demonstrationOverlay, factLine, promptLine } from "./framers/demonstrations";
export type { FactEntry } from "./framers/demonstrations";
export { embedTexts } from "./framers/embed";
export { readScope, remembered, scopeOverlay } from "./framers/scope";
export type { ScopeEditor } from "./framers/scope";
export type { Framed, Framer, Question } from "./framers/framer";
export { ADAPTERS } from "./adapters";
export { codebookEntries, codebookOverlay, isCodebookAt } from "./adapters/codebook";
export type { CodebookEntry } from "./adapters/codebook";
export {
  deferralOverlay,
  deferralParts,
  deferralSeed,
  deferred,
  eachPart,
  isDeferralAt,
} from "./adapters/deferral";
export type { DeferralParts } from "./adapters/deferral";
export { areLoraBlocksAt, joinedLoraBlocks, loraBlocksOverlay } from "./adapters/lora-blocks";
export type { LoraBlock, LoraPoint } from "./adapters/lora-blocks";
export {
  activationDistance,
  isRoutedMemoryAt,
  nextShard,
  READINGS,
  maskSeed,
  routedOverlay,
  sideShards,
} from "./adapters/routed-memory";
export type { RoutedSettings, SideShard } from "./adapters/routed-memory";
export { hasAdapterAt } from "./adapters/worn";
export { READ_BY, ROUNDING } from "./adapters/parts";
export type { Adapter, AttachCall, JoinedAdapter } from "./adapters/adapter";
export { loadModel, openModel, transposedData } from "./model";
export type { Beside, ForwardOptions, Model, ModelProgram, ProgramContext } from "./model";
export { checkRow, selection } from "./batch";
export type { Past, Row } from "./batch";
export { argmax, decode, likeliest, logProbability } from "./decode";
export type { DecodeCall, Decoded } from "./decode";
export { askedWith, askLogits, askText, encodePair, generateText } from "./ask";
export type { Asking, Said, ScorePair } from "./ask";
export { scoreTargets } from "./score";
export type { TargetScore } from "./score";
export { generateRows } from "./generate";
export type { GenerateOptions } from "./generate";
export { momentOf, plainFeeds, readSites } from "./trace";
export { computeBeginnings } from "./beginnings";
export type { Beginnings, GroupedRow } from "./beginnings";
export { computePrefix, forwardSuffix } from "./suffix";
export type { Prefix, SuffixStart } from "./suffix";
