/**
 * Access control. There are no accounts yet: whoever can reach the server may use it. A page of another site must not
 * change anything through a visitor's browser.
 */
import { PalimpsestError } from "../../base";
import { isLoopback, type Env } from "../env";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Throws `forbidden` for a write from another site, and for a host name that cannot mean this server. */
export function checkAccess(request: Request, env: Pick<Env, "loopbackOnly">): void {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  // A site can resolve its own name to 127.0.0.1. The browser then treats this server as that site (DNS rebinding).
  if (env.loopbackOnly && !isLoopback(nameOf(host))) {
    throw new PalimpsestError(
      "forbidden",
      `This server is for this machine only, not for "${nameOf(host)}".`,
      {
        hint: "Open it as localhost, or start it with HOST set to the address that others use.",
      },
    );
  }
  if (READS.has(request.method)) return;

  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOtherSite = site !== null && site !== "same-origin" && site !== "none";
  if (isOtherSite || (origin !== null && hostOf(origin) !== host)) {
    throw new PalimpsestError("forbidden", "A page of another site cannot change anything here.", {
      hint: "Open Palimpsest itself and do it there.",
    });
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** The host without its port: "[::1]:3000" gives "[::1]", "localhost:3000" gives "localhost". */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "");
}
