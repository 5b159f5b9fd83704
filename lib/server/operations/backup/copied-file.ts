/** Files as a backup knows them: by the digest of their bytes, which is computed while they are read. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir } from "node:fs/promises";
import path from "node:path";
import { checkCancelled, type Run } from "../../../base";
import { writeWhole } from "../../files/part-files";

interface Digested {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Null where there is no such file. */
export async function digestOf(file: string): Promise<Digested | null> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/**
 * Copies a file and gives the copy its name only when it is whole, flushed and accepted. The digest is that of the bytes that
 * were written. Null where the file is gone, or `accept` refuses the digest; then nothing is left.
 */
export async function copyDigested(
  run: Run,
  from: string,
  to: string,
  { accept = () => true, mode }: { accept?: (copied: Digested) => boolean; mode?: number } = {},
): Promise<Digested | null> {
  try {
    return await writeWhole(to, async (part) => {
      const hash = createHash("sha256");
      let sizeBytes = 0;
      const written = await open(part, "wx", mode);
      try {
        for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
          checkCancelled(run.signal);
          hash.update(chunk);
          sizeBytes += chunk.length;
          await written.writeFile(chunk);
        }
        await written.sync();
      } finally {
        await written.close();
      }
      const copied = { sizeBytes, sha256: hash.digest("hex") };
      if (!accept(copied)) throw new Refused();
      return copied;
    });
  } catch (error) {
    if (error instanceof Refused || isAbsent(error)) return null;
    throw error;
  }
}

class Refused extends Error {}

/** Files below a folder by their paths in it, with slashes, in order; without those that are being written or taken away. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() && !/\.(part|removed)$/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

export function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "ENOENT";
}
