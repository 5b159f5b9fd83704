/** Codes with which command lines are signed in (RFC 8628): they hold for ten minutes, once, and the key is made when it is fetched. */
import { randomInt } from "node:crypto";
import type { z } from "zod";
import { lesser, type approveDevice, type pollDevice, type Role, type startDevice } from "../../../api";
import { because, PalimpsestError } from "../../../base";
import { createAttempts } from "../attempts";
import { hashOf, newSecret } from "../secrets";
import { highestRole, type Visitor } from "../visitor";
import { createWaiting } from "./waiting";

type Key = Pick<
  Extract<z.infer<typeof pollDevice.output>, { status: "approved" }>,
  "key" | "secret" | "person"
>;

interface DeviceCodeOptions {
  readonly now: () => number;
  /** Makes a key of a person. */
  makeKey(person: string, key: { name: string; role: Role; days: number }): Promise<Key>;
}

export interface DeviceCodes {
  /** `from`: the address of the request, by which requests are counted. `origin`: of this server, as the asker has it. */
  start(
    input: z.infer<typeof startDevice.input>,
    at: { readonly from: string; readonly origin: string },
  ): z.infer<typeof startDevice.output>;
  asks(visitor: Visitor, code: string): z.infer<typeof approveDevice.output>;
  decide(visitor: Visitor, code: string, isApproved: boolean): z.infer<typeof approveDevice.output>;
  poll(deviceCode: string): Promise<z.infer<typeof pollDevice.output>>;
}

const MINUTE_MS = 60_000;
const HOLDS_MS = 10 * MINUTE_MS;
const FIRST_INTERVAL_MS = 5_000;
/** What one who asks too early waits longer, as the RFC has it. */
const SLOWER_MS = 5_000;
const MOST_CODES = 1_000;
/** From one address, in ten minutes. */
const MOST_STARTS = 30;
/** Codes that there are not, by one person in ten minutes: nobody finds another's by trying. */
const MOST_GUESSES = 10;
/** Without vowels, so that no code is a word; eight of them are one of 25 thousand million. */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

interface Asking {
  readonly deviceHash: string;
  readonly userCode: string;
  readonly host: string;
  readonly from: string;
  readonly asks: Role;
  readonly days: number;
  intervalMs: number;
  polledAt: number;
  decision?: { readonly isApproved: boolean; readonly person: string; readonly role: Role };
}

export function createDeviceCodes({ now, makeKey }: DeviceCodeOptions): DeviceCodes {
  const waiting = createWaiting<Asking>({ forMs: HOLDS_MS, most: MOST_CODES, now });
  const starts = createAttempts({
    now,
    most: MOST_STARTS,
    what: "codes were asked for from here",
    why: (values) => because("codesAsked", values),
  });
  const guesses = createAttempts({
    now,
    most: MOST_GUESSES,
    what: "codes were tried that there are not",
    why: (values) => because("codesTried", values),
  });

  const undecided = (visitor: Visitor, code: string): Asking => {
    if (visitor.via === "key")
      throw new PalimpsestError("forbidden", "A code is approved in a browser, not with an API key.", {
        hint: "Sign in on a page of the workbench.",
        details: because("browserOnly"),
      });
    guesses.check(visitor.person.id);
    const found = waiting.find(({ userCode, decision }) => userCode === code && decision === undefined);
    if (found !== undefined) return found;
    guesses.failed(visitor.person.id);
    throw new PalimpsestError("not_found", `Nothing asks with the code ${shown(code)}.`, {
      hint: "Codes hold for ten minutes and once. Run palimpsest login again.",
      details: because("noSuchCode", { code: shown(code) }),
    });
  };
  const seenBy = (visitor: Visitor, { userCode, host, from, asks, days }: Asking) => ({
    userCode: shown(userCode),
    host,
    from,
    asks,
    role: lesser(asks, highestRole(visitor)),
    days,
  });

  return {
    start({ host, role, days }, { from, origin }) {
      starts.check(from);
      starts.failed(from);
      const deviceCode = newSecret("dev");
      const userCode = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
      const deviceHash = hashOf(deviceCode);
      // Who asked just now waits the first time, too.
      const pace = { intervalMs: FIRST_INTERVAL_MS, polledAt: now() };
      waiting.put(deviceHash, { deviceHash, userCode, host, from, asks: role, days, ...pace });
      return {
        deviceCode,
        userCode: shown(userCode),
        address: `${origin}/device?code=${shown(userCode)}`,
        expiresInSeconds: HOLDS_MS / 1000,
        intervalSeconds: FIRST_INTERVAL_MS / 1000,
      };
    },

    asks: (visitor, code) => seenBy(visitor, undecided(visitor, code)),

    decide(visitor, code, isApproved) {
      const asking = undecided(visitor, code);
      const seen = seenBy(visitor, asking);
      asking.decision = { isApproved, person: visitor.person.id, role: seen.role };
      return seen;
    },

    async poll(deviceCode) {
      const asking = waiting.get(hashOf(deviceCode));
      if (asking === undefined)
        throw new PalimpsestError("forbidden", "This code has expired or was used.", {
          hint: "Run palimpsest login again.",
          details: because("expiredCode"),
        });
      const waitedMs = now() - asking.polledAt;
      asking.polledAt = now();
      if (waitedMs < asking.intervalMs) {
        asking.intervalMs += SLOWER_MS;
        return { status: "slow-down", intervalSeconds: asking.intervalMs / 1000 };
      }
      if (asking.decision === undefined)
        return { status: "pending", intervalSeconds: asking.intervalMs / 1000 };
      // Taken before the key is made, so that two who ask at once do not both get one.
      waiting.take(asking.deviceHash);
      const { isApproved, person, role } = asking.decision;
      if (!isApproved)
        throw new PalimpsestError("forbidden", "The code was declined.", {
          details: because("declinedCode"),
        });
      const key = await makeKey(person, { name: asking.host, role, days: asking.days });
      return { status: "approved", ...key };
    },
  };
}

/** "WDJBMJHT" as "WDJB-MJHT". */
function shown(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
