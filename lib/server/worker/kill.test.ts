/** The data that survives when the server is killed. Needs a build (`npm run build`), and reports when there is none. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Job } from "../../store";
import { versionGraph } from "../../api";
import { bundle } from "../testing/bundle";
import { startServer, type RunningServer } from "../testing/start-server";

const isBuilt = existsSync(".next/BUILD_ID");

describe.skipIf(!isBuilt)(isBuilt ? "after kill -9" : "after kill -9 (skipped: no build)", () => {
  let worker: string;
  let dataFolder: string;
  let server: RunningServer;
  const start = async (): Promise<void> => {
    server = await startServer({
      port: await freePort(),
      dataFolder,
      variables: { PALIMPSEST_WORKER: worker },
    });
  };
  const get = async (where: string): Promise<unknown> => (await fetch(server.url + where)).json();
  const post = async (
    where: string,
    body: unknown,
  ): Promise<{ status: number; body: Record<string, string> }> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(server.url + where, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const graph = async () => versionGraph.output.parse(await get("/api/versions?model=atlas"));
  const finished = async (jobId: string): Promise<Job> => {
    await (await fetch(`${server.url}/api/jobs/${jobId}/events`)).text();
    return (await get(`/api/jobs/${jobId}`)) as Job;
  };
  const startEdit = async (seed: number, count = 1): Promise<string> => {
    const { branches } = await graph();
    const input = {
      model: "atlas",
      version: branches[0].head,
      cases: [{ request: { id: "1", subject: "Rome", prompt: "{} is in", targetNew: "France" } }],
      methods: Array.from({ length: count }, () => ({ method: "rome", parameters: {} })),
      mode: "single",
      seed,
    };
    const { body } = await post("/api/jobs", { kind: "edit", input });
    return body.jobId;
  };
  const keep = async (seed: number): Promise<string> => {
    const { id: jobId } = await finished(await startEdit(seed));
    const { status, body } = await post("/api/versions", {
      branchId: "atlas:main",
      run: { jobId, entry: 0 },
    });
    expect(status).toBe(200);
    return body.id;
  };

  beforeAll(async () => {
    worker = await bundle("lib/server/testing/fake-worker.ts");
    dataFolder = await mkdtemp(path.join(tmpdir(), "palimpsest-kill-"));
    await start();
  });
  afterAll(async () => {
    await server.kill("SIGKILL");
    await rm(dataFolder, { recursive: true });
    await rm(path.dirname(worker), { recursive: true });
  });

  test("every version that was answered as kept is there, and the branch points at the last", async () => {
    const kept: string[] = [];
    for (let round = 1; round <= 2; round++) {
      kept.push(await keep(round));
      await server.kill("SIGKILL");
      await start();
      const { branches, versions } = await graph();
      expect(branches[0].head).toBe(kept.at(-1));
      expect(versions.map(({ id }) => id)).toEqual(expect.arrayContaining(kept));
    }
  });

  test("a job that ran is interrupted and can be run again; one that waited runs", async () => {
    const running = await startEdit(7, 200);
    // Fewer methods would pass the long run.
    const waiting = await startEdit(8, 9);
    const stream = (await fetch(`${server.url}/api/jobs/${running}/events`))
      .body as ReadableStream<Uint8Array>;
    const reader = stream.getReader();
    for (let text = ""; !text.includes("event: progress");)
      text += new TextDecoder().decode((await reader.read()).value);
    await server.kill("SIGKILL");
    await reader.cancel().catch(() => undefined); // the server's end broke the connection
    await start();

    expect(await finished(running)).toMatchObject({
      status: "failed",
      error: { code: "interrupted", hint: expect.any(String) },
    });
    expect((await finished(waiting)).status).toBe("succeeded");
    const { body } = await post(`/api/jobs/${running}/retry`, {});
    expect((await post(`/api/jobs/${body.jobId}/cancel`, {})).status).toBe(200);
    expect((await finished(body.jobId)).status).toBe("cancelled");
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
