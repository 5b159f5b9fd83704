/** Accounts over a database of their own, without the rest of a server. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Role } from "../../api";
import { createAccounts, type Accounts } from "../accounts/accounts";
import { createAuditLog } from "../accounts/audit";
import type { ProviderSettings } from "../env";
import { openDatabase } from "../storage/database";
import { migrate } from "../storage/migrate";

export const PASSWORD = "a long enough password";

export async function freshAccounts({ provider }: { readonly provider?: ProviderSettings } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-ways-"));
  const file = path.join(folder, "palimpsest.db");
  await migrate(file, path.resolve("prisma/migrations"));
  const database = await openDatabase(file);
  const audit = createAuditLog(database);
  /** Another start of the server on the same data. */
  const start = (other: ProviderSettings | undefined = provider): Accounts =>
    createAccounts(database, { audit, secret: "s".repeat(40), ...(other && { provider: other }) });
  const accounts = start();
  return {
    accounts,
    start,
    audit,
    database,
    /** The first becomes the admin; others are invited by them. */
    async join(name: string, role: Role = "viewer"): Promise<Browser> {
      const browser = new Browser();
      const first = await accounts.firstInvitation();
      const invitation = first ?? (await this.invite(role));
      const input = { invitation, name, email: `${name.toLowerCase()}@lab.example`, password: PASSWORD };
      browser.keep((await accounts.ways.join(input, browser.request())).cookies);
      return browser;
    },
    async invite(role: Role): Promise<string> {
      const [{ id, name, email }] = await database.user.findMany({ where: { role: "admin" } });
      const person = { id, name, email, role: "admin", models: {} } as const;
      const input = { role, note: "", days: 7 };
      return (await accounts.invite({ person, via: "session" }, input)).secret;
    },
    async close(): Promise<void> {
      await database.$disconnect();
      await rm(folder, { recursive: true });
    },
  };
}

/** The cookies of one browser. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  constructor(readonly origin = "http://localhost:3000") {}

  request(): Request {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Request(`${this.origin}/api/accounts`, {
      headers: { host: new URL(this.origin).host, cookie },
    });
  }

  keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
