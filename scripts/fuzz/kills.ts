/**
 * `npm run fuzz -- --kills 40`: the server is ended with SIGKILL while edits, writes, uploads, downloads and a lifelong run are
 * under way, and started again. What it had acknowledged must be there, nothing may be stuck, and nothing left behind.
 */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { apiOf, RefusedError, type Api } from "../../e2e/support/api";
import { freePort, makeDataFolder, type RunningServer } from "../../e2e/support/server";
import { getLifelong, listModels, startDownload, startJob } from "../../lib/api";
import { seededRandom, type Random } from "../../lib/base";
import { startHubServer, type HubServer } from "../../lib/server/hub/testing/hub-server";
import { openConnection } from "../../lib/server/storage/database";
import { startServer } from "../../lib/server/testing/start-server";
import type { EditCase } from "../../lib/data";
import { tinyFileBytes } from "../../lib/testing/tiny";
import { processTree } from "../bench/measure";
import { pick } from "./mutate";

const METHOD = { method: "rome", parameters: { valueSteps: 2, secondMoment: false, contextLengths: [] } };
const REPOSITORY = "someone/tiny";
const WRITERS = 3;
/** How long after a start the kill may come; now and then it comes late, when more was finished. */
const LONGEST_MS = 4_000;
const LATE_MS = 25_000;
const LATE_EVERY = 4;
const WORDS = ["Lima", "Oslo", "Kyoto", "Cairo", "gold", "iron", "jazz", "opera", "chess", "rugby"];

interface Acknowledged {
  readonly versions: Map<string, string>;
  readonly blobs: Set<string>;
  readonly files: Map<string, number>;
  readonly branches: Set<string>;
  readonly jobs: Set<string>;
  /** Edits of the lifelong run that were told as kept. */
  lifelongEdits: number;
}

interface Kills {
  kills: number;
  lost: number;
  stuck: number;
  leftBehind: number;
  readonly interrupted: Set<string>;
  finishedDownloads: number;
}

export async function killAgain(times: number, seed: string, tell: (line: string) => void): Promise<void> {
  const dataFolder = await makeDataFolder();
  const hub = await startHubServer({ repository: REPOSITORY, files: tinyFileBytes("gpt2") });
  // A body stops after so many bytes, and its connection breaks a moment later: a download takes many connections.
  Object.assign(hub.faults, { cuts: 1e9, cutAfterBytes: 60_000 });
  const breaking = setInterval(() => hub.arrived(Infinity), 300);
  const port = await freePort();
  const random = seededRandom(`kills/${seed}`);
  const promised: Acknowledged = {
    versions: new Map(),
    blobs: new Set(),
    files: new Map(),
    branches: new Set(),
    jobs: new Set(),
    lifelongEdits: 0,
  };
  const seen: Kills = {
    kills: 0,
    lost: 0,
    stuck: 0,
    leftBehind: 0,
    interrupted: new Set(),
    finishedDownloads: 0,
  };
  const start = (): Promise<RunningServer> =>
    startServer({
      port,
      dataFolder,
      variables: { PALIMPSEST_HUB_MIRRORS: `${hub.origin},${hub.deliveryOrigin}` },
      ownGroup: true,
    });
  let server = await start();
  try {
    const base = (await apiOf(server.url).head()).id;
    const [example] = await apiOf(server.url).examples();
    for (; seen.kills < times; seen.kills++) {
      await examine(server, dataFolder, promised, seen, tell);
      const working = workUntilGone(server, promised, hub, random, seen.kills, { base, example });
      await wait(random.uniform() * LONGEST_MS + (seen.kills % LATE_EVERY === 0 ? LATE_MS : 0));
      await endSome(server, random);
      await server.kill("SIGKILL");
      await working;
      server = await start();
      process.stdout.write(`kill ${seen.kills + 1}: ${promised.versions.size} versions acknowledged\n`);
    }
    await examine(server, dataFolder, promised, seen, tell);
    await settle(server, seen, tell);
  } finally {
    clearInterval(breaking);
    await server.kill("SIGKILL");
    await hub.close();
  }
  await checkIntegrity(dataFolder, seen, tell);
  await rm(dataFolder, { recursive: true, force: true });
  const { versions, blobs, files, branches, jobs } = promised;
  process.stdout.write(
    [
      `\n| kills | versions | blobs | uploads | branches | jobs | edits of the long run | interrupted | lost | stuck | left behind |`,
      `| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |`,
      `| ${[seen.kills, versions.size, blobs.size, files.size, branches.size, jobs.size, promised.lifelongEdits, seen.interrupted.size, seen.lost, seen.stuck, seen.leftBehind].join(" | ")} |\n`,
    ].join("\n"),
  );
  process.exitCode = seen.lost + seen.stuck + seen.leftBehind > 0 ? 1 : 0;
}

/** The server with all that it started, the server alone, or the process that runs models alone. */
async function endSome(server: RunningServer, random: Random): Promise<void> {
  const [own, ...others] = processTree(server.pid);
  const target = pick(random, ["all", "all", "server", "models"]);
  if (target === "all") return server.kill("SIGKILL");
  if (target === "server") process.kill(own, "SIGKILL");
  else for (const one of others) process.kill(one, "SIGKILL");
  await wait(1_500);
}

/** Each piece of work goes on until the server is gone. Only what was answered is promised. */
async function workUntilGone(
  server: RunningServer,
  promised: Acknowledged,
  hub: HubServer,
  random: Random,
  round: number,
  { base, example }: { readonly base: string; readonly example: EditCase },
): Promise<void> {
  const api = apiOf(server.url);
  let isOver = false;
  const forever = async (work: () => Promise<void>): Promise<void> => {
    while (!isOver) {
      try {
        await work();
      } catch (error) {
        if (error instanceof RefusedError) {
          // The process that runs models was killed beneath an answer: the asker is told, and asks again.
          if (!["interrupted", "conflict", "runtime_unavailable"].includes(error.body.code ?? ""))
            throw error;
          await wait(200);
        } else if (await isGone(server)) isOver = true;
      }
    }
  };
  const writers = Array.from({ length: WRITERS }, (_, i) =>
    forever(() => editAndKeep(api, promised, `w${round}-${i}`, base, example, random)),
  );
  let count = 0;
  const blobs = forever(async () => {
    const body = new TextEncoder().encode(`blob ${round} ${count++} ${"x".repeat(20_000)}`);
    const headers = { "content-type": "application/octet-stream" };
    const response = await fetch(`${server.url}/api/blobs`, { method: "POST", headers, body });
    promised.blobs.add(((await response.json()) as { readonly address: string }).address);
    await wait(100);
  });
  const uploads = forever(() => upload(server, promised, `up-${round}-${count++}`));
  const long = forever(() => lifelongRun(api, promised));
  const download = forever(async () => {
    const modelId = `down-${round}`;
    const listed = (await api.call(listModels, {})).models.some(({ id }) => id === modelId);
    const isAsked = (await api.jobs()).some(
      (job) => job.kind === "download" && job.summary.model === modelId,
    );
    if (!listed && !isAsked) {
      const input = {
        repository: REPOSITORY,
        revision: "main",
        modelId,
        name: modelId,
        host: new URL(hub.origin).host,
      };
      promised.jobs.add((await api.call(startDownload, { input: input as never })).jobId);
    }
    await wait(1_000);
  });
  await Promise.all([...writers, blobs, uploads, long, download]);
}

async function editAndKeep(
  api: Api,
  promised: Acknowledged,
  branch: string,
  base: string,
  example: EditCase,
  random: Random,
): Promise<void> {
  if (!promised.branches.has(branch)) {
    await api.branch(branch, base);
    promised.branches.add(branch);
  }
  const head = await api.head(`atlas:${branch}`);
  const { request } = example;
  const cases = [{ request: { ...request, targetNew: `${pick(random, WORDS)} ${pick(random, WORDS)}` } }];
  const jobId = await api.start({
    model: "atlas",
    version: head.id,
    cases,
    methods: [METHOD],
    mode: "single",
  });
  promised.jobs.add(jobId);
  const job = await api.finished(jobId);
  if (job.status !== "succeeded") return;
  const version = await api.keep(job, `atlas:${branch}`);
  promised.versions.set(version.id, version.fingerprint);
}

/** A small file that arrives at once, and a large one that arrives slowly and seldom whole. */
async function upload(server: RunningServer, promised: Acknowledged, id: string): Promise<void> {
  const put = (name: string, body: BodyInit) =>
    fetch(`${server.url}/api/models/${id}/files/${name}`, {
      method: "PUT",
      body,
      duplex: "half",
    } as RequestInit);
  const small = tinyFileBytes("gpt2")["config.json"];
  if ((await put("config.json", small as BodyInit)).ok) promised.files.set(`${id}/config.json`, small.length);
  let sent = 0;
  const slow = new ReadableStream<Uint8Array>({
    async pull(sink) {
      await wait(100);
      if (sent++ === 30) sink.close();
      else sink.enqueue(new Uint8Array(50_000));
    },
  });
  if ((await put("model.safetensors", slow)).ok) promised.files.set(`${id}/model.safetensors`, 1_500_000);
}

async function lifelongRun(api: Api, promised: Acknowledged): Promise<void> {
  const input = {
    model: "atlas",
    draw: { count: 60, seed: 3 },
    method: "rome",
    checkpoints: [1, 10],
    seed: 3,
  };
  const working = (await api.jobs()).find(
    ({ kind, status }) => kind === "lifelong" && ["queued", "running"].includes(status),
  );
  if (!working) {
    const { jobId } = await api.call(startJob, { input: { kind: "lifelong", input, author: "" } as never });
    promised.jobs.add(jobId);
  }
  const runId = working?.summary.runId;
  if (runId !== undefined) {
    const { run } = (await api.call(getLifelong, { params: { runId } })) as unknown as {
      readonly run: { readonly state?: { readonly edits: number } };
    };
    promised.lifelongEdits = Math.max(promised.lifelongEdits, run.state?.edits ?? 0);
  }
  await wait(500);
}

/** After a start: what was promised is there, and what was half-written is not. */
async function examine(
  server: RunningServer,
  dataFolder: string,
  promised: Acknowledged,
  seen: Kills,
  tell: (line: string) => void,
): Promise<void> {
  const parts: string[] = [];
  for (const folder of ["blobs", "artifacts", "models"]) {
    const names = await readdir(path.join(dataFolder, folder), { recursive: true }).catch(() => []);
    parts.push(...names.filter((name) => /\.(part|removed)$/.test(name)));
  }
  for (const id of await readdir(path.join(dataFolder, "models")).catch(() => []))
    if ((await readdir(path.join(dataFolder, "models", id))).length === 0) parts.push(id);
  seen.leftBehind += parts.length;
  if (parts.length > 0) tell(`left behind: ${parts.slice(0, 5).join(", ")}`);

  const api = apiOf(server.url);
  const lose = (what: string): void => {
    seen.lost++;
    tell(`lost: ${what}`);
  };
  const { versions, branches } = await api.graph();
  const known = new Map(versions.map(({ id, fingerprint }) => [id, fingerprint]));
  for (const [id, fingerprint] of promised.versions) if (known.get(id) !== fingerprint) lose(`version ${id}`);
  for (const name of promised.branches)
    if (!branches.some((branch) => branch.name === name)) lose(`branch ${name}`);
  for (const address of promised.blobs)
    if (!(await fetch(`${server.url}/api/blobs/${address}`)).ok) lose(`blob ${address}`);
  for (const [file, size] of promised.files) {
    const [id, name] = file.split("/");
    const response = await fetch(`${server.url}/api/models/${id}/files/${name}`);
    if ((await response.arrayBuffer()).byteLength !== size) lose(`upload ${file}`);
  }
  for (const id of promised.jobs) {
    const job = await api.job(id).catch(() => undefined);
    if (!job) lose(`job ${id}`);
    else if (job.error?.code === "interrupted") seen.interrupted.add(id);
  }
}

/** Everything that still waits or runs has its turn and ends. */
async function settle(server: RunningServer, seen: Kills, tell: (line: string) => void): Promise<void> {
  const api = apiOf(server.url);
  for (const { id, kind, status } of await api.jobs()) {
    if (status !== "queued" && status !== "running") continue;
    if (kind === "lifelong") await fetch(`${server.url}/api/jobs/${id}/cancel`, { method: "POST" });
    const ended = await Promise.race([api.finished(id), wait(180_000)]);
    if (ended) continue;
    seen.stuck++;
    tell(`stuck: ${kind} ${id} is ${status}`);
  }
  // Every fingerprint is computed again from what is on the disk.
  const { versions, branches } = await api.graph();
  for (const { head, name } of branches.slice(0, 20)) {
    const expected = versions.find(({ id }) => id === head)?.fingerprint;
    if ((await api.fingerprint(head)) === expected) continue;
    seen.lost++;
    tell(`the head of ${name} is another model`);
  }
}

async function checkIntegrity(dataFolder: string, seen: Kills, tell: (line: string) => void): Promise<void> {
  const connection = openConnection(path.join(dataFolder, "palimpsest.db"));
  const { rows } = await connection.execute("PRAGMA integrity_check");
  connection.close();
  const [found] = Object.values(rows[0] ?? {});
  if (found === "ok") return;
  seen.lost++;
  tell(`the database: ${String(found)}`);
}

async function isGone({ url }: RunningServer): Promise<boolean> {
  return fetch(`${url}/api/health`).then(
    () => false,
    () => true,
  );
}

function wait(durationMs: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), durationMs));
}
