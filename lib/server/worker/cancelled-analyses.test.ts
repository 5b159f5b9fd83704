/** Analyses over HTTP that are cancelled at ten moments: no row and no file is left. Needs a build, and reports when there is none. */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../base";
import { startServer, type RunningServer } from "../testing/start-server";

const canRun = existsSync(".next/BUILD_ID") && existsSync("public/models/atlas/model.safetensors");
const MOMENTS = 10;
const PAIR = { prompt: "The city of the landmark {} is", subject: "Eiffel Tower", other: "Space Needle" };

describe.skipIf(!canRun)(canRun ? "an analysis" : "an analysis (skipped: no build)", () => {
  let dataFolder: string;
  let server: RunningServer;
  beforeAll(async () => {
    dataFolder = await mkdtemp(path.join(tmpdir(), "palimpsest-cancelled-"));
    server = await startServer({ port: await freePort(), dataFolder });
  }, 90_000);
  afterAll(async () => {
    await server.kill("SIGKILL");
    await rm(dataFolder, { recursive: true, force: true });
  });

  const ask = async (analysis: string, signal?: AbortSignal): Promise<string> => {
    const response = await fetch(`${server.url}/api/models/atlas/explore`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ analysis, question: PAIR, parameters: {} }),
      signal,
    });
    return response.text();
  };
  /** Rows by table, and the names of all files but the database's own. */
  const left = async () => {
    const client = createClient({ url: `file:${path.join(dataFolder, "palimpsest.db")}` });
    const { rows } = await client.execute(
      "select name from sqlite_master where type = 'table' order by name",
    );
    const counts: Record<string, number> = {};
    for (const { name } of rows) {
      const counted = await client.execute(`select count(*) as count from "${String(name)}"`);
      counts[String(name)] = Number(counted.rows[0].count);
    }
    client.close();
    const files = await readdir(dataFolder, { recursive: true });
    return { counts, files: files.filter((name) => !/palimpsest\.db|server\./.test(name)).sort() };
  };

  test.each(["trace", "circuit"])(
    "cancelled: %s",
    async (analysis) => {
      expect(await ask(analysis)).toContain('"answer":{'); // what is made once and kept is there from now on
      const started = performance.now();
      expect(await ask(analysis)).toContain('"answer":{');
      const took = performance.now() - started;
      const before = await left();
      expect(Object.keys(before.counts).length).toBeGreaterThan(5);
      const random = seededRandom(`moments of ${analysis}`);
      let cancelled = 0;
      for (let i = 0; i < MOMENTS; i++) {
        const control = new AbortController();
        setTimeout(() => control.abort(), 0.8 * random.uniform() * took);
        await ask(analysis, control.signal).catch(() => cancelled++);
      }
      expect(cancelled).toBeGreaterThan(2);
      expect(await ask(analysis)).toContain('"answer":{');
      expect(await left()).toEqual(before);
    },
    120_000,
  );
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return (address as { port: number }).port;
}
