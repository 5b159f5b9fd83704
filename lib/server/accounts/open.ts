/** Opens the accounts of a server that has them. better-auth is loaded here and nowhere else, so that others do not carry it. */
import type { Env } from "../env";
import type { PrismaClient } from "../generated/client";
import type { Accounts } from "./accounts";
import { createAuditLog } from "./audit";
import { signingKey } from "./secrets";

export async function openAccounts(
  database: PrismaClient,
  env: Pick<Env, "signingKeyFile" | "hosts" | "port" | "provider">,
): Promise<Accounts> {
  const { createAccounts } = await import("./accounts");
  const audit = createAuditLog(database);
  await audit.recover();
  const accounts = createAccounts(database, {
    audit,
    secret: await signingKey(env.signingKeyFile),
    provider: env.provider,
  });
  const link = await accounts.firstInvitation();
  // To the terminal and not to the log: whoever reads the log must not become the admin.
  if (link !== null) process.stderr.write(`${greeting(env, link)}\n`);
  return accounts;
}

function greeting({ hosts, port }: Pick<Env, "hosts" | "port">, link: string): string {
  const server = hosts.length === 0 ? `http://localhost:${port}` : `http://${hosts[0]}:${port}`;
  return [
    "",
    "Nobody has an account here yet. Whoever opens this link first becomes the admin:",
    `  ${server}/join#${link}`,
    "It holds for a day and for one account. A restart prints another one and ends this one.",
    "",
  ].join("\n");
}
