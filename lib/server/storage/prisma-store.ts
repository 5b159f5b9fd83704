/** The store on SQLite. Records and rows are converted into each other, and each conversion parses by the record's schema. */
import type { z } from "zod";
import { because, createQueue, PalimpsestError } from "../../base";
import {
  Branch,
  Job,
  JobEvent,
  JobPayload,
  KnowledgeEventRecord,
  KnowledgeGraphRecord,
  LifelongRunRecord,
  MeasurementRecord,
  ModelRecord,
  PresetRecord,
  Version,
  addressesIn,
  type ListQuery,
  type RemovableBlobStore,
  type Repository,
  type Store,
} from "../../store";
import type { PrismaClient } from "../generated/client";

type Row = Record<string, unknown>;

/** The part of Prisma's delegates that this file uses. Prisma's own types differ for each table. */
interface Delegate {
  findUnique(query: { where: { id: string } }): Promise<Row | null>;
  findMany(query: {
    where: Row;
    orderBy: { id: "asc" | "desc" };
    take?: number;
    omit?: Record<string, true>;
  }): Promise<Row[]>;
  upsert(query: { where: { id: string }; create: Row; update: Row }): Promise<Row>;
  updateMany(query: { where: { id: string }; data: Row }): Promise<{ count: number }>;
  deleteMany(query: { where: { id: string } }): Promise<unknown>;
}

type TransactionClient = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

interface Table<T> {
  readonly noun: string;
  /** A schema of an object. Its members are the columns. */
  readonly schema: z.ZodType<T>;
  /** Columns that hold JSON text. */
  readonly json: readonly string[];
  /** Columns of 64-bit integers, which Prisma reads as bigint. */
  readonly wide?: readonly string[];
}

const MODELS: Table<ModelRecord> = {
  noun: "model",
  schema: ModelRecord,
  json: ["facts", "files", "origin"],
  wide: ["sizeBytes"],
};
const VERSIONS: Table<Version> = {
  noun: "version",
  schema: Version,
  json: ["parents", "change", "overlays", "deltaNorms"],
};
const BRANCHES: Table<Branch> = { noun: "branch", schema: Branch, json: ["redo"] };
const MEASUREMENTS: Table<MeasurementRecord> = {
  noun: "measurement",
  schema: MeasurementRecord,
  json: ["verdict", "report"],
};
const PRESETS: Table<PresetRecord> = {
  noun: "preset",
  schema: PresetRecord,
  json: ["parameters", "evidence"],
};
const LIFELONG: Table<LifelongRunRecord> = {
  noun: "lifelong run",
  schema: LifelongRunRecord,
  json: ["parameters", "settings", "state"],
};
const GRAPHS: Table<KnowledgeGraphRecord> = {
  noun: "knowledge graph",
  schema: KnowledgeGraphRecord,
  json: [],
};
const GRAPH_EVENTS: Table<KnowledgeEventRecord> = {
  noun: "knowledge event",
  schema: KnowledgeEventRecord,
  json: ["event"],
};
const JOBS: Table<Job> = {
  noun: "job",
  schema: Job,
  json: ["summary", "error", "progress"],
};
const PAYLOADS: Table<JobPayload> = { noun: "job payload", schema: JobPayload, json: ["input", "output"] };
const EVENTS: Table<JobEvent> = { noun: "job event", schema: JobEvent, json: ["progress"] };

/** Rows read into memory at once. One payload may have several MB. */
const ROWS_AT_ONCE = 8;

/** The `Store` contract over an open database and a blob store. */
export function createPrismaStore(client: PrismaClient, blobs: RemovableBlobStore): Store {
  const transactions = createQueue();
  return {
    ...repositories(client),
    blobs,
    transaction: (work) =>
      transactions.add(() =>
        client.$transaction((inside) => work({ ...repositories(inside), blobs, transaction: refuseNesting })),
      ),
  };
}

function refuseNesting(): never {
  throw new PalimpsestError("internal", "A transaction cannot be opened inside another.");
}

function repositories(client: TransactionClient): Omit<Store, "blobs" | "transaction"> {
  return {
    models: repository(MODELS, client.model as unknown as Delegate),
    versions: repository(VERSIONS, client.version as unknown as Delegate),
    branches: repository(BRANCHES, client.branch as unknown as Delegate),
    measurements: repository(MEASUREMENTS, client.measurement as unknown as Delegate),
    presets: repository(PRESETS, client.preset as unknown as Delegate),
    lifelong: repository(LIFELONG, client.lifelongRun as unknown as Delegate),
    graphs: repository(GRAPHS, client.knowledgeGraph as unknown as Delegate),
    graphEvents: repository(GRAPH_EVENTS, client.knowledgeEvent as unknown as Delegate),
    jobs: repository(JOBS, client.job as unknown as Delegate),
    payloads: repository(PAYLOADS, client.jobPayload as unknown as Delegate),
    events: repository(EVENTS, client.jobEvent as unknown as Delegate),
  };
}

function repository<T extends { readonly id: string }>(table: Table<T>, delegate: Delegate): Repository<T> {
  const find = async (id: string): Promise<T | null> => {
    const row = await delegate.findUnique({ where: { id } });
    return row && toRecord(table, row);
  };
  const missing = (id: string): PalimpsestError =>
    new PalimpsestError("not_found", `There is no ${table.noun} ${id}.`, {
      details: { ...because("noRecord", { record: table.noun, name: id }), id },
    });
  return {
    find,
    async get(id) {
      const found = await find(id);
      if (!found) throw missing(id);
      return found;
    },
    async list(query = {}) {
      const rows = await delegate.findMany(selection(table, query));
      return rows.map((row) => toRecord(table, row));
    },
    async listWithout(fields, query = {}) {
      const omit = Object.fromEntries(fields.map((field) => [field, true as const]));
      const schema = objectOf(table).omit(omit as Record<never, never>) as unknown as z.ZodType<
        Omit<T, (typeof fields)[number]>
      >;
      const rows = await delegate.findMany({ ...selection(table, query), omit });
      return rows.map((row) => toRecord({ ...table, schema }, row));
    },
    async put(record) {
      const row = toRow(table, table.schema.parse(record));
      await delegate.upsert({ where: { id: record.id }, create: row, update: row });
    },
    async update(id, fields) {
      const parsed = objectOf(table).partial().parse(fields) as Partial<T>;
      const { count } = await delegate.updateMany({
        where: { id },
        data: toRow(table, parsed, Object.keys(fields)),
      });
      if (count === 0) throw missing(id);
    },
    async delete(id) {
      await delegate.deleteMany({ where: { id } });
    },
    async addresses(except) {
      const found = new Set<string>();
      for (let after = ""; ;) {
        const rows = await delegate.findMany({
          where: { id: { gt: after } },
          orderBy: { id: "asc" },
          take: ROWS_AT_ONCE,
        });
        for (const { id, ...columns } of rows) {
          if (except?.has(String(id))) continue;
          const texts = Object.values(columns).filter((value) => typeof value === "string");
          for (const text of texts) for (const address of addressesIn(text)) found.add(address);
        }
        if (rows.length < ROWS_AT_ONCE) return found;
        after = String(rows[rows.length - 1].id);
      }
    },
  };
}

function selection<T>(table: Table<T>, query: ListQuery<T>) {
  return {
    where: condition(table, query),
    orderBy: { id: query.order === "newest" ? ("desc" as const) : ("asc" as const) },
    ...(query.limit !== undefined && { take: query.limit }),
  };
}

function condition<T>(table: Table<T>, query: ListQuery<T>): Row {
  const wanted = Object.entries(query.where ?? {}).filter(([, value]) => value !== undefined);
  for (const [field] of wanted) {
    if (table.json.includes(field))
      throw new PalimpsestError("internal", `A ${table.noun} cannot be searched by ${field}.`);
  }
  const where: Row = toWide(table, Object.fromEntries(wanted));
  if (query.after === undefined) return where;
  return { AND: [where, { id: { gt: query.after } }] };
}

/** Absent members become NULL, so that putting a record again clears the columns that it no longer has. */
function toRow<T>(table: Table<T>, record: Partial<T>, columns = columnsOf(table)): Row {
  const members = record as Row;
  const row = Object.fromEntries(columns.map((column) => [column, members[column] ?? null]));
  for (const column of table.json) {
    if (row[column] != null) row[column] = JSON.stringify(row[column]);
  }
  return toWide(table, row);
}

function toRecord<T>(table: Table<T>, row: Row): T {
  const members = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  for (const column of table.json) {
    const text = members[column];
    if (typeof text === "string") members[column] = JSON.parse(text);
  }
  for (const column of table.wide ?? []) members[column] = Number(members[column]);
  return table.schema.parse(members);
}

function toWide<T>(table: Table<T>, row: Row): Row {
  const wide = (table.wide ?? []).filter((column) => typeof row[column] === "number");
  return { ...row, ...Object.fromEntries(wide.map((column) => [column, BigInt(row[column] as number)])) };
}

function columnsOf<T>(table: Table<T>): string[] {
  return Object.keys(objectOf(table).shape);
}

function objectOf<T>({ schema }: Table<T>): z.ZodObject {
  return schema as unknown as z.ZodObject;
}
