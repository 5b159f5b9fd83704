/** One merge of the bench in a process of its own, which tells what it took. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { createRun } from "../../../lib/base";
import { kinshipOf, type Recipe } from "../../../lib/merge";
import { openFolders, type FolderSource } from "../../../lib/server/files/merge-sources";
import { writeMerge } from "../../../lib/server/files/write-merge";
import { measured, peakMemoryMb } from "../measure";
import type { MergeAsked, MergeTaken } from ".";

const MODELS = ["a", "b", "c"];

process.once("message", (asked: MergeAsked) => void perform(asked));

async function perform({ folder, method }: MergeAsked): Promise<void> {
  const sources = (await openFolders(["base", ...MODELS], folder)) as ReadonlyMap<string, FolderSource>;
  const out = path.join(folder, "merged");
  const { cpuMs, wallMs } = await measured(async () => {
    if (method !== null) await writeMerge(createRun(), { recipe: recipeOf(method), sources, seed: 1, out });
    else {
      const [base, ...models] = [...sources].map(([name, source]) => ({ name, source }));
      await kinshipOf(createRun(), base, models);
    }
  });
  const peakMb = peakMemoryMb();
  const hash = method === null ? "" : await hashOf(path.join(out, "model.safetensors"));
  await rm(out, { recursive: true, force: true });
  process.send?.({ cpuMs, wallMs, peakMb, hash } satisfies MergeTaken, () => process.exit());
}

function recipeOf(method: string): Recipe {
  if (method === "slerp") {
    return {
      merge_method: method,
      models: [{ model: "a" }, { model: "b" }],
      base_model: "a",
      parameters: { t: 0.3 },
    };
  }
  const isSparse = method !== "linear";
  const models = MODELS.map((model) => ({
    model,
    parameters: { weight: 0.4, ...(isSparse && { density: 0.5 }) },
  }));
  return { merge_method: method, models, ...(isSparse && { base_model: "base" }) };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
