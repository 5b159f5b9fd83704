/**
 * What one edit takes, method by method, on the embedded model and on one of GPT-2 small's shape: `npm run bench -- methods`,
 * or `-- methods atlas`, `gpt2-124m` or `batches` for a part of it; `-- methods atlas rome` measures no other method. A row
 * is printed as soon as it is measured. Times are of `apply` alone, after a first edit that brought statistics, contexts and
 * programs; processor time holds when others use the machine too. Statistics are made once and shared by all methods.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as native from "onnxruntime-node";
import { createRun, seededRandom, toWireError, type JsonObject } from "../../lib/base";
import type { EditRequest } from "../../lib/data";
import { atlasWorld, randomCases, statementsOf } from "../../lib/data/worlds";
import {
  applyMethod,
  EDIT_METHODS,
  parameterSchema,
  parseParameters,
  settingsOf,
  type AnyEditMethod,
  type StatisticsTexts,
} from "../../lib/edit";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import { loadModel, type CheckpointFiles, type Model } from "../../lib/model";
import { createOrtRuntime, type Runtime } from "../../lib/runtime";
import { createArtifactFiles } from "../../lib/server/storage/artifact-files";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createArtifactCache } from "../../lib/store";
import type { ArtifactCache } from "../../lib/tensor";
import { formatMs, measured, peakMemoryMb, printRow, resetPeakMemory } from "./measure";
import { randomGpt2 } from "./random-model";
import { openRuntime } from "./runtimes";

const MODELS = path.join(import.meta.dirname, "../../public/models");
/** Enough for a second moment of either model. */
const STATISTICS_TOKENS = 6000;
/** The layer of the larger model whose statistics are taken: as deep as ROME's in GPT-2 XL. */
const SHARED_LAYER = 4;
/** A method whose statistics or editor would take longer is left out, with that as the reason. */
const LONGEST_PREPARATION_MS = 90_000;
/** Steps of an edit where a whole one would take minutes. */
const FEW_STEPS = 4;
const BATCHES = [
  [1, 10],
  [10, 1],
  [10, 10],
  [100, 1],
] as const;

interface Place {
  readonly id: string;
  readonly files: () => Promise<CheckpointFiles>;
  /** Edits that are measured, after the first. */
  readonly edits: number;
  /** Settings published for another checkpoint of the family, moved to the same share of this one's depth. */
  readonly settingsOf?: { readonly checkpoint: string; readonly layers: number };
  readonly fewStepsOn: readonly Runtime["kind"][];
}

const PLACES: readonly Place[] = [
  { id: "atlas", files: async () => folderFiles(path.join(MODELS, "atlas")), edits: 3, fewStepsOn: [] },
  {
    id: "gpt2-124m",
    files: () => randomGpt2(folderFiles(path.join(MODELS, "atlas"))),
    edits: 1,
    settingsOf: { checkpoint: "gpt2-xl", layers: 48 },
    fewStepsOn: ["wasm"],
  },
];

export const METHOD_PARTS: readonly string[] = [...PLACES.map(({ id }) => id), "batches"];

const requests: readonly EditRequest[] = randomCases(atlasWorld(), seededRandom("bench"), 110).map(
  ({ request }) => request,
);

/** All parts and methods, or those named. */
export async function benchMethods(named: readonly string[]): Promise<void> {
  const chosen = EDIT_METHODS.all.filter(({ id }) => named.includes(id));
  const methods = chosen.length > 0 ? chosen : EDIT_METHODS.all;
  const isAsked = (id: string) => named.includes(id) || !METHOD_PARTS.some((part) => named.includes(part));
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-bench-"));
  const cache = createArtifactCache(createArtifactFiles(folder, path.join(MODELS, "artifacts")));
  try {
    if (isAsked("batches")) await benchBatches(cache);
    for (const subject of PLACES) if (isAsked(subject.id)) await benchPlace(subject, methods, cache);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchPlace(
  subject: Place,
  methods: readonly AnyEditMethod[],
  cache: ArtifactCache,
): Promise<void> {
  for (const kind of ["native", "wasm"] as const) {
    process.stdout.write(`\nmethods on ${subject.id}, ${kind}\n`);
    printRow(["", "wall / edit", "CPU / edit", "in programs", "first edit", "compiling", "peak MB", "steps"]);
    const timed = timedRuntime(await openRuntime(kind));
    const model = await loadModel(subject.id, await subject.files(), timed.runtime);
    for (const method of methods) {
      const row = await benchMethod(subject, method, model, timed, cache).catch((error: unknown) => [
        `left out: ${toWireError(error).message}`,
      ]);
      printRow([method.id, ...row]);
      await model.dispose();
    }
  }
}

async function benchMethod(
  subject: Place,
  method: AnyEditMethod,
  model: Model,
  timed: TimedRuntime,
  cache: ArtifactCache,
): Promise<string[]> {
  const whole = settingsFor(subject, method, model);
  const call = {
    model,
    cache,
    statisticsTexts: subject.settingsOf ? SENTENCES : statisticsTextsOf(model),
    trainingCases: TRAINING_CASES,
  };
  const preflight = await method.preflight({
    facts: model.facts,
    fingerprint: await model.bare.fingerprint(),
    statistics: call.statisticsTexts.name,
    training: TRAINING_CASES.name,
    requests: requests.slice(0, 1),
    parameters: parseParameters(method, whole, settingsOf(method, model.facts).parameters),
    device: timed.runtime.limits,
    isCached: (key) => cache.has(key),
  });
  const waiting = preflight.artifacts.filter(({ cached }) => !cached);
  // Estimates are for slow machines; preflight itself takes a quarter of them as the least.
  const preparationMs = waiting.reduce((sum, { durationMs }) => sum + durationMs, 0) / 4;
  if (preflight.blockers.length > 0) return [`left out: ${preflight.blockers.join(" ")}`];
  if (preparationMs > LONGEST_PREPARATION_MS) {
    return [`left out: ${waiting[0].what} and the like would take ${formatMs(preparationMs)}`];
  }

  const isShort = subject.fewStepsOn.includes(timed.runtime.kind);
  const parameters = isShort ? { ...whole, ...shortened(method, whole, FEW_STEPS) } : whole;
  const edit = (n: number, changed: JsonObject) =>
    applyMethod(
      createRun({ seed: 1 }),
      method,
      { ...call, requests: [requests[n]], parameters: changed },
      { evenIfKnown: true },
    );
  resetPeakMemory();
  timed.reset();
  const first = await measured(() => edit(0, { ...parameters, ...shortened(method, whole, 2) }));
  const { compileMs } = timed.spent();
  timed.reset();
  let losses = 0;
  const { wallMs, cpuMs } = await measured(async () => {
    for (let n = 1; n <= subject.edits; n++) {
      const { report } = await edit(n, parameters);
      losses += report.curves?.lossNats?.length ?? 0;
    }
  });
  const { runMs } = timed.spent();
  return [
    formatMs(wallMs / subject.edits),
    formatMs(cpuMs / subject.edits),
    `${Math.round((100 * runMs) / wallMs)} %`,
    formatMs(first.wallMs),
    formatMs(compileMs),
    peakMemoryMb()?.toFixed(0) ?? "unknown",
    `${losses > 0 ? Math.round(losses / subject.edits) : "–"}${isShort ? `, at most ${FEW_STEPS}` : ""}`,
  ];
}

/** MEMIT's edits together and apart, on one thread: threads that wait for each other would count as work. */
async function benchBatches(cache: ArtifactCache): Promise<void> {
  const [subject] = PLACES;
  const method = EDIT_METHODS.get("memit");
  const runtime = createOrtRuntime(native, { kind: "native", threads: 1 });
  const model = await loadModel(subject.id, await subject.files(), runtime);
  const edit = (start: number, count: number) =>
    applyMethod(
      createRun(),
      method,
      {
        model,
        requests: requests.slice(start, start + count),
        parameters: {},
        cache,
        statisticsTexts: statisticsTextsOf(model),
        trainingCases: TRAINING_CASES,
      },
      { evenIfKnown: true },
    );
  process.stdout.write(`\n${method.name} on ${subject.id}, native, one thread\n`);
  printRow(["", "wall / edit", "CPU / edit", "", "peak MB"]);
  await edit(100, 10);
  await edit(100, 1);
  let before: number | undefined;
  for (const [count, times] of BATCHES) {
    resetPeakMemory();
    const { wallMs, cpuMs } = await measured(async () => {
      for (let i = 0; i < times; i++) await edit(count * i, count);
    });
    const each = cpuMs / (count * times);
    printRow([
      `${times} × ${count}`,
      formatMs(wallMs / (count * times)),
      formatMs(each),
      before === undefined ? "" : `${(before / each).toFixed(1)} × less`,
      peakMemoryMb()?.toFixed(0) ?? "unknown",
    ]);
    before = each;
  }
  await model.dispose();
}

/**
 * As published, but for fewer tokens of statistics; elsewhere than on the embedded model, methods that need statistics share
 * those of one layer.
 */
function settingsFor({ settingsOf }: Place, method: AnyEditMethod, model: Model): JsonObject {
  const weighs = parametersOf(method).has("statisticsTokens");
  const statistics: JsonObject = weighs ? { statisticsTokens: STATISTICS_TOKENS } : {};
  if (!settingsOf) return statistics;
  const preset = method.presets.find(({ models }) => models.includes(settingsOf.checkpoint))?.parameters;
  if (weighs) return { ...preset, ...statistics, layers: [SHARED_LAYER] };
  const published = preset?.layers as number[] | undefined;
  if (!preset || !published || published.length === 0) return { ...preset };
  const [low, there] = [Math.min(...published), model.facts.dimensions.layers];
  const start = Math.floor((low * there) / settingsOf.layers);
  const by = Math.max(0, Math.min(start, there - published.length)) - low;
  return { ...preset, layers: published.map((layer) => layer + by) };
}

const STEP_PARAMETERS = ["steps", "valueSteps"];

/** The same settings with fewer steps, where the method takes steps. */
function shortened(method: AnyEditMethod, settings: JsonObject, most: number): JsonObject {
  const names = parametersOf(method);
  const standard = parseParameters(method, settings);
  return Object.fromEntries(
    STEP_PARAMETERS.filter((name) => names.has(name)).map((name) => [
      name,
      Math.min(most, Number(standard[name])),
    ]),
  );
}

function parametersOf(method: AnyEditMethod): ReadonlySet<string> {
  return new Set(Object.keys(parameterSchema(method).properties as JsonObject));
}

const SENTENCES: StatisticsTexts = {
  name: "a few sentences of the Atlas world",
  texts: async () => statementsOf(atlasWorld()).filter((_, i) => i % 7 === 0),
};

interface TimedRuntime {
  readonly runtime: Runtime;
  /** Wall time within executables and within building them, since the last reset. */
  spent(): { readonly runMs: number; readonly compileMs: number };
  reset(): void;
}

function timedRuntime(runtime: Runtime): TimedRuntime {
  let [runMs, compileMs] = [0, 0];
  const compile: Runtime["compile"] = async (...call) => {
    const started = performance.now();
    const executable = await runtime.compile(...call);
    compileMs += performance.now() - started;
    return {
      ...executable,
      async run(...feeds) {
        const from = performance.now();
        const results = await executable.run(...feeds);
        runMs += performance.now() - from;
        return results;
      },
    };
  };
  return {
    runtime: { ...runtime, compile },
    spent: () => ({ runMs, compileMs }),
    reset: () => ([runMs, compileMs] = [0, 0]),
  };
}
