/** retention: what may go by its age, shown, and removed when asked. A version, and what a version names, never goes. */
import type { Command } from "commander";
import { RetentionRules, type Removable } from "../../../lib/api";
import { invalidField } from "../../../lib/base";
import { readEnv } from "../../../lib/server/env";
import { createArtifactFiles } from "../../../lib/server/storage/artifact-files";
import { createBlobFiles } from "../../../lib/server/storage/blob-files";
import { openTables, print, type CommonOptions } from "../context";

interface RetentionOptions {
  readonly days: string;
  readonly eventDays?: string;
  readonly artifactDays?: string;
  readonly dryRun?: boolean;
}

export function addRetentionCommand(program: Command, common: () => CommonOptions): void {
  program
    .command("retention")
    .description("remove old jobs, and files that nothing names; never a version, nor what a version names")
    .option("--days <n>", "of finished jobs, since they ended", "30")
    .option("--event-days <n>", "of the progress of finished jobs that stay")
    .option("--artifact-days <n>", "of artifacts of models that are here, which can be made again")
    .option("--dry-run", "only say what would be removed; a server may be at work on the folder")
    .action((options: RetentionOptions) => runRetention(common(), options));
}

async function runRetention(
  common: CommonOptions,
  { dryRun = false, ...given }: RetentionOptions,
): Promise<void> {
  const rules = RetentionRules.safeParse(given);
  if (!rules.success) {
    const [
      {
        path: [field],
        message,
      },
    ] = rules.error.issues;
    throw invalidField(
      `--${String(field).replace("D", "-d")}`,
      message,
      "Give a number of days, 1 at least.",
    );
  }
  const env = readEnv();
  const database = await openTables();
  const { lockFolder } = await import("../../../lib/server/storage/folder-lock");
  const { createPrismaStore } = await import("../../../lib/server/storage/prisma-store");
  const { createDataFolder } = await import("../../../lib/server/storage/data-folder");
  // A server clears its own folder, by its page or its address; two at once might each take what the other is about to name.
  const lock = dryRun ? null : await lockFolder(env.dataFolder);
  try {
    const store = createPrismaStore(database, createBlobFiles(env.blobFolder));
    const artifacts = createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder);
    const folder = createDataFolder({ env, store, artifacts, database });
    const removed = dryRun
      ? (await folder.report(rules.data)).removable
      : (await folder.clear(rules.data)).removed;
    print(common, { isDryRun: dryRun, rules: rules.data, removed }, () => [
      dryRun ? "Nothing was removed. It would be:" : "Removed:",
      ...linesOf(removed),
    ]);
  } finally {
    await lock?.release();
    await database.$disconnect();
  }
}

function linesOf({ jobs, events, blobs, artifacts, unfinished }: Removable): string[] {
  const sized = ({ count, sizeBytes }: Removable["blobs"]): string =>
    `${count} (${(sizeBytes / 1e6).toFixed(1)} MB)`;
  return [
    `  finished jobs: ${jobs}`,
    `  progress of jobs that stay: ${events}`,
    `  results that nothing names: ${sized(blobs)}`,
    `  artifacts: ${sized(artifacts)}`,
    `  unfinished uploads and downloads: ${sized(unfinished)}`,
  ];
}
