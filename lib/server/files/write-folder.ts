/** Writes folders and files that get their name only when they are complete. */
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { PalimpsestError, type Run } from "../../base";
import type { FolderFile } from "../../model";
import { asStorageError } from "./part-files";

/** Throws `conflict` when the name is taken. A cancelled or failed call leaves no files. */
export async function writeFolder(run: Run, folder: string, files: readonly FolderFile[]): Promise<void> {
  await checkFree(folder);
  const unfinished = `${path.resolve(folder)}.${ulid()}.part`;
  try {
    await mkdir(unfinished, { recursive: true });
    for (const file of files) await write(run, path.join(unfinished, file.name), file);
    await checkFree(folder);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw asStorageError(error);
  }
}

/** Writes one file under the name `out`, with the same guarantees as `writeFolder`. */
export async function writeWhole(run: Run, out: string, file: FolderFile): Promise<void> {
  await checkFree(out);
  const unfinished = `${path.resolve(out)}.${ulid()}.part`;
  try {
    await write(run, unfinished, file);
    await checkFree(out);
    await rename(unfinished, out);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw asStorageError(error);
  }
}

async function write(run: Run, path: string, file: FolderFile): Promise<void> {
  const handle = await open(path, "wx");
  try {
    for await (const piece of file.bytes(run)) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function checkFree(folder: string): Promise<void> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new PalimpsestError("conflict", `${folder} already exists.`, {
    hint: "Choose a new name. Existing files are never overwritten.",
    details: { field: "out" },
  });
}
