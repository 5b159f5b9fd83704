/** explore: every analysis of the catalog as a command, on one version or on two. */
import type { Command } from "commander";
import { ANALYSES, type AnyAnalysis } from "../../../lib/explain";
import type { ModelHost } from "../../../lib/job";
import {
  durationText,
  modelId,
  openModelHost,
  print,
  tell,
  terminalRun,
  type CommonOptions,
} from "../context";
import { parseParameterText, readCaseFile } from "../files";
import { addParameterFlags, parametersOf } from "./flags";
import { addLensFileCommands } from "./lens-file";
import { differenceTables, linesOfTables } from "./tables";

interface ExploreOptions {
  readonly prompt?: string;
  readonly subject?: string;
  readonly answer?: string;
  readonly other?: string;
  readonly otherAnswer?: string;
  readonly dataset?: string;
  readonly relation?: string;
  readonly begin: boolean;
  readonly seed: number;
  readonly version?: string;
  readonly against?: string;
  readonly parameters?: string;
  readonly estimate?: boolean;
}

/** The name of the version that nobody edited. */
const CHECKPOINT = "checkpoint";

export function addExploreCommands(program: Command, common: () => CommonOptions): void {
  const explore = program.command("explore").description("look inside a model: where an answer comes from");
  addLensFileCommands(explore, common);
  for (const analysis of ANALYSES.all) {
    const command = explore
      .command(analysis.id)
      .description(`${analysis.name}. ${analysis.summary}`)
      .option("--prompt <text>", "the words before the answer, with {} where the subject stands")
      .option("--subject <name>", "the subject of the prompt")
      .option("--answer <text>", "the answer that is followed")
      .option("--other <name>", "a subject of as many tokens with another answer")
      .option("--other-answer <text>", "the answer to the prompt with the other subject")
      .option("--dataset <file>", "facts to average over: a list of edits, whose true answers count")
      .option("--relation <id>", "the same from a relation of the embedded world, such as capital")
      .option("--no-begin", "without what the tokenizer puts before a text")
      .option("--seed <n>", "seed", Number, 0)
      .option("--version <id>", "a kept version; the checkpoint when absent")
      .option("--against <id>", `a second version, or "${CHECKPOINT}"`)
      .option("--parameters <json>", "parameters as JSON, beside those given as options")
      .option("--estimate", "say what it would take, and do nothing");
    addParameterFlags(command, analysis.parameters);
    command.action((options: ExploreOptions & Record<string, unknown>) =>
      runExplore(common(), analysis, options),
    );
  }
}

async function runExplore(
  common: CommonOptions,
  analysis: AnyAnalysis,
  options: ExploreOptions & Record<string, unknown>,
): Promise<void> {
  const { version, against } = options;
  const asked = {
    model: modelId(common.model),
    analysis: analysis.id,
    question: await questionOf(options),
    parameters: {
      ...parseParameterText(options.parameters),
      ...parametersOf(options, analysis.parameters),
    },
    ...(version !== undefined && version !== CHECKPOINT && { version }),
    ...(against !== undefined && { against: against === CHECKPOINT ? {} : { version: against } }),
  };
  const modelHost = await openModelHost(common);
  const run = terminalRun(common, options.seed);
  if (options.estimate) return printEstimate(common, await modelHost.explorePreflight(asked, run));
  if (!common.json) await tellEstimate(modelHost, asked);
  const found = await modelHost.explore(asked, run);
  const { analysis: id, question, parameters } = asked;
  print(common, { analysis: id, question, parameters, version, ...found }, () => {
    const tables = analysis.tables(found.answer);
    if (found.against === undefined) return linesOfTables(tables);
    const second = analysis.tables(found.against);
    return [
      `Version ${version ?? CHECKPOINT}`,
      ...linesOfTables(tables),
      "",
      `Version ${against}`,
      ...linesOfTables(second),
      ...linesOfTables(differenceTables(tables, second)),
    ];
  });
}

async function questionOf(options: ExploreOptions) {
  const { prompt, subject, answer, other, otherAnswer, dataset, relation, begin, seed } = options;
  const cases = dataset === undefined ? undefined : await readCaseFile(dataset);
  return {
    ...{ prompt, subject, answer, other, otherAnswer, relation, begin, seed },
    ...(cases && {
      facts: cases.map(({ request }) => ({
        prompt: request.prompt,
        subject: request.subject,
        answer: request.targetTrue,
      })),
    }),
  };
}

type Asked = Parameters<ModelHost["explorePreflight"]>[0];
type Estimate = Awaited<ReturnType<ModelHost["explorePreflight"]>>;

/** Below this a command needs no estimate. */
const SHORT_MS = 10_000;

async function tellEstimate(modelHost: ModelHost, asked: Asked): Promise<void> {
  const estimate = await modelHost.explorePreflight(asked);
  tell(...estimate.warnings);
  if (estimate.durationMs[1] >= SHORT_MS) tell(...linesOfEstimate(estimate));
}

function printEstimate(common: CommonOptions, estimate: Estimate): void {
  print(common, estimate, () => [...estimate.blockers, ...estimate.warnings, ...linesOfEstimate(estimate)]);
  if (estimate.blockers.length > 0) process.exitCode = 1;
}

function linesOfEstimate({ durationMs, memoryBytes, artifacts }: Estimate): string[] {
  const [low, high] = durationMs.map(durationText);
  const missing = artifacts.filter(({ cached }) => !cached).map(({ what }) => what);
  return [
    `about ${low} to ${high}, ${Math.ceil(memoryBytes / 1e6)} MB beside the weights`,
    ...(missing.length > 0 ? [`made once and kept: ${missing.join(", ")}`] : []),
  ];
}
