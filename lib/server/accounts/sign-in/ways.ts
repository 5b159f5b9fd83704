/** The ways in and out: password, invitation, passkey and provider. Each ends in a session of better-auth's (auth.ts). */
import type { z } from "zod";
import type {
  addPasskey,
  finishProvider,
  joinLab,
  listPasskeys,
  passkeyOptions,
  Role,
  signIn,
  signInByPasskey,
  startProvider,
  waysIn,
} from "../../../api";
import { because, invalidField, PalimpsestError, type JsonObject } from "../../../base";
import type { ProviderSettings } from "../../env";
import type { PrismaClient } from "../../generated/client";
import { cookieOf, originOf } from "../../http/access";
import { createAttempts } from "../attempts";
import type { AuditLog } from "../audit";
import type { Auth } from "../auth";
import { asRole } from "../roles";
import { hashOf } from "../secrets";
import type { Visitor } from "../visitor";
import { arrive, plain, providerId } from "./identities";
import { createPasskeys } from "./passkeys";
import { createProvider } from "./provider";

type Input<E extends { input: z.ZodType }> = z.infer<E["input"]>;
type Output<E extends { output: z.ZodType }> = z.infer<E["output"]>;

/** `cookies`: set-cookie headers of the answer. */
type WithCookies<T> = T & { readonly cookies: string[] };
type Entered = WithCookies<{ readonly name: string }>;

export interface Ways {
  signIn(input: Input<typeof signIn>, request: Request): Promise<Entered>;
  join(input: Input<typeof joinLab>, request: Request): Promise<Entered>;
  signOut(request: Request): Promise<{ cookies: string[] }>;
  startProvider(
    input: Input<typeof startProvider>,
    request: Request,
  ): Promise<WithCookies<Output<typeof startProvider>>>;
  finishProvider(
    input: Input<typeof finishProvider>,
    request: Request,
  ): Promise<WithCookies<Output<typeof finishProvider>>>;
  /** How a person signs in. */
  of(visitor: Visitor): Promise<Output<typeof waysIn>>;
  passkeys(visitor: Visitor): Promise<Output<typeof listPasskeys>>;
  passkeyOptions(visitor: Visitor, request: Request): Promise<Output<typeof passkeyOptions>>;
  addPasskey(
    visitor: Visitor,
    input: Input<typeof addPasskey>,
    request: Request,
  ): Promise<Output<typeof addPasskey>>;
  removePasskey(visitor: Visitor, id: string): Promise<void>;
  passkeyChallenge(request: Request): Promise<Output<typeof passkeyOptions>>;
  signInByPasskey(input: Input<typeof signInByPasskey>, request: Request): Promise<Entered>;
}

interface WaysOptions {
  readonly database: PrismaClient;
  readonly auth: Auth;
  readonly audit: AuditLog;
  readonly now: () => Date;
  readonly provider: ProviderSettings | undefined;
}

/** The cookie that ties a sign-in at the provider to the browser that began it. */
const PROVIDER_COOKIE = "palimpsest.provider";
const PROVIDER_SECONDS = 600;

export function createWays({ database, auth, audit, now, provider: settings }: WaysOptions): Ways {
  const attempts = createAttempts({
    now: () => now().getTime(),
    most: 8,
    what: "wrong passwords were given for this account",
    why: (values) => because("wrongPasswords", values),
  });
  const keys = createPasskeys(database, now);
  const offered = settings && createProvider(settings, { now: () => now().getTime() });
  const provider = () => {
    if (offered !== undefined) return offered;
    throw new PalimpsestError("unsupported", "This server has no provider to sign in at.", {
      hint: "Set PALIMPSEST_OIDC_ISSUER: see docs/lab.md.",
      details: because("noProvider"),
    });
  };

  const note = (
    person: { readonly id: string; readonly name: string },
    action: string,
    details: JsonObject = {},
  ) => audit.append({ person: person.id, name: person.name, via: "session", action, details });

  /** Uses an invitation up, or throws `forbidden`. The one who asks first gets it. */
  const takeInvitation = async (given: string): Promise<{ id: string; role: Role }> => {
    const hash = hashOf(given);
    const open = { hash, usedAt: null, expiresAt: { gt: now().toISOString() } };
    const { count } = await database.invitation.updateMany({
      where: open,
      data: { usedAt: now().toISOString() },
    });
    if (count === 0)
      throw new PalimpsestError("forbidden", "This invitation was used, withdrawn, or has expired.", {
        hint: "Ask the admin for another one.",
        details: because("usedInvitation"),
      });
    const { id, role } = await database.invitation.findUniqueOrThrow({ where: { hash } });
    return { id, role: asRole(role) };
  };
  /** What was wrong can be put right with the same link. */
  const returnInvitation = (id: string) =>
    database.invitation.update({ where: { id }, data: { usedAt: null } });

  const checkFree = async ({ name, email }: Input<typeof joinLab>): Promise<void> => {
    const people = await database.user.findMany({ select: { name: true, email: true } });
    if (people.some((one) => plain(one.name) === plain(name)))
      throw invalidField(
        "name",
        `Somebody here is called ${name} already.`,
        "Add something to the name.",
        because("nameTaken", { name }),
      );
    if (people.some((one) => one.email === email))
      throw invalidField(
        "email",
        "There is an account with this e-mail address.",
        "Sign in instead.",
        because("emailTaken"),
      );
  };

  const startSession = async (userId: string, request: Request): Promise<Entered> => {
    const answer = await auth.api.startSession({
      body: { userId },
      headers: request.headers,
      returnHeaders: true,
    });
    return { name: answer.response.user.name, cookies: cookiesFor(request, answer.headers.getSetCookie()) };
  };
  /** A way in is added where one signed in, so that whoever finds a key has no way in of their own. */
  const inBrowser = ({ via, person }: Visitor) => {
    if (via === "session") return person;
    throw new PalimpsestError("forbidden", "A passkey is added in a browser, not with an API key.", {
      hint: "Sign in on a page of the workbench.",
      details: because("browserOnly"),
    });
  };

  return {
    async signIn({ email, password }, request) {
      attempts.check(email);
      const answer = await auth.api
        .signInEmail({ body: { email, password }, headers: request.headers, returnHeaders: true })
        .catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
          attempts.failed(email);
          throw new PalimpsestError("unauthorized", "The e-mail address or the password is not right.", {
            hint: "If you have forgotten the password, ask the admin for a new invitation.",
            details: because("wrongPassword"),
          });
        });
      attempts.succeeded(email);
      const { user } = answer.response;
      await note(user, "accounts.sign-in");
      return { name: user.name, cookies: cookiesFor(request, answer.headers.getSetCookie()) };
    },

    async join(input, request) {
      const { name, email, password } = input;
      const { id, role } = await takeInvitation(input.invitation);
      try {
        await checkFree(input);
        const answer = await auth.api.signUpEmail({
          body: { name, email, password },
          headers: request.headers,
          returnHeaders: true,
        });
        const { user } = answer.response;
        await database.user.update({ where: { id: user.id }, data: { role } });
        await note(user, "accounts.join", { invitation: id, role });
        return { name, cookies: cookiesFor(request, answer.headers.getSetCookie()) };
      } catch (error) {
        await returnInvitation(id);
        throw error;
      }
    },

    async signOut(request) {
      const answer = await auth.api.signOut({ headers: request.headers, returnHeaders: true });
      return { cookies: cookiesFor(request, answer.headers.getSetCookie()) };
    },

    async startProvider(input, request) {
      const { address, cookie } = await provider().start(input, originOf(request));
      return { address, cookies: cookiesFor(request, [providerCookie(cookie, PROVIDER_SECONDS)]) };
    },

    async finishProvider({ query }, request) {
      const { identity, wish } = await provider().finish(cookieOf(request, PROVIDER_COOKIE), query);
      const session = await auth.api.getSession({ headers: request.headers });
      let invitation: { readonly id: string; readonly role: Role } | undefined;
      const newcomer = async (): Promise<Role> => {
        if (wish.invitation !== undefined) {
          invitation = await takeInvitation(wish.invitation);
          return invitation.role;
        }
        if (settings?.joinAs !== undefined) return settings.joinAs;
        throw new PalimpsestError("forbidden", "There is no account with your address here.", {
          hint: "Ask the admin for an invitation, and sign in here from its link.",
          details: because("notInvited"),
        });
      };
      const coming = { here: session?.user.id, isConnecting: wish.connect, newcomer };
      const { person, was } = await arrive(database, identity, coming, now()).catch(
        async (error: unknown) => {
          if (invitation !== undefined) await returnInvitation(invitation.id);
          throw error;
        },
      );
      const by = { provider: provider().name };
      if (was === "made")
        await note(person, "accounts.join", {
          ...by,
          ...(invitation && { invitation: invitation.id }),
          role: person.role,
        });
      else if (was === "connected") await note(person, "accounts.connect", by);
      const done = cookiesFor(request, [providerCookie("", 0)]);
      if (wish.connect) return { name: person.name, to: wish.to, cookies: done };
      if (was !== "made") await note(person, "accounts.sign-in", by);
      const { name, cookies } = await startSession(person.id, request);
      return { name, to: wish.to, cookies: [...cookies, ...done] };
    },

    async of({ person }) {
      const rows = await database.account.findMany({ where: { userId: person.id } });
      const isConnected =
        settings !== undefined && rows.some((row) => row.providerId === providerId(settings.issuer));
      return {
        hasPassword: rows.some(({ password }) => password !== null),
        ...(settings && { provider: { name: settings.name, isConnected } }),
      };
    },

    passkeys: async ({ person }) => ({ passkeys: await keys.list(person.id) }),
    passkeyOptions: async (visitor, request) => ({
      options: await keys.options(inBrowser(visitor), originOf(request)),
    }),
    addPasskey: (visitor, input, request) => keys.add(inBrowser(visitor).id, input, originOf(request)),
    async removePasskey({ person }, id) {
      if (!(await keys.remove(person.id, id)))
        throw new PalimpsestError("not_found", `There is no passkey ${id}.`, {
          details: { ...because("noRecord", { record: "passkey", name: id }), id },
        });
    },
    passkeyChallenge: async (request) => ({ options: await keys.challenge(originOf(request)) }),
    async signInByPasskey({ credential }, request) {
      const used = await keys.find(credential, originOf(request));
      const entered = await startSession(used.person, request);
      const details = { passkey: used.id, label: used.name };
      await note({ id: used.person, name: entered.name }, "accounts.sign-in", details);
      return entered;
    },
  };
}

/** Whether better-auth found the password wrong, and did not fail. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && (error as { statusCode?: unknown }).statusCode === 401;
}

/** The page asks from this server itself, so it is sent by no other site. */
function providerCookie(value: string, seconds: number): string {
  return `${PROVIDER_COOKIE}=${value}; Max-Age=${seconds}; Path=/api/accounts/provider; HttpOnly; SameSite=Strict`;
}

/** The cookies of an answer. A browser that came by https sends them by https only. */
function cookiesFor(request: Request, cookies: readonly string[]): string[] {
  const isSecure = originOf(request).startsWith("https:");
  return cookies.map((cookie) => (isSecure ? `${cookie}; Secure` : cookie));
}
