/** The store in memory: for tests, and for a browser tab without a server. Nothing outlives the process. */
import type { z } from "zod";
import { because, createQueue, PalimpsestError, sha256, type Queue } from "../base";
import { KnowledgeEventRecord, KnowledgeGraphRecord } from "./tables/knowledge";
import { LifelongRunRecord } from "./tables/lifelong";
import { PresetRecord } from "./tables/presets";
import { Branch, Job, JobEvent, JobPayload, MeasurementRecord, ModelRecord, Version } from "./records";
import { addressesIn } from "./addresses";
import type { ListQuery, RemovableBlobStore, Repository, Store } from "./store";

type Tables = Record<keyof Omit<Store, "blobs" | "transaction">, Map<string, { readonly id: string }>>;

export function createMemoryStore(blobs: RemovableBlobStore = createMemoryBlobs()): Store {
  const tables: Tables = {
    models: new Map(),
    versions: new Map(),
    branches: new Map(),
    measurements: new Map(),
    presets: new Map(),
    lifelong: new Map(),
    graphs: new Map(),
    graphEvents: new Map(),
    jobs: new Map(),
    payloads: new Map(),
    events: new Map(),
  };
  // Everything outside a transaction waits for it, so that what the transaction reads does not change until it ends.
  const queue = createQueue();

  const inside: Store = {
    ...repositories(tables),
    blobs,
    transaction: () => {
      throw new PalimpsestError("internal", "A transaction cannot be opened inside another.");
    },
  };
  return {
    ...repositories(tables, queue),
    blobs,
    transaction: (work) =>
      queue.add(async () => {
        const saved = snapshot(tables);
        try {
          return await work(inside);
        } catch (error) {
          restore(tables, saved);
          throw error;
        }
      }),
  };
}

/** Blobs in memory, by content. */
export function createMemoryBlobs(): RemovableBlobStore {
  const blobs = new Map<string, { readonly bytes: Uint8Array; readonly putAt: Date }>();
  return {
    async put(bytes) {
      const address = await sha256(bytes);
      blobs.set(address, { bytes: bytes.slice(), putAt: new Date() });
      return address;
    },
    async get(address) {
      const found = blobs.get(address);
      if (!found) throw missing("blob", address);
      return found.bytes.slice();
    },
    has: async (address) => blobs.has(address),
    list: async () =>
      [...blobs].map(([address, { bytes, putAt }]) => ({ address, sizeBytes: bytes.byteLength, putAt })),
    async delete(address, putBefore) {
      const found = blobs.get(address);
      return found !== undefined && found.putAt < putBefore && blobs.delete(address);
    },
  };
}

function repositories(tables: Tables, queue?: Queue): Omit<Store, "blobs" | "transaction"> {
  const ofJob = (jobId: string): void => {
    tables.payloads.delete(jobId);
    for (const event of tables.events.values() as Iterable<JobEvent>)
      if (event.job === jobId) tables.events.delete(event.id);
  };
  return {
    models: repository("model", ModelRecord, tables.models, queue),
    versions: repository("version", Version, tables.versions, queue),
    branches: repository("branch", Branch, tables.branches, queue),
    measurements: repository("measurement", MeasurementRecord, tables.measurements, queue),
    presets: repository("preset", PresetRecord, tables.presets, queue),
    lifelong: repository("lifelong run", LifelongRunRecord, tables.lifelong, queue),
    graphs: repository("knowledge graph", KnowledgeGraphRecord, tables.graphs, queue),
    graphEvents: repository("knowledge event", KnowledgeEventRecord, tables.graphEvents, queue),
    jobs: repository("job", Job, tables.jobs, queue, ofJob),
    payloads: repository("job payload", JobPayload, tables.payloads, queue),
    events: repository("job event", JobEvent, tables.events, queue),
  };
}

function repository<T extends { readonly id: string }>(
  noun: string,
  schema: z.ZodType<T>,
  rows: Map<string, { readonly id: string }>,
  queue: Queue | undefined,
  /** Deletes what belongs to a record. */
  deleteParts: (id: string) => void = () => undefined,
): Repository<T> {
  const inTurn = <R>(task: () => Promise<R>): Promise<R> => (queue ? queue.add(task) : task());
  // Rows are copied both ways: a caller that changes what it holds must not change what is kept.
  const read = (row: { readonly id: string }): T => structuredClone(row) as T;
  const find = async (id: string): Promise<T | null> => {
    const row = rows.get(id);
    return row ? read(row) : null;
  };
  return {
    find: (id) => inTurn(() => find(id)),
    get: (id) =>
      inTurn(async () => {
        const found = await find(id);
        if (!found) throw missing(noun, id);
        return found;
      }),
    list: (query = {}) => inTurn(async () => select([...rows.values()] as T[], query).map(read)),
    listWithout: (fields, query = {}) =>
      inTurn(async () =>
        select([...rows.values()] as T[], query).map((row) => {
          const left = read(row);
          for (const field of fields) delete left[field];
          return left;
        }),
      ),
    put: (record) =>
      inTurn(async () => {
        const parsed = structuredClone(schema.parse(record));
        rows.set(parsed.id, parsed);
      }),
    update: (id, fields) =>
      inTurn(async () => {
        const row = rows.get(id);
        if (!row) throw missing(noun, id);
        rows.set(id, structuredClone(schema.parse({ ...row, ...fields })));
      }),
    delete: (id) =>
      inTurn(async () => {
        rows.delete(id);
        deleteParts(id);
      }),
    addresses: (except) =>
      inTurn(async () => {
        const left = [...rows.values()].filter(({ id }) => !except?.has(id));
        return new Set(left.flatMap((row) => addressesIn(JSON.stringify(row))));
      }),
  };
}

function select<T extends { readonly id: string }>(rows: readonly T[], query: ListQuery<T>): T[] {
  const wanted = Object.entries(query.where ?? {}).filter(([, value]) => value !== undefined);
  const matching = rows.filter(
    (row) =>
      (query.after === undefined || row.id > query.after) &&
      wanted.every(([field, value]) => (row as Record<string, unknown>)[field] === value),
  );
  matching.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (query.order === "newest") matching.reverse();
  return matching.slice(0, query.limit);
}

function missing(noun: string, id: string): PalimpsestError {
  return new PalimpsestError("not_found", `There is no ${noun} ${id}.`, {
    details: { ...because("noRecord", { record: noun, name: id }), id },
  });
}

function snapshot(tables: Tables): Tables {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, new Map(rows)])) as Tables;
}

function restore(tables: Tables, saved: Tables): void {
  for (const name of Object.keys(tables) as (keyof Tables)[]) {
    tables[name].clear();
    for (const [id, row] of saved[name]) tables[name].set(id, row);
  }
}
