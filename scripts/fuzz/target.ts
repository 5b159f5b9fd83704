/** The server under test: every answer is judged, and a server that died is started again and counted. */
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { freePort, makeDataFolder, type RunningServer } from "../../e2e/support/server";
import { startServer } from "../../lib/server/testing/start-server";
import { processTree } from "../bench/measure";

/** No answer may take longer. */
const LONGEST_MS = 5_000;
/** When an answer is given up. */
const GIVE_UP_MS = 30_000;
const LONGEST_ERROR = 20_000;

export interface Counts {
  tried: number;
  accepted: number;
  typed: number;
  /** Refused by HTTP itself before any code of ours: 400, 404, 405, 431. */
  plain: number;
  internal: number;
  untyped: number;
  slow: number;
  deaths: number;
  large: number;
}

export function noCounts(): Counts {
  return { tried: 0, accepted: 0, typed: 0, plain: 0, internal: 0, untyped: 0, slow: 0, deaths: 0, large: 0 };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
  /** Of an answer that may take longer than others, such as one that computes. */
  readonly longestMs?: number;
}

interface Answered {
  readonly status: number;
  readonly json: Record<string, unknown> | undefined;
}

export interface Target {
  ask(counts: Counts, asked: Asked): Promise<Answered>;
  readonly url: string;
  /** Most memory of the server and of all that it started, in MB. */
  readonly peaksMb: { readonly server: number; readonly others: number };
  close(): Promise<void>;
}

/** `tell` receives what should not have happened. */
export async function openTarget(tell: (line: string) => void): Promise<Target> {
  const dataFolder = await makeDataFolder();
  const port = await freePort();
  const variables = { PALIMPSEST_HUB_MIRRORS: "http://127.0.0.1:9", PALIMPSEST_MAX_UPLOAD_MB: "4" };
  const start = () => startServer({ port, dataFolder, variables, ownGroup: true });
  let server: RunningServer = await start();
  const peaksMb = { server: 0, others: 0 };
  const watch = setInterval(() => {
    const [own, ...others] = processTree(server.pid).map(heldMb);
    peaksMb.server = Math.max(peaksMb.server, own ?? 0);
    peaksMb.others = Math.max(peaksMb.others, ...others);
  }, 250);

  return {
    get url() {
      return server.url;
    },
    peaksMb,
    async ask(counts, { method, path, headers, body, longestMs = LONGEST_MS }) {
      counts.tried++;
      const from = performance.now();
      const what = `${method} ${path.slice(0, 120)}`;
      try {
        const response = await fetch(`${server.url}${path}`, {
          method,
          headers,
          ...(body !== undefined && !["GET", "HEAD"].includes(method) && { body: body as BodyInit }),
          redirect: "manual",
          signal: AbortSignal.timeout(GIVE_UP_MS),
        });
        const isStream = (response.headers.get("content-type") ?? "").includes("event-stream");
        if (isStream) await response.body?.cancel();
        const text = isStream ? "" : await response.text();
        const json = readJson(text);
        const tookMs = performance.now() - from;
        if (tookMs > longestMs) {
          counts.slow++;
          tell(`slow: ${what} took ${Math.round(tookMs)} ms`);
        }
        judge(counts, response.status, json, text, (fault) =>
          tell(`${fault}: ${what} ${response.status} ${text.slice(0, 200)}; body ${shown(body)}`),
        );
        return { status: response.status, json };
      } catch (error) {
        if (await isAlive(server.url)) {
          counts.slow++;
          tell(
            `no answer: ${what} ${String(error)} ${String((error as Error).cause ?? "")}; body ${shown(body)}`,
          );
        } else {
          counts.deaths++;
          tell(`the server died: ${what}; body ${shown(body)}`);
          await server.kill("SIGKILL");
          server = await start();
        }
        return { status: 0, json: undefined };
      }
    },
    async close() {
      clearInterval(watch);
      await server.kill("SIGKILL");
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

function judge(
  counts: Counts,
  status: number,
  json: Record<string, unknown> | undefined,
  text: string,
  fault: (kind: string) => void,
): void {
  const isTyped = typeof json?.code === "string" && typeof json.message === "string";
  if (status < 400) counts.accepted++;
  else if (json?.code === "internal") {
    counts.internal++;
    fault("internal");
  } else if (isTyped) counts.typed++;
  else if (status < 500) counts.plain++;
  else {
    counts.untyped++;
    fault("untyped");
  }
  if (status >= 400 && isTyped && text.length > LONGEST_ERROR) {
    counts.large++;
    fault("large");
  }
}

async function isAlive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(GIVE_UP_MS) })).ok;
  } catch {
    return false;
  }
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function shown(body: Asked["body"]): string {
  return typeof body === "string" ? body.slice(0, 600) : `${body?.length ?? 0} bytes`;
}

function heldMb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1000;
  } catch {
    return 0; // it has gone
  }
}
