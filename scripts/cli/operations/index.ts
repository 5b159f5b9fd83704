/** backup, restore, retention: the data folder as a whole, also while a server is at work on it. */
import path from "node:path";
import type { Command } from "commander";
import { invalidField, PalimpsestError } from "../../../lib/base";
import { readEnv } from "../../../lib/server/env";
import { RELEASE } from "../../../lib/server/operations/release";
import { openHistory, openModelHost, print, terminalRun, type CommonOptions } from "../context";
import { addRetentionCommand } from "./retention";

interface BackupOptions {
  readonly out?: string;
  readonly verify?: string;
}

interface RestoreOptions {
  readonly replace?: boolean;
  readonly recompute?: boolean;
}

export function addOperationsCommands(program: Command, common: () => CommonOptions): void {
  program
    .command("backup")
    .description("copy the data folder as it stands at one moment; a server may be at work on it")
    .option("--out <folder>", "where to; an earlier backup there is brought up to date")
    .option("--verify <folder>", "read a backup whole, and say whether it is what it was")
    .action((options: BackupOptions) => runBackup(common(), options));
  program
    .command("restore <folder>")
    .description("put a backup in place as the data folder of a server that is stopped")
    .option("--replace", "also where the data folder is not empty; what is there is moved aside in it")
    .option("--recompute", "then compute the fingerprint of every version again, from the bytes")
    .action((folder: string, options: RestoreOptions) => runRestore(common(), folder, options));
  addRetentionCommand(program, common);
}

async function runBackup(common: CommonOptions, { out, verify }: BackupOptions): Promise<void> {
  if (out === undefined && verify === undefined)
    throw invalidField("--out", "No folder was named.", "Give --out, --verify, or both.");
  const { backUp, bytesOf, verifyBackup } = await import("../../../lib/server/operations/backup/backup");
  if (out !== undefined) {
    const { manifest, copied, kept } = await backUp(terminalRun(common), readEnv(), path.resolve(out), {
      release: RELEASE,
    });
    const { createdAt, contents, missing } = manifest;
    const counts = contents.counts;
    print(
      common,
      { folder: out, createdAt, sizeBytes: bytesOf(manifest), copied, kept, counts, missing },
      () => [
        `${out}: ${megabytes(bytesOf(manifest))}; ${copied.files} files copied, ${kept.files} were there already.`,
        `${contents.versions.length} versions, ${counts.Job ?? 0} jobs, ${counts.User ?? 0} people.`,
      ],
    );
    checkComplete(missing);
  }
  if (verify !== undefined) {
    const manifest = await verifyBackup(terminalRun(common), path.resolve(verify));
    const { createdAt, palimpsest, files, missing } = manifest;
    const sizeBytes = bytesOf(manifest);
    print(
      common,
      { folder: verify, createdAt, palimpsest, files: files.length + 1, sizeBytes, missing },
      () => [
        `${verify}: of ${createdAt}, by Palimpsest ${palimpsest}.`,
        `All ${files.length + 1} files (${megabytes(sizeBytes)}) are what they were.`,
      ],
    );
    checkComplete(missing);
  }
}

/** The rest is worth having, so it is written before this is said. */
function checkComplete(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new PalimpsestError(
    "integrity",
    `The backup is whole but for ${missing.length} overlays of versions, whose files are damaged or gone.`,
    {
      hint: "Look for them in an earlier backup. Versions without them are not affected.",
      details: { field: "overlays", expected: [...missing].slice(0, 20), found: null },
    },
  );
}

async function runRestore(
  common: CommonOptions,
  folder: string,
  { replace, recompute }: RestoreOptions,
): Promise<void> {
  const { restoreBackup } = await import("../../../lib/server/operations/backup/restore");
  const env = readEnv();
  const { manifest, migrated, setAside } = await restoreBackup(
    terminalRun(common),
    env,
    path.resolve(folder),
    {
      replace,
    },
  );
  const { createdAt, contents, files } = manifest;
  const recomputed = recompute ? await recomputeFingerprints(common) : undefined;
  const report = {
    dataFolder: env.dataFolder,
    createdAt,
    migrated,
    setAside,
    counts: contents.counts,
    recomputed,
  };
  print(common, report, () => [
    `${env.dataFolder} is the backup of ${createdAt}: ${files.length + 1} files, ${contents.versions.length} versions.`,
    ...(migrated.length > 0 ? [`The database was brought up to date: ${migrated.join(", ")}.`] : []),
    ...(setAside === undefined ? [] : [`What was there before is in ${setAside}.`]),
    ...(recomputed === undefined ? [] : [`${recomputed} fingerprints were computed again and are the same.`]),
  ]);
}

/** Returns how many. Throws `integrity` for the first that differs. */
async function recomputeFingerprints(common: CommonOptions): Promise<number> {
  const modelHost = await openModelHost(common);
  const { store, close } = await openHistory(modelHost);
  const run = terminalRun(common);
  try {
    const versions = await store.versions.list();
    for (const [step, { id, model, fingerprint: expected }] of versions.entries()) {
      run.progress({ phase: "Computing fingerprints", step: step + 1, steps: versions.length });
      const { fingerprint: found } = await modelHost.fingerprint({ model, version: id, overlays: [] });
      if (found === expected) continue;
      throw new PalimpsestError("integrity", `The version ${id} computes to another fingerprint.`, {
        hint: "Its model's files may be another release's; restore with the release that made the backup.",
        details: { id, expected, found },
      });
    }
    return versions.length;
  } finally {
    await close();
    await modelHost.dispose();
  }
}

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1e6).toFixed(1)} MB`;
}
