/** Chapter 12. What is kept: records as schemas, blobs by content, and the contract of the store. */
export {
  Address,
  Branch,
  Change,
  EditJobInput,
  EditJobOutput,
  EditMode,
  EditOutcome,
  Job,
  JobEvent,
  JobStatus,
  Json,
  MeasurementRecord,
  ModelRecord,
  Place,
  ProgressRecord,
  Version,
  WireErrorRecord,
} from "./records";
export { createMemoryBlobs, createMemoryStore } from "./memory";
export { createArtifactCache, memoryArtifacts } from "./artifacts";
export type { ArtifactFiles, BlobStore, ListQuery, Repository, Store } from "./store";
