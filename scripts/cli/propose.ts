/** propose: parameters for a model without a preset, by causal tracing and a small sweep; presets: what was measured. */
import type { Command } from "commander";
import { ulid } from "ulid";
import { measuringMs } from "../../lib/api";
import { seededRandom } from "../../lib/base";
import { EditCase, worldIdOf } from "../../lib/data";
import { randomCases, worldNamed } from "../../lib/data/worlds";
import { EDIT_METHODS } from "../../lib/edit";
import { GOALS } from "../../lib/eval";
import { settingsTried } from "../../lib/job";
import {
  ProposeJobInput,
  type PresetRecord,
  type Proposal,
  type SweepRow,
  type TraceEvidence,
} from "../../lib/store";
import {
  isFolder,
  modelId,
  openModelHost,
  openHistory,
  print,
  recordsOf,
  table,
  tell,
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
      "measure a method's settings on edits of facts that the model knows, keep the best as a preset",
    )
    .requiredOption("--method <id>", "the method to measure")
    .option(
      "--cases <file>",
      "list of edits with probes and true answers; facts of the world that the model knows when absent",
    )
    .option("--parameters <json>", "what all settings have in common")
    .option("--facts <n>", "facts to trace first, for a method that locates; none when absent", Number)
    .option("--edits <n>", "edits to try each setting on", Number)
    .option("--layers <n>", "runs of layers to try", Number)
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
  tell(...(await estimateLines(common, input, modelHost)));
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

/** "12 settings on 10 edits each: 4 min to 9 min" */
async function estimateLines(
  common: CommonOptions,
  input: ProposeJobInput,
  modelHost: Awaited<ReturnType<typeof openModelHost>>,
): Promise<string[]> {
  const { model, method, parameters, edits, layers } = input;
  const { facts } = await recordsOf(common.model).presetsOf({ model });
  if (!facts) return [];
  const [example] = input.cases ?? randomCases(await worldNamed(worldIdOf(model)), seededRandom(0), 1);
  const { preflights } = await modelHost.preflight({
    model,
    cases: [EditCase.parse(example)],
    methods: [{ method, parameters }],
  });
  const settings = settingsTried(EDIT_METHODS.get(method), facts, input);
  // Facts that the model knows are asked for once.
  const asking = input.cases ? [0, 0] : (await modelHost.knownFacts({ model })).durationMs;
  const [low, high] = measuringMs(preflights[0], { settings, edits, layers }).map(
    (ms, end) => `${Math.max(1, Math.round((ms + asking[end]) / 60_000))} min`,
  );
  return [
    `${settings} settings on ${edits} edits each: ${low} to ${high}, with statistics, without tracing.`,
  ];
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
    `${model} knows ${evidence.known} of ${evidence.asked} facts asked for; ${trace?.prompts.length ?? 0} traced, ${evidence.edits} others edited.`,
    ...(trace ? describeTrace(trace) : []),
    "",
    ...table(
      ["", "setting", ...GOALS.map(({ id }) => id), "score", "failed"],
      sweep.map((row, i) => [i === chosen ? "*" : "", settingOf(row), ...scoresOf(row)]),
    ),
    "",
    `${method}: ${JSON.stringify(parameters)}`,
  ];
}

function describeTrace({ high, low, effects }: TraceEvidence): string[] {
  return [
    `Probability of the answer ${high.mean.toFixed(3)}, with noise ${low.mean.toFixed(3)}.`,
    "",
    ...table(
      ["layer", ...effects.map(({ kind }) => `${kind} restored`)],
      effects[0].layers.map((_, layer) => [
        String(layer),
        ...effects.map(({ layers }) => signed(layers[layer].mean)),
      ]),
    ),
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
