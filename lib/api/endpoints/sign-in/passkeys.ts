/** Passkeys (WebAuthn): one's own, and signing in with one. Options and credentials have the form that browsers read and write. */
import { z } from "zod";
import { Json } from "../../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../../endpoint";

const Id = z.string().regex(/^[\w-]{1,64}$/, "An id of letters, digits, - and _.");
const Time = z.iso.datetime();
/** What a browser's `toJSON` of a credential gives; the server checks the rest of it. */
const Credential = z.looseObject({ id: z.string().min(1).max(2_000), response: z.looseObject({}) });
const Options = z.object({ options: Json });

const Passkey = z.object({ id: Id, name: z.string(), createdAt: Time, usedAt: Time.optional() });

export const listPasskeys = defineEndpoint({
  id: "accounts.passkeys",
  summary: "One's own passkeys.",
  method: "GET",
  path: "/api/accounts/passkeys",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ passkeys: z.array(Passkey) }),
});

export const passkeyOptions = defineEndpoint({
  id: "accounts.passkey-options",
  summary: "What a browser needs for making a passkey of the person who is signed in.",
  method: "POST",
  path: "/api/accounts/passkeys/options",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: Options,
});

export const addPasskey = defineEndpoint({
  id: "accounts.add-passkey",
  summary: "Add a passkey that the browser has made.",
  method: "POST",
  path: "/api/accounts/passkeys",
  params: NO_PARAMS,
  input: z.object({ name: z.string().trim().min(1).max(80), credential: Credential }),
  output: Passkey,
  invalidates: ["accounts.passkeys"],
});

export const removePasskey = defineEndpoint({
  id: "accounts.remove-passkey",
  summary: "Remove one of one's own passkeys.",
  method: "DELETE",
  path: "/api/accounts/passkeys/[passkeyId]",
  params: z.object({ passkeyId: Id }),
  input: NO_INPUT,
  output: z.object({ removed: Id }),
  invalidates: ["accounts.passkeys"],
});

export const passkeyChallenge = defineEndpoint({
  id: "accounts.passkey-challenge",
  summary: "What a browser needs for signing in with a passkey.",
  method: "POST",
  path: "/api/accounts/passkeys/challenge",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: Options,
});

export const signInByPasskey = defineEndpoint({
  id: "accounts.passkey-sign-in",
  summary: "Sign in with a passkey. The session is a cookie.",
  method: "POST",
  path: "/api/accounts/passkeys/sign-in",
  params: NO_PARAMS,
  input: z.object({ credential: Credential }),
  output: z.object({ name: z.string() }),
});
