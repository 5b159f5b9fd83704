/**
 * Signing a command line in by a code (the flow of RFC 8628): it asks for a code, a person approves it in a browser, and the
 * command line, which asks again and again, gets an API key.
 */
import { z } from "zod";
import { ROLES } from "../../access";
import { defineEndpoint, NO_PARAMS } from "../../endpoint";
import { ApiKey } from "../people";

const RoleName = z.enum(ROLES);
const Secret = z.string().min(20).max(200);
const Days = z.int().min(1).max(365);
/** As a person types it: "wdjb mjht" and "WDJB-MJHT" are the same. */
const UserCode = z
  .string()
  .max(20)
  .transform((code) => code.toUpperCase().replace(/[^A-Z]/g, ""))
  .pipe(z.string().length(8, "A code has eight letters, such as WDJB-MJHT."));

export const startDevice = defineEndpoint({
  id: "accounts.device",
  summary: "Ask for a code with which a command line is signed in; a person approves it in a browser.",
  method: "POST",
  path: "/api/accounts/device",
  params: NO_PARAMS,
  input: z.object({
    /** Name of the machine that asks. */
    host: z.string().trim().min(1).max(60),
    /** What its key may do; less, where the person who approves may do less. */
    role: RoleName.default("viewer"),
    days: Days.default(30),
  }),
  output: z.object({
    /** For the command line alone. */
    deviceCode: Secret,
    /** For the person: the page shows the same. */
    userCode: z.string(),
    /** Where a person approves it. */
    address: z.url(),
    expiresInSeconds: z.int(),
    /** How long to wait before each question. */
    intervalSeconds: z.int(),
  }),
});

export const pollDevice = defineEndpoint({
  id: "accounts.device-key",
  summary: "Whether the code was approved; then the key, once.",
  method: "POST",
  path: "/api/accounts/device/key",
  params: NO_PARAMS,
  input: z.object({ deviceCode: Secret }),
  output: z.discriminatedUnion("status", [
    z.object({ status: z.literal("pending"), intervalSeconds: z.int() }),
    /** It was asked too early, and from now on waits longer. */
    z.object({ status: z.literal("slow-down"), intervalSeconds: z.int() }),
    z.object({ status: z.literal("approved"), key: ApiKey, secret: Secret, person: z.string() }),
  ]),
});

/** What asks, as the person who decides sees it. */
const AskingDevice = z.object({
  userCode: z.string(),
  host: z.string(),
  /** Where it asks from; empty for the server's own machine. */
  from: z.string(),
  asks: RoleName,
  /** What the key may do: no more than the person who approves. */
  role: RoleName,
  days: Days,
});

export const askingDevice = defineEndpoint({
  id: "accounts.device-asks",
  summary: "What asks with a code.",
  method: "GET",
  path: "/api/accounts/device",
  params: NO_PARAMS,
  input: z.object({ code: UserCode }),
  output: AskingDevice,
});

export const approveDevice = defineEndpoint({
  id: "accounts.approve-device",
  summary: "Approve a code: the command line gets a key of the person who approves.",
  method: "POST",
  path: "/api/accounts/device/approve",
  params: NO_PARAMS,
  input: z.object({ code: UserCode }),
  output: AskingDevice,
  invalidates: ["accounts.keys"],
});

export const declineDevice = defineEndpoint({
  id: "accounts.decline-device",
  summary: "Decline a code.",
  method: "POST",
  path: "/api/accounts/device/decline",
  params: NO_PARAMS,
  input: z.object({ code: UserCode }),
  output: AskingDevice,
});
