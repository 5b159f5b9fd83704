/** generate, score: what a model says, and how likely it finds given words. */
import type { Command } from "commander";
import { answerText, promptText } from "../../lib/data";
import { loadModel, readOverlay, scoreTargets, type Model } from "../../lib/model";
import { readEnv } from "../../lib/server/env";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createModelFiles } from "../../lib/server/files/model-files";
import { createBlobFiles } from "../../lib/server/storage/blob-files";
import {
  createRuntimeOf,
  isFolder,
  modelId,
  openModelHost,
  openHistory,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "./context";

export function addAskCommands(program: Command, common: () => CommonOptions): void {
  program
    .command("generate")
    .description("continue a prompt")
    .requiredOption("--prompt <text>", "the words to continue")
    .option("--version-id <id>", "a kept version; the checkpoint when absent")
    .option("--max-tokens <n>", "tokens to write", Number, 24)
    .option("--temperature <t>", "0 is greedy", Number, 0)
    .option("--seed <n>", "seed of sampling", Number, 0)
    .action(
      async (options: {
        prompt: string;
        versionId?: string;
        maxTokens: number;
        temperature: number;
        seed: number;
      }) => {
        const modelHost = await openModelHost(common());
        const { versionId: version, ...asked } = options;
        const { text } = await modelHost.generate({ ...asked, model: modelId(common().model), version });
        print(common(), { prompt: options.prompt, text }, () =>
          // Lines of the text are lines on the terminal.
          `${options.prompt}${text}`.split("\n"),
        );
      },
    );

  program
    .command("score")
    .description("log-probabilities of a target after a prompt")
    .requiredOption("--prompt <text>", "the words before")
    .requiredOption("--target <text>", "the words to score; one space is put before them")
    .option("--version-id <id>", "a kept version; the checkpoint when absent")
    .action(async (options: { prompt: string; target: string; versionId?: string }) => {
      const model = await openVersion(common(), options.versionId);
      const [score] = await scoreTargets(terminalRun(common()), model, [
        { prompt: promptText(options.prompt), target: answerText(options.target) },
      ]);
      const rows = score.targetIds.map((id, i) => ({
        token: model.tokenizer.piece(id),
        logProbabilityNats: score.perToken[i],
        predicted: model.tokenizer.piece(score.predicted[i]),
      }));
      print(common(), { ...options, isGreedy: score.isGreedy, tokens: rows }, () =>
        table(
          ["token", "log p (nats)", "model says"],
          rows.map(({ token, logProbabilityNats, predicted }) => [
            token,
            logProbabilityNats.toFixed(4),
            predicted,
          ]),
        ),
      );
    });
}

/** The chosen model in this process, at a kept version or as its checkpoint. */
export async function openVersion(options: CommonOptions, versionId: string | undefined): Promise<Model> {
  const { model: name } = options;
  const files = isFolder(name) ? folderFiles(name) : createModelFiles(readEnv()).of(name);
  const bare = await loadModel(modelId(name), files, await createRuntimeOf(options));
  const blobs = createBlobFiles(readEnv().blobFolder);
  const addresses = await overlaysOf(options, versionId);
  return bare.with(
    await Promise.all(addresses.map(async (address) => readOverlay(await blobs.get(address)))),
  );
}

/** The overlays of a kept version, or none. */
async function overlaysOf(options: CommonOptions, versionId: string | undefined): Promise<string[]> {
  if (versionId === undefined) return [];
  const history = await openHistory(await openModelHost(options));
  try {
    return [...(await history.versions.overlays(versionId))];
  } finally {
    await history.close();
  }
}
