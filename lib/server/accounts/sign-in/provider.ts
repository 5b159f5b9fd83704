/**
 * The protocol of signing in at a provider (OpenID Connect, code flow with PKCE and nonce). It gives an identity; whose account that
 * is, identities.ts decides. What is under way waits in memory, and a cookie ties it to the browser that began it.
 */
import { randomBytes } from "node:crypto";
import * as oidc from "openid-client";
import { z } from "zod";
import type { startProvider } from "../../../api";
import { because, PalimpsestError } from "../../../base";
import type { ProviderSettings } from "../../env";
import { createWaiting } from "./waiting";

type Start = z.infer<typeof startProvider.input>;

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string;
  /** Whether the provider says that the address is this person's. */
  readonly isVerified: boolean;
  readonly name?: string;
}

export interface Provider {
  readonly name: string;
  /** `cookie` is for this browser; `origin` of this server, as the browser has it. */
  start(wish: Start, origin: string): Promise<{ readonly address: string; readonly cookie: string }>;
  /** `query`: what the provider added to the address of the page. */
  finish(
    cookie: string | undefined,
    query: string,
  ): Promise<{ readonly identity: Identity; readonly wish: Start }>;
}

/** The page to which the provider sends the browser back. It is registered there. */
export const RETURN_PATH = "/sign-in/provider";

const HOLDS_MS = 10 * 60_000;
const MOST_UNDER_WAY = 10_000;

const Claims = z.object({
  sub: z.string().min(1).max(255),
  email_verified: z.union([z.boolean(), z.stringbool()]).catch(false).default(false),
  name: z.string().trim().min(1).max(80).optional().catch(undefined),
});
const Email = z.email().trim().toLowerCase().max(200);

interface UnderWay {
  readonly wish: Start;
  readonly returns: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export function createProvider(
  settings: ProviderSettings,
  { now, timeoutSeconds = 10 }: { readonly now: () => number; readonly timeoutSeconds?: number },
): Provider {
  const { name, issuer, clientId, clientSecret, scopes, emailClaim } = settings;
  const underWay = createWaiting<UnderWay>({ forMs: HOLDS_MS, most: MOST_UNDER_WAY, now });

  const away = (cause: unknown) =>
    new PalimpsestError(
      "runtime_unavailable",
      `${name} cannot be reached, or does not answer as a provider.`,
      {
        hint: "Try again later, or sign in in another way.",
        details: because("providerAway", { provider: name }),
        cause,
      },
    );
  const failed = (cause: unknown) =>
    isAway(cause)
      ? away(cause)
      : new PalimpsestError("integrity", `The answer of ${name} does not fit what it was asked.`, {
          hint: "Begin again. If it stays so, tell the admin of this server.",
          details: because("providerUnfit", { provider: name }),
          cause,
        });

  let known: Promise<oidc.Configuration> | undefined;
  /** The discovery document, which is read once; where that fails, with the next sign-in. */
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= oidc
      .discovery(
        new URL(issuer),
        clientId,
        undefined,
        clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
        {
          timeout: timeoutSeconds,
          // Signatures of tokens are checked, though they come straight from the provider.
          execute: [
            oidc.enableNonRepudiationChecks,
            ...(issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((cause: unknown) => {
        known = undefined;
        throw away(cause);
      });
    return known;
  };

  return {
    name,

    async start(wish, origin) {
      const config = await configuration();
      const returns = `${origin}${RETURN_PATH}`;
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const verifier = oidc.randomPKCECodeVerifier();
      const cookie = randomBytes(32).toString("base64url");
      underWay.put(cookie, { wish, returns, state, nonce, verifier });
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: returns,
        scope: scopes,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { address: address.href, cookie };
    },

    async finish(cookie, query) {
      const begun = cookie === undefined ? undefined : underWay.take(cookie);
      if (begun === undefined)
        throw new PalimpsestError("forbidden", "This sign-in was begun in another browser, or has expired.", {
          hint: "Begin again.",
          details: because("providerExpired"),
        });
      const { wish, returns, state, nonce, verifier } = begun;
      const config = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, new URL(`${returns}?${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const token = tokens.claims()!;
        const hasAll = token[emailClaim] !== undefined || !config.serverMetadata().userinfo_endpoint;
        const claims = hasAll
          ? token
          : { ...(await oidc.fetchUserInfo(config, tokens.access_token, token.sub)), ...token };
        return { identity: identityOf(claims), wish };
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError && error.error === "access_denied")
          throw new PalimpsestError("forbidden", `${name} did not let you in, or you declined.`, {
            hint: "Begin again, or sign in in another way.",
            details: because("providerDeclined", { provider: name }),
          });
        throw failed(error);
      }
    },
  };

  function identityOf(claims: Readonly<Record<string, unknown>>): Identity {
    const { sub, email_verified: isVerified, name: called } = Claims.parse(claims);
    const email = Email.safeParse(claims[emailClaim]).data;
    return { issuer, subject: sub, isVerified, ...(email && { email }), ...(called && { name: called }) };
  }
}

/** Whether no answer came: the connection failed, or took too long. */
function isAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === "TimeoutError" || cause.name === "AbortError") return true;
    if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|UND_ERR)/.test(String((cause as { code?: unknown }).code)))
      return true;
  }
  return false;
}
