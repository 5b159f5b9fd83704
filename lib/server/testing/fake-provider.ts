/** A provider of OpenID Connect for tests: it lets in whoever it is told to, and does wrong what it is told to do wrong. */
import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Behaviour {
  /** Of the token; `sub`, `email` and `email_verified` at least. */
  claims: Record<string, unknown>;
  /** Only what the token lacks. */
  userinfo: Record<string, unknown>;
  nonce?: string;
  /** Instead of an answer of the authorization endpoint. */
  error?: string;
  isForged: boolean;
}

export interface FakeProvider {
  readonly issuer: string;
  readonly does: Behaviour;
  /** As a browser: what the provider adds to the address it sends it back to. */
  visit(address: string): Promise<string>;
  close(): Promise<void>;
}

export const CLIENT = { clientId: "palimpsest", clientSecret: "the secret of the client" };

export async function fakeProvider(): Promise<FakeProvider> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const forger = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const does: Behaviour = { claims: {}, userinfo: {}, isForged: false };
  const codes = new Map<string, { nonce: string; challenge: string; returns: string }>();
  let issuer = "";

  const token = (nonce: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: CLIENT.clientId, iat: now, exp: now + 300, nonce, ...does.claims };
    const body = [{ alg: "RS256", kid: "one", typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const { privateKey } = does.isForged ? forger : keys;
    return `${body}.${sign("sha256", Buffer.from(body), privateKey).toString("base64url")}`;
  };
  const authorize = (asked: URLSearchParams): string => {
    const back = new URL(asked.get("redirect_uri")!);
    back.searchParams.set("state", asked.get("state")!);
    if (does.error !== undefined) back.searchParams.set("error", does.error);
    else {
      const code = randomUUID();
      back.searchParams.set("code", code);
      codes.set(code, {
        nonce: does.nonce ?? asked.get("nonce")!,
        challenge: asked.get("code_challenge")!,
        returns: asked.get("redirect_uri")!,
      });
    }
    return back.href;
  };
  const exchange = (form: URLSearchParams): readonly [number, object] => {
    const begun = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const fits =
      begun?.challenge === challenge &&
      begun.returns === form.get("redirect_uri") &&
      form.get("client_secret") === CLIENT.clientSecret;
    if (!begun || !fits) return [400, { error: "invalid_grant" }];
    return [200, { access_token: "access", token_type: "Bearer", id_token: token(begun.nonce) }];
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, issuer);
    if (pathname === "/.well-known/openid-configuration")
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      });
    if (pathname === "/jwks")
      return json(response, 200, {
        keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }],
      });
    if (pathname === "/authorize")
      return response.writeHead(302, { location: authorize(searchParams) }).end();
    if (pathname === "/userinfo") return json(response, 200, { sub: does.claims.sub, ...does.userinfo });
    if (pathname === "/token")
      return void text(request).then((body) => json(response, ...exchange(new URLSearchParams(body))));
    return json(response, 404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    does,
    async visit(address) {
      const answer = await fetch(address, { redirect: "manual" });
      return new URL(answer.headers.get("location")!).search.slice(1);
    },
    close: async () => {
      server.closeAllConnections();
      // Closing twice does no harm.
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
