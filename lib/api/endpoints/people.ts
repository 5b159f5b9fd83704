/** Accounts of a server that has them: signing in, sessions and keys, people and their roles, and the audit log. */
import { z } from "zod";
import { Json } from "../../store";
import { ROLES } from "../access";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const RoleName = z.enum(ROLES);
const Id = z.string().regex(/^[\w-]{1,64}$/, "An id of letters, digits, - and _.");
const Email = z.email().trim().toLowerCase().max(200);
const Password = z.string().min(12, "At least 12 characters.").max(128);
const Time = z.iso.datetime();
const Secret = z.string().min(20).max(200);

/** Roles for single models, which count there instead of the role everywhere. */
const ModelRoles = z.record(z.string(), RoleName);

const Person = z.object({
  id: Id,
  /** What stands beside everything that they keep. No two people of a server have the same. */
  name: z.string(),
  email: z.string(),
  role: RoleName,
  models: ModelRoles,
});
export type Person = z.infer<typeof Person>;

const Me = z.object({
  person: Person,
  /** Who can give another role. */
  admins: z.array(z.string()),
});
export type Me = z.infer<typeof Me>;

export const getMe = defineEndpoint({
  id: "accounts.me",
  summary: "Who is signed in, with what roles.",
  method: "GET",
  path: "/api/accounts/me",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: Me,
});

export const signIn = defineEndpoint({
  id: "accounts.sign-in",
  summary: "Sign in with e-mail and password. The session is a cookie.",
  method: "POST",
  path: "/api/accounts/sign-in",
  params: NO_PARAMS,
  input: z.object({ email: Email, password: z.string().max(128) }),
  output: z.object({ name: z.string() }),
});

export const signOut = defineEndpoint({
  id: "accounts.sign-out",
  summary: "End the session of the request.",
  method: "POST",
  path: "/api/accounts/sign-out",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({}),
});

export const joinLab = defineEndpoint({
  id: "accounts.join",
  summary: "Make an account with an invitation, which is used up by it.",
  method: "POST",
  path: "/api/accounts/join",
  params: NO_PARAMS,
  input: z.object({
    invitation: Secret,
    name: z.string().trim().min(1).max(80),
    email: Email,
    password: Password,
  }),
  output: z.object({ name: z.string() }),
});

const Session = z.object({
  id: Id,
  createdAt: Time,
  expiresAt: Time,
  userAgent: z.string(),
  isCurrent: z.boolean(),
});

export const listSessions = defineEndpoint({
  id: "accounts.sessions",
  summary: "One's own sessions.",
  method: "GET",
  path: "/api/accounts/sessions",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ sessions: z.array(Session) }),
});

export const endSession = defineEndpoint({
  id: "accounts.end-session",
  summary: "End one of one's own sessions.",
  method: "DELETE",
  path: "/api/accounts/sessions/[sessionId]",
  params: z.object({ sessionId: Id }),
  input: NO_INPUT,
  output: z.object({ ended: Id }),
  invalidates: ["accounts.sessions"],
});

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  /** The first characters, by which its owner tells it from others. */
  start: z.string(),
  role: RoleName,
  createdAt: Time,
  expiresAt: Time,
  usedAt: Time.optional(),
});

export const listKeys = defineEndpoint({
  id: "accounts.keys",
  summary: "One's own API keys.",
  method: "GET",
  path: "/api/accounts/keys",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ keys: z.array(ApiKey) }),
});

export const createKey = defineEndpoint({
  id: "accounts.create-key",
  summary: "Make an API key for a program. It is shown once, and may do at most what its owner may.",
  method: "POST",
  path: "/api/accounts/keys",
  params: NO_PARAMS,
  input: z.object({
    name: z.string().trim().min(1).max(80),
    role: RoleName,
    days: z.int().min(1).max(365).default(90),
  }),
  output: z.object({ key: ApiKey, secret: Secret }),
  invalidates: ["accounts.keys"],
});

export const removeKey = defineEndpoint({
  id: "accounts.remove-key",
  summary: "Remove one of one's own API keys.",
  method: "DELETE",
  path: "/api/accounts/keys/[keyId]",
  params: z.object({ keyId: Id }),
  input: NO_INPUT,
  output: z.object({ removed: Id }),
  invalidates: ["accounts.keys"],
});

const Invitation = z.object({
  id: Id,
  role: RoleName,
  note: z.string(),
  createdAt: Time,
  expiresAt: Time,
});

export const listPeople = defineEndpoint({
  id: "people.list",
  summary: "Everybody with an account, and the invitations that wait.",
  method: "GET",
  path: "/api/people",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({
    people: z.array(Person.extend({ createdAt: Time })),
    invitations: z.array(Invitation),
  }),
});

export const invite = defineEndpoint({
  id: "people.invite",
  summary: "Make an invitation, whose link is shown once and can be used once.",
  method: "POST",
  path: "/api/people/invitations",
  params: NO_PARAMS,
  input: z.object({
    role: RoleName,
    note: z.string().trim().max(120).default(""),
    days: z.int().min(1).max(30).default(7),
  }),
  output: z.object({ invitation: Invitation, secret: Secret }),
  invalidates: ["people.list"],
});

export const withdrawInvitation = defineEndpoint({
  id: "people.withdraw",
  summary: "Take an invitation back.",
  method: "DELETE",
  path: "/api/people/invitations/[invitationId]",
  params: z.object({ invitationId: Id }),
  input: NO_INPUT,
  output: z.object({ withdrawn: Id }),
  invalidates: ["people.list"],
});

export const setRole = defineEndpoint({
  id: "people.role",
  summary: "Give a person a role everywhere, or for one model; null takes the role for a model back.",
  method: "PATCH",
  path: "/api/people/[personId]",
  params: z.object({ personId: Id }),
  input: z
    .object({ role: RoleName.nullable(), model: z.string().min(1).max(200).optional() })
    .refine(({ role, model }) => role !== null || model !== undefined, {
      message: "Only a role for one model can be taken back.",
      path: ["role"],
    }),
  output: Person,
  invalidates: ["people.list", "accounts.me", "audit.list"],
});

export const removePerson = defineEndpoint({
  id: "people.remove",
  summary: "Remove a person's account, sessions and keys. What they kept stays, under their name.",
  method: "DELETE",
  path: "/api/people/[personId]",
  params: z.object({ personId: Id }),
  input: NO_INPUT,
  output: z.object({ removed: Id, name: z.string() }),
  invalidates: ["people.list", "audit.list"],
});

export const AuditEntry = z.object({
  /** From one, without a gap. */
  sequence: z.int(),
  at: Time,
  /** Nobody where the server itself did it. */
  person: z.string().optional(),
  name: z.string(),
  via: z.enum(["session", "key", "server"]),
  /** The id of the operation. */
  action: z.string(),
  details: Json,
  /** Hash of the row before, and of this one with it. */
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const listAudit = defineEndpoint({
  id: "audit.list",
  summary: "What was done, from the newest: all of it, or by one person.",
  method: "GET",
  path: "/api/audit",
  params: NO_PARAMS,
  input: z.object({
    person: Id.optional(),
    /** Rows before this one. */
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  output: z.object({ entries: z.array(AuditEntry), total: z.int() }),
});

export const verifyAudit = defineEndpoint({
  id: "audit.verify",
  summary: "Whether every row still follows from the one before.",
  method: "GET",
  path: "/api/audit/verify",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({
    rows: z.int(),
    /** Of the newest row. Written down elsewhere, it shows later whether rows at the end are missing. */
    head: z.string(),
    /** The first row that does not follow. */
    fault: z.object({ sequence: z.int(), message: z.string() }).optional(),
  }),
});
