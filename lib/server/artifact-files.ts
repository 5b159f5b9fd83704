/** Expensive intermediate results as safetensors files, found again by the hash of what made them. */
import { mkdir, open, readFile, rename, rm, access } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { canonicalJson, hashJson, type JsonObject } from "../base";
import { readSafetensors, writeSafetensors, type ArtifactCache, type TensorBundle } from "../tensor";
import { asStorageError } from "./blob-files";

export function createArtifactFiles(folder: string): ArtifactCache {
  const making = new Map<string, Promise<TensorBundle>>();
  const remembered = new Map<string, Promise<unknown>>();
  const fileOf = async (key: JsonObject): Promise<string> => path.join(folder, `${await hashJson(key)}.safetensors`);

  return {
    has: async (key) => exists(await fileOf(key)),
    async getOrMake(key, make) {
      const file = await fileOf(key);
      const underway = making.get(file);
      if (underway) return underway;
      const result = readOrMake(file, make).finally(() => making.delete(file));
      making.set(file, result);
      return result;
    },
    remember<T>(key: JsonObject, make: () => Promise<T>): Promise<T> {
      const name = canonicalJson(key);
      const known = remembered.get(name) as Promise<T> | undefined;
      if (known) return known;
      const made = make().catch((error: unknown) => {
        remembered.delete(name); // a cancelled or failed attempt must not be the answer for ever
        throw error;
      });
      remembered.set(name, made);
      return made;
    },
  };
}

async function readOrMake(file: string, make: () => Promise<TensorBundle>): Promise<TensorBundle> {
  if (await exists(file)) return readSafetensors(new Uint8Array(await readFile(file)), path.basename(file)).bundle;
  const bundle = await make();
  await writeWhole(file, writeSafetensors(bundle));
  return bundle;
}

/** The file appears under its name whole or not at all. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${file}.${ulid()}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(unfinished, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw asStorageError(error);
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
