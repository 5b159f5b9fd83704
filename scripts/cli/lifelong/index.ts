/** lifelong: edit after edit, a run for each method, judged at checkpoints; what was stopped goes on with --resume. */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { hashJson, parseInput, seededRandom } from "../../../lib/base";
import { randomCases } from "../../../lib/data/worlds";
import { METRICS, type MetricResult, type NotMeasured, type Summary } from "../../../lib/eval";
import { EDIT_FATES } from "../../../lib/eval/results";
import {
  lifelongArtifact,
  lifelongJob,
  namedRun,
  PauseRequest,
  readJson,
  type HostRecords,
} from "../../../lib/job";
import { createArtifactFiles } from "../../../lib/server/storage/artifact-files";
import { createBlobFiles } from "../../../lib/server/storage/blob-files";
import { readEnv } from "../../../lib/server/env";
import {
  createMemoryStore,
  LifelongJobInput,
  LifelongRetention,
  type LifelongRow,
  type MethodChoice,
  type LifelongRunRecord,
  type Store,
} from "../../../lib/store";
import {
  chosenMethods,
  isFolder,
  modelId,
  openModelHost,
  openHistory,
  recordsOf,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "../context";
import { failedText, tellEstimate } from "../edit";
import { addListOptions, parseJson, parseParameterText, readCaseFile, type ListOptions } from "../files";
import { worldOfModel } from "../world";

interface LifelongOptions extends ListOptions {
  readonly method: string;
  readonly count: number;
  readonly dataset?: string;
  readonly checkpoints?: string;
  readonly batchSize: number;
  readonly seed: number;
  readonly parameters?: string;
  readonly health?: string;
  readonly healthEvery: number;
  readonly out?: string;
  readonly resume?: boolean;
}

export function addLifelongCommand(program: Command, common: () => CommonOptions): void {
  addListOptions(program.command("lifelong"))
    .description("edit after edit with each method, all edits so far judged again at checkpoints")
    .requiredOption("--method <ids>", "methods, separated by commas")
    .option("--count <n>", "number of edits", Number, 100)
    .option("--dataset <file>", "list of cases; facts of the world that the model knows when absent")
    .option("--checkpoints <list>", "numbers of edits, separated by commas", "1,10,100,1000,10000")
    .option("--batch-size <n>", "edits a call of the method", Number, 1)
    .option("--seed <n>", "which facts are drawn, and the seed of the run", Number, 0)
    .option("--parameters <json>", "parameters, ours or published names")
    .option(
      "--health <json>",
      "limits at which the run stops: norm, entropyLow, entropyHigh, repetition, ability, perplexity",
    )
    .option("--health-every <n>", "edits between two checks of everything", Number, 10)
    .option("--out <file>", "write rows, samples and retention as JSON")
    .option("--resume", "go on where the same run was stopped")
    .action((options: LifelongOptions) => runLifelongCommand(common(), options));
}

async function runLifelongCommand(common: CommonOptions, options: LifelongOptions): Promise<void> {
  const modelHost = await openModelHost(common);
  const parameters = parseParameterText(options.parameters);
  const lookups = recordsOf(common.model);
  // Runs of models that are not installed have no place in the history, only their artifact. It is opened first: a fresh one
  // lists the embedded model only then.
  const history = isFolder(common.model) ? undefined : await openHistory(modelHost);
  const { lifelong }: Pick<Store, "lifelong"> = history?.store ?? createMemoryStore();
  const records: LifelongRunRecord[] = [];
  try {
    const inputs = await inputsOf(common, options, chosenMethods(options.method, parameters), lookups);
    await history?.models.prepare(modelId(common.model));
    const [{ cases, draw }] = inputs;
    const world = draw && (await worldOfModel(common, terminalRun(common), modelHost));
    const edits = world ? randomCases(world, seededRandom(draw.seed), draw.count) : (cases ?? []);
    await tellEstimate(common, modelHost, edits, inputs);
    for (const input of inputs) {
      const { runId } = input;
      if (!options.resume) await forget(lifelong, input.model, runId);
      const run = terminalRun(common, options.seed);
      const pause = await pausedBy(() =>
        lifelongJob.perform(run, input, { modelHost, lifelong, records: lookups, jobId: "" }),
      );
      const record = await lifelong.get(runId);
      records.push(record);
      // Each when it is there: a run may take hours.
      if (!common.json) print(common, record, () => [...describe(record), ...pausedLines(pause), ""]);
    }
  } finally {
    await history?.close();
  }
  const asOne = <T>(all: readonly T[]) => (all.length === 1 ? all[0] : all);
  if (options.out !== undefined)
    await writeFile(options.out, JSON.stringify(asOne(await Promise.all(records.map(wholeOf)))));
  if (common.json) print(common, asOne(records), () => []);
}

async function inputsOf(
  { model }: CommonOptions,
  options: LifelongOptions,
  methods: readonly MethodChoice[],
  records: HostRecords,
): Promise<NamedInput[]> {
  const edits =
    options.dataset === undefined
      ? { draw: { count: options.count, seed: options.seed } }
      : { cases: await readCaseFile(options.dataset, options, options.count) };
  const named = (input: unknown) => namedRun(parseInput(LifelongJobInput, input), records);
  const inputs = methods.map((chosen) =>
    named({
      ...chosen,
      ...edits,
      model: modelId(model),
      batchSize: options.batchSize,
      ...(options.checkpoints && { checkpoints: options.checkpoints.split(",").map(Number) }),
      ...(options.health && { health: parseJson(options.health, "--health") }),
      healthEvery: options.healthEvery,
      seed: options.seed,
    }),
  );
  return Promise.all(inputs);
}

/** So that a run begins anew. */
async function forget(lifelong: Store["lifelong"], model: string, runId: string): Promise<void> {
  const env = readEnv();
  const artifacts = createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder);
  await artifacts.remove(await hashJson(lifelongArtifact(model, runId)));
  await lifelong.delete(runId);
}

function pausedLines(pause: PauseRequest | undefined): string[] {
  return pause ? ["", `Stopped: ${pause.reason.message} ${pause.reason.hint ?? ""}`] : [];
}

type NamedInput = Awaited<ReturnType<typeof namedRun>>;

async function pausedBy(work: () => Promise<unknown>): Promise<PauseRequest | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof PauseRequest) return error;
    throw error;
  }
}

/** The record with the verdict of every edit at every checkpoint. */
async function wholeOf(record: LifelongRunRecord): Promise<unknown> {
  const blobs = createBlobFiles(readEnv().blobFolder);
  const retention = [];
  for (const { edits, retention: address } of record.state?.rows ?? [])
    retention.push({ edits, cases: LifelongRetention.parse(readJson(await blobs.get(address))) });
  return { ...record, retention };
}

const [TWICE, ONCE] = [true, false].map((isTwice) =>
  METRICS.all.filter(({ protocols }) => protocols.length > 1 === isTwice),
);
const PROTOCOLS = ["teacher-forced", "generation"] as const;

function describe({ method, state }: LifelongRunRecord): string[] {
  if (!state) return [`${method}: nothing was kept.`];
  const { rows, failures, edits, count, place } = state;
  return [
    `${method}, ${edits} of ${count} edits, ${place}${failures.length > 0 ? `, ${failures.length} changed nothing` : ""}`,
    "",
    ...table(
      [
        "edits",
        "protocol",
        "held / lost / never took / replaced",
        ...[...TWICE, ...ONCE].map(({ id }) => id),
        "perplexity",
        "ability",
        "overlay kB",
        "s / edit",
        "judged in s",
      ],
      rows.flatMap((row) => PROTOCOLS.map((protocol) => lineOf(row, protocol))),
    ),
    ...Object.entries(state.start.notMeasured ?? {}).map(
      ([quantity, reason]) => `${quantity} is not measured: ${NOT_MEASURED[reason]}`,
    ),
    ...failedText(method, failures),
  ];
}

const NOT_MEASURED: Readonly<Record<NotMeasured, string>> = {
  factsNotAsked: "the model was not asked which facts it knows; `artifacts prepare --facts` asks it.",
  noKnownFacts: "the model knows no fact of the world that no edit touches.",
  noTexts: "there are no texts of the model's own to read.",
};

function lineOf(row: LifelongRow, protocol: MetricResult["protocol"]): string[] {
  const of = (id: string, wanted: MetricResult["protocol"]) =>
    row.metrics.find((one) => one.metric === id && one.protocol === wanted)?.after;
  const whole =
    protocol === "generation"
      ? [
          ...ONCE.map(({ id, protocols: [only] }) => number(of(id, only)?.mean, 2)),
          row.perplexity ? `${number(row.perplexity.before, 1)} – ${number(row.perplexity.after, 1)}` : "–",
          percent(row.ability?.mean),
          number(row.overlayBytes / 1000, 1),
          number(row.secondsAnEdit, 3),
          number(row.evaluationMs / 1000, 1),
        ]
      : Array.from({ length: ONCE.length + 5 }, () => "");
  const fates = row.fates?.[protocol];
  const became = fates ? EDIT_FATES.map((fate) => fates[fate]).join(" / ") : "–";
  return [
    String(row.edits),
    protocol,
    became,
    ...TWICE.map(({ id }) => withInterval(of(id, protocol))),
    ...whole,
  ];
}

/** "97.5 % (94.3–98.9)" */
function withInterval(summary: Summary | null | undefined): string {
  if (!summary) return "–";
  const [low, high] = summary.interval95.map((bound) => (100 * bound).toFixed(1));
  return `${percent(summary.mean)} (${low}–${high})`;
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(100 * share).toFixed(1)} %`;
}

function number(value: number | null | undefined, digits: number): string {
  return value === undefined || value === null ? "–" : value.toFixed(digits);
}
