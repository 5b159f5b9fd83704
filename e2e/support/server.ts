/** Starts the built app on a free port with a data folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServer, type RunningServer } from "../../lib/server/testing/start-server";

export type { RunningServer };

export function makeDataFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), "palimpsest-"));
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** Runs `work` against a fresh installation, set up by these variables, and removes it after. */
export async function withFreshServer<T>(
  work: (server: RunningServer) => Promise<T>,
  variables: Record<string, string> = {},
): Promise<T> {
  const dataFolder = await makeDataFolder();
  const server = await startServer({ port: await freePort(), dataFolder, variables });
  try {
    return await work(server);
  } finally {
    await server.kill("SIGKILL");
    await rm(dataFolder, { recursive: true, force: true });
  }
}
