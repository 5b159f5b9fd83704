/** Expensive intermediate results as files. Each is named by the hash of its inputs. */
import { open, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Address, shippedIsKept, type ArtifactEntry, type ArtifactFiles } from "../../store";
import { writeWhole } from "../files/part-files";

const ENDING = ".safetensors";

/** Reads from `folder`, then from `shipped`, the folder of the embedded model's artifacts. Writes only to `folder`. */
export function createArtifactFiles(folder: string, shipped?: string): ArtifactFiles {
  const folders = shipped === undefined ? [folder] : [folder, shipped];
  const fileIn = (folder: string, id: string): string => path.join(folder, `${Address.parse(id)}${ENDING}`);
  const isIn = (folder: string, id: string): Promise<boolean> =>
    stat(fileIn(folder, id)).then(
      (found) => found.isFile(),
      () => false,
    );
  return {
    async get(id) {
      for (const candidate of folders) {
        const bytes = await readFile(fileIn(candidate, id)).catch(() => null); // an unreadable artifact is computed again
        if (bytes) return new Uint8Array(bytes);
      }
      return null;
    },
    async has(id) {
      for (const candidate of folders) if (await isIn(candidate, id)) return true;
      return false;
    },
    put: (id, bytes) => writeWhole(fileIn(folder, id), (part) => writeFlushed(part, bytes)),
    async remove(id) {
      if (!(await isIn(folder, id)) && shipped !== undefined && (await isIn(shipped, id)))
        throw shippedIsKept();
      await rm(fileIn(folder, id), { force: true });
    },
    async list() {
      const written = await entriesOf(folder, false);
      const known = new Set(written.map(({ id }) => id));
      const others = shipped === undefined ? [] : await entriesOf(shipped, true);
      return [...written, ...others.filter(({ id }) => !known.has(id))];
    },
  };
}

async function entriesOf(folder: string, isShipped: boolean): Promise<ArtifactEntry[]> {
  const names = await readdir(folder).catch(() => []); // the first artifact creates the folder
  const entries = names.map(async (name): Promise<ArtifactEntry | null> => {
    const id = name.slice(0, -ENDING.length);
    if (!name.endsWith(ENDING) || !Address.safeParse(id).success) return null;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null); // deleted since the folder was read
    if (!found?.isFile()) return null;
    return { id, sizeBytes: found.size, isShipped, read: (start, end) => readPart(file, start, end) };
  });
  return (await Promise.all(entries)).filter((entry) => entry !== null);
}

async function readPart(file: string, start: number, end: number): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.byteLength, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function writeFlushed(part: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(part, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
