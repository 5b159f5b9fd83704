/** Expensive results (statistics of a layer, mostly) kept by the browser across visits, so they are computed once. */
import { listArtifacts } from "../../api";
import { Address, memoryArtifacts, shippedIsKept, type ArtifactFiles } from "../../store";
import { callEndpoint } from "../queries/http";

const CACHE_NAME = "palimpsest-artifacts";
const FOLDER = "/artifacts/";

/** The artifacts of the tab, then those that come with the embedded model. */
export function createTabArtifacts(): ArtifactFiles {
  const written = createOwnArtifacts();
  /** Shipped artifacts do not change while a page is open, so their list is asked for once. */
  let shipped: Promise<ReadonlySet<string>> | undefined;
  const isShipped = async (id: string): Promise<boolean> => {
    shipped ??= listShipped();
    shipped.catch(() => (shipped = undefined)); // so that the next question asks again
    return (await shipped).has(id);
  };
  return {
    ...written,
    async get(id) {
      const kept = await written.get(id);
      if (kept || !(await isShipped(id))) return kept;
      const response = await fetch(shippedUrl(id));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    },
    has: async (id) => (await written.has(id)) || isShipped(id),
    async remove(id) {
      if (!(await written.has(id)) && (await isShipped(id))) throw shippedIsKept();
      await written.remove(id);
    },
  };
}

/** What this browser has made or taken in itself; a page served over plain http to another machine has none, and forgets. */
export function createOwnArtifacts(): ArtifactFiles {
  if (!("caches" in globalThis)) return memoryArtifacts();
  const open = () => caches.open(CACHE_NAME);
  const find = async (id: string) => (await open()).match(addressOf(id));
  return {
    async get(id) {
      const found = await find(id);
      return found ? new Uint8Array(await found.arrayBuffer()) : null;
    },
    has: async (id) => (await find(id)) !== undefined,
    async put(id, bytes) {
      await (await open()).put(addressOf(id), new Response(bytes as Uint8Array<ArrayBuffer>));
    },
    async remove(id) {
      await (await open()).delete(addressOf(id));
    },
    async list() {
      const cache = await open();
      const entries = (await cache.keys()).map(async (request) => {
        const id = new URL(request.url).pathname.slice(FOLDER.length);
        const blob = await (await cache.match(request))?.blob();
        if (!blob || !Address.safeParse(id).success) return null;
        return {
          id,
          sizeBytes: blob.size,
          isShipped: false,
          read: async (start: number, end: number) =>
            new Uint8Array(await blob.slice(start, end).arrayBuffer()),
        };
      });
      return (await Promise.all(entries)).filter((entry) => entry !== null);
    },
  };
}

async function listShipped(): Promise<ReadonlySet<string>> {
  const { artifacts } = await callEndpoint(listArtifacts, {});
  return new Set(artifacts.flatMap(({ id, isShipped }) => (isShipped ? [id] : [])));
}

function shippedUrl(id: string): string {
  return `/models/artifacts/${id}.safetensors`;
}

/** Entries of Cache Storage are named by addresses; this one is never fetched. */
function addressOf(id: string): string {
  return `${FOLDER}${id}`;
}
