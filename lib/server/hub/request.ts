/** One request to a hub: follows redirects to listed hosts, sends the token only to its own host, and retries. */
import { because, checkCancelled, PalimpsestError } from "../../base";
import type { Hub, HubList } from "./hosts";

export interface RetryPolicy {
  /** How often a request is repeated when the hub is busy or cannot be reached. */
  readonly retries: number;
  /** Pause before the first retry. It doubles with each retry. */
  readonly backoffMs: number;
  /** Longest pause, even if the hub asks for a longer one. */
  readonly longestWaitMs: number;
  /** A connection that sends nothing for this long counts as lost. */
  readonly stallMs: number;
}

export const RETRY_POLICY: RetryPolicy = {
  retries: 5,
  backoffMs: 1_000,
  longestWaitMs: 60_000,
  stallMs: 60_000,
};

export interface HubRequest {
  readonly hub: Hub;
  /** "/api/models/owner/name/revision/main" */
  readonly path: string;
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Accepts a response for its headers alone. A redirect that it accepts is not followed. */
  readonly isEnough?: (response: Response) => boolean;
  /** Called before a pause, so that the progress shows why the download waits. */
  readonly onWait?: (durationMs: number) => void;
}

export type HubFetch = (request: HubRequest) => Promise<Response>;

const MOST_REDIRECTS = 5;
/** Statuses that are worth a retry. */
const BUSY = new Set([408, 429, 500, 502, 503, 504]);

/** `fetch` for hubs. Throws `PalimpsestError` for every response that is not a success. */
export function createHubFetch(list: HubList, retryPolicy: RetryPolicy = RETRY_POLICY): HubFetch {
  return async (request) => {
    for (let tries = 0; ; tries++) {
      const outcome = await attempt(list, request, retryPolicy);
      if (outcome instanceof Response && !BUSY.has(outcome.status)) return checked(outcome, request);
      if (outcome instanceof Response) await outcome.body?.cancel();
      if (tries >= retryPolicy.retries) throw gaveUp(outcome, request.hub);
      await pause(waitOf(outcome, tries, retryPolicy), request);
    }
  };
}

/** The response, or the error of a failed connection, which may be retried. Other errors are thrown. */
async function attempt(
  list: HubList,
  request: HubRequest,
  { stallMs }: RetryPolicy,
): Promise<Response | Error> {
  const { hub, signal } = request;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), stallMs);
  try {
    return await follow(list, request, AbortSignal.any([signal, silence.signal]));
  } catch (error) {
    checkCancelled(signal);
    if (error instanceof PalimpsestError || !(error instanceof Error)) throw error;
    return new Error(`${hub.host} did not answer`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function follow(list: HubList, request: HubRequest, signal: AbortSignal): Promise<Response> {
  const { hub, path, method = "GET", headers, isEnough } = request;
  let url = new URL(path, hub.origin);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    list.check(url, hops === 0 ? "The request" : "A redirect");
    const response = await fetch(url, {
      method,
      redirect: "manual",
      cache: "no-store",
      signal,
      headers: {
        ...headers,
        // Ranges and sizes count the file's bytes, so the body must not be compressed.
        "accept-encoding": "identity",
        ...(hub.token !== undefined && url.origin === hub.origin && { authorization: `Bearer ${hub.token}` }),
      },
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    if (isEnough?.(response)) return response;
    await response.body?.cancel();
    const next = new URL(location, url);
    if (url.protocol === "https:" && next.protocol !== "https:") {
      throw new PalimpsestError(
        "forbidden",
        `${url.host} redirects from https to ${next.protocol}//${next.host}.`,
        {
          hint: "Ask the operator of that mirror to redirect to https. A download never changes to an unencrypted connection.",
        },
      );
    }
    url = next;
  }
  throw new PalimpsestError("integrity", `${hub.host} redirects more than ${MOST_REDIRECTS} times.`);
}

function checked(response: Response, { hub, path, isEnough }: HubRequest): Response {
  if (response.ok || isEnough?.(response)) return response;
  const what = repositoryIn(path);
  void response.body?.cancel();
  if (response.status === 401 || response.status === 403) {
    throw new PalimpsestError(
      "forbidden",
      `${hub.host} does not give out ${what}: it is gated, private or absent.`,
      {
        hint:
          hub.token === undefined
            ? "Check the name. For a gated model accept its terms on its page, then start the server with PALIMPSEST_HUB_TOKEN; mirrors are never sent it."
            : "Check the name, and accept the model's terms on its page with the account that the server's token belongs to.",
        details: { ...because("hubGated", { host: hub.host, what }), field: "repository" },
      },
    );
  }
  if (response.status === 404) {
    throw new PalimpsestError("not_found", `${hub.host} has no ${what} at this revision.`, {
      hint: "A repository is written owner/name, as in the address of its page.",
      details: { ...because("hubLacks", { host: hub.host, what }), field: "repository" },
    });
  }
  throw new PalimpsestError("integrity", `${hub.host} answered with status ${response.status}.`, {
    hint: "Try again later, or from a mirror.",
    details: because("hubRefused", { host: hub.host, status: response.status }),
  });
}

/** The repository, for messages: "owner/name" of "/api/models/owner/name/revision/main" or "/owner/name/resolve/…". */
function repositoryIn(path: string): string {
  const match = /^\/(?:api\/models\/)?(.+?)\/(?:revision|resolve)\//.exec(path);
  return match ? decodeURIComponent(match[1]) : path;
}

/** The pause that the hub's Retry-After asks for, in seconds or as a date; else one that doubles. Has an upper limit. */
function waitOf(outcome: Response | Error, tries: number, { backoffMs, longestWaitMs }: RetryPolicy): number {
  const asked = outcome instanceof Response ? outcome.headers.get("retry-after") : null;
  const askedMs =
    asked === null ? NaN : /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Math.min(longestWaitMs, Number.isFinite(askedMs) ? Math.max(0, askedMs) : backoffMs * 2 ** tries);
}

export async function pause(
  durationMs: number,
  { signal, onWait }: Pick<HubRequest, "signal" | "onWait">,
): Promise<void> {
  onWait?.(durationMs);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
  checkCancelled(signal);
}

function gaveUp(outcome: Response | Error, hub: Hub): PalimpsestError {
  if (outcome instanceof Response) {
    return new PalimpsestError(
      "runtime_unavailable",
      `${hub.host} is busy: it answered with status ${outcome.status} each time.`,
      {
        hint: "Wait a while and try again. The bytes of an unfinished download are kept.",
        details: because("hubBusy", { host: hub.host, status: outcome.status }),
      },
    );
  }
  return new PalimpsestError("runtime_unavailable", `${hub.host} cannot be reached.`, {
    hint: "Check the server's connection, name a mirror with PALIMPSEST_HUB_MIRRORS, or add the model from a folder.",
    details: because("hubAway"),
    cause: outcome,
  });
}
