/** How the server is, in its log once a minute: what waits, memory, and how long it kept others waiting. */
import { statfs } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { JsonObject } from "../../base";
import type { Store } from "../../store";
import type { ServerLog } from "../http/log";

interface PulseOptions {
  readonly log: ServerLog;
  readonly store: Pick<Store, "jobs">;
  /** What else is counted. */
  readonly counts: () => JsonObject;
  readonly everyMs?: number;
}

const MINUTE_MS = 60_000;
/** Of the measurement of the event loop; a delay is what comes on top. */
const RESOLUTION_MS = 10;

/** Returns how to stop. */
export function startPulse({ log, store, counts, everyMs = MINUTE_MS }: PulseOptions): () => void {
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
    log.info("Pulse", {
      queued: queued.length,
      running: running.length,
      memoryMb: Math.round(rss / 1e6),
      heapMb: Math.round(heapUsed / 1e6),
      eventLoop: { longestMs, p99Ms },
      ...counts(),
    });
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn("No pulse", { error: String(error) }));
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    delay.disable();
  };
}

/** Bytes that are free on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
