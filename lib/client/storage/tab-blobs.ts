/** The blob store of a tab. It holds what this tab made until that is sent to the server, which has all other blobs. */
import { because, PalimpsestError, sha256 } from "../../base";
import { readOverlays, writeOverlay } from "../../model";
import { addressesIn, type BlobStore } from "../../store";
import { send } from "../queries/http";
import { download } from "./transfer";

interface TabBlobs extends BlobStore {
  /**
   * Gets blobs of a version that is about to be opened: many with one request. Each is held until it is read, since the
   * model that they are read for holds their content.
   */
  fetchAll(versionId: string, missing: readonly string[]): Promise<void>;
  /** Sends what only this tab has to the server. */
  publish(): Promise<void>;
  /**
   * Does work that puts blobs. What its result does not name is dropped after it: a run that was cancelled leaves nothing
   * behind. While several are under way, the last to end drops.
   */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** So many missing blobs are fetched one by one, which the browser caches. */
const FETCHED_ALONE = 8;

export function createTabBlobs(): TabBlobs {
  const unpublished = new Map<string, Uint8Array>();
  /** Addresses of those that a result names. */
  const named = new Set<string>();
  let underWay = 0;
  const fetched = new Map<string, Uint8Array>();

  const get = async (address: string): Promise<Uint8Array> => {
    const here = unpublished.get(address) ?? fetched.get(address);
    fetched.delete(address);
    if (here) return here;
    const bytes = await download(`/api/blobs/${address}`);
    if ((await sha256(bytes)) !== address) {
      throw new PalimpsestError(
        "integrity",
        `The blob ${address.slice(0, 8)} does not have the content its name says.`,
        {
          hint: "The file on the server is damaged. Take the version that uses it out, or restore the file from a copy.",
          details: because("blobDamaged", { blob: address.slice(0, 8) }),
        },
      );
    }
    return bytes;
  };

  return {
    get,
    async fetchAll(versionId, missing) {
      if (missing.length <= FETCHED_ALONE) return;
      const wanted = new Set(missing);
      fetched.clear();
      // An export holds every overlay of the version.
      const { overlays } = readOverlays(await download(`/api/versions/${versionId}/export`));
      for (const overlay of overlays) {
        const bytes = writeOverlay(overlay);
        const address = await sha256(bytes);
        if (wanted.has(address)) fetched.set(address, bytes);
      }
    },
    async put(bytes) {
      const address = await sha256(bytes);
      unpublished.set(address, bytes);
      return address;
    },
    has: (address) =>
      unpublished.has(address)
        ? Promise.resolve(true)
        : get(address).then(
            () => true,
            (error: unknown) => {
              if (error instanceof PalimpsestError && error.code === "not_found") return false;
              throw error;
            },
          ),
    async publish() {
      for (const [address, bytes] of [...unpublished]) {
        await send("/api/blobs", {
          method: "POST",
          headers: { "content-type": "application/octet-stream" },
          body: bytes as Uint8Array<ArrayBuffer>,
        });
        unpublished.delete(address);
        named.delete(address);
      }
    },
    async during(work) {
      underWay++;
      try {
        const result = await work();
        for (const address of addressesIn(JSON.stringify(result)))
          if (unpublished.has(address)) named.add(address);
        return result;
      } finally {
        underWay--;
        const rest = underWay > 0 ? [] : [...unpublished.keys()].filter((address) => !named.has(address));
        for (const address of rest) unpublished.delete(address);
      }
    },
  };
}
