/** audit: what was done on a server with accounts, read from its data folder; whether the log holds; the whole of it as a file. */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { invalidField, PalimpsestError } from "../../lib/base";
import { createAuditLog, type AuditLog } from "../../lib/server/accounts/audit";
import { openTables, print, table, tell, type CommonOptions } from "./context";

interface ListOptions {
  readonly person?: string;
  readonly rows: number;
}

export function addAuditCommands(program: Command, common: () => CommonOptions): void {
  const audit = program
    .command("audit")
    .description(
      "what was done on a server with accounts: who came in, and who kept, undid, approved or removed what",
    );
  audit
    .command("list", { isDefault: true })
    .description("the newest rows first")
    .option("--person <name>", "what this person did")
    .option("--rows <n>", "how many", Number, 50)
    .action((options: ListOptions) => runList(common(), options));
  audit
    .command("verify")
    .description("whether every row follows from the one before; exits 1 where one does not")
    .action(() => withAudit((log) => runVerify(common(), log)));
  audit
    .command("export <file>")
    .description("the whole log, a row of JSON a line, from the oldest")
    .action((file: string) => withAudit((log) => runExport(file, log)));
}

/** Reading needs no lock: the server may be at work on the folder. */
async function withAudit<T>(work: (log: AuditLog) => Promise<T>): Promise<T> {
  const database = await openTables();
  return work(createAuditLog(database)).finally(() => database.$disconnect());
}

async function runList(options: CommonOptions, { person: name, rows: limit }: ListOptions): Promise<void> {
  const database = await openTables();
  try {
    if (!Number.isInteger(limit) || limit < 1)
      throw invalidField("rows", `--rows is a number, not ${limit}.`);
    // By the log itself, because a person who was removed has left nothing else.
    const found = name === undefined ? null : await database.auditRow.findFirst({ where: { name } });
    if (name !== undefined && found === null)
      throw new PalimpsestError("not_found", `${name} has done nothing here.`);
    const query = { limit, ...(found?.person && { person: found.person }) };
    const { entries, total } = await createAuditLog(database).list(query);
    print(options, { entries, total }, () => [
      ...table(
        ["row", "at", "who", "what", "about"],
        entries.map((row) => [
          String(row.sequence),
          row.at,
          row.via === "key" ? `${row.name} (key)` : row.name,
          row.action,
          JSON.stringify(row.details),
        ]),
      ),
      `${entries.length} of ${total} rows`,
    ]);
  } finally {
    await database.$disconnect();
  }
}

async function runVerify(options: CommonOptions, log: AuditLog): Promise<void> {
  const found = await log.verify();
  if (found.fault)
    throw new PalimpsestError("integrity", found.fault.message, {
      hint: "Compare with an earlier export. Rows before it hold.",
      details: { rows: found.rows, head: found.head, sequence: found.fault.sequence },
    });
  print(options, found, () => [
    `${found.rows} rows, each follows from the one before.`,
    `Newest: ${found.head}. Written down elsewhere, it shows later whether rows at the end are missing.`,
  ]);
}

async function runExport(file: string, log: AuditLog): Promise<void> {
  let rows = 0;
  const lines = async function* () {
    for await (const row of log.all()) {
      rows++;
      yield `${JSON.stringify(row)}\n`;
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
  tell(`${rows} rows in ${file}`);
}
