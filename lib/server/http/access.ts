/**
 * Who comes in at all. A server for this machine alone answers whoever is on it; one that others reach answers to its names only,
 * and to those who have entered its token or, on a server with accounts, have signed in (lib/server/accounts). A page of another
 * site must not change anything through a visitor's browser.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { because, PalimpsestError } from "../../base";
import { isLoopback, type Env } from "../env";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

export type AccessRules = Pick<Env, "hosts" | "token">;

/** Throws `forbidden` for a write from another site, and what `checkVisitor` throws. */
export function checkAccess(request: Request, rules: AccessRules): void {
  checkVisitor(request, rules);
  if (READS.has(request.method)) return;

  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOtherSite = site !== null && site !== "same-origin" && site !== "none";
  // Our pages send no referrer, so a browser writes "null" as the origin of their forms; it says itself that they are ours.
  const isOwnForm = origin === "null" && site === "same-origin";
  const isOtherOrigin = origin !== null && !isOwnForm && hostOf(origin) !== hostOfRequest(request);
  if (isOtherSite || isOtherOrigin) {
    throw new PalimpsestError("forbidden", "A page of another site cannot change anything here.", {
      hint: "Open Palimpsest itself and do it there.",
      details: because("otherSite"),
    });
  }
}

/** Throws `forbidden` for a host name that does not mean this server, and `unauthorized` for one who has not entered its token. */
export function checkVisitor(request: Request, { hosts, token }: AccessRules): void {
  const name = nameOf(hostOfRequest(request));
  // A site can resolve its own name to this server's address. The browser then treats this server as that site (DNS rebinding).
  if (!isLoopback(name) && !hosts.includes(name.toLowerCase()))
    throw new PalimpsestError(
      "forbidden",
      hosts.length === 0
        ? `This server is for this machine only, not for "${name}".`
        : `This server has other names than "${name}".`,
      {
        hint:
          hosts.length === 0
            ? "Open it as localhost, or start it with HOST, PALIMPSEST_HOSTS and PALIMPSEST_TOKEN for others."
            : `Open it as ${hosts.join(" or ")}, or add the name to PALIMPSEST_HOSTS.`,
      },
    );
  if (token === undefined) return;
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const isKnown =
    bearer === undefined
      ? isSame(cookieOf(request, SESSION_COOKIE), sessionOf(token))
      : isSame(bearer, token);
  if (!isKnown)
    throw new PalimpsestError("unauthorized", "This server asks for its token.", {
      hint: "Open a page of the workbench and enter the token, or send it as Authorization: Bearer.",
      details: because("needsToken"),
    });
}

/** The cookie of a browser in which somebody signed in. better-auth names it (accounts/auth.ts). */
export const ACCOUNT_COOKIE = "palimpsest.session_token";

/** The cookie of a browser that entered the token. Its value does not tell the token. */
export const SESSION_COOKIE = "palimpsest-session";

export function sessionOf(token: string): string {
  return digest(`palimpsest session ${token}`).toString("hex");
}

/** Compares in a time that tells nothing of where two texts differ. */
export function isSame(given: string | undefined, wanted: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export function cookieOf(request: Request, name: string): string | undefined {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** This server as the browser has it, which a proxy before it may have changed. */
export function originOf(request: Request): string {
  // Each proxy on the way may have written its own; the first is the browser's.
  const [protocol] = (request.headers.get("x-forwarded-proto") ?? new URL(request.url).protocol).split(",");
  return `${protocol.trim().replace(/:$/, "")}://${hostOfRequest(request)}`;
}

function hostOfRequest(request: Request): string {
  return request.headers.get("host") ?? new URL(request.url).host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** The host without its port: "[::1]:3000" gives "[::1]", "localhost:3000" gives "localhost". */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "");
}
