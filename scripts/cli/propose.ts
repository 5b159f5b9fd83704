/** propose: parameters for a model without a preset, by causal tracing and a small sweep; presets: what was measured. */
import type { Command } from "commander";
import { ulid } from "ulid";
import { GOALS } from "../../lib/eval";
import { ProposeJobInput, type PresetRecord, type Proposal, type SweepRow } from "../../lib/store";
import {
  isFolder,
  modelId,
  openModelHost,
  openHistory,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "./context";
import { addListOptions, parseParameterText, readCaseFile, type ListOptions } from "./files";

interface ProposeOptions extends ListOptions {
  readonly method: string;
  readonly cases?: string;
  readonly parameters?: string;
  readonly facts?: number;
  readonly edits?: number;
  readonly layers?: number;
  readonly clamps?: string;
  readonly seed: number;
  readonly author: string;
}

export function addProposeCommand(program: Command, common: () => CommonOptions): void {
  addListOptions(program.command("propose"))
    .description(
      "trace facts that the model knows, try layers and other settings on other edits, keep the best as a preset",
    )
    .requiredOption("--method <id>", "a method that locates before it edits")
    .option(
      "--cases <file>",
      "list of edits with probes and true answers; facts of the world that the model knows when absent",
    )
    .option("--parameters <json>", "what all settings have in common")
    .option("--facts <n>", "facts to trace", Number)
    .option("--edits <n>", "edits to try each setting on", Number)
    .option("--layers <n>", "layers to try, those with the largest effect first", Number)
    .option("--clamps <list>", "limits of the change to try, separated by commas")
    .option("--seed <n>", "which facts are drawn, and the noise", Number, 0)
    .option("--author <name>", "author of the preset", "")
    .action((options: ProposeOptions) => runPropose(common(), options));

  program
    .command("presets")
    .description("presets measured on this installation")
    .action(() => listMeasured(common()));
}

async function runPropose(common: CommonOptions, options: ProposeOptions): Promise<void> {
  const { method, facts, edits, layers, seed, author } = options;
  const input = ProposeJobInput.parse({
    model: modelId(common.model),
    method,
    parameters: parseParameterText(options.parameters),
    ...(options.cases !== undefined && { cases: await readCaseFile(options.cases, options) }),
    ...(options.clamps !== undefined && { clampFactors: options.clamps.split(",").map(Number) }),
    facts,
    edits,
    layers,
    seed,
    author,
  });
  const modelHost = await openModelHost(common);
  const proposal = await modelHost.propose(terminalRun(common, seed), input);
  const kept = await keep(common, proposal, author, modelHost);
  print(common, kept ?? proposal, () => [
    ...describe(proposal),
    "",
    kept
      ? `Kept as ${kept.id}: ${method} starts from it on ${kept.model} now.`
      : "Not kept: the model is a folder. Add it with `models add` to keep presets for it.",
  ]);
}

/** A preset belongs to a listed model; a folder that is only visited has none. */
async function keep(
  common: CommonOptions,
  proposal: Proposal,
  author: string,
  modelHost: Awaited<ReturnType<typeof openModelHost>>,
): Promise<PresetRecord | undefined> {
  if (isFolder(common.model)) return undefined;
  const { store, close } = await openHistory(modelHost);
  const preset: PresetRecord = {
    ...proposal,
    id: `preset_${ulid()}`,
    author,
    createdAt: new Date().toISOString(),
  };
  await store.presets.put(preset);
  await close();
  return preset;
}

function describe({ method, model, evidence, parameters }: Proposal): string[] {
  const { trace, sweep, chosen } = evidence;
  return [
    `${model} knows ${evidence.known} of ${evidence.asked} facts asked for; ${trace.prompts.length} traced, ${evidence.edits} others edited.`,
    `Probability of the answer ${trace.high.mean.toFixed(3)}, with noise ${trace.low.mean.toFixed(3)}.`,
    "",
    ...table(
      ["layer", ...trace.effects.map(({ kind }) => `${kind} restored`)],
      trace.effects[0].layers.map((_, layer) => [
        String(layer),
        ...trace.effects.map(({ layers }) => signed(layers[layer].mean)),
      ]),
    ),
    "",
    ...table(
      ["", "setting", ...GOALS.map(({ id }) => id), "score", "failed"],
      sweep.map((row, i) => [i === chosen ? "*" : "", settingOf(row), ...scoresOf(row)]),
    ),
    "",
    `${method}: ${JSON.stringify(parameters)}`,
  ];
}

function settingOf({ parameters }: SweepRow): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join("-") : String(value)}`)
    .join(", ");
}

function scoresOf({ scores, score, failures }: SweepRow): string[] {
  const written = GOALS.map(({ id }) => {
    if (!(id in scores)) return "–";
    const [mean, low, high] = [scores[id].mean, ...scores[id].interval95].map((share) =>
      (100 * share).toFixed(0),
    );
    return `${mean} % (${low}–${high})`;
  });
  return [...written, score.toFixed(3), String(failures)];
}

function signed(value: number): string {
  return `${value < 0 ? "-" : ""}${Math.abs(value).toFixed(3)}`;
}

async function listMeasured(common: CommonOptions): Promise<void> {
  const { store, close } = await openHistory(await openModelHost(common));
  const presets = await store.presets.list({ order: "newest" });
  print(common, presets, () =>
    table(
      ["id", "model", "method", "setting", "score", "measured"],
      presets.map(({ id, model, method, evidence, createdAt }) => {
        const row = evidence.sweep[evidence.chosen];
        return [id, model, method, settingOf(row), row.score.toFixed(3), createdAt.slice(0, 10)];
      }),
    ),
  );
  await close();
}
