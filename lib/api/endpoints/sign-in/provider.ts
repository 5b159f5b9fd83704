/** Signing in at a provider (OpenID Connect): the browser goes there, comes back with an answer, and the page hands it over. */
import { z } from "zod";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../../endpoint";

/** A page of ours, and never an address elsewhere. */
const OwnPath = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])[^\\]*$/, "A path of this server, such as /history.");

export const startProvider = defineEndpoint({
  id: "accounts.provider-start",
  summary:
    "Begin signing in at the provider. The answer says where the browser goes; a cookie ties it to this browser.",
  method: "POST",
  path: "/api/accounts/provider",
  params: NO_PARAMS,
  input: z.object({
    /** The page to go to in the end. */
    to: OwnPath.default("/"),
    /** For somebody without an account: an invitation, which is used up by it. */
    invitation: z.string().min(20).max(200).optional(),
    /** Connect the provider with the account that is signed in, instead of signing in. */
    connect: z.boolean().default(false),
  }),
  output: z.object({ address: z.url() }),
});

export const finishProvider = defineEndpoint({
  id: "accounts.provider-finish",
  summary: "End signing in at the provider, with what its answer added to the address of the page.",
  method: "POST",
  path: "/api/accounts/provider/finish",
  params: NO_PARAMS,
  input: z.object({ query: z.string().max(8_000) }),
  output: z.object({ name: z.string(), to: OwnPath }),
});

export const waysIn = defineEndpoint({
  id: "accounts.ways",
  summary: "How one signs in: whether there is a password, and whether the provider is connected.",
  method: "GET",
  path: "/api/accounts/ways",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({
    hasPassword: z.boolean(),
    provider: z.object({ name: z.string(), isConnected: z.boolean() }).optional(),
  }),
});
