/** How the server does, for the people who run it: one picture for their page, the same as metrics for Prometheus. */
import type { z } from "zod";
import type { getOperations } from "../../api";
import { PalimpsestError } from "../../base";
import type { Store } from "../../store";
import type { Env } from "../env";
import type { Pulse } from "../front/pulse";
import { readiness } from "../front/readiness";
import type { PrismaClient } from "../generated/client";
import { sizeOfDatabase } from "../storage/data-folder";
import { lastBackup } from "./backup/last-backup";
import { kept } from "./kept";
import { exposition, type Metric, type Sample } from "./metrics/exposition";
import { createRequestCounts, type RequestCounts } from "./metrics/requests";
import { RELEASE } from "./release";

type Overview = z.infer<typeof getOperations.output>;

export interface Operations {
  readonly observe: RequestCounts["observe"];
  overview(): Promise<Overview>;
  /** Prometheus's text format. Throws `forbidden` on a server that asks nobody who they are. */
  metrics(): Promise<string>;
}

interface OperationsOptions {
  readonly env: Pick<Env, "dataFolder" | "databaseFile" | "hasAccounts" | "token">;
  readonly store: Store;
  readonly database: PrismaClient;
  readonly pulse: Pick<Pulse, "latest">;
  /** What is open now. */
  readonly open: () => { readonly streams: number; readonly uploads: number };
  readonly workerState: () => "stopped" | "starting" | "ready";
  readonly now?: () => Date;
}

/** Counting the blobs reads a folder for each 256th of them. */
const BLOBS_HOLD_MS = 300_000;
const UNFINISHED = ["queued", "running", "paused"] as const;

export function createOperations(options: OperationsOptions): Operations {
  const { env, store, database, pulse, open, workerState, now = () => new Date() } = options;
  const requests = createRequestCounts();
  const startedAt = now().toISOString();
  const blobs = kept(BLOBS_HOLD_MS, async () => {
    const entries = await store.blobs.list();
    return { count: entries.length, sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
  });
  const jobs = async (): Promise<Overview["jobs"]> => {
    const rows = await database.$queryRaw<
      { kind: string; status: string; count: bigint; seconds: number | null }[]
    >`
      SELECT "kind", "status", count(*) AS "count", sum((julianday("endedAt") - julianday("startedAt")) * 86400.0) AS "seconds"
      FROM "Job" GROUP BY "kind", "status" ORDER BY "kind", "status"`;
    return rows.map(({ kind, status, count, seconds }) => ({
      kind,
      status,
      count: Number(count),
      seconds: Number(seconds ?? 0),
    }));
  };
  const queue = (): Promise<Overview["queue"]> =>
    Promise.all(
      UNFINISHED.map(async (status) => {
        const where = { status };
        const [count, oldest] = await Promise.all([
          database.job.count({ where }),
          database.job.findFirst({
            where,
            orderBy: { id: "asc" },
            select: { createdAt: true, startedAt: true },
          }),
        ]);
        const since = (status === "running" && oldest?.startedAt) || oldest?.createdAt;
        const oldestSeconds = since ? Math.max(0, (now().getTime() - Date.parse(since)) / 1000) : null;
        return { status, count, oldestSeconds };
      }),
    );

  const overview = async (): Promise<Overview> => ({
    at: now().toISOString(),
    release: RELEASE,
    startedAt,
    readiness: await readiness({ env, store, workerState }),
    vitals: pulse.latest ?? null,
    open: open(),
    queue: await queue(),
    jobs: await jobs(),
    database: await sizeOfDatabase(env.databaseFile),
    blobs: await blobs(),
    lastBackup: await lastBackup(env),
  });

  return {
    observe: (answered) => requests.observe(answered),
    overview,
    async metrics() {
      if (!env.hasAccounts && env.token === undefined)
        throw new PalimpsestError("forbidden", "Metrics are off: this server does not ask who comes.", {
          hint: "Set PALIMPSEST_TOKEN and send it as Authorization: Bearer; or PALIMPSEST_ACCOUNTS=on, and send an admin's API key.",
          details: { field: "PALIMPSEST_TOKEN", expected: "a token, or accounts", found: null },
        });
      return exposition([...asMetrics(await overview()), ...requests.metrics()]);
    },
  };
}

function asMetrics({ release, readiness: ready, vitals, open, queue, jobs, ...sizes }: Overview): Metric[] {
  const gauge = (name: string, help: string, ...samples: Sample[]): Metric => ({
    name: `palimpsest_${name}`,
    help,
    type: "gauge",
    samples,
  });
  const one = (value: number | undefined | null): Sample[] =>
    value === undefined || value === null ? [] : [{ value }];
  const { database, blobs, lastBackup: backup } = sizes;
  return [
    gauge("info", "The release that runs.", { labels: { release }, value: 1 }),
    gauge("ready", "Whether all that work needs is there.", { value: Number(ready.isReady) }),
    gauge("disk_free_bytes", "Free on the disk of the data folder.", { value: ready.disk.freeBytes }),
    gauge(
      "queue_jobs",
      "Jobs that are not finished, by state.",
      ...queue.map(({ status, count }) => ({ labels: { status }, value: count })),
    ),
    gauge(
      "queue_oldest_seconds",
      "Since when the oldest of them waits or runs.",
      ...queue.flatMap(({ status, oldestSeconds }) =>
        oldestSeconds === null ? [] : [{ labels: { status }, value: oldestSeconds }],
      ),
    ),
    gauge(
      "jobs",
      "Jobs that the server remembers, by kind and state.",
      ...jobs.map(({ kind, status, count }) => ({ labels: { kind, status }, value: count })),
    ),
    gauge(
      "job_seconds",
      "How long they ran together.",
      ...jobs.map(({ kind, status, seconds }) => ({ labels: { kind, status }, value: seconds })),
    ),
    gauge(
      "memory_bytes",
      "Resident memory, of the server and of the process that runs models.",
      ...[
        ...(vitals ? [{ labels: { process: "server" }, value: vitals.memoryMb * 1e6 }] : []),
        ...(vitals?.modelMemoryMb === undefined
          ? []
          : [{ labels: { process: "models" }, value: vitals.modelMemoryMb * 1e6 }]),
      ],
    ),
    gauge(
      "event_loop_delay_seconds",
      "How late the event loop was, in the minute before the last.",
      ...(vitals
        ? [
            { labels: { quantile: "0.99" }, value: vitals.eventLoop.p99Ms / 1000 },
            { labels: { quantile: "1" }, value: vitals.eventLoop.longestMs / 1000 },
          ]
        : []),
    ),
    gauge("event_streams", "Event streams that are open.", { value: open.streams }),
    gauge("uploads", "Uploads under way.", { value: open.uploads }),
    gauge("database_bytes", "Size of the database with its log.", { value: database.sizeBytes }),
    gauge("blobs", "Blobs in the data folder.", { value: blobs.count }),
    gauge("blob_bytes", "Their size.", { value: blobs.sizeBytes }),
    gauge(
      "last_backup_timestamp_seconds",
      "When the last backup was made.",
      ...one(backup && Date.parse(backup.at) / 1000),
    ),
  ];
}
