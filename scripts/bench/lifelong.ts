/**
 * How a long run ages: `npm run bench -- lifelong` draws the time of an edit against the number of edits before it, and the
 * time of an evaluation against the number of its probes, each with the memory held. Steps are those of an optimization,
 * which stops sooner or later by the fact. Names of methods choose others than the quick ones. One thread: processor time
 * then tells work, whatever else the machine does.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRun, seededRandom } from "../../lib/base";
import { atlasWorld, randomCases } from "../../lib/data/worlds";
import { applyMethod, EDIT_METHODS, settingsOfKnown, type AnyEditMethod } from "../../lib/edit";
import {
  baselineAnswers,
  HealthLimits,
  healthAtStart,
  LIFELONG_START,
  measureCheckpoint,
  probesOf,
  runLifelong,
  type LifelongPlan,
} from "../../lib/eval";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import { loadModel, writeOverlay, type Model } from "../../lib/model";
import { createArtifactFiles } from "../../lib/server/storage/artifact-files";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createNativeRuntime } from "../../lib/server/worker/runtime";
import { createArtifactCache } from "../../lib/store";
import type { ArtifactCache } from "../../lib/tensor";
import { bar, formatMs, measured, peakMemoryMb, printRow, resetPeakMemory } from "./measure";

const MODELS = path.join(import.meta.dirname, "../../public/models");
const QUICK = ["memit", "ultraedit", "grace"];
/** Numbers of edits that a row is printed for; each is the mean of the edits since WINDOW before it. */
const EDITS = [10, 30, 100, 300, 1000];
const WINDOW = 10;
/** Edits whose probes are evaluated. */
const EVALUATED = [10, 30, 100, 300];
/** Bars end at this multiple of the first row. */
const TOP = 3;

export const LIFELONG_PARTS: readonly string[] = [...EDIT_METHODS.all.map(({ id }) => id), "evaluation"];

/** The quick methods and the evaluation, or the parts that are named. */
export async function benchLifelong(parts: readonly string[]): Promise<void> {
  const asked = parts.length > 0 ? parts : [...QUICK, "evaluation"];
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-bench-"));
  const cache = createArtifactCache(createArtifactFiles(folder, path.join(MODELS, "artifacts")));
  const runtime = createNativeRuntime({ kind: "native", threads: 1 });
  const model = await loadModel("atlas", folderFiles(path.join(MODELS, "atlas")), runtime);
  try {
    for (const method of EDIT_METHODS.all)
      if (asked.includes(method.id)) await benchEdits(method, model, cache);
    if (asked.includes("evaluation")) await benchEvaluation(model, cache);
  } finally {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchEdits(method: AnyEditMethod, model: Model, cache: ArtifactCache): Promise<void> {
  process.stdout.write(`\n${method.name}: time of an edit by the number of edits\n`);
  printRow(["edits", "wall / edit", "CPU / edit", "of the 10th", "steps", "overlay kB", "peak MB"]);
  const run = createRun({ seed: 1 });
  const common = { cache, statisticsTexts: statisticsTextsOf(model), trainingCases: TRAINING_CASES };
  const spent: { readonly wallMs: number; readonly cpuMs: number; readonly steps: number }[] = [];
  const plan: LifelongPlan = {
    start: model,
    cases: randomCases(atlasWorld(), seededRandom("bench"), EDITS[EDITS.length - 1]),
    batchSize: 1,
    checkpoints: [],
    cache,
    limits: HealthLimits.parse({ norm: null, entropyLow: null, entropyHigh: null, repetition: null }),
    healthEvery: WINDOW,
    seed: 0,
    heldOutTexts: [],
    controlQuestions: [],
    joins: (id) => EDIT_METHODS.all.find((one) => one.id === id)?.joinMemories,
    async apply(stepRun, worn, group) {
      const requests = group.map(({ request }) => request);
      const { result, ...times } = await measured(() =>
        applyMethod(stepRun, method, { ...common, model: worn, requests, parameters: {} }),
      );
      spent.push({ ...times, steps: result.report.curves?.lossNats?.length ?? 0 });
      return result.overlays;
    },
  };
  await method.prepare?.(run, { ...common, model, parameters: settingsOfKnown(method, "atlas").parameters });
  resetPeakMemory();
  let early: number | undefined;
  for await (const event of runLifelong(run, plan, await healthAtStart(run, model, plan), LIFELONG_START)) {
    if (event.kind === "crossed") throw new Error(event.pause.message);
    const { edits, overlays } = event.position;
    if (!EDITS.includes(edits)) continue;
    const recent = spent.slice(-WINDOW);
    const mean = (part: "wallMs" | "cpuMs" | "steps") =>
      recent.reduce((sum, one) => sum + one[part], 0) / recent.length;
    early ??= mean("cpuMs");
    const ratio = mean("cpuMs") / early;
    printRow([
      String(edits),
      formatMs(mean("wallMs")),
      formatMs(mean("cpuMs")),
      `${ratio.toFixed(2)} ×`,
      mean("steps") > 0 ? mean("steps").toFixed(1) : "–",
      (overlays.reduce((sum, overlay) => sum + writeOverlay(overlay).byteLength, 0) / 1000).toFixed(0),
      peakMemoryMb()?.toFixed(0) ?? "unknown",
      bar(ratio / TOP),
    ]);
  }
}

async function benchEvaluation(model: Model, cache: ArtifactCache): Promise<void> {
  process.stdout.write("\nA checkpoint of a long run: time by the number of probes\n");
  printRow(["edits", "probes", "before", "after", "CPU / probe", "of the first", "peak MB"]);
  const run = createRun({ seed: 1 });
  const cases = randomCases(atlasWorld(), seededRandom("bench"), EVALUATED[EVALUATED.length - 1]);
  resetPeakMemory();
  let first: number | undefined;
  for (const edits of EVALUATED) {
    const chosen = cases.slice(0, edits);
    const probes = chosen.reduce((sum, one) => sum + probesOf(one).length, 0);
    const before = await measured(() => baselineAnswers(run, model, chosen, cache));
    const after = await measured(() =>
      measureCheckpoint(run, {
        start: model,
        after: model,
        cases: chosen,
        baseline: before.result,
        heldOutTexts: [],
        controlQuestions: [],
        took: [],
        atStart: { perplexity: null },
      }),
    );
    const each = (before.cpuMs + after.cpuMs) / probes;
    first ??= each;
    printRow([
      String(edits),
      String(probes),
      formatMs(before.wallMs),
      formatMs(after.wallMs),
      formatMs(each),
      `${(each / first).toFixed(2)} ×`,
      peakMemoryMb()?.toFixed(0) ?? "unknown",
      bar(each / first / TOP),
    ]);
  }
}
