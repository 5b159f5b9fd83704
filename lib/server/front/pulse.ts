/**
 * How the server is, once a minute, in its log and for whoever asks: what waits, memory, and how long it kept others waiting.
 */
import { readFile, statfs } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { JsonObject } from "../../base";
import type { Store } from "../../store";
import type { ServerLog } from "../http/log";

interface PulseOptions {
  readonly log: ServerLog;
  readonly store: Pick<Store, "jobs">;
  /** The process that runs models; absent while there is none. */
  readonly modelProcess?: () => number | undefined;
  /** What else is counted. */
  readonly counts: () => JsonObject;
  readonly everyMs?: number;
}

/** What was measured last. */
export interface Vitals {
  readonly at: string;
  readonly queued: number;
  readonly running: number;
  readonly memoryMb: number;
  readonly heapMb: number;
  /** Absent where the system does not tell. */
  readonly modelMemoryMb?: number;
  /** How late the event loop was, in the minute before. */
  readonly eventLoop: { readonly longestMs: number; readonly p99Ms: number };
}

export interface Pulse {
  /** Absent until the first minute is over. */
  readonly latest: Vitals | undefined;
  stop(): void;
}

const MINUTE_MS = 60_000;
/** Of the measurement of the event loop; a delay is what comes on top. */
const RESOLUTION_MS = 10;

export function startPulse({
  log,
  store,
  modelProcess = () => undefined,
  counts,
  everyMs = MINUTE_MS,
}: PulseOptions): Pulse {
  let latest: Vitals | undefined;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const rounded = (ns: number): number => Math.max(0, Math.round(ns / 1e6) - RESOLUTION_MS);
  const beat = async (): Promise<void> => {
    const [longestMs, p99Ms] = [rounded(delay.max), rounded(delay.percentile(99))];
    delay.reset();
    const { rss, heapUsed } = process.memoryUsage();
    const columns = ["summary", "progress", "error"] as const;
    const [queued, running] = await Promise.all(
      (["queued", "running"] as const).map((status) =>
        store.jobs.listWithout(columns, { where: { status } }),
      ),
    );
    const modelMemoryMb = await memoryOf(modelProcess());
    const vitals = {
      queued: queued.length,
      running: running.length,
      memoryMb: Math.round(rss / 1e6),
      heapMb: Math.round(heapUsed / 1e6),
      ...(modelMemoryMb !== undefined && { modelMemoryMb }),
      eventLoop: { longestMs, p99Ms },
    };
    latest = { at: new Date().toISOString(), ...vitals };
    log.info("Pulse", { ...vitals, ...counts() });
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn("No pulse", { error: String(error) }));
  }, everyMs);
  timer.unref();
  return {
    get latest() {
      return latest;
    },
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}

/** Memory of another process in MB, where Linux tells it. */
async function memoryOf(pid: number | undefined): Promise<number | undefined> {
  const status = pid === undefined ? "" : await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) * 1024) / 1e6);
}

/** Bytes that are free on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
