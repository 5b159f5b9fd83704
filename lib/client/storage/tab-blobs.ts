/** The blob store of a tab: memory first, then the server's blobs. What an edit makes stays here until it is kept. */
import { PalimpsestError, sha256 } from "../../base";
import { readOverlays, writeOverlay } from "../../model";
import type { BlobStore } from "../../store";
import { send } from "../queries/http";
import { download } from "./transfer";

export interface TabBlobs extends BlobStore {
  /** Gets what is missing of a version's blobs: many with one request. */
  fetchAll(versionId: string, addresses: readonly string[]): Promise<void>;
  /** Sends blobs that only this tab has to the server. */
  publish(addresses: readonly string[]): Promise<void>;
}

/** So many missing blobs are fetched one by one, which the browser caches. */
const FETCHED_ALONE = 8;

export function createTabBlobs(): TabBlobs {
  const memory = new Map<string, Uint8Array>();
  const published = new Set<string>();

  const get = async (address: string): Promise<Uint8Array> => {
    const here = memory.get(address);
    if (here) return here;
    const bytes = await download(`/api/blobs/${address}`);
    if ((await sha256(bytes)) !== address) {
      throw new PalimpsestError(
        "integrity",
        `The blob ${address.slice(0, 8)} does not have the content its name says.`,
        {
          hint: "The file on the server is damaged. Take the version that uses it out, or restore the file from a copy.",
        },
      );
    }
    memory.set(address, bytes);
    published.add(address);
    return bytes;
  };

  return {
    get,
    async fetchAll(versionId, addresses) {
      const missing = new Set(addresses.filter((address) => !memory.has(address)));
      if (missing.size <= FETCHED_ALONE) return;
      // An export holds every overlay of the version, and whoever opens one already knows them as blobs.
      const { overlays } = readOverlays(await download(`/api/versions/${versionId}/export`));
      for (const overlay of overlays) {
        const bytes = writeOverlay(overlay);
        const address = await sha256(bytes);
        memory.set(address, bytes);
        published.add(address);
      }
    },
    async put(bytes) {
      const address = await sha256(bytes);
      memory.set(address, bytes);
      return address;
    },
    has: (address) =>
      memory.has(address)
        ? Promise.resolve(true)
        : get(address).then(
            () => true,
            (error: unknown) => {
              if (error instanceof PalimpsestError && error.code === "not_found") return false;
              throw error;
            },
          ),
    async publish(addresses) {
      for (const address of addresses) {
        if (published.has(address)) continue;
        const bytes = await get(address);
        await send("/api/blobs", {
          method: "POST",
          headers: { "content-type": "application/octet-stream" },
          body: bytes as Uint8Array<ArrayBuffer>,
        });
        published.add(address);
      }
    },
  };
}
