/** The fixtures of merging by their kind. Wrong recipes name two models that are made here: one of another width, and an adapter. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MergeSource } from "../../../lib/merge";
import { loadModel } from "../../../lib/model";
import type { Runtime } from "../../../lib/runtime";
import { localFiles } from "../../../lib/server/files/folder-files";
import { openFolders } from "../../../lib/server/files/merge-sources";
import { float32, sizeOf, writeSafetensors } from "../../../lib/tensor";
import type { Check } from "../report";
import { checkGreedy, GreedyFixture } from "./greedy";
import { checkKinship, KinshipFixture } from "./kinship";
import { checkMistakes, MistakesFixture } from "./mistakes";
import { checkPeft, PeftFixture } from "./peft";
import { checkRecipes, RecipesFixture, type OpenSource } from "./recipes";
import { readWorld } from "./world";

export const MERGING_KINDS: readonly string[] = [
  "merge",
  "merge-mistakes",
  "kinship",
  "kinship-greedy",
  "peft",
];

/** `file` is the fixture's own path. */
export async function checkMerging(
  raw: { readonly kind?: string },
  file: string,
  runtime: Runtime,
): Promise<Check[]> {
  const folder = path.dirname(file);
  const inputs = path.join(folder, "inputs");
  const open: OpenSource = async (name) => (await openFolders([name], inputs)).get(name) as MergeSource;
  switch (raw.kind) {
    case "merge":
      return checkRecipes(RecipesFixture.parse(raw), folder, open, runtime);
    case "kinship":
      return checkKinship(KinshipFixture.parse(raw), open);
    case "kinship-greedy": {
      const bare = await loadModel("base", localFiles(path.join(inputs, "llama/base")), runtime);
      return checkGreedy(GreedyFixture.parse(raw), open, bare, await readWorld(inputs));
    }
    case "peft":
      return checkPeft(PeftFixture.parse(raw), folder, runtime);
    default:
      return withOddModels(inputs, (root) =>
        checkMistakes(MistakesFixture.parse(raw), (names) => openFolders(names, root)),
      );
  }
}

/** A folder with the inputs, and beside them odd/small and odd/adapter. */
async function withOddModels<T>(inputs: string, work: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "palimpsest-odd-"));
  try {
    for (const name of await readdir(inputs)) await symlink(path.join(inputs, name), path.join(root, name));
    await makeNarrow(path.join(inputs, "llama/a"), path.join(root, "odd/small"));
    await cp(path.resolve(inputs, "../../peft/llama-qv"), path.join(root, "odd/adapter"), {
      recursive: true,
    });
    return await work(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** A model like another, three quarters as wide. */
async function makeNarrow(like: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const config = JSON.parse(await readFile(path.join(like, "config.json"), "utf8")) as Record<string, number>;
  const [source] = (await openFolders([like], "/")).values();
  const narrow = (size: number) => (size === config.vocab_size ? size : (size * 3) / 4);
  const tensors = [...(source as MergeSource).tensors].map(([name, { shape }]) => {
    const sizes = shape.map(narrow);
    return [name, float32(sizes, new Float32Array(sizeOf(sizes)))] as const;
  });
  const settings = ["hidden_size", "intermediate_size", "head_dim"].map(
    (key) => [key, narrow(config[key])] as const,
  );
  await writeFile(
    path.join(folder, "config.json"),
    JSON.stringify({ ...config, ...Object.fromEntries(settings) }),
  );
  await writeFile(path.join(folder, "model.safetensors"), writeSafetensors(Object.fromEntries(tensors)));
  await cp(path.join(like, "tokenizer.json"), path.join(folder, "tokenizer.json"));
}
