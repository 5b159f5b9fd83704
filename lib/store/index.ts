/** Chapter 11. Stored data: records as schemas, blobs by content, and the contract of the store. */
export { isCheckpointFile, isGgufFile, isWeightFile } from "./checkpoint-file";
export { CheckpointReport, CheckpointWarning } from "./checkpoint-report";
export type { Obstacle, PlaceReport } from "./checkpoint-report";
export {
  Address,
  ArtifactManifest,
  BaseWeights,
  Branch,
  Change,
  Commit,
  DownloadJobInput,
  DownloadJobOutput,
  EditJobInput,
  EditJobOutput,
  EditMode,
  EditOutcome,
  Job,
  JobEvent,
  JobPayload,
  JobReport,
  JobStatus,
  JobSummary,
  Json,
  LifelongJobOutput,
  LifelongRunId,
  ListCard,
  ListedVersion,
  MeasurementRecord,
  MethodChoice,
  ModelRecord,
  StoredShape,
  ModelVersion,
  Origin,
  Backend,
  PrepareJobInput,
  PrepareJobOutput,
  ProgressRecord,
  ProposeJobOutput,
  RepositoryId,
  Revision,
  Version,
  VersionId,
  GgufType,
  QuantizationNote,
  WeightType,
  WireErrorRecord,
} from "./records";
/** Parts of records that have their meaning in the evaluation. */
export { boundsOf, HealthAtStart, HealthLimits } from "../eval/report";
export {
  checkpointsOf,
  HealthyState,
  LifelongAnswers,
  LifelongCases,
  LifelongDraw,
  LifelongJobInput,
  LifelongRetention,
  LifelongRow,
  LifelongRunRecord,
  LifelongState,
  LifelongSegment,
} from "./tables/lifelong";
export {
  Evidence,
  PresetRecord,
  Proposal,
  ProposeJobInput,
  SweepRow,
  SweepScores,
  TraceEvidence,
} from "./tables/presets";
export {
  KnowledgeEventRecord,
  KnowledgeGraphId,
  KnowledgeGraphRecord,
  knowledgeEventId,
} from "./tables/knowledge";
export { JobOutput } from "./tables/job-output";
export {
  EvolveJobInput,
  EvolveJobOutput,
  KinshipJobInput,
  KinshipJobOutput,
  MergeAsked,
  MergeJobInput,
  MergeJobOutput,
  MergeSourceRef,
  MergeSourceRefs,
  RecheckInput,
  RecheckOutput,
  TensorArithmetic,
} from "./tables/merge";
export { keepList, KeptList, keptLists, listCounts, readKeptList } from "./lists/kept-list";
export type { ListFile } from "./lists/kept-list";
export { FactualityJobInput, FactualityJobOutput, FactualityRecord } from "./tables/factuality";
export { addressesIn } from "./addresses";
export { createMemoryBlobs, createMemoryStore } from "./memory";
export { createArtifactCache, keptSoFar, memoryArtifacts, shippedIsKept } from "./artifacts";
export { listArtifacts, manifestOf, metadataOf, readHeader, readManifest } from "./manifest";
export type { ArtifactSummary } from "./manifest";
export {
  errorAtHand,
  newestOwn,
  ownTextsArtifact,
  ownTextsOf,
  WRITTEN_BY_MODEL,
  writtenTextsArtifact,
  type OwnTexts,
} from "./texts/own-texts";
export { readTexts, textsBundle } from "./texts/texts-bundle";
export type {
  ArtifactEntry,
  ArtifactFiles,
  BlobEntry,
  BlobStore,
  ListQuery,
  RemovableBlobStore,
  Repository,
  Store,
} from "./store";
export {
  BASELINES,
  BenchmarkJobInput,
  BenchmarkJobOutput,
  BenchmarkRecord,
  BenchmarkRunId,
} from "./tables/benchmark";
export { StoredCases, storedCasesOf, withCases } from "./tables/stored-cases";
