/**
 * Blobs as files named by the hash of their content: `<folder>/ab/cdef…`. A file is written under a temporary name, flushed
 * to the disk and then renamed, so that a file cut short by a loss of power never has an address.
 */
import { createHash } from "node:crypto";
import { access, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { because, PalimpsestError } from "../../base";
import { Address, type BlobEntry, type RemovableBlobStore } from "../../store";
import { asStorageError, partOf, removedOf } from "../files/part-files";

/** The file operations that can fail when the disk is full. A test replaces them. */
interface BlobFileSystem {
  /** Writes the whole file and flushes it. */
  write(file: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

const DISK: BlobFileSystem = {
  async write(file, bytes) {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename,
};

export function createBlobFiles(folder: string, disk: BlobFileSystem = DISK): RemovableBlobStore {
  const fileOf = (address: string): string => {
    const known = Address.parse(address);
    return path.join(folder, known.slice(0, 2), known.slice(2));
  };
  const has = async (address: string): Promise<boolean> => {
    if (!Address.safeParse(address).success) return false;
    return access(fileOf(address)).then(
      () => true,
      () => false,
    );
  };

  return {
    has,
    async put(bytes) {
      const address = digest(bytes);
      const file = fileOf(address);
      if (await touch(file)) return address;
      const unfinished = partOf(file);
      try {
        await mkdir(path.dirname(file), { recursive: true });
        await disk.write(unfinished, bytes);
        await disk.rename(unfinished, file);
        await flushFolder(path.dirname(file));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw asStorageError(error);
      }
      return address;
    },
    async get(address) {
      if (!(await has(address))) {
        throw new PalimpsestError("not_found", `There is no blob ${address}.`, {
          details: { ...because("noBlob", { blob: address.slice(0, 8) }), id: address },
        });
      }
      const bytes = new Uint8Array(await readFile(fileOf(address)));
      if (digest(bytes) === address) return bytes;
      throw new PalimpsestError(
        "integrity",
        `The file of blob ${address} has changed since it was written.`,
        {
          hint: "Restore the data folder from a backup; other versions are not affected.",
          details: { ...because("blobDamaged", { blob: address.slice(0, 8) }), id: address },
        },
      );
    },
    async list() {
      const entries: (BlobEntry | null)[] = [];
      for (const start of await readdir(folder).catch(() => [])) {
        const names = await readdir(path.join(folder, start)).catch(() => []);
        const addresses = names.map((name) => start + name).filter((name) => Address.safeParse(name).success);
        entries.push(...(await Promise.all(addresses.map((address) => entryOf(folder, address)))));
      }
      return entries.filter((entry) => entry !== null);
    },
    async delete(address, putBefore) {
      const file = fileOf(address);
      const removed = removedOf(file);
      // Rename first, then check the time: a process that puts the same bytes meanwhile finds no file and writes a new one.
      const isThere = await rename(file, removed).then(
        () => true,
        () => false,
      );
      if (!isThere) return false;
      const isOld = (await stat(removed)).mtime < putBefore;
      if (isOld) await rm(removed);
      else await rename(removed, file);
      return isOld;
    },
  };
}

/** Sets the file's time to now, so that retention sees it as just put. False if there is no file. */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  return utimes(file, now, now).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
}

async function entryOf(folder: string, address: string): Promise<BlobEntry | null> {
  const found = await stat(path.join(folder, address.slice(0, 2), address.slice(2))).catch(() => null); // deleted since the folder was read
  return found && { address, sizeBytes: found.size, putAt: found.mtime };
}

/** A rename survives a loss of power only after its folder was flushed. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
