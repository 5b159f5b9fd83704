/**
 * Requests that Next cannot take: a path that is no UTF-8, and methods that its request class refuses. Next answers them with
 * a bare 500 before any route or proxy sees them, so they are turned into requests for an address that there is not.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const STARTED = "http.server.request.start";
/** No route has it; app/api/[...address] says so. */
const NOWHERE = "/api/malformed";
const REFUSED_METHODS = new Set(["TRACE", "TRACK", "CONNECT"]);

/** Watches every HTTP server of this process. Returns how to stop. */
export function redirectMalformed(): () => void {
  const redirect = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const isRefused = REFUSED_METHODS.has(request.method ?? "");
    if (!isRefused && isReadable(request.url ?? "")) return;
    if (isRefused) request.method = "GET";
    request.url = NOWHERE;
  };
  subscribe(STARTED, redirect);
  return () => void unsubscribe(STARTED, redirect);
}

/** Whether an address of the API can be read. Next answers pages and files that cannot with a 404 itself. */
function isReadable(url: string): boolean {
  if (!/^\/+(?:api|v1)\//.test(url)) return true;
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}
