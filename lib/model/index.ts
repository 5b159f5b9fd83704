/**
 * Chapter 6. A transformer as a program. Read site.ts and family.ts, one file of families/, then model.ts. overlay/ changes a
 * model, export/ writes a changed one as a checkpoint, inference/ generates its answers, and suffix programs make editing fast. encoder/ is separate: a sentence encoder
 * compares texts and is not a model.
 */
export { createTokenizer, encodeSentence, sentenceOf, tokensWithin } from "./tokenizer/tokenizer";
export { ggufChoices, ggufHeadRanges, ggufPartNames, openFolder } from "./checkpoint/formats";
export type { GgufChoice } from "./checkpoint/formats";
export { hasTokenizer, readTokenizer, readTokenizerFiles, tokensBeyond } from "./tokenizer/read-tokenizer";
export type { TokenId, Tokenizer } from "./tokenizer/tokenizer";
export { chatText } from "./tokenizer/chat-template";
export type { ChatMessage } from "./tokenizer/chat-template";
export type { BlockSite, Site, Tap } from "./site";
export type { Dimensions, ParameterSpec, Role } from "./family";
export { MODEL_FAMILIES } from "./families";
export { CHECKPOINTS, shelfModels } from "./checkpoints";
export { familyOf, programBytes, weightCounts } from "./facts";
export type { ModelFacts } from "./facts";
export { isSentenceEncoder, openSentenceEncoder, readEncoderFacts } from "./encoder/encoder";
export type { EncoderFacts, OpenEncoder, SentenceEncoder } from "./encoder/encoder";
export { checkpointIn, openCheckpoint } from "./checkpoint/weights";
export { checkpointSource, sourceOf } from "./checkpoint/merge-source";
export type { CheckpointFiles } from "./checkpoint/checkpoint-files";
export { deltasOf, denseSum, memoriesOf, normOf, orientation, rankOf, rankOne } from "./overlay/overlay";
export type { AdapterOverlay, Overlay, PromptOverlay, WeightDelta, WeightOverlay } from "./overlay/overlay";
export { ADAPTER_CONFIG, ADAPTER_WEIGHTS, readAdapter } from "./peft/read-adapter";
export type { ReadAdapter } from "./peft/read-adapter";
export { writeAdapter } from "./peft/write-adapter";
export { mergeOverlays } from "./overlay/merge-overlays";
export type { JoinMemories } from "./overlay/merge-overlays";
export { readOverlay, readOverlays, writeOverlay, writeOverlays } from "./overlay/overlay-file";
export { ggufFile, type GgufOptions } from "./checkpoint/export/gguf-file";
export { checkpointFolder } from "./checkpoint/export/checkpoint-folder";
export { quantizedFacts, relativeLoss } from "./checkpoint/export/quantize";
export type { Quantization, QuantizationLoss } from "./checkpoint/export/quantize";
export type { Changes, ExportType, FolderFile, FolderOptions } from "./checkpoint/export/checkpoint-folder";
export { demonstrationOverlay, factLine, promptLine } from "./prompt-adapters/demonstrations";
export type { FactEntry } from "./prompt-adapters/demonstrations";
export { embedTexts } from "./prompt-adapters/embed";
export { readScope, remembered, scopeOverlay } from "./prompt-adapters/scope";
export type { ScopeEditor } from "./prompt-adapters/scope";
export type { RewrittenPrompt } from "./prompt-adapters/prompt-adapter";
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
export { hasAdapterAt } from "./adapters/applied-adapters";
export { READ_BY, ROUNDING } from "./adapters/parts";
export { loadModel, openModel } from "./model";
export type { Beside, LinearMap, Model, ModelProgram, ProgramContext, Reader } from "./model";
export { checkRow, selection } from "./inference/batch";
export type { Row } from "./inference/batch";
export { argmax, decode, DECODE, likeliest, logProbability } from "./inference/decode";
export { askedWith, askLogits, askText, encodePair, generateText, streamText } from "./inference/ask";
export type { ScorePair } from "./inference/ask";
export { scoreTargets } from "./inference/score";
export { generateRows } from "./inference/generate";
export { momentsOf, plainFeeds, readSites } from "./inference/trace";
export { computeSharedPrefixes } from "./inference/shared-prefixes";
export { atLast, computePrefix, forwardSuffix } from "./inference/suffix";
export type { Prefix, SuffixStart } from "./inference/suffix";
