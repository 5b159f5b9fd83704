/**
 * What edits of WISE that share a side memory lose, and why (docs/experiments/wise.md):
 *
 *     npx tsx scripts/experiments/wise.ts edits 20 '{"contrast":"subject","activationRatio":0.97}'
 *     npx tsx scripts/experiments/wise.ts keys public/models/atlas 4
 *
 * `edits` asks all edits again after 10 and after all, once as the memory routes them and once with the memory always on.
 * What the second loses was overwritten; what only the first loses was not routed to. `keys` compares the inputs of an MLP's
 * down projection, for edited facts, with those of other facts.
 */
import { createRun, seededRandom } from "../../lib/base";
import { filledPrompt, SUBJECT_SLOT, type EditCase } from "../../lib/data";
import { atlasWorld, randomCases } from "../../lib/data/worlds";
import { applyMethod, EDIT_METHODS } from "../../lib/edit";
import { probesOf, stepRandom } from "../../lib/eval";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import {
  generateRows,
  loadModel,
  mergeOverlays,
  readSites,
  scoreTargets,
  type Model,
  type Overlay,
  type ScorePair,
} from "../../lib/model";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createNativeRuntime } from "../../lib/server/worker/runtime";
import { createArtifactCache, memoryArtifacts } from "../../lib/store";
import { dot, floats } from "../../lib/tensor";

const ATLAS = "public/models/atlas";
const KEYS_OF = 60;
const FEATURES = [1024, 4096, 16_384];

const run = createRun();
const open = (folder: string): Promise<Model> =>
  loadModel("atlas", folderFiles(folder), createNativeRuntime({ kind: "native", threads: 1 }));
const print = (line: string) => process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** Whether the model says each target. */
async function said(model: Model, pairs: readonly ScorePair[]): Promise<number[]> {
  return (await scoreTargets(run, model, pairs)).map(({ isGreedy }) => (isGreedy ? 1 : 0));
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What the base answers to the neighbours of a case that no edit rewrites. */
async function neighboursOf(
  model: Model,
  one: EditCase,
  rewritten: ReadonlySet<string>,
): Promise<ScorePair[]> {
  const asked = probesOf(one)
    .filter(({ group, prompt }) => group === "locality" && !rewritten.has(prompt))
    .map(({ prompt, expected }) => ({ prompt, target: expected }));
  if (asked.length === 0) return [];
  const lengths = (await scoreTargets(run, model, asked)).map(({ targetIds }) => targetIds.length);
  const rows = asked.map(({ prompt }) => model.tokenizer.encode(prompt, { special: true }).ids);
  const answers = await generateRows(run, model, rows, { maxTokens: Math.max(...lengths) });
  return asked.map(({ prompt }, i) => ({
    prompt,
    target: model.tokenizer.decode(answers[i].slice(0, lengths[i])).trim(),
  }));
}

async function edits(count: number, parameters: string): Promise<void> {
  const model = await open(ATLAS);
  const method = EDIT_METHODS.get("wise");
  const cases = randomCases(atlasWorld(), seededRandom(0), count);
  const rewritten = new Set(cases.flatMap(({ request, rephrases }) => [filledPrompt(request), ...rephrases]));
  const neighbours: ScorePair[][] = [];
  for (const one of cases) neighbours.push(await neighboursOf(model, one, rewritten));
  const call = {
    parameters: JSON.parse(parameters),
    cache: createArtifactCache(memoryArtifacts()),
    statisticsTexts: statisticsTextsOf(model),
    trainingCases: TRAINING_CASES,
  };
  let overlays: Overlay[] = [];
  for (const [i, { request }] of cases.entries()) {
    const stepRun = { ...run, random: stepRandom(0, i) };
    const made = await applyMethod(
      stepRun,
      method,
      { ...call, model: model.with(overlays), requests: [request] },
      { evenIfKnown: true },
    );
    overlays = mergeOverlays([...overlays, ...made.overlays], model.facts);
    if (i + 1 !== 10 && i + 1 !== count) continue;
    const always = overlays.map((overlay) =>
      overlay.kind === "adapter" ? { ...overlay, settings: { ...overlay.settings, ratio: 0 } } : overlay,
    );
    const so = cases.slice(0, i + 1);
    const pairsOf = (wanted: string) =>
      so.flatMap((one) =>
        probesOf(one)
          .filter(({ group }) => group === wanted)
          .map(({ prompt, expected }) => ({ prompt, target: expected })),
      );
    const groups = [pairsOf("reliability"), pairsOf("generality"), neighbours.slice(0, i + 1).flat()];
    print(`${i + 1} edits: reliability, generality, locality`);
    for (const [name, worn] of [
      ["as routed", overlays],
      ["always on", always],
    ] as const) {
      const shares: string[] = [];
      for (const pairs of groups) shares.push(percent(mean(await said(model.with(worn), pairs))));
      print(`  ${name}: ${shares.join(", ")}`);
    }
    const kept = await said(model.with(always), groups[0]);
    const fifth = kept.length / 5;
    const byAge = [0, 1, 2, 3, 4].map((k) =>
      percent(mean(kept.slice(Math.round(k * fifth), Math.round((k + 1) * fifth)))),
    );
    print(`  always on, reliability by fifths, oldest first: ${byAge.join(", ")}`);
  }
}

/** Median of |kᵢ · kⱼ| / ‖kᵢ‖² over pairs of facts: the share of a write at kᵢ that is read at kⱼ. */
function overlap(keys: readonly Float32Array[]): number {
  const shares = keys.flatMap((key, i) =>
    keys.flatMap((other, j) => (i === j ? [] : [Math.abs(dot(key, other)) / dot(key, key)])),
  );
  return shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)];
}

function centred(keys: readonly Float32Array[]): Float32Array[] {
  const middle = keys[0].map((_, d) => mean(keys.map((key) => key[d])));
  return keys.map((key) => key.map((value, d) => value - middle[d]));
}

/** What an untrained map of this width with a rectifier makes of unit inputs. */
function randomFeatures(inputs: readonly Float32Array[], width: number): Float32Array[] {
  const random = seededRandom("features");
  const features = inputs.map(() => new Float32Array(width));
  for (let m = 0; m < width; m++) {
    const row = Float32Array.from(inputs[0], () => random.normal());
    inputs.forEach((input, n) => {
      features[n][m] = Math.max(0, dot(row, input) / Math.sqrt(dot(input, input)) - 1);
    });
  }
  return features;
}

async function keys(folder: string, layer: number): Promise<void> {
  const model = await open(folder);
  const cases = randomCases(atlasWorld(), seededRandom(0), KEYS_OF);
  for (const position of ["prompt's end", "subject's end"]) {
    const sites = [`blocks.${layer}.mlp.post`, `blocks.${layer}.mlp.in`] as const;
    const found: Float32Array[][] = [[], []];
    for (const { request } of cases) {
      const [before] = request.prompt.split(SUBJECT_SLOT);
      const text = position === "prompt's end" ? filledPrompt(request) : before + request.subject;
      const at = model.tokenizer.encode(text, { special: true }).ids.length - 1;
      const { ids } = model.tokenizer.encode(filledPrompt(request), { special: true });
      const read = await readSites(run, model, [ids], [[at]], sites);
      sites.forEach((site, s) => found[s].push(floats(read[site]).slice()));
    }
    const [outputs, inputs] = found;
    print(
      `layer ${layer}, ${position}, ${outputs[0].length} wide: ${overlap(outputs).toFixed(2)}, centred ${overlap(centred(outputs)).toFixed(2)}`,
    );
    for (const width of FEATURES)
      print(`  random features ${width}: ${overlap(randomFeatures(inputs, width)).toFixed(2)}`);
  }
}

const [command, ...given] = process.argv.slice(2);
if (command === "edits") await edits(Number(given[0]), given[1] ?? "{}");
else if (command === "keys") await keys(given[0], Number(given[1]));
else print("Say edits COUNT PARAMETERS, or keys FOLDER LAYER.");
// onnxruntime keeps threads alive that would hold the process open.
process.exit();
