/** Files that come from others: overlays, exported versions, artifacts and lists of edits. */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { apiOf } from "../../e2e/support/api";
import type { Random } from "../../lib/base";
import type { EditOutcome, MethodChoice } from "../../lib/store";
import { chance, deepText, mutateBytes, mutateJson, mutateSafetensors, oddText, pick } from "./mutate";
import type { Counts, Target } from "./target";

const JSON_TYPE = { "content-type": "application/json" };
const BYTES = { "content-type": "application/octet-stream" };
const SHIPPED = "public/models/artifacts";
const METHODS: readonly MethodChoice[] = [
  { method: "rome", parameters: { valueSteps: 2, secondMoment: false, contextLengths: [] } },
  { method: "ft-l", parameters: {} },
  { method: "grace", parameters: {} },
];
/** They ask the process that runs models. */
const SLOW_MS = 25_000;

export interface FileFuzz {
  overlay(random: Random, counts: Counts): Promise<void>;
  version(random: Random, counts: Counts): Promise<void>;
  artifact(random: Random, counts: Counts): Promise<void>;
  list(random: Random, counts: Counts): Promise<void>;
}

/** Makes sound files of each kind with the server first: each input is one of them, spoilt. */
export async function openFiles(target: Target): Promise<FileFuzz> {
  const api = apiOf(target.url);
  const head = await api.head();
  const [example] = await api.examples();
  const jobId = await api.start({
    model: "atlas",
    version: head.id,
    cases: [example],
    methods: [...METHODS],
    mode: "single",
  });
  const job = await api.finished(jobId);
  const outcomes = (job.output as { readonly outcomes: readonly EditOutcome[] }).outcomes;
  const addresses = outcomes.flatMap(({ overlays }) => overlays);
  const read = async (address: string) =>
    new Uint8Array(await (await fetch(`${target.url}${address}`)).arrayBuffer());
  const overlays = await Promise.all(addresses.map((address) => read(`/api/blobs/${address}`)));
  const kept = await api.keep(job);
  await api.branch("imports", head.id);
  const exported = await read(`/api/versions/${kept.id}/export`);
  const artifact = await smallestArtifact();

  const store = async (counts: Counts, body: Uint8Array): Promise<string | undefined> => {
    const { json } = await target.ask(counts, { method: "POST", path: "/api/blobs", headers: BYTES, body });
    return typeof json?.address === "string" ? json.address : undefined;
  };
  const ask = (counts: Counts, at: string, body: object) =>
    target.ask(counts, {
      method: "POST",
      path: at,
      headers: JSON_TYPE,
      body: JSON.stringify(body),
      longestMs: SLOW_MS,
    });

  return {
    async overlay(random, counts) {
      const address = await store(counts, mutateSafetensors(random, pick(random, overlays)));
      if (!address) return;
      await ask(counts, "/api/models/atlas/fingerprint", { version: head.id, overlays: [address] });
    },
    async version(random, counts) {
      const blob = await store(counts, mutateSafetensors(random, exported));
      if (!blob) return;
      await ask(counts, "/api/versions/import", {
        branchId: "atlas:imports",
        blob,
        author: oddText(random).slice(0, 80),
      });
    },
    async artifact(random, counts) {
      await target.ask(counts, {
        method: "POST",
        path: "/api/artifacts/import",
        headers: BYTES,
        body: mutateSafetensors(random, artifact),
      });
    },
    async list(random, counts) {
      const text = listOf(random);
      if (chance(random, 0.2)) {
        const query = new URLSearchParams({ name: "fuzz" });
        const headers = BYTES;
        await target.ask(counts, {
          method: "POST",
          path: `/api/datasets/kept?${query}`,
          headers,
          body: text,
        });
      } else await ask(counts, "/api/datasets/read", { text });
    },
  };
}

async function smallestArtifact(): Promise<Uint8Array> {
  const files = (await readdir(SHIPPED)).map((name) => path.join(SHIPPED, name));
  const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
  const [{ file }] = sizes.sort((a, b) => a.size - b.size);
  return new Uint8Array(await readFile(file));
}

const RECORDS = [
  { request: { id: "a", subject: "France", prompt: "The capital of {} is", targetNew: "Rome" } },
  {
    case_id: 1,
    subject: "France",
    prompt: "The capital of {} is",
    target_new: "Rome",
    ground_truth: "Paris",
  },
  {
    case_id: 2,
    requested_rewrite: {
      prompt: "The capital of {} is",
      subject: "France",
      target_new: { str: "Rome" },
      target_true: { str: "Paris" },
    },
    paraphrase_prompts: ["France's capital is"],
    neighborhood_prompts: ["The capital of Spain is"],
  },
  {
    src: "What is the capital of France?",
    rephrase: "France's capital?",
    alt: "Rome",
    answers: ["Paris"],
    loc: "nq",
    loc_ans: "x",
  },
  { question: "Who wrote Hamlet?", answer: ["Shakespeare"] },
];

function listOf(random: Random): string {
  const records = Array.from({ length: 1 + Math.floor(random.uniform() * 5) }, () =>
    chance(random, 0.8) ? mutateJson(random, pick(random, RECORDS)) : pick(random, RECORDS),
  );
  const kind = random.uniform();
  if (kind < 0.35) return JSON.stringify(records);
  if (kind < 0.65) return records.map((record) => JSON.stringify(record)).join("\n");
  if (kind < 0.85) return tableOf(random, kind < 0.75 ? "," : "\t");
  if (kind < 0.9) return deepText(random, JSON.stringify(records));
  const bytes = mutateBytes(random, new TextEncoder().encode(JSON.stringify(records)));
  return new TextDecoder().decode(bytes);
}

function tableOf(random: Random, separator: string): string {
  const columns = ["subject", "prompt", "target_new", "ground_truth", oddText(random).slice(0, 30)];
  const cells = () =>
    columns.map(() =>
      chance(random, 0.3) ? oddText(random).slice(0, 3_000) : pick(random, ["France", "{} is", "Rome"]),
    );
  const rows = Array.from({ length: 1 + Math.floor(random.uniform() * 5) }, cells);
  return [columns, ...rows]
    .map((row) => row.map((cell) => (chance(random, 0.5) ? `"${cell}"` : cell)).join(separator))
    .join("\n");
}
