/** generate, chat, score: what a model says, and how likely it finds given words. */
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import type { Run } from "../../lib/base";
import { answerText, promptText } from "../../lib/data";
import type { ModelHost } from "../../lib/job";
import { loadModel, readOverlay, scoreTargets, type ChatMessage, type Model } from "../../lib/model";
import { readEnv } from "../../lib/server/env";
import { createBlobFiles } from "../../lib/server/storage/blob-files";
import {
  createRuntimeOf,
  filesOfModel,
  modelId,
  openModelHost,
  openHistory,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "./context";
import { printable } from "./printable";

export function addAskCommands(program: Command, common: () => CommonOptions): void {
  withAnswerOptions(
    program
      .command("generate")
      .description("continue a prompt, or answer it as a chat question")
      .requiredOption("--prompt <text>", "the words to continue; with --chat, the user's message")
      .option("--chat", "ask in the form of the model's chat template")
      .option("--system <text>", "the system message; with --chat"),
  )
    .option("--max-tokens <n>", "tokens to write", Number, 24)
    .action(async ({ prompt, chat, system, ...options }: GenerateOptions) => {
      const modelHost = await openModelHost(common());
      const messages = [...systemTurn(system), { role: "user" as const, content: prompt }];
      const asked = chat ? { messages } : { prompt };
      const before = chat ? "" : prompt;
      const answer = await writeAnswer(
        terminalRun(common(), options.seed),
        common(),
        modelHost,
        options,
        asked,
        before,
      );
      if (common().json) print(common(), { prompt, ...answer }, () => []);
    });

  withAnswerOptions(
    program
      .command("chat")
      .description(
        "talk to a model in the form of its chat template; /new begins again, /exit or Ctrl-D ends",
      )
      .option("--system <text>", "the system message"),
  )
    .option("--max-tokens <n>", "tokens of an answer", Number, 256)
    .action(async ({ system, ...options }: AnswerOptions & { system?: string }) => {
      const modelHost = await openModelHost(common());
      const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: "> " });
      const run = terminalRun(common(), options.seed);
      let messages: ChatMessage[] = systemTurn(system);
      lines.prompt();
      for await (const line of lines) {
        if (line.trim() === "/exit") break;
        if (line.trim() === "/new") messages = systemTurn(system);
        else if (line.trim() !== "") {
          messages.push({ role: "user", content: line });
          const { text } = await writeAnswer(run, common(), modelHost, options, { messages });
          messages.push({ role: "assistant", content: text.trim() });
        }
        lines.prompt();
      }
      lines.close();
    });

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

interface AnswerOptions {
  readonly versionId?: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number;
}

interface GenerateOptions extends AnswerOptions {
  readonly prompt: string;
  readonly chat?: boolean;
  readonly system?: string;
}

function withAnswerOptions(command: Command): Command {
  return command
    .option("--version-id <id>", "a kept version; the checkpoint when absent")
    .option("--temperature <t>", "0 is greedy", Number, 0)
    .option("--top-k <k>", "draw from the k likeliest tokens", Number)
    .option("--top-p <p>", "draw from the likeliest tokens that together have this probability", Number)
    .option("--seed <n>", "seed of sampling", Number, 0);
}

function systemTurn(system: string | undefined): ChatMessage[] {
  return system === undefined ? [] : [{ role: "system", content: system }];
}

/** Writes an answer to standard output while it is made, unless the output is for a program. Ctrl-C ends it. */
async function writeAnswer(
  run: Run,
  options: CommonOptions,
  modelHost: ModelHost,
  { versionId: version, ...sampling }: AnswerOptions,
  asked: { readonly prompt: string } | { readonly messages: ChatMessage[] },
  before = "",
) {
  const write = (text: string) => {
    // Lines of the text are lines on the terminal.
    if (!options.json) process.stdout.write(text.split("\n").map(printable).join("\n"));
  };
  let written = 0;
  const writeUpTo = (text: string) => {
    write(text.slice(written));
    written = Math.max(written, text.length);
  };
  const progress: Run["progress"] = ({ text = "" }) => writeUpTo(text);
  write(before);
  const answer = await modelHost.generate(
    { ...sampling, ...asked, model: modelId(options.model), version },
    { ...run, progress },
  );
  writeUpTo(answer.text);
  write("\n");
  return answer;
}

/** The chosen model in this process, at a kept version or as its checkpoint. */
export async function openVersion(options: CommonOptions, versionId: string | undefined): Promise<Model> {
  const { model } = options;
  const bare = await loadModel(modelId(model), filesOfModel(model), await createRuntimeOf(options));
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
