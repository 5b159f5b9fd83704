/** login, logout, whoami: the command line of a person on a server with accounts. */
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { Option, type Command } from "commander";
import { getMe, pollDevice, removeKey, ROLES, startDevice, type Role } from "../../../lib/api";
import { invalidField, PalimpsestError } from "../../../lib/base";
import { callEndpoint } from "../../../lib/client/queries/http";
import { isLoopback } from "../../../lib/server/env";
import { print, tell, type CommonOptions } from "../context";
import { elsewhere, forget, remember, serverOf, signedIn } from "./servers";

interface LoginOptions {
  readonly role: Role;
  readonly days: number;
}

export function addSignInCommands(program: Command, common: () => CommonOptions): void {
  program
    .command("login")
    .description("sign this command line in to a server with accounts; you approve it in a browser")
    .addOption(
      new Option("--role <role>", "what it may do, at most what you may").choices(ROLES).default("viewer"),
    )
    .option("--days <n>", "how long it stays signed in", Number, 30)
    .action((options: LoginOptions) => runLogin(common(), options));
  program
    .command("logout")
    .description("remove the key of this command line, on the server and here")
    .action(() => runLogout(common()));
  program
    .command("whoami")
    .description("who this command line is on the server, and what it may do")
    .action(() => runWhoami(common()));
}

async function runLogin(options: CommonOptions, { role, days }: LoginOptions): Promise<void> {
  if (options.server === undefined)
    throw invalidField("server", "Say which server: palimpsest login --server https://lab.example.");
  const server = serverOf(options.server);
  const { protocol, hostname: name } = new URL(server);
  if (protocol === "http:" && !isLoopback(name))
    tell("This server is asked by http: whoever is on the way can read the key.");
  const at = { origin: server };
  const input = { host: hostname().slice(0, 60), role, days };
  const code = await callEndpoint(startDevice, { input }, undefined, at);
  tell(
    `Open ${code.address}`,
    `and approve the code ${code.userCode}. It holds for ${Math.round(code.expiresInSeconds / 60)} minutes.`,
  );
  const { key, secret, person } = await approved(at.origin, code);
  const { id, expiresAt } = key;
  await remember(server, { key: secret, keyId: id, person, role: key.role, expiresAt });
  print(options, { server, person, role: key.role, expiresAt }, () => [
    `Signed in to ${server} as ${person}, as ${key.role}, until ${expiresAt.slice(0, 10)}.`,
    ...(key.role === role ? [] : [`It may do less than ${role}, because ${person} may.`]),
  ]);
}

/** Asks as often as the server wants until a person has approved the code, and throws where they decline or it expires. */
async function approved(
  origin: string,
  { deviceCode, intervalSeconds }: { readonly deviceCode: string; readonly intervalSeconds: number },
) {
  for (let seconds = intervalSeconds; ;) {
    // A little longer, so that a clock that ticks unevenly is not too early.
    await wait(seconds * 1000 + 100);
    const answer = await callEndpoint(pollDevice, { input: { deviceCode } }, undefined, { origin });
    if (answer.status === "approved") return answer;
    seconds = answer.intervalSeconds;
  }
}

async function runLogout(options: CommonOptions): Promise<void> {
  const { server, keyId } = await signedIn(options.server);
  const at = await elsewhere(server);
  const isRemoved = await callEndpoint(removeKey, { params: { keyId } }, undefined, at).then(
    () => true,
    (error: unknown) => {
      // A key that holds no more is as good as removed. Where the server is away, it is forgotten here and lives on there.
      if (error instanceof PalimpsestError)
        return error.code === "unauthorized" || error.code === "not_found";
      throw error;
    },
  );
  await forget(server);
  print(options, { server, removed: isRemoved }, () => [
    isRemoved
      ? `Signed out of ${server}.`
      : `The key is forgotten here, but ${server} did not remove it. Remove it on the page of your account there.`,
  ]);
}

async function runWhoami(options: CommonOptions): Promise<void> {
  const { server, expiresAt } = await signedIn(options.server);
  const { person } = await callEndpoint(getMe, {}, undefined, await elsewhere(server));
  const { name, email, role } = person;
  print(options, { server, name, email, role, expiresAt }, () => [
    `${name} (${email}) on ${server}, as ${role}, until ${expiresAt.slice(0, 10)}.`,
  ]);
}
