/** Files written into a folder that appears under its name only when all of it is there. */
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { PalimpsestError, type Run } from "../../base";
import type { FolderFile } from "../../model";
import { asStorageError } from "../storage/blob-files";

/** Throws `conflict` when something has that name. A cancelled or failed call leaves nothing behind. */
export async function writeFolder(run: Run, folder: string, files: readonly FolderFile[]): Promise<void> {
  await checkFree(folder);
  const unfinished = `${path.resolve(folder)}.${ulid()}.part`;
  try {
    await mkdir(unfinished, { recursive: true });
    for (const file of files) {
      const handle = await open(path.join(unfinished, file.name), "wx");
      try {
        for await (const piece of file.bytes(run)) await handle.writeFile(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    await checkFree(folder);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw asStorageError(error);
  }
}

async function checkFree(folder: string): Promise<void> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new PalimpsestError("conflict", `${folder} is there already.`, {
    hint: "Choose a new name; nothing is written over.",
    details: { field: "out" },
  });
}
