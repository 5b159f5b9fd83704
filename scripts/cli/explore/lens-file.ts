/** explore lens-import, lens-export: Jacobian lenses from and as the files that are published for models. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { importLens, jacobianLens, writeJacobianLens, type JacobianFit } from "../../../lib/explain";
import { statisticsTextsOf } from "../../../lib/job";
import { readEnv } from "../../../lib/server/env";
import { createArtifactFiles } from "../../../lib/server/storage/artifact-files";
import { createArtifactCache } from "../../../lib/store";
import { openVersion } from "../ask";
import { print, terminalRun, type CommonOptions } from "../context";

export function addLensFileCommands(explore: Command, common: () => CommonOptions): void {
  explore
    .command("lens-import")
    .description(
      "keep a published Jacobian lens (.pt) for a version; explore lens --lens jacobian --file NAME reads with it",
    )
    .requiredOption("--file <file>", "the file")
    .option("--version <id>", "a kept version; the checkpoint when absent")
    .action(async ({ file, version }: { file: string; version?: string }) => {
      const model = await openVersion(common(), version);
      const name = path.basename(file, ".pt");
      await importLens(model, ownCache(), name, await readFile(file));
      print(common(), { name }, () => [`kept as "${name}"`]);
    });

  explore
    .command("lens-export")
    .description(
      "write a version's Jacobian lens as the file that is published for models; fitted first if it is not there",
    )
    .requiredOption("--file <file>", "the file")
    .option("--version <id>", "a kept version; the checkpoint when absent")
    .option("--rows <n>", "rows of text that it is fitted over", Number, 24)
    .option("--tokens <n>", "tokens of a row", Number, 64)
    .option("--skip <n>", "first tokens of a row that take no part", Number, 16)
    .action(async ({ file, version, ...fit }: { file: string; version?: string } & JacobianFit) => {
      const model = await openVersion(common(), version);
      const cache = ownCache();
      const lens = await jacobianLens(
        terminalRun(common()),
        model,
        cache,
        statisticsTextsOf(model, cache),
        fit,
      );
      await writeFile(file, writeJacobianLens(lens));
      print(common(), { file, prompts: lens.prompts }, () => [`${file}: fitted over ${lens.prompts} rows`]);
    });
}

function ownCache() {
  const env = readEnv();
  return createArtifactCache(createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder));
}
