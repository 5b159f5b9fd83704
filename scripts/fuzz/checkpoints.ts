/** Checkpoints: configurations and headers before an upload, and whole tiny models that are added, asked and removed. */
import type { Random } from "../../lib/base";
import { TINY_FAMILIES, tinyFileBytes } from "../../lib/testing/tiny";
import { chance, mutateBytes, mutateJson, mutateSafetensors, pick } from "./mutate";
import type { Counts, Target } from "./target";

const JSON_TYPE = { "content-type": "application/json" };
const BYTES = { "content-type": "application/octet-stream" };
/** They load a model. */
const SLOW_MS = 25_000;

type Files = Record<string, Uint8Array>;

/** Settings whose sizes are enormous: they must be refused before anything of that size is made. */
const SIZES = [1e5, 1e6, 2 ** 31, 1e12, 1e308, -1, 0.5];

function mutated(random: Random, only?: string): Files {
  const files = tinyFileBytes(pick(random, TINY_FAMILIES));
  const name =
    only ?? pick(random, ["config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"]);
  const bytes = files[name];
  if (name === "model.safetensors") files[name] = mutateSafetensors(random, bytes);
  else if (chance(random, 0.15)) files[name] = mutateBytes(random, bytes);
  else files[name] = jsonOf(random, bytes, name);
  return files;
}

function jsonOf(random: Random, bytes: Uint8Array, name: string): Uint8Array {
  const value = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  if (name === "config.json" && chance(random, 0.3)) {
    const key = pick(
      random,
      Object.keys(value).filter((one) => typeof value[one] === "number"),
    );
    value[key] = pick(random, SIZES);
  }
  return new TextEncoder().encode(JSON.stringify(mutateJson(random, value)));
}

/** What a page asks before it uploads: nothing but heads of files. */
export async function preflightOnce(target: Target, random: Random, counts: Counts): Promise<void> {
  const files = Object.entries(mutated(random, chance(random, 0.6) ? "config.json" : "model.safetensors"));
  const body = {
    modelId: "fuzz",
    files: files.map(([name, bytes]) => ({
      name,
      sizeBytes: chance(random, 0.05) ? 2 ** 40 : bytes.length,
      head: Buffer.from(bytes.subarray(0, 200_000)).toString("base64"),
    })),
  };
  await target.ask(counts, {
    method: "POST",
    path: "/api/models/preflight",
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  });
}

/** Uploads, adds, asks and removes a model. Each answer counts. */
export async function checkpointOnce(target: Target, random: Random, counts: Counts): Promise<void> {
  const files = mutated(random);
  const id = "fuzzed";
  for (const [name, bytes] of Object.entries(files)) {
    const path = `/api/models/${id}/files/${encodeURIComponent(name)}`;
    await target.ask(counts, { method: "PUT", path, headers: BYTES, body: bytes });
  }
  const ask = (method: string, path: string, body: object) =>
    target.ask(counts, { method, path, headers: JSON_TYPE, body: JSON.stringify(body), longestMs: SLOW_MS });
  const { status } = await ask("POST", "/api/models", { modelId: id, name: "Fuzzed" });
  if (status !== 200) return void (await ask("DELETE", `/api/models/${id}/files`, {}));
  const prompt = pick(random, ["ab ba", "", "a".repeat(2_000), "🙂 a", "\u0000"]);
  await ask("POST", `/api/models/${id}/tokens`, { texts: [prompt] });
  await ask("POST", `/api/models/${id}/next-tokens`, { prompt, versions: [null], count: 3 });
  await ask("POST", `/api/models/${id}/generate`, { prompt, maxTokens: 4 });
  await ask("DELETE", `/api/models/${id}`, {});
}
