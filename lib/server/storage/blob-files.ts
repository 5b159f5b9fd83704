/**
 * Blobs as files named by their content: `<folder>/ab/cdef…`. A file appears under its name whole or not at all: it is
 * written beside, flushed to the disk and renamed. What was cut short by a power loss never has an address.
 */
import { createHash } from "node:crypto";
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { PalimpsestError, toWireError } from "../../base";
import { Address, type BlobStore } from "../../store";

/** The file operations that can fail for want of space; a test hands in others. */
export interface BlobFileSystem {
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

export function createBlobFiles(folder: string, disk: BlobFileSystem = DISK): BlobStore {
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
      if (await has(address)) return address;
      const file = fileOf(address);
      const unfinished = `${file}.${ulid()}.part`;
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
        throw new PalimpsestError("not_found", `There is no blob ${address}.`, { details: { id: address } });
      }
      const bytes = new Uint8Array(await readFile(fileOf(address)));
      if (digest(bytes) === address) return bytes;
      throw new PalimpsestError(
        "integrity",
        `The file of blob ${address} has changed since it was written.`,
        {
          hint: "Restore the data folder from a backup; other versions are not affected.",
          details: { id: address },
        },
      );
    },
  };
}

/** A full disk said as such; any other error as it is. */
export function asStorageError(error: unknown): unknown {
  const wire = toWireError(error);
  if (wire.code !== "storage_full") return error;
  return new PalimpsestError(wire.code, wire.message, { hint: wire.hint, cause: error });
}

/** A rename is on the disk only when its folder is. */
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
