/**
 * Migrates the database at start-up. Applies the SQL files of prisma/migrations that are missing, in order. Each file and
 * its row in the migration table are one transaction. The rows are those of Prisma's `migrate deploy`, so that a person can
 * use both on one database.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PalimpsestError } from "../../base";
import { databaseAdapter } from "./database";

/** The migration table as Prisma's schema engine creates it. */
const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Applies the missing migrations to the database file. Returns their names. */
export async function migrate(databasePath: string, folder: string): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const adapter = await databaseAdapter(databasePath).connect();
  try {
    await adapter.executeScript(LEDGER);
    const { rows } = await adapter.queryRaw({
      sql: `SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
      args: [],
      argTypes: [],
    });
    const applied = new Map(rows.map(([name, checksum]) => [String(name), String(checksum)]));
    checkHistory(migrations, applied);

    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of missing) await adapter.executeScript(withLedgerRow(migration));
    return missing.map(({ name }) => name);
  } finally {
    await adapter.dispose();
  }
}

/** The migrations in the folder, oldest first. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      if (!/^\d{14}_[a-z0-9_]+$/.test(name))
        throw new PalimpsestError("internal", `"${name}" is not the name of a migration.`);
      const bytes = await readFile(path.join(folder, name, "migration.sql"));
      return {
        name,
        sql: bytes.toString("utf8"),
        checksum: createHash("sha256").update(bytes).digest("hex"),
      };
    }),
  );
}

function checkHistory(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    if (!known.has(name)) {
      throw new PalimpsestError(
        "conflict",
        `The database was made by a newer Palimpsest: it has the migration ${name}.`,
        {
          hint: "Start the newer version, or point PALIMPSEST_DATA at another folder.",
        },
      );
    }
    if (known.get(name) !== checksum) {
      throw new PalimpsestError(
        "integrity",
        `The migration ${name} is not the one that this database was made with.`,
        {
          hint: "Restore prisma/migrations from the release: a migration is never rewritten.",
        },
      );
    }
  }
}

function withLedgerRow({ name, sql, checksum }: Migration): string {
  const now = Date.now();
  return `BEGIN IMMEDIATE;
${sql}
INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
VALUES ('${randomUUID()}', '${checksum}', ${now}, '${name}', ${now}, 1);
COMMIT;`;
}
