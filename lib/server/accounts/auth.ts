/**
 * better-auth on our own database client: passwords, sessions and their cookies. Its routes are not served. Our endpoints call
 * it, so that the contract, the check of the origin, and the rule of each operation hold for accounts as for everything.
 */
import { betterAuth } from "better-auth/minimal";
import { prismaAdapter } from "better-auth/adapters/prisma";
import type { PrismaClient } from "../generated/client";

export type Auth = ReturnType<typeof createAuth>;

const DAY_SECONDS = 86_400;

export function createAuth(database: PrismaClient, secret: string) {
  return betterAuth({
    secret,
    // Calls go through `auth.api`; nothing is redirected, and no link of it is sent.
    baseURL: "http://localhost",
    database: prismaAdapter(database, { provider: "sqlite" }),
    emailAndPassword: { enabled: true, minPasswordLength: 12, maxPasswordLength: 128 },
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
