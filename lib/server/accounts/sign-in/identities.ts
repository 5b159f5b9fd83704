/**
 * Whose account an identity at a provider is. It was connected before; or its verified address is an account's; or it makes an
 * account, with an invitation or where the server lets everybody of the provider in.
 */
import { ulid } from "ulid";
import type { Role } from "../../../api";
import { because, PalimpsestError } from "../../../base";
import type { PrismaClient } from "../../generated/client";
import type { Identity } from "./provider";

interface Coming {
  /** The person whose session the browser has. */
  readonly here?: string;
  /** Whether they want to connect this identity with their account, and nothing else. */
  readonly isConnecting: boolean;
  /** What a newcomer is; throws where they may not come. */
  newcomer(): Promise<Role>;
}

/** What was done with it, and who it is. */
interface Arrival {
  readonly person: { readonly id: string; readonly name: string; readonly role: string };
  readonly was: "known" | "connected" | "made";
}

type Tables = Pick<PrismaClient, "account" | "user">;

/** The name under which connections with a provider are stored. */
export const providerId = (issuer: string) => `oidc:${issuer}`;

export async function arrive(tables: Tables, identity: Identity, coming: Coming, at: Date): Promise<Arrival> {
  const { issuer, subject, email, isVerified } = identity;
  const { here, isConnecting } = coming;
  const place = { providerId: providerId(issuer), accountId: subject };
  const times = { createdAt: at, updatedAt: at };
  const known = await tables.account.findUnique({
    where: { providerId_accountId: place },
    include: { user: true },
  });
  if (known !== null) {
    if (isConnecting && known.userId !== here) throw another();
    return { person: known.user, was: "known" };
  }
  if (email === undefined || !isVerified)
    throw new PalimpsestError("forbidden", "The provider does not say that your e-mail address is yours.", {
      hint: "Confirm the address there, or ask its admin, and try again.",
      details: because("unverifiedEmail"),
    });

  const person = await tables.user.findUnique({ where: { email }, include: { accounts: true } });
  if (isConnecting && person?.id !== here) throw another();
  if (person !== null) {
    // Whoever made the account typed its address, and nobody confirmed it: it may be another's. The password shows that it is not.
    if (person.id !== here && person.accounts.some(({ password }) => password !== null))
      throw new PalimpsestError("conflict", "There is an account with your address that has a password.", {
        hint: "Sign in with the password once, and connect the provider on the page of your account.",
        details: because("signInFirst"),
      });
    await tables.account.create({ data: { id: ulid(), userId: person.id, ...place, ...times } });
    return { person, was: "connected" };
  }

  const role = await coming.newcomer();
  const name = await freeName(tables, identity.name ?? email.split("@", 1)[0]);
  const made = await tables.user.create({
    data: {
      id: ulid(),
      name,
      email,
      emailVerified: true,
      role,
      ...times,
      accounts: { create: { id: ulid(), ...place, ...times } },
    },
  });
  return { person: made, was: "made" };
}

function another(): PalimpsestError {
  return new PalimpsestError("conflict", "At the provider you are somebody with another address.", {
    hint: "Sign in there with the address of this account, or ask the admin.",
    details: because("otherIdentity"),
  });
}

/** The name, with a number where somebody has it: names stand under versions, and no two are the same. */
async function freeName({ user }: Tables, wanted: string): Promise<string> {
  const taken = new Set((await user.findMany({ select: { name: true } })).map(({ name }) => plain(name)));
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted} ${i}`;
    if (!taken.has(plain(name))) return name;
  }
}

/** The same for names that a reader would take for the same. */
export function plain(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
