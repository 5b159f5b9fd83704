/** The manifest of a backup: the files with their digests, and what the database says of itself. It is written last. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { PalimpsestError } from "../../../base";
import { openConnection } from "../../storage/database";
import { isAbsent } from "./copied-file";

export const MANIFEST = "backup.json";
const FORMAT = "palimpsest-backup";
const FORMAT_VERSION = 1;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Never a way out of the folder. */
const Inside = z
  .string()
  .regex(/^[^\\/]+(\/[^\\/]+)*$/)
  .refine((file) => !file.split("/").some((part) => part === "." || part === ".."));
const FileEntry = z.object({ path: Inside, sizeBytes: z.int().nonnegative(), sha256: Digest });

const Contents = z.object({
  /** Rows of each table. */
  counts: z.record(z.string(), z.int().nonnegative()),
  /** The migrations that the database has had, oldest first. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  versions: z.array(z.object({ id: z.string(), fingerprint: z.string(), overlays: z.array(Digest) })),
});
/** What the rows of a database amount to. */
export type Contents = z.infer<typeof Contents>;

const BackupManifest = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  /** The release that made it. */
  palimpsest: z.string(),
  createdAt: z.iso.datetime(),
  database: FileEntry,
  files: z.array(FileEntry),
  /** Overlays of versions of which no sound copy was found. */
  missing: z.array(Digest),
  contents: Contents,
});
export type BackupManifest = z.infer<typeof BackupManifest>;

export function manifestFor(rest: Omit<BackupManifest, "format" | "formatVersion">): BackupManifest {
  return { format: FORMAT, formatVersion: FORMAT_VERSION, ...rest };
}

/** Null where the folder has none. Throws `integrity` for one that cannot be read and `conflict` for that of a newer release. */
export async function findManifest(folder: string): Promise<BackupManifest | null> {
  const text = await readFile(path.join(folder, MANIFEST), "utf8").catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (text === null) return null;
  const value = parsedOrNull(text);
  const named = z.object({ format: z.literal(FORMAT), formatVersion: z.int() }).safeParse(value);
  if (named.success && named.data.formatVersion > FORMAT_VERSION)
    throw new PalimpsestError("conflict", `The backup ${folder} was made by a newer Palimpsest.`, {
      hint: "Use that release, or a newer one, to restore it.",
      details: { field: "formatVersion", expected: FORMAT_VERSION, found: named.data.formatVersion },
    });
  const manifest = BackupManifest.safeParse(value);
  if (manifest.success) return manifest.data;
  const at = value === null ? "" : manifest.error.issues[0].path.join(".");
  throw new PalimpsestError("integrity", `The manifest of the backup ${folder} is cut or was changed.`, {
    hint: "Use another backup, or make this one again.",
    details: { field: at || MANIFEST, expected: `${FORMAT} ${FORMAT_VERSION}`, found: text.slice(0, 80) },
  });
}

/** Throws `not_found` for a folder that holds no backup. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const manifest = await findManifest(folder);
  if (manifest !== null) return manifest;
  throw new PalimpsestError("not_found", `There is no backup in ${folder}.`, {
    hint: `Name the folder that was given to backup --out. A backup that was interrupted has no ${MANIFEST}; make it again.`,
    details: { field: folder, expected: MANIFEST, found: null },
  });
}

/** Reads what a database file holds, whatever release made it. Throws `integrity` for a file that SQLite finds damaged. */
export async function contentsOf(file: string): Promise<Contents> {
  const connection = openConnection(file);
  const rowsOf = async (sql: string) => (await connection.execute(sql)).rows;
  try {
    const [check] = await rowsOf("PRAGMA integrity_check");
    if (check[0] !== "ok") throw new Error(String(check[0]));
    const tables = await rowsOf(
      `SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%' AND "name" <> '_prisma_migrations' ORDER BY "name"`,
    );
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const name = String(table[0]);
      counts[name] = Number((await rowsOf(`SELECT count(*) FROM "${name}"`))[0][0]);
    }
    const migrations = await rowsOf(
      `SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`,
    );
    const versions = await rowsOf(`SELECT "id", "fingerprint", "overlays" FROM "Version" ORDER BY "id"`);
    return Contents.parse({
      counts,
      migrations: migrations.map((row) => ({ name: row[0], checksum: row[1] })),
      versions: versions.map((row) => ({
        id: row[0],
        fingerprint: row[1],
        overlays: parsedOrNull(String(row[2])),
      })),
    });
  } catch (cause) {
    throw new PalimpsestError("integrity", `The database ${path.basename(file)} cannot be read.`, {
      hint: "Use another backup.",
      cause,
    });
  } finally {
    connection.close();
  }
}

/** Throws `integrity` where a database does not hold what it held when it was backed up. */
export function checkContents(expected: Contents, found: Contents): void {
  const differs = (what: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) === JSON.stringify(b)) return;
    throw new PalimpsestError("integrity", `The ${what} of the backup are not those of its manifest.`, {
      hint: "Use another backup.",
      details: {
        field: what,
        expected: JSON.stringify(a).slice(0, 400),
        found: JSON.stringify(b).slice(0, 400),
      },
    });
  };
  const tables = new Set([...Object.keys(expected.counts), ...Object.keys(found.counts)]);
  for (const table of tables)
    differs(`rows of ${table}`, expected.counts[table] ?? null, found.counts[table] ?? null);
  differs("migrations", expected.migrations, found.migrations);
  checkVersions(expected, found);
}

/** Throws `integrity` unless every version is there with its fingerprint. */
export function checkVersions(expected: Contents, found: Contents): void {
  const present = new Map(found.versions.map(({ id, fingerprint }) => [id, fingerprint]));
  for (const { id, fingerprint } of expected.versions) {
    if (present.get(id) === fingerprint) continue;
    throw new PalimpsestError(
      "integrity",
      `The fingerprint of the version ${id} is not the one of the manifest.`,
      {
        hint: "Use another backup.",
        details: { id, expected: fingerprint, found: present.get(id) ?? null },
      },
    );
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
