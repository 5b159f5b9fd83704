/** The contract of the store: small things are records, large things are blobs by content. */
import type { KnowledgeEventRecord, KnowledgeGraphRecord } from "./tables/knowledge";
import type { LifelongRunRecord } from "./tables/lifelong";
import type { PresetRecord } from "./tables/presets";
import type { Branch, Job, JobEvent, JobPayload, MeasurementRecord, ModelRecord, Version } from "./records";

export interface Store {
  readonly models: Repository<ModelRecord>;
  readonly versions: Repository<Version>;
  readonly branches: Repository<Branch>;
  readonly measurements: Repository<MeasurementRecord>;
  readonly presets: Repository<PresetRecord>;
  readonly lifelong: Repository<LifelongRunRecord>;
  readonly graphs: Repository<KnowledgeGraphRecord>;
  /** Of knowledge graphs. Putting one that is there throws nothing, so writers look first, in a transaction. */
  readonly graphEvents: Repository<KnowledgeEventRecord>;
  readonly jobs: Repository<Job>;
  /** One for each job. Deleting a job deletes its payload and its events. */
  readonly payloads: Repository<JobPayload>;
  readonly events: Repository<JobEvent>;
  readonly blobs: RemovableBlobStore;
  /** All or nothing, and one at a time: what `work` reads does not change until it ends. Blobs are not part of it. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
}

export interface ListQuery<T> {
  /** Fields that must be equal. */
  readonly where?: Partial<T>;
  /** Only records whose id comes after this one in id order. */
  readonly after?: string;
  readonly order?: "oldest" | "newest";
  readonly limit?: number;
}

export interface Repository<T extends { readonly id: string }> {
  /** Throws `not_found`. */
  get(id: string): Promise<T>;
  find(id: string): Promise<T | null>;
  list(query?: ListQuery<T>): Promise<readonly T[]>;
  /** As `list`, without reading fields that may be large. */
  listWithout<K extends Exclude<keyof T, "id">>(
    fields: readonly K[],
    query?: ListQuery<T>,
  ): Promise<readonly Omit<T, K>[]>;
  /** Inserts or replaces; validated with the record's schema. */
  put(record: T): Promise<void>;
  /** Writes these fields and reads none; one that is undefined is cleared. Throws `not_found`. */
  update(id: string, fields: Partial<Omit<T, "id">>): Promise<void>;
  delete(id: string): Promise<void>;
  /** Every content address in the records, but for those with an id in `except`. No record is parsed. */
  addresses(except?: ReadonlySet<string>): Promise<ReadonlySet<string>>;
}

export interface BlobStore {
  /** Returns the content address. Whole or not at all: a reader never sees half a blob. */
  put(bytes: Uint8Array): Promise<string>;
  /** Throws `not_found`, or `integrity` when the bytes no longer match the address. */
  get(address: string): Promise<Uint8Array>;
  has(address: string): Promise<boolean>;
}

/** A blob store that can also say what it has, and let go of it. */
export interface RemovableBlobStore extends BlobStore {
  list(): Promise<readonly BlobEntry[]>;
  /** Deletes a blob that nobody has put since this time; whether it did. */
  delete(address: string, putBefore: Date): Promise<boolean>;
}

export interface BlobEntry {
  readonly address: string;
  readonly sizeBytes: number;
  /** When these bytes were put last, whether or not they were here already. */
  readonly putAt: Date;
}

/** Bytes of expensive results by the hash of what made them. Losing one costs time and nothing else. */
export interface ArtifactFiles {
  get(id: string): Promise<Uint8Array | null>;
  has(id: string): Promise<boolean>;
  put(id: string, bytes: Uint8Array): Promise<void>;
  /** Nothing when it is not there. Throws `forbidden` for one that came with Palimpsest. */
  remove(id: string): Promise<void>;
  list(): Promise<readonly ArtifactEntry[]>;
}

export interface ArtifactEntry {
  readonly id: string;
  readonly sizeBytes: number;
  /** Whether it came with Palimpsest. */
  readonly isShipped: boolean;
  /** The bytes [start, end). */
  read(start: number, end: number): Promise<Uint8Array>;
}
