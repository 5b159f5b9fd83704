/**
 * Nothing that was kept is lost, whenever the power goes. Twenty edits are made and kept one after another while the
 * server, with everything it started, is ended with SIGKILL at ten moments; after each, a new server must find every kept
 * version whole, and the job that was cut off marked as such and fit to be run again.
 */
import { rm } from "node:fs/promises";
import { seededRandom } from "../lib/base";
import { startServer } from "../lib/server/testing/start-server";
import type { EditCase } from "../lib/data";
import type { Version } from "../lib/store";
import { apiOf, RefusedError, type Api } from "./support/api";
import { freePort, makeDataFolder, type RunningServer } from "./support/server";
import { expect, test } from "@playwright/test";

const EDITS = 20;
const KILLS = 10;
/** How long after a start the axe may fall: from before the first job is queued to after a few edits were kept. */
const LONGEST_MS = 4_000;
const SEED = "kill";

/** Few steps, no statistics: what is tested is what remains, not how well the edit works. */
const METHOD = {
  method: "rome",
  parameters: { valueSteps: 2, secondMoment: false, contextLengths: [] },
};
const TARGETS =
  "Lima,Oslo,Kyoto,Cairo,gold,iron,jazz,opera,chess,rugby,wheat,amber,Norway,Peru,Kenya,Nepal,bronze,silver,copper,Chile";

test("every kept version survives SIGKILL at any moment", async () => {
  test.setTimeout(900_000);
  const dataFolder = await makeDataFolder();
  const port = await freePort();
  const random = seededRandom(SEED);
  const witness = new Witness();
  let server: RunningServer | undefined;
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      server = await startServer({ port, dataFolder, ownGroup: true });
      const api = apiOf(server.url);
      await witness.examine(api);
      const axe = server;
      const timer = setTimeout(() => void axe.kill("SIGKILL"), random.uniform() * LONGEST_MS);
      await witness.work(api, EDITS - KILLS + kill);
      clearTimeout(timer);
      await server.kill("SIGKILL");
    }
    server = await startServer({ port, dataFolder, ownGroup: true });
    const api = apiOf(server.url);
    await witness.examine(api);
    await witness.work(api, EDITS);
    await witness.examine(api);
    expect(witness.kept).toHaveLength(EDITS);
    expect(witness.interrupted, "kills that fell into a run").toBeGreaterThan(0);
    await expectUndoable(api, witness);
  } finally {
    await server?.kill("SIGKILL");
    await rm(dataFolder, { recursive: true, force: true });
  }
});

test("a second server on the folder ends and says whose it is, and one for others does not start without a token", async () => {
  const dataFolder = await makeDataFolder();
  const server = await startServer({ port: await freePort(), dataFolder, ownGroup: true });
  const api = apiOf(server.url);
  try {
    const [example] = await api.examples();
    const methods = Array.from({ length: 100 }, () => METHOD);
    const input = { model: "atlas", version: (await api.head()).id, cases: [example], methods };
    const jobId = await api.start({ ...input, mode: "single" });
    await expect.poll(async () => (await api.job(jobId)).status).toBe("running");
    await expect(startServer({ port: await freePort(), dataFolder })).rejects.toThrow(/process \d+, since/);
    const shared = { port: await freePort(), dataFolder: await makeDataFolder() };
    await expect(startServer({ ...shared, variables: { HOST: "0.0.0.0" } })).rejects.toThrow(
      "PALIMPSEST_TOKEN",
    );
    // What the first one works on is not touched by the second.
    expect((await api.job(jobId)).status).toBe("running");
    expect((await fetch(`${server.url}/api/health`)).ok).toBe(true);
    expect((await fetch(`${server.url}/api/jobs/%ED%A0%80`)).status).toBe(404);
  } finally {
    await server.kill("SIGKILL");
    await rm(dataFolder, { recursive: true, force: true });
  }
});

/** Knows what the server has promised, and holds it to that. */
class Witness {
  /** Versions whose keeping was confirmed, or that a later look found kept; oldest first. */
  kept: Version[] = [];
  /** Jobs that a kill cut off. */
  interrupted = 0;
  private readonly jobs = new Set<string>();
  private checkpoint: Version | undefined;

  /** Edits and keeps until there are `count` versions, or the server is gone. */
  async work(api: Api, count: number): Promise<void> {
    try {
      const examples = await api.examples();
      while (this.kept.length < count) await this.keepOne(api, examples);
    } catch (error) {
      // A refusal is an answer, and none is expected; anything else means that nobody is there.
      if (error instanceof RefusedError || !isGone(error)) throw error;
    }
  }

  private async keepOne(api: Api, examples: readonly EditCase[]): Promise<void> {
    const head = await api.head();
    const number = this.kept.length;
    const { request } = examples[number % examples.length];
    const jobId = await api.start({
      model: "atlas",
      version: head.id,
      cases: [{ request: { ...request, targetNew: TARGETS.split(",")[number] } }],
      methods: [METHOD],
      mode: "single",
    });
    this.jobs.add(jobId);
    this.kept.push(await api.keep(await api.finished(jobId)));
  }

  /** After a start: what was promised is there and whole, and what was cut off says so. */
  async examine(api: Api): Promise<void> {
    const { branches } = await api.graph();
    const line: Version[] = [];
    const [main] = branches;
    for (let id: string | undefined = main.head; id !== undefined; id = line[0].parents[0])
      line.unshift((await api.version(id)).version);
    const [checkpoint, ...kept] = line;
    this.checkpoint ??= checkpoint;
    expect(checkpoint).toEqual(this.checkpoint);
    // One more than was confirmed is right: it was kept, and the answer did not get out.
    expect(kept.slice(0, this.kept.length)).toEqual(this.kept);
    expect(kept.length - this.kept.length).toBeLessThanOrEqual(1);
    this.kept = kept;
    for (const version of line) {
      expect(await api.fingerprint(version.id), `fingerprint of ${version.id}`).toBe(version.fingerprint);
      const { measurement } = await api.version(version.id);
      expect(measurement === null).toBe(version === checkpoint);
    }
    await this.examineJobs(api);
  }

  private async examineJobs(api: Api): Promise<void> {
    const listed = await api.jobs();
    const ids = listed.map(({ id }) => id);
    for (const id of this.jobs) expect(ids).toContain(id);
    for (const { id, status, error } of listed) {
      // Queued when the server went: it has its turn now.
      if (status === "queued" || status === "running") await api.finished(id);
      if (status === "failed") expect(error?.code).toBe("interrupted");
    }
    const [newest] = listed;
    if (newest?.status !== "failed") return;
    this.interrupted++;
    const retried = await api.finished(await this.retry(api, newest.id));
    expect(retried.status).toBe("succeeded");
    expect(retried.attempt).toBe(newest.attempt + 1);
    const head = await api.head();
    if (retried.input.version === head.id) this.kept.push(await api.keep(retried));
  }

  private async retry(api: Api, jobId: string): Promise<string> {
    const again = await api.retry(jobId);
    this.jobs.add(again);
    return again;
  }
}

/** Steps back from the last edit to the checkpoint, whose bytes are what they were. */
async function expectUndoable(api: Api, { kept }: Witness): Promise<void> {
  for (const version of [...kept].reverse()) {
    const below = await api.undo("atlas:main");
    expect(below.id).toBe(version.parents[0]);
  }
  const head = await api.head();
  expect(head.change.kind).toBe("checkpoint");
  expect(await api.fingerprint(head.id)).toBe(head.fingerprint);
  await expect(api.undo("atlas:main")).rejects.toThrow(RefusedError);
}

/** Whether a call failed because the server was not there, or went while it answered. */
function isGone(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof SyntaxError && /JSON/.test(error.message));
}
