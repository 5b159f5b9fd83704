/** Passkeys: public keys of people, each in one device or in what syncs their devices. Challenges hold for five minutes and once. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { ulid } from "ulid";
import type { z } from "zod";
import type { addPasskey, listPasskeys, signInByPasskey } from "../../../api";
import { because, PalimpsestError, type JsonObject } from "../../../base";
import type { PrismaClient } from "../../generated/client";
import { createWaiting } from "./waiting";

export interface Passkeys {
  list(person: string): Promise<z.infer<typeof listPasskeys.output>["passkeys"]>;
  /** What the browser makes a passkey with. `origin`: of this server as the browser has it. */
  options(
    person: { readonly id: string; readonly name: string; readonly email: string },
    origin: string,
  ): Promise<JsonObject>;
  add(person: string, input: z.infer<typeof addPasskey.input>, origin: string): Promise<Passkey>;
  /** False where there is none of this id and person. */
  remove(person: string, id: string): Promise<boolean>;
  challenge(origin: string): Promise<JsonObject>;
  /** The passkey that it is of, and its person. Throws `unauthorized` for one that does not fit. */
  find(
    credential: z.infer<typeof signInByPasskey.input>["credential"],
    origin: string,
  ): Promise<{ readonly id: string; readonly name: string; readonly person: string }>;
}
type Passkey = z.infer<typeof addPasskey.output>;

const HOLDS_MS = 5 * 60_000;
const MOST_CHALLENGES = 10_000;

export function createPasskeys({ passkey: rows }: Pick<PrismaClient, "passkey">, now: () => Date): Passkeys {
  /** By challenge: whose passkey is made; nobody's where one signs in. */
  const challenges = createWaiting<{ readonly person?: string }>({
    forMs: HOLDS_MS,
    most: MOST_CHALLENGES,
    now: () => now().getTime(),
  });
  const asked = async <T extends { readonly challenge: string }>(options: Promise<T>, person?: string) => {
    const made = await options;
    challenges.put(made.challenge, { person });
    // Without the members that are there and undefined, which JSON has not.
    return JSON.parse(JSON.stringify(made)) as JsonObject;
  };
  /** What every answer is checked with. */
  const expected = (origin: string, person?: string) => ({
    expectedChallenge: (given: string) => {
      const found = challenges.take(given);
      return found !== undefined && found.person === person;
    },
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    requireUserVerification: true,
  });

  return {
    async list(person) {
      return (await rows.findMany({ where: { person }, orderBy: { id: "desc" } })).map(shown);
    },

    async options({ id, name, email }, origin) {
      const own = await rows.findMany({ where: { person: id }, select: { credential: true } });
      const options = generateRegistrationOptions({
        rpName: "Palimpsest",
        rpID: new URL(origin).hostname,
        userID: new TextEncoder().encode(id),
        userName: email,
        userDisplayName: name,
        excludeCredentials: own.map(({ credential }) => ({ id: credential })),
        // The device knows whose passkey it is, and asks for a finger, a face or a PIN: it stands for the password.
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      });
      return asked(options, id);
    },

    async add(person, { name, credential }, origin) {
      const answer = await verifyRegistrationResponse({
        response: credential as unknown as Parameters<typeof verifyRegistrationResponse>[0]["response"],
        ...expected(origin, person),
      }).catch(() => undefined);
      if (!answer?.verified)
        throw new PalimpsestError("forbidden", "The browser's answer does not fit what it was asked.", {
          hint: "Try again. It must be answered within five minutes.",
          details: because("passkeyUnfit"),
        });
      const { id, publicKey, counter } = answer.registrationInfo.credential;
      const row = await rows.create({
        data: {
          id: `pk_${ulid()}`,
          person,
          name,
          credential: id,
          publicKey: Buffer.from(publicKey).toString("base64url"),
          counter,
          createdAt: now().toISOString(),
        },
      });
      return shown(row);
    },

    async remove(person, id) {
      return (await rows.deleteMany({ where: { id, person } })).count > 0;
    },

    challenge: (origin) =>
      asked(generateAuthenticationOptions({ rpID: new URL(origin).hostname, userVerification: "required" })),

    async find(credential, origin) {
      const row = await rows.findUnique({ where: { credential: credential.id } });
      const answer =
        row &&
        (await verifyAuthenticationResponse({
          response: credential as unknown as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
          credential: {
            id: row.credential,
            publicKey: new Uint8Array(Buffer.from(row.publicKey, "base64url")),
            counter: row.counter,
          },
          ...expected(origin),
        }).catch(() => undefined));
      if (!row || !answer?.verified)
        throw new PalimpsestError(
          "unauthorized",
          "This passkey is not known here, or its answer does not fit.",
          {
            hint: "Try again, or sign in in another way and add it on the page of your account.",
            details: because("passkeyUnknown"),
          },
        );
      const data = { counter: answer.authenticationInfo.newCounter, usedAt: now().toISOString() };
      await rows.update({ where: { id: row.id }, data });
      return row;
    },
  };
}

type Row = NonNullable<Awaited<ReturnType<PrismaClient["passkey"]["findFirst"]>>>;

function shown({ id, name, createdAt, usedAt }: Row): Passkey {
  return { id, name, createdAt, ...(usedAt !== null && { usedAt }) };
}
