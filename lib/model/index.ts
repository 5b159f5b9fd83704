/**
 * Chapter 6. A transformer as a program. Read site.ts and family.ts, one file of families/, then model.ts. overlay/ changes a
 * model, inference/ generates its answers, and suffix programs make editing fast. encoder/ is separate: a sentence encoder
 * compares texts and is not a model.
 */
export { createTokenizer } from "./tokenizer/tokenizer";
export type { TokenId, Tokenizer } from "./tokenizer/tokenizer";
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
} from "./overlay/overlay";
export type { AdapterOverlay, Overlay, PromptOverlay, WeightDelta, WeightOverlay } from "./overlay/overlay";
export { mergeOverlays } from "./overlay/merge-overlays";
export type { JoinMemories } from "./overlay/merge-overlays";
export { readOverlay, readOverlays, writeOverlay, writeOverlays } from "./overlay/overlay-file";
export { demonstrationOverlay, factLine, promptLine } from "./prompt-adapters/demonstrations";
export type { FactEntry } from "./prompt-adapters/demonstrations";
export { embedTexts } from "./prompt-adapters/embed";
export { readScope, remembered, scopeOverlay } from "./prompt-adapters/scope";
export type { ScopeEditor } from "./prompt-adapters/scope";
export type { RewrittenPrompt, PromptAdapter, Question } from "./prompt-adapters/prompt-adapter";
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
export { hasAdapterAt } from "./adapters/applied-adapters";
export { READ_BY, ROUNDING } from "./adapters/parts";
export type { Adapter, AttachCall, JoinedAdapter } from "./adapters/adapter";
export { loadModel, openModel, transposedData } from "./model";
export type { Beside, ForwardOptions, Model, ModelProgram, ProgramContext } from "./model";
export { checkRow, selection } from "./inference/batch";
export type { KeyValueCache, Row } from "./inference/batch";
export { argmax, decode, likeliest, logProbability } from "./inference/decode";
export type { DecodeCall, Decoded } from "./inference/decode";
export { askedWith, askLogits, askText, encodePair, generateText } from "./inference/ask";
export type { Query, TargetLogits, ScorePair } from "./inference/ask";
export { scoreTargets } from "./inference/score";
export type { TargetScore } from "./inference/score";
export { generateRows } from "./inference/generate";
export type { GenerateOptions } from "./inference/generate";
export { momentOf, plainFeeds, readSites } from "./inference/trace";
export { computeSharedPrefixes } from "./inference/shared-prefixes";
export type { SharedPrefixes, GroupedRow } from "./inference/shared-prefixes";
export { computePrefix, forwardSuffix } from "./inference/suffix";
export type { Prefix, SuffixStart } from "./inference/suffix";
