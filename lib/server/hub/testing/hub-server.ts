/** A fake hub in this process with the real one's protocol: listings, redirects to a delivery host, ranges, and faults. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Seen {
  /** The server that got the request. */
  readonly at: "hub" | "delivery";
  readonly method: string;
  readonly path: string;
  readonly range?: string;
  readonly authorization?: string;
}

/** Faults that a test sets while the server runs. */
interface Faults {
  /** How many of the next responses have status 429. */
  busy: number;
  retryAfter: string;
  /** How many of the next bodies stop after `cutAfterBytes`. Their connection breaks when the test calls `arrived`. */
  cuts: number;
  cutAfterBytes: number;
  /** A file that is sent with one byte changed. */
  damaged?: string;
  /** A file that is sent with more bytes than were announced. */
  growing?: string;
  ignoresRanges: boolean;
  /** Whether the listing has only names. */
  namesOnly: boolean;
  /** Origin to which requests for large files are redirected, instead of the delivery host. */
  redirectTo?: string;
  /** The request to the delivery host, counted from one, that gets only `afterBytes` bytes. `isForGood`: later ones too. */
  hold?: { readonly request: number; readonly afterBytes: number; readonly isForGood?: boolean };
}

export interface HubServer {
  readonly origin: string;
  readonly deliveryOrigin: string;
  readonly commit: string;
  readonly seen: readonly Seen[];
  readonly faults: Faults;
  /** Breaks the connections that stopped at or before this byte. The client has received all that was sent on them. */
  arrived(doneBytes: number): void;
  close(): Promise<void>;
}

interface HubServerOptions {
  readonly repository: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** If set, every request to the hub needs it. */
  readonly token?: string;
}

const isLarge = (name: string): boolean => name.endsWith(".safetensors");
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const gitBlob = (bytes: Uint8Array): string =>
  createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");

export async function startHubServer({ repository, files, token }: HubServerOptions): Promise<HubServer> {
  const commit = createHash("sha1").update(Object.keys(files).join()).digest("hex");
  const seen: Seen[] = [];
  const stopped: Stopped[] = [];
  const faults: Faults = {
    busy: 0,
    retryAfter: "0",
    cuts: 0,
    cutAfterBytes: 0,
    ignoresRanges: false,
    namesOnly: false,
  };

  const serve = (at: Seen["at"], answer: (request: IncomingMessage, response: ServerResponse) => void) =>
    createServer((request, response) => {
      const { range, authorization } = request.headers;
      seen.push({ at, method: request.method ?? "", path: request.url ?? "", range, authorization });
      answer(request, response);
    });

  const delivery = serve("delivery", (request, response) => {
    const name = decodeURIComponent((request.url ?? "").slice(1));
    const number = seen.filter((entry) => entry.at === "delivery").length;
    const { hold } = faults;
    if (!hold || (hold.isForGood ? number < hold.request : number !== hold.request))
      return send(request, response, name, files[name], faults, stopped);
    const [start] = /\d+/.exec(request.headers.range ?? "") ?? ["0"];
    const size = files[name].length;
    response.writeHead(206, { "content-range": `bytes ${start}-${size - 1}/${size}` });
    response.flushHeaders();
    if (hold.afterBytes > 0)
      response.write(files[name].slice(Number(start), Number(start) + hold.afterBytes));
  });
  await listening(delivery);
  const deliveryOrigin = originOf(delivery);

  const hub = serve("hub", (request, response) => {
    if (faults.busy > 0) {
      faults.busy--;
      return void response.writeHead(429, { "retry-after": faults.retryAfter }).end();
    }
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return void response.writeHead(401).end("{}");
    const path = (request.url ?? "").split("?")[0];
    const revisions = ["main", commit].map((name) => `/api/models/${repository}/revision/${name}`);
    if (revisions.includes(path)) return sendListing(response);
    const start = `/${repository}/resolve/${commit}/`;
    const name = path.startsWith(start) ? decodeURIComponent(path.slice(start.length)) : "";
    if (!(name in files)) return void response.writeHead(404).end("{}");
    if (!isLarge(name)) return send(request, response, name, files[name], faults, stopped);
    response.writeHead(302, {
      location: `${faults.redirectTo ?? deliveryOrigin}/${name}`,
      "x-linked-etag": `"${sha256(files[name])}"`,
      "x-linked-size": String(files[name].length),
    });
    response.end();
  });
  await listening(hub);

  const sendListing = (response: ServerResponse): void => {
    const siblings = Object.entries(files).map(([rfilename, bytes]) =>
      faults.namesOnly
        ? { rfilename }
        : {
            rfilename,
            size: bytes.length,
            blobId: gitBlob(bytes),
            ...(isLarge(rfilename) && { lfs: { sha256: sha256(bytes), size: bytes.length } }),
          },
    );
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: repository, sha: commit, siblings }));
  };

  return {
    origin: originOf(hub),
    deliveryOrigin,
    commit,
    seen,
    faults,
    arrived(doneBytes) {
      for (const { response, atBytes } of stopped.splice(0)) {
        if (atBytes <= doneBytes) response.destroy();
        else stopped.push({ response, atBytes });
      }
    },
    close: async () => {
      await Promise.all([closed(hub), closed(delivery)]);
    },
  };
}

interface Stopped {
  readonly response: ServerResponse;
  /** The first byte of the file that was not sent. */
  readonly atBytes: number;
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  bytes: Uint8Array,
  faults: Faults,
  stopped: Stopped[],
): void {
  const range = faults.ignoresRanges ? null : /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const [start, end] = range ? [Number(range[1]), Number(range[2]) + 1] : [0, bytes.length];
  let body = Buffer.from(bytes.slice(start, end));
  if (faults.damaged === name && end === bytes.length) body[body.length - 1] ^= 1;
  if (faults.growing === name && end === bytes.length) body = Buffer.concat([body, Buffer.alloc(5000)]);
  response.writeHead(range ? 206 : 200, {
    etag: `"${isLarge(name) ? sha256(bytes) : gitBlob(bytes)}"`,
    ...(range && { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` }),
    // Without a length the client cannot tell from the headers that a body will be longer than announced.
    ...(faults.growing !== name && { "content-length": String(body.length) }),
  });
  if (request.method === "HEAD") return void response.end();
  if (faults.cuts > 0 && body.length > faults.cutAfterBytes) {
    faults.cuts--;
    stopped.push({ response, atBytes: start + faults.cutAfterBytes });
    return void response.write(body.subarray(0, faults.cutAfterBytes));
  }
  response.end(body);
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
