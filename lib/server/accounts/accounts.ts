/**
 * People of a shared server: who asks, what they are, and how they go; how they come in is in sign-in/. Passwords and sessions are
 * better-auth's (auth.ts); invitations, keys and roles are tables of ours.
 */
import { ulid } from "ulid";
import type { z } from "zod";
import type {
  createKey,
  getMe,
  invite,
  listKeys,
  listPeople,
  listSessions,
  Person,
  setRole,
} from "../../api";
import { isEnough, lesser } from "../../api";
import { because, invalidField, PalimpsestError } from "../../base";
import type { ProviderSettings } from "../env";
import type { PrismaClient } from "../generated/client";
import type { AuditLog } from "./audit";
import { createAuth } from "./auth";
import { asRole } from "./roles";
import { hashOf, newSecret } from "./secrets";
import { createDeviceCodes, type DeviceCodes } from "./sign-in/device-codes";
import { createWays, type Ways } from "./sign-in/ways";
import { highestRole, type Visitor } from "./visitor";

type Input<E extends { input: z.ZodType }> = z.infer<E["input"]>;
type Output<E extends { output: z.ZodType }> = z.infer<E["output"]>;

export interface Accounts {
  readonly audit: AuditLog;
  /** The ways in and out. */
  readonly ways: Ways;
  /** Codes with which command lines are signed in. */
  readonly devices: DeviceCodes;
  /** The secret of the link that makes the first admin; null once there is one. Each call replaces the one before. */
  firstInvitation(): Promise<string | null>;
  /** Null where nobody has signed in. Throws `unauthorized` for a key that does not hold. */
  visitorOf(request: Request): Promise<Visitor | null>;
  me(visitor: Visitor): Promise<Output<typeof getMe>>;
  admins(): Promise<string[]>;
  sessions(visitor: Visitor): Promise<Output<typeof listSessions>>;
  endSession(visitor: Visitor, id: string): Promise<void>;
  keys(visitor: Visitor): Promise<Output<typeof listKeys>>;
  createKey(visitor: Visitor, input: Input<typeof createKey>): Promise<Output<typeof createKey>>;
  removeKey(visitor: Visitor, id: string): Promise<void>;
  people(): Promise<Output<typeof listPeople>>;
  invite(visitor: Visitor, input: Input<typeof invite>): Promise<Output<typeof invite>>;
  withdraw(id: string): Promise<void>;
  setRole(id: string, input: Input<typeof setRole>): Promise<Person>;
  remove(id: string): Promise<{ name: string }>;
}

interface AccountsOptions {
  readonly audit: AuditLog;
  /** Signs the cookies. */
  readonly secret: string;
  /** Where people may sign in; absent where there is none. */
  readonly provider?: ProviderSettings;
  readonly now?: () => Date;
}

const DAY_MS = 86_400_000;
const KEY_PREFIX = "pal";
const SHOWN_CHARACTERS = 8;
/** Between two notes of when a key was used last. */
const USED_EVERY_MS = 60_000;

export function createAccounts(
  database: PrismaClient,
  { audit, secret, provider, now = () => new Date() }: AccountsOptions,
): Accounts {
  const auth = createAuth(database, secret);
  const time = () => now().toISOString();
  const later = (days: number) => new Date(now().getTime() + days * DAY_MS).toISOString();

  const personOf = async (id: string): Promise<Person> => {
    const found = await database.user.findUnique({ where: { id }, include: { modelRoles: true } });
    if (found === null) throw missing("person", id);
    return asPerson(found);
  };
  /** Throws `conflict` where nobody would be left who gives roles. */
  const keepOneAdmin = async (id: string): Promise<void> => {
    const others = await database.user.count({ where: { role: "admin", id: { not: id } } });
    if (others === 0)
      throw new PalimpsestError("conflict", "This is the last admin.", {
        hint: "Make somebody else an admin first.",
        details: because("lastAdmin"),
      });
  };

  const byKey = async (key: string): Promise<Visitor> => {
    const found = await database.apiKey.findUnique({ where: { hash: hashOf(key) } });
    if (found === null || found.expiresAt <= time())
      throw new PalimpsestError("unauthorized", "This API key is not valid, or not any more.", {
        hint: "Make another on the page of your account.",
        details: because("keyInvalid"),
      });
    if (Date.parse(found.usedAt ?? found.createdAt) + USED_EVERY_MS < now().getTime())
      await database.apiKey.update({ where: { id: found.id }, data: { usedAt: time() } });
    return { person: await personOf(found.person), via: "key", limit: asRole(found.role) };
  };

  const makeKey = async (
    person: string,
    { name, role, days }: Input<typeof createKey>,
  ): Promise<Output<typeof createKey>> => {
    const key = newSecret(KEY_PREFIX);
    const row = await database.apiKey.create({
      data: {
        id: `key_${ulid()}`,
        person,
        name,
        hash: hashOf(key),
        start: key.slice(0, SHOWN_CHARACTERS),
        role,
        createdAt: time(),
        expiresAt: later(days),
      },
    });
    return { key: asKey(row), secret: key };
  };

  return {
    audit,
    ways: createWays({ database, auth, audit, now, provider }),
    devices: createDeviceCodes({
      now: () => now().getTime(),
      async makeKey(id, key) {
        const person = await personOf(id);
        return { ...(await makeKey(id, key)), person: person.name };
      },
    }),

    async firstInvitation() {
      // By the role: people of a provider may have come before the admin.
      if ((await database.user.count({ where: { role: "admin" } })) > 0) return null;
      await database.invitation.deleteMany({ where: { author: null } });
      const link = newSecret("inv");
      const row = { hash: hashOf(link), role: "admin", note: "", createdAt: time(), expiresAt: later(1) };
      await database.invitation.create({ data: { id: `inv_${ulid()}`, ...row } });
      return link;
    },

    async visitorOf(request) {
      const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
      if (bearer !== undefined) return byKey(bearer.trim());
      const found = await auth.api.getSession({ headers: request.headers });
      if (found === null) return null;
      return { person: await personOf(found.user.id), via: "session", sessionId: found.session.id };
    },

    me: async ({ person, limit }) => ({
      person: limit === undefined ? person : { ...person, role: lesser(person.role, limit) },
      admins: await adminNames(database),
    }),
    admins: () => adminNames(database),

    async sessions({ person, sessionId }) {
      const rows = await database.session.findMany({
        where: { userId: person.id, expiresAt: { gt: now() } },
        orderBy: { createdAt: "desc" },
      });
      return {
        sessions: rows.map(({ id, createdAt, expiresAt, userAgent }) => ({
          id,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
          userAgent: userAgent ?? "",
          isCurrent: id === sessionId,
        })),
      };
    },

    async endSession({ person }, id) {
      const { count } = await database.session.deleteMany({ where: { id, userId: person.id } });
      if (count === 0) throw missing("session", id);
    },

    async keys({ person }) {
      const rows = await database.apiKey.findMany({
        where: { person: person.id },
        orderBy: { id: "desc" },
      });
      return { keys: rows.map(asKey) };
    },

    async createKey(visitor, input) {
      const highest = highestRole(visitor);
      if (!isEnough(highest, input.role))
        throw invalidField("role", `A key may do at most what you may, which is the role ${highest}.`);
      return makeKey(visitor.person.id, input);
    },

    async removeKey({ person }, id) {
      const { count } = await database.apiKey.deleteMany({ where: { id, person: person.id } });
      if (count === 0) throw missing("key", id);
    },

    async people() {
      const [people, invitations] = await Promise.all([
        database.user.findMany({ include: { modelRoles: true }, orderBy: { createdAt: "asc" } }),
        database.invitation.findMany({
          where: { usedAt: null, expiresAt: { gt: time() } },
          orderBy: { id: "desc" },
        }),
      ]);
      return {
        people: people.map((row) => ({ ...asPerson(row), createdAt: row.createdAt.toISOString() })),
        invitations: invitations.map(asInvitation),
      };
    },

    async invite({ person }, { role, note, days }) {
      const link = newSecret("inv");
      const row = await database.invitation.create({
        data: {
          id: `inv_${ulid()}`,
          hash: hashOf(link),
          role,
          note,
          author: person.id,
          createdAt: time(),
          expiresAt: later(days),
        },
      });
      return { invitation: asInvitation(row), secret: link };
    },

    async withdraw(id) {
      const { count } = await database.invitation.deleteMany({ where: { id, usedAt: null } });
      if (count === 0) throw missing("invitation", id);
    },

    async setRole(id, { role, model }) {
      const person = await personOf(id);
      if (model === undefined) {
        // The schema asks for a role where there is no model.
        if (role !== "admin" && person.role === "admin") await keepOneAdmin(id);
        await database.user.update({ where: { id }, data: { role: role ?? person.role } });
      } else if (role === null) {
        await database.modelRole.deleteMany({ where: { person: id, model } });
      } else {
        if ((await database.model.findUnique({ where: { id: model } })) === null)
          throw missing("model", model);
        const row = { id: `${id}:${model}`, person: id, model, role };
        await database.modelRole.upsert({ where: { id: row.id }, create: row, update: { role } });
      }
      return personOf(id);
    },

    async remove(id) {
      const { name, role } = await personOf(id);
      if (role === "admin") await keepOneAdmin(id);
      await database.user.delete({ where: { id } });
      return { name };
    },
  };
}

async function adminNames(database: PrismaClient): Promise<string[]> {
  const rows = await database.user.findMany({ where: { role: "admin" }, orderBy: { createdAt: "asc" } });
  return rows.map(({ name }) => name);
}

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly modelRoles: readonly { readonly model: string; readonly role: string }[];
}

function asPerson({ id, name, email, role, modelRoles }: UserRow): Person {
  const models = Object.fromEntries(modelRoles.map((one) => [one.model, asRole(one.role)]));
  return { id, name, email, role: asRole(role), models };
}

type KeyRow = NonNullable<Awaited<ReturnType<PrismaClient["apiKey"]["findFirst"]>>>;

function asKey({ id, name, start, role, createdAt, expiresAt, usedAt }: KeyRow) {
  return { id, name, start, role: asRole(role), createdAt, expiresAt, ...(usedAt !== null && { usedAt }) };
}

type InvitationRow = NonNullable<Awaited<ReturnType<PrismaClient["invitation"]["findFirst"]>>>;

function asInvitation({ id, role, note, createdAt, expiresAt }: InvitationRow) {
  return { id, role: asRole(role), note, createdAt, expiresAt };
}

function missing(noun: string, id: string): PalimpsestError {
  return new PalimpsestError("not_found", `There is no ${noun} ${id}.`, {
    details: { ...because("noRecord", { record: noun, name: id }), id },
  });
}
