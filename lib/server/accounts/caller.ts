/**
 * The one place where a request is held to its rule (lib/api/access.ts): who asks, whether their role is enough for the record
 * that is named, whose name stands under what they do, and what the audit log writes down of it.
 */
import { isEnough, ruleOf, type AccessRule, type Role } from "../../api";
import { because, PalimpsestError, type JsonObject, type JsonValue } from "../../base";
import type { Services } from "../services";
import { highestRole, roleOf, type Visitor } from "./visitor";

/** A request as far as it is read. */
interface Given {
  readonly params?: unknown;
  readonly input?: unknown;
}

export interface Caller {
  /** Nobody on a server without accounts, and before signing in. */
  readonly visitor: Visitor | null;
  /** Throws `forbidden` where the role for what the request names is not enough. */
  permit(given: Given): Promise<void>;
  /** The input with the name of the one who asks in place of any that it brought. */
  signed<I>(input: I): I;
  /**
   * Does the work and writes down what came of it, where the rule says so. That it is about to be done is noted before, so that a
   * server that ends in between leaves a trace.
   */
  recorded<O>(given: Given, work: () => Promise<O>): Promise<O>;
}

/** On a server without accounts everybody who comes in may do everything. */
export const ANYBODY: Caller = {
  visitor: null,
  permit: () => Promise.resolve(),
  signed: (input) => input,
  recorded: (_given, work) => work(),
};

/** Rule of an address that there is not: it tells nobody anything. */
const NOWHERE: AccessRule = { needs: "anybody" };

/**
 * Throws `unauthorized` for one who has to sign in first, and `forbidden` for one whose role is not enough for any record.
 * `operation` is null for an address that there is not.
 */
export async function callerOf(
  services: Pick<Services, "accounts" | "store">,
  request: Request,
  operation: string | null,
): Promise<Caller> {
  const { accounts, store } = services;
  if (accounts === null) return ANYBODY;
  const rule = operation === null ? NOWHERE : ruleOf(operation);
  if (rule.needs === "anybody") return ANYBODY;
  const visitor = await accounts.visitorOf(request);
  if (visitor === null)
    throw new PalimpsestError("unauthorized", "Sign in first.", {
      hint: "Open a page of the workbench, or send an API key as Authorization: Bearer.",
      details: because("sign-in"),
    });
  const demand = async (needs: AccessRule["needs"], role: Role, model?: string): Promise<void> => {
    if (!isEnough(role, needs)) throw refusal(needs, role, model, await accounts.admins());
  };
  await demand(rule.needs, highestRole(visitor));
  /** What the rule names of what is known so far. */
  const detailsOf = async (done: Given & { readonly output?: unknown }): Promise<JsonObject> => {
    const found = Object.entries(rule.audit ?? {}).flatMap(([name, path]) => {
      const value = at(done, path);
      return value === undefined ? [] : [[name, value as JsonValue]];
    });
    const named = { ...fieldsOf(done.input), ...fieldsOf(done.params) };
    const { model } = await subjectOf(store, rule, named);
    return { ...(model !== undefined && { model }), ...Object.fromEntries(found) };
  };

  return {
    visitor,
    async permit(given) {
      const named = { ...fieldsOf(given.input), ...fieldsOf(given.params) };
      const { model, author } = await subjectOf(store, rule, named);
      const role = roleOf(visitor, model);
      await demand(rule.needs, role, model);
      if (rule.with && at(named, rule.with[0]) !== undefined) await demand(rule.with[1], role, model);
      if (rule.others && author !== undefined && author !== visitor.person.name)
        await demand(rule.others, role, model);
    },
    signed: (input) => (rule.needs === "viewer" ? input : signedBy(visitor.person.name, input)),
    async recorded(given, work) {
      if (rule.audit === undefined) return work();
      const { id, name } = visitor.person;
      const event = { person: id, name, via: visitor.via, action: operation! };
      const details = await detailsOf(given);
      const settle = await accounts.audit.intend({ ...event, details });
      try {
        const output = await work();
        await settle(await detailsOf({ ...given, output }));
        return output;
      } catch (error) {
        // A refusal changed nothing. Of any other failure nobody knows.
        await settle(error instanceof PalimpsestError ? null : { ...details, outcome: "failed" });
        throw error;
      }
    },
  };
}

/** A server with accounts; the others have no such thing. */
export function accountsOf({ accounts }: Pick<Services, "accounts">): NonNullable<Services["accounts"]> {
  if (accounts !== null) return accounts;
  throw noAccounts();
}

function noAccounts(): PalimpsestError {
  return new PalimpsestError("unsupported", "This server has no accounts.", {
    hint: "Start it with PALIMPSEST_ACCOUNTS=on: see docs/lab.md.",
  });
}

/** Limits of the people; a server without accounts has none. */
export function quotasOf({ quotas }: Pick<Services, "quotas">): NonNullable<Services["quotas"]> {
  if (quotas !== null) return quotas;
  throw noAccounts();
}

/** Who has signed in, for an operation whose rule asks for it. */
export function visitorOf({ visitor }: Caller): Visitor {
  if (visitor === null) throw new PalimpsestError("unauthorized", "Sign in first.");
  return visitor;
}

function refusal(
  needs: AccessRule["needs"],
  role: Role,
  model: string | undefined,
  admins: readonly string[],
): PalimpsestError {
  const where = model === undefined ? "" : ` for ${model}`;
  return new PalimpsestError("forbidden", `This needs the role ${needs}${where}. Yours is ${role}.`, {
    hint: `An admin can give it: ${admins.join(", ")}.`,
    details: {
      ...because("roleNeeded", { has: role, whoGives: admins.join(", ") }),
      needs,
      role,
      ...(model !== undefined && { model }),
      admins: [...admins],
    },
  });
}

/** The model of what a request names, and whose it is. Nothing where there is no such record, which the route says then. */
async function subjectOf(
  store: Services["store"],
  { about }: AccessRule,
  named: Readonly<Record<string, unknown>>,
): Promise<{ readonly model?: string; readonly author?: string }> {
  const id = about && at(named, about[1]);
  if (about === undefined || typeof id !== "string") return {};
  switch (about[0]) {
    case "model":
      return { model: id };
    case "branch":
      return { model: (await store.branches.find(id))?.model };
    case "version":
      return { model: (await store.versions.find(id))?.model };
    case "run":
      return { model: (await store.lifelong.find(id))?.model };
    case "preset": {
      const preset = await store.presets.find(id);
      return { model: preset?.model, author: preset?.author };
    }
    case "job": {
      const job = await store.jobs.find(id);
      return { model: job?.summary?.model, author: job?.author };
    }
  }
}

/**
 * Whoever approves a proposal is its second person; nobody names a second person for a plan of their own. What is only looked at
 * stays as it was sent.
 */
function signedBy<I>(name: string, input: I): I {
  const fields = fieldsOf(input);
  if (!("author" in fields)) return input;
  const { approvedBy: _, ...rest } = fields;
  return { ...rest, author: name, ...(fields.proposal !== undefined && { approvedBy: name }) } as I;
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((found, name) => fieldsOf(found)[name], value);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
