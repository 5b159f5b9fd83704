/**
 * Files that get their name only when they are complete. Until then the name holds the process that writes, so that the next
 * server knows what a killed one left, and leaves alone what the command line is writing.
 */
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { PalimpsestError, toWireError } from "../../base";

/** A process of that number may be another one by now, after a restart of the machine. */
const LONGEST_WRITE_MS = 86_400_000;

/** The name of a file while it is written. */
export function partOf(file: string): string {
  return `${file}.${process.pid}-${ulid()}.part`;
}

/** The name of a file while its removal is decided. Of one that a killed process left, nobody knows that it may go. */
export function removedOf(file: string): string {
  return `${file}.${ulid()}.removed`;
}

/** Writes a file under another name and then gives it its own. A failed write leaves nothing. */
export async function writeWhole<T>(file: string, write: (part: string) => Promise<T>): Promise<T> {
  const part = partOf(file);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const written = await write(part);
    await rename(part, file);
    return written;
  } catch (error) {
    await rm(part, { force: true });
    throw asStorageError(error);
  }
}

/** A typed `storage_full` for an error of a full disk; any other error unchanged. */
export function asStorageError(error: unknown): unknown {
  const wire = toWireError(error);
  if (wire.code !== "storage_full") return error;
  return new PalimpsestError(wire.code, wire.message, { hint: wire.hint, cause: error });
}

/**
 * As a server starts: deletes the parts that no living process writes, puts back what was taken away and not deleted, and
 * removes folders that are empty. Returns how many parts went.
 */
export async function removeParts(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []); // none yet
  let count = 0;
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const taken = /^(.*)\.[0-9A-Z]{26}\.removed$/.exec(entry.name);
    if (taken) await rename(file, path.join(entry.parentPath, taken[1]));
    const part = /\.(?:(\d+)-)?[0-9A-Z]{26}\.part$/.exec(entry.name);
    if (!part || (await isBeingWritten(file, part[1]))) continue;
    await rm(file, { force: true });
    count++;
  }
  const folders = entries
    .filter((one) => one.isDirectory())
    .map((one) => path.join(one.parentPath, one.name));
  // The innermost first.
  for (const one of folders.sort().reverse()) {
    if ((await readdir(one).catch(() => [""])).length === 0) await rm(one, { recursive: true, force: true });
  }
  return count;
}

async function isBeingWritten(file: string, writer: string | undefined): Promise<boolean> {
  if (writer === undefined || Number(writer) === process.pid) return false;
  try {
    process.kill(Number(writer), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const found = await stat(file).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < LONGEST_WRITE_MS;
}
