/** Starts the built server as `npm start` does, for tests that kill it. */
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** What it has written to its terminal so far. */
  output(): string;
  /** Ends the server with a signal and waits for its exit. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

interface StartOptions {
  readonly port: number;
  readonly dataFolder: string;
  readonly variables?: Record<string, string>;
  readonly timeoutMs?: number;
  /** Where the built app lies; here when absent. */
  readonly folder?: string;
  /** Gives the server its own process group, so that `kill` ends its children at the same time. */
  readonly ownGroup?: boolean;
}

/** Returns when the server answers. Needs `npm run build` first. */
export async function startServer({
  port,
  dataFolder,
  variables,
  timeoutMs = 60_000,
  folder = ".",
  ownGroup = false,
}: StartOptions): Promise<RunningServer> {
  const url = `http://127.0.0.1:${port}`;
  const program = path.resolve(folder, "node_modules/next/dist/bin/next");
  const server = spawn(process.execPath, [program, "start", "-H", "127.0.0.1", "-p", String(port)], {
    cwd: path.resolve(folder),
    env: {
      ...process.env,
      NODE_ENV: "production",
      PALIMPSEST_DATA: dataFolder,
      PALIMPSEST_LOG_LEVEL: "warn",
      ...variables,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: ownGroup,
  });
  let output = "";
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));

  const deadline = Date.now() + timeoutMs;
  while (!(await isHealthy(url))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      server.kill("SIGKILL");
      throw new Error(`The server did not come up on port ${port}:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const pid = server.pid as number;
  return { url, pid, output: () => output, kill: (signal) => end(server, signal, ownGroup ? -pid : pid) };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false; // not listening yet
  }
}

/** `target`: the server's process id, or its negative for the whole process group, as `kill` takes it. */
async function end(server: ChildProcess, signal: NodeJS.Signals, target: number): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  process.kill(target, signal);
  await gone;
}
