/** Expensive intermediate results as files named by the hash of what made them. */
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { Address, type ArtifactFiles } from "../store";
import { asStorageError } from "./blob-files";

/** Reads from `folder`, then from the one that came with the embedded model; writes to `folder`. */
export function createArtifactFiles(folder: string, shipped?: string): ArtifactFiles {
  const nameOf = (key: string): string => `${Address.parse(key)}.safetensors`;
  return {
    async get(key) {
      for (const place of shipped === undefined ? [folder] : [folder, shipped]) {
        const bytes = await readFile(path.join(place, nameOf(key))).catch(() => null); // one that cannot be read is made again
        if (bytes) return new Uint8Array(bytes);
      }
      return null;
    },
    put: (key, bytes) => writeWhole(path.join(folder, nameOf(key)), bytes),
  };
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
