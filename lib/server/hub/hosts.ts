/**
 * The only list of hosts that a download may contact. A request names a hub by its host name, never by a URL. URLs are built
 * from the server's own settings, and each redirect is checked against the same list.
 */
import { because, invalidField, PalimpsestError } from "../../base";

/** The hub where checkpoints are published. */
const HUB = "https://huggingface.co";

/** The hub redirects downloads of large files to hosts with these suffixes, over https. */
const DELIVERY_SUFFIXES = [".huggingface.co", ".hf.co"];

export interface Hub {
  /** Its name in requests and records: "huggingface.co", "mirror.lab:8080". */
  readonly host: string;
  /** "https://huggingface.co" */
  readonly origin: string;
  /** Token for gated repositories. Sent only to this origin. */
  readonly token?: string;
}

export interface HubList {
  /** The first is the default. */
  readonly hubs: readonly Hub[];
  /** Throws `invalid_input` for a host that is not listed. */
  get(host: string): Hub;
  /** Throws `forbidden` for a URL whose host is not listed. */
  check(url: URL, from: string): void;
}

/**
 * The hub and the mirrors of the settings. Mirrors are first, because a person who names one wants it used. Only the hub
 * gets the token: a mirror is run by someone else.
 */
export function hubList(mirrors: readonly string[], token: string | undefined): HubList {
  const origins = [...new Set([...mirrors, HUB])];
  const hubs = origins.map((origin) => ({
    host: new URL(origin).host,
    origin,
    ...(origin === HUB && token !== undefined && { token }),
  }));
  return listOf(hubs);
}

export function listOf(hubs: readonly Hub[]): HubList {
  const isListed = (url: URL): boolean => {
    if (url.username !== "" || url.password !== "") return false;
    if (hubs.some(({ origin }) => origin === url.origin)) return true;
    const isDelivery = DELIVERY_SUFFIXES.some((suffix) => url.hostname.endsWith(suffix));
    return isDelivery && url.protocol === "https:" && url.port === "";
  };
  return {
    hubs,
    get(host) {
      const found = hubs.find((hub) => hub.host === host);
      if (found) return found;
      const known = hubs.map((hub) => hub.host).join(", ");
      throw invalidField(
        "host",
        `This server does not download from "${host}".`,
        `Use one of ${known}, or start the server with PALIMPSEST_HUB_MIRRORS set to more.`,
        because("otherHub", { host, known }),
      );
    },
    check(url, from) {
      if (isListed(url)) return;
      throw new PalimpsestError(
        "forbidden",
        `${from} points to ${url.protocol}//${url.host}, a host that this server does not download from.`,
        {
          hint: "If that machine belongs to your mirror, add it to PALIMPSEST_HUB_MIRRORS and start the server again.",
          details: { host: url.host },
        },
      );
    },
  };
}
