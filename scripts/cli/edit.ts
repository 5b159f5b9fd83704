/** edit, evaluate: run methods and report the verdict; keep it when asked. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { invalidField, PalimpsestError, seededRandom, type Run } from "../../lib/base";
import { EditCase, type EditRequest, type WorldLanguage } from "../../lib/data";
import { randomCases } from "../../lib/data/worlds";
import {
  bestOf,
  comparePaired,
  GOALS,
  METRICS,
  type ChatProbe,
  type MetricResult,
  type PairedDifference,
} from "../../lib/eval";
import type { ModelHost } from "../../lib/job";
import { readEnv } from "../../lib/server/env";
import { createBlobFiles } from "../../lib/server/storage/blob-files";
import { sourceText, type ScoreFile, type ShippedScores } from "../../lib/edit";
import { EditMode, type EditOutcome, type MethodChoice } from "../../lib/store";
import { additionOf, branchId } from "../../lib/version";
import {
  chosenMethods,
  durationText,
  modelId,
  openModelHost,
  openHistory,
  print,
  table,
  tell,
  terminalRun,
  type CommonOptions,
} from "./context";
import { addListOptions, parseParameterText, readCaseFile, readContexts, type ListOptions } from "./files";
import { languageOption, worldOfModel } from "./world";

interface EditOptions extends ListOptions {
  readonly requests: string;
  readonly method: string;
  readonly parameters?: string;
  readonly contexts?: string;
  readonly out?: string;
  readonly mode: string;
  readonly seed: number;
  readonly keep?: string;
  readonly branch: string;
  readonly author: string;
}

export function addEditCommands(program: Command, common: () => CommonOptions): void {
  addListOptions(program.command("edit"))
    .description("run a method on edits, report the verdict of every case, write the overlay")
    .requiredOption(
      "--requests <file>",
      "an edit, a case with probes, or a list: JSON, JSON lines, CSV or TSV",
    )
    .requiredOption("--method <id>", "one method, or several separated by commas")
    .option("--parameters <json>", "parameters, ours or published names")
    .option("--contexts <file>", "JSON list of context templates, each with {} once")
    .option("--mode <mode>", "single, sequential or batch", "batch")
    .option("--seed <n>", "seed", Number, 0)
    .option("--out <file>", "write the overlay as safetensors")
    .option("--keep <reason>", "keep the edit as a new version at the head of the branch")
    .option("--branch <name>", "branch to edit", "main")
    .option("--author <name>", "author of the version", "")
    .action((options: EditOptions) => runEdit(common(), options));

  addListOptions(program.command("evaluate"))
    .description(
      "random counterfactual edits of facts that the model knows, or the cases of a file, method by method",
    )
    .option("--dataset <file>", "list of cases; facts of the world that the model knows when absent")
    .option("--method <ids>", "methods, separated by commas", "rome,r-rome,ft-l,ft-m")
    .option("--parameters <json>", "parameters for all of them")
    .option("--mode <mode>", "single, sequential or batch", "single")
    .option("--batch-size <n>", "cases a call: all of them in a batch, one otherwise", Number)
    .option("--limit <n>", "number of cases", Number, 200)
    .option("--seed <n>", "which facts are drawn", Number, 0)
    .addOption(languageOption())
    .option("--out <file>", "write all verdicts as JSON")
    .option(
      "--scores <file>",
      "add each method's scores by generation to a file, as the shipped presets have them",
    )
    .action((options: EvaluateOptions) => runEvaluate(common(), options));
}

async function runEdit(common: CommonOptions, options: EditOptions): Promise<void> {
  const modelHost = await openModelHost(common);
  const model = modelId(common.model);
  const history = options.keep === undefined ? undefined : await openHistory(modelHost);
  try {
    await history?.models.prepare(model);
    const branch = await history?.store.branches.get(branchId(model, options.branch));
    const head = branch && (await history?.store.versions.get(branch.head));
    const cases = await readCaseFile(options.requests, options);
    const parameters = parseParameterText(options.parameters);
    const contexts = await readContexts(options.contexts);
    await tellEstimate(common, modelHost, cases, chosenMethods(options.method, parameters));
    const { outcomes, place } = await modelHost.edit(terminalRun(common, options.seed), {
      model,
      ...(head && { version: head.id }),
      cases,
      methods: chosenMethods(options.method, parameters),
      mode: modeOf(options.mode),
      seed: options.seed,
      ...(options.skipFaults && { skipFaults: true }),
      ...(contexts && { contexts }),
    });
    if (options.out !== undefined) await writeOverlayFile(outcomes, options.out);
    const [outcome] = outcomes;
    let kept: string | undefined;
    if (history && branch && head) {
      const requests = cases.map(({ request }) => request);
      ({ id: kept } = await history.versions.keep({
        ...additionOf({ version: head.id, requests, seed: options.seed, place }, outcome),
        branchId: branch.id,
        author: options.author,
        reason: options.keep ?? "",
      }));
    }
    print(common, { outcomes, place, ...(kept && { kept }) }, () => [
      ...outcomes.flatMap(describeOutcome),
      ...(kept ? [`Kept as ${kept} on ${options.branch}.`] : []),
    ]);
  } finally {
    await history?.close();
  }
}

interface EvaluateOptions extends ListOptions {
  readonly dataset?: string;
  readonly method: string;
  readonly parameters?: string;
  readonly mode: string;
  readonly batchSize?: number;
  readonly limit: number;
  readonly seed: number;
  readonly language: WorldLanguage;
  readonly out?: string;
  readonly scores?: string;
}

const SHOWN_METRICS = METRICS.all.map(({ id }) => id);

async function runEvaluate(common: CommonOptions, options: EvaluateOptions): Promise<void> {
  const list =
    options.dataset === undefined ? undefined : await readCaseFile(options.dataset, options, options.limit);
  const modelHost = await openModelHost(common);
  const parameters = parseParameterText(options.parameters);
  const run = terminalRun(common);
  const cases = list ?? (await drawnCases(common, options, run, modelHost));
  await tellEstimate(common, modelHost, cases, chosenMethods(options.method, parameters));
  const { outcomes, place } = await modelHost.edit(run, {
    model: modelId(common.model),
    cases: cases.map((one) => EditCase.parse(one)),
    methods: chosenMethods(options.method, parameters),
    mode: modeOf(options.mode),
    ...(options.batchSize !== undefined && { batchSize: options.batchSize }),
    seed: 0,
    skipFaults: true,
  });
  if (options.out !== undefined) await writeFile(options.out, JSON.stringify({ cases, outcomes, place }));
  if (options.scores !== undefined)
    await addScores(options.scores, modelId(common.model), outcomes, cases.length);
  const summary = outcomes.map(
    ({ method, verdict, applyMs = 0, overlayBytes = 0, error, failures, settings }) => ({
      method,
      ...(error && { error }),
      ...(failures && { failures }),
      ...(settings && { settings }),
      secondsAnEdit: applyMs / 1000 / cases.length,
      bytesAnEdit: overlayBytes / cases.length,
      metrics: verdict?.metrics ?? [],
      disagreements: verdict?.disagreements ?? 0,
    }),
  );
  print(common, { cases: cases.length, mode: options.mode, place, methods: summary }, () => [
    `${cases.length} edits, ${options.mode}, ${place}`,
    "",
    ...table(
      ["method", "protocol", ...SHOWN_METRICS, "s / edit", "kB / edit"],
      summary.flatMap(({ method, metrics, secondsAnEdit, bytesAnEdit }) =>
        (["teacher-forced", "generation"] as const).map((protocol) => [
          method,
          protocol,
          ...SHOWN_METRICS.map((metric) =>
            scoreText(metrics.find((result) => result.metric === metric && result.protocol === protocol)),
          ),
          secondsAnEdit.toFixed(2),
          (bytesAnEdit / 1000).toFixed(1),
        ]),
      ),
    ),
    ...differencesText(
      outcomes,
      cases.map(({ request }) => request),
    ),
    ...summary.flatMap(({ method, settings }) => settingsText(settings).map((text) => `${method}: ${text}`)),
    ...summary.flatMap(({ method, failures }) => failedText(method, failures)),
  ]);
}

/** Keeps what the file has of other models and methods. */
async function addScores(
  file: string,
  model: string,
  outcomes: readonly EditOutcome[],
  edits: number,
): Promise<void> {
  const before = JSON.parse(await readFile(file, "utf8").catch(() => "{}")) as ScoreFile;
  const added = outcomes.flatMap(({ method, verdict }): [string, ShippedScores][] => {
    if (!verdict) return [];
    const scored = verdict.metrics.flatMap(({ metric, protocol, unit, after }) =>
      protocol === "generation" && unit === "fraction" && after
        ? [[metric, { mean: after.mean, interval95: after.interval95 }] as const]
        : [],
    );
    const on = new Date().toISOString().slice(0, 10);
    return [[method, { edits, on, metrics: Object.fromEntries(scored) }]];
  });
  const whole = { ...before, [model]: { ...before[model], ...Object.fromEntries(added) } };
  await writeFile(file, `${JSON.stringify(whole, null, 2)}\n`);
}

/** Below this a command needs no estimate. */
const SHORT_MS = 10_000;

/** What preflight says that the methods will take, before they begin: nothing for a program, nor where it is soon over. */
export async function tellEstimate(
  common: CommonOptions,
  modelHost: ModelHost,
  cases: readonly EditCase[],
  methods: readonly MethodChoice[],
): Promise<void> {
  if (common.json) return;
  const asked = { model: modelId(common.model), cases: [...cases], methods: [...methods] };
  const { preflights } = await modelHost.preflight(asked);
  for (const { method, durationMs, artifacts } of preflights) {
    if (durationMs[1] < SHORT_MS) continue;
    const [low, high] = durationMs.map(durationText);
    const missing = artifacts.filter(({ cached }) => !cached).map(({ what }) => what);
    const first = missing.length > 0 ? `, once for the model: ${missing.join(", ")}` : "";
    tell(`${method}: about ${low} to ${high}${first}`);
  }
}

async function drawnCases(
  common: CommonOptions,
  { seed, limit, language }: EvaluateOptions,
  run: Run,
  modelHost: ModelHost,
): Promise<EditCase[]> {
  const world = await worldOfModel(common, run, modelHost);
  const cases = randomCases(world, seededRandom(seed), limit, language);
  if (cases.length === 0) {
    throw new PalimpsestError("unsupported", `${modelId(common.model)} knows no fact of the world to edit.`, {
      hint: "Give a list of your own with --dataset.",
      details: { field: "--dataset" },
    });
  }
  if (cases.length < limit)
    tell(`${cases.length} of the ${limit} edits can be drawn from facts that it knows.`);
  return cases;
}

/** How far each method is from the best, case by case. */
function differencesText(outcomes: readonly EditOutcome[], requests: readonly EditRequest[]): string[] {
  const protocol = "generation";
  const best = bestOf(outcomes, protocol);
  const rows = outcomes.flatMap(({ entry, method, verdict }) => {
    if (!verdict || !best?.verdict || entry === best.entry) return [];
    const byMetric = comparePaired(best.verdict, verdict, requests, protocol);
    return [[method, ...GOALS.map(({ id }) => differenceText(byMetric.get(id)))]];
  });
  if (!best || rows.length === 0) return [];
  return [
    "",
    `Difference from ${best.method} on the same cases, in percentage points, ${protocol}`,
    "",
    ...table(["method", ...GOALS.map(({ id }) => id)], rows),
  ];
}

/** "-12.0 (-20.1 to -3.9) P 0.012" */
function differenceText(difference: PairedDifference | undefined): string {
  if (!difference) return "–";
  const { mean, interval95, pValue } = difference;
  const points = (value: number) => (100 * value).toFixed(1);
  const interval = interval95 ? ` (${points(interval95[0])} to ${points(interval95[1])})` : "";
  return `${points(mean)}${interval} P ${pValue.toPrecision(2)}`;
}

/** Failed calls that are printed. */
const SHOWN_FAILURES = 20;

/** How many calls changed nothing, and why each. */
export function failedText(method: string, failures: EditOutcome["failures"] = []): string[] {
  if (failures.length === 0) return [];
  return [
    "",
    `${method}: ${failures.length} ${failures.length === 1 ? "call" : "calls"} changed nothing`,
    ...failures.slice(0, SHOWN_FAILURES).map(({ edits, message }) => `  edit ${edits}: ${message}`),
    ...(failures.length > SHOWN_FAILURES ? [`  and ${failures.length - SHOWN_FAILURES} more`] : []),
  ];
}

function modeOf(text: string) {
  const parsed = EditMode.safeParse(text);
  if (parsed.success) return parsed.data;
  throw invalidField("--mode", `There is no mode "${text}".`, `Use ${EditMode.options.join(", ")}.`);
}

/** "97.5 % (94.3–98.9), n 200" */
function scoreText(result: MetricResult | undefined): string {
  if (!result?.after) return "–";
  const { mean, interval95, count } = result.after;
  const scale = result.unit === "fraction" ? 100 : 1;
  const [low, high] = interval95.map((value) => (scale * value).toFixed(1));
  // One real number has no spread, so its interval would claim certainty.
  const interval = result.unit === "fraction" || count > 1 ? ` (${low}–${high})` : "";
  return `${(scale * mean).toFixed(1)}${result.unit === "fraction" ? " %" : ""}${interval} n ${count}`;
}

function describeOutcome({
  method,
  verdict,
  error,
  failures,
  deltaNorms,
  durationMs,
  settings,
  report: { notes = [] },
}: EditOutcome): string[] {
  if (error || !verdict) return [`${method}: ${error?.message ?? "no verdict"}`];
  return [
    `${method}, ${(durationMs / 1000).toFixed(1)} s, delta norms ${Object.entries(deltaNorms)
      .map(([name, norm]) => `${name} ${norm.toFixed(2)}`)
      .join(", ")}`,
    ...settingsText(settings),
    ...table(
      ["metric", "protocol", "before", "after"],
      verdict.metrics.map((result) => [
        result.metric,
        result.protocol,
        scoreText({ ...result, after: result.before }),
        scoreText(result),
      ]),
    ),
    ...verdict.says.flatMap(({ prompt, before, after }) => [
      "",
      prompt,
      `  before: ${before}`,
      `  after:  ${after}`,
    ]),
    ...(verdict.chat ?? []).flatMap(({ question, before, after, finding, insteadOf }) => [
      "",
      `asked in chat: ${question}`,
      `  before: ${before}`,
      `  after:  ${after}`,
      `  ${chatText(finding, insteadOf)}`,
    ]),
    ...(notes.length > 0 ? ["", ...notes] : []),
    ...failedText(method, failures),
    "",
  ];
}

function chatText(finding: ChatProbe["finding"], insteadOf = ""): string {
  return {
    says: "It gives the new answer in chat.",
    old: "It falls back to the old answer in chat.",
    confused: `It answers for ${insteadOf} in chat: the edit blurred the subject.`,
    other: "It gives neither the new nor the old answer in chat.",
  }[finding];
}

/** "Settings: published for GPT-2 XL, EasyEdit; changed: layers" */
function settingsText(settings: EditOutcome["settings"]): string[] {
  if (!settings) return [];
  const { source, changed } = settings;
  return [`Settings: ${sourceText(source)}${changed.length > 0 ? `; changed: ${changed.join(", ")}` : ""}`];
}

async function writeOverlayFile(outcomes: readonly EditOutcome[], out: string): Promise<void> {
  const addresses = outcomes.flatMap(({ overlays }) => overlays);
  if (addresses.length !== 1) {
    throw new PalimpsestError(
      "unsupported",
      `--out writes one overlay, and this run made ${addresses.length}.`,
      {
        hint: "Run one method with --mode batch, or keep the edit and export the version.",
        details: { field: "--out" },
      },
    );
  }
  await mkdir(path.dirname(path.resolve(out)), { recursive: true });
  await writeFile(out, await createBlobFiles(readEnv().blobFolder).get(addresses[0]));
}
