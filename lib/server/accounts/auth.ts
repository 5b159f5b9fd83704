/**
 * better-auth on our own database client: passwords, sessions and their cookies. Its routes are not served. Our endpoints call
 * it, so that the contract, the check of the origin, and the rule of each operation hold for accounts as for everything.
 */
import { prismaAdapter } from "better-auth/adapters/prisma";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { betterAuth } from "better-auth/minimal";
import { z } from "zod";
import type { PrismaClient } from "../generated/client";

export type Auth = ReturnType<typeof createAuth>;

const DAY_SECONDS = 86_400;

/** A session for somebody who has shown in another way than by a password who they are: a passkey, or a provider. */
const startSession = createAuthEndpoint(
  "/start-session",
  { method: "POST", body: z.object({ userId: z.string() }) },
  async (ctx) => {
    const { internalAdapter } = ctx.context;
    const user = await internalAdapter.findUserById(ctx.body.userId);
    if (user === null) throw new Error(`There is no person ${ctx.body.userId}.`);
    await setSessionCookie(ctx, { session: await internalAdapter.createSession(user.id), user });
    return ctx.json({ user });
  },
);

export function createAuth(database: PrismaClient, secret: string) {
  return betterAuth({
    secret,
    // Calls go through `auth.api`; nothing is redirected, and no link of it is sent.
    baseURL: "http://localhost",
    database: prismaAdapter(database, { provider: "sqlite" }),
    emailAndPassword: { enabled: true, minPasswordLength: 12, maxPasswordLength: 128 },
    plugins: [{ id: "palimpsest", endpoints: { startSession } }],
    session: { expiresIn: 30 * DAY_SECONDS, updateAge: DAY_SECONDS },
    // Calls through `auth.api` are never limited: see attempts.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It would log e-mail addresses.
    logger: { disabled: true },
    advanced: {
      cookiePrefix: "palimpsest",
      // Whether the browser came by https is known by request only: see `cookiesFor`.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
    },
  });
}
