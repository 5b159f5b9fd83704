/** The core in this process: suffix programs against full passes, native against WASM, and what a version costs. */
import path from "node:path";
import * as native from "onnxruntime-node";
import { createRun, seededRandom } from "../../lib/base";
import { SUBJECT_SLOT } from "../../lib/data";
import { atlasWorld, randomCases } from "../../lib/data/worlds";
import { optimizeValues } from "../../lib/edit";
import { decode, loadModel, orientation, rankOne, type Model } from "../../lib/model";
import { createOrtRuntime, type Runtime } from "../../lib/runtime";
import { folderFiles } from "../../lib/server/files/folder-files";
import { formatMs, formatRatio, medianMs, type Line } from "./measure";

const FOLDER = path.join(import.meta.dirname, "../../public/models/atlas");
const STEPS = 20;
const LAYER = 2;
/** What ROME samples by default: the bare prompt and twenty contexts. */
const CONTEXTS = [
  SUBJECT_SLOT,
  ...Array.from({ length: 20 }, (_, i) => `The list of names goes on with number ${i}. {}`),
];
const TEXTS = [
  "The capital of France is",
  "The river that flows through Vienna is called",
  "Iron melts when",
  "A whale is",
];

/** A runtime that counts what it builds. */
function counting(runtime: Runtime): { readonly runtime: Runtime; readonly compiled: () => number } {
  let count = 0;
  const compile: Runtime["compile"] = (...call) => {
    count++;
    return runtime.compile(...call);
  };
  return { runtime: { ...runtime, compile }, compiled: () => count };
}

export async function benchCore(): Promise<Line[]> {
  const counter = counting(createOrtRuntime(native, { kind: "native" }));
  const onNative = await loadModel("atlas", folderFiles(FOLDER), counter.runtime);
  const web = await import("onnxruntime-web");
  web.env.logLevel = "error";
  const onWasm = await loadModel("atlas", folderFiles(FOLDER), createOrtRuntime(web, { kind: "wasm" }));

  const nativeForward = await medianMs(() => forward(onNative), 15);
  const wasmForward = await medianMs(() => forward(onWasm), 15);
  const suffix = await medianMs(() => findValue(onNative, false), 3);
  const full = await medianMs(() => findValue(onNative, true), 3);
  const wasmSuffix = await medianMs(() => findValue(onWasm, false), 3);
  const versions = await benchVersions(onNative, counter.compiled);
  return [
    { what: "forward pass, native", value: formatMs(nativeForward), note: `${TEXTS.length} prompts` },
    {
      what: "forward pass, WASM",
      value: formatMs(wasmForward),
      note: `${formatRatio(wasmForward, nativeForward)} native`,
    },
    {
      what: "v* by suffix program, native",
      value: formatMs(suffix),
      note: `${STEPS} steps, ${CONTEXTS.length} contexts`,
    },
    {
      what: "v* by full passes, native",
      value: formatMs(full),
      note: `${formatRatio(full, suffix)} the suffix program; every layer, token and logit, as the originals`,
    },
    {
      what: "v* by suffix program, WASM",
      value: formatMs(wasmSuffix),
      note: `${formatRatio(wasmSuffix, suffix)} native`,
    },
    ...versions,
  ];
}

function forward(model: Model): Promise<unknown> {
  const rows = TEXTS.map((text) => model.tokenizer.encode(text, { special: true }).ids);
  return decode(createRun(), model, { rows, at: rows.map((row) => [row.length - 1]) });
}

function findValue(model: Model, fullPass: boolean): Promise<unknown> {
  const [{ request }] = randomCases(atlasWorld(), seededRandom("bench"), 1);
  return optimizeValues(createRun(), model, [request], CONTEXTS, {
    layer: LAYER,
    parts: ["mlp_out"],
    valueSteps: STEPS,
    // No step is taken, so that both always make as many.
    valueLearningRate: 1e-9,
    valueWeightDecay: 0.5,
    klFactor: 0.0625,
    clampFactor: 4,
    fullPass,
  });
}

/** What putting a version on and taking it off costs a question, once the model has answered. */
async function benchVersions(model: Model, compiled: () => number): Promise<Line[]> {
  const spec = model.parameter("mlp.down", LAYER);
  const [out, into] = orientation(spec);
  const random = seededRandom("overlay");
  const vector = (size: number) => Float32Array.from({ length: size }, () => 0.01 * random.normal());
  const overlay = { kind: "weights" as const, deltas: [rankOne(spec, vector(out), vector(into))] };
  const edited = model.with([overlay]);
  await forward(edited);
  const before = compiled();
  const bare = await medianMs(() => forward(model), 15);
  const worn = await medianMs(() => forward(model.with([overlay])), 15);
  return [
    {
      what: "apply a version and ask",
      value: formatMs(worn),
      note: `${formatMs(Math.max(0, worn - bare))} more than asking the bare model; at most 10 ms`,
    },
    {
      what: "undo and ask",
      value: formatMs(bare),
      note: `${compiled() - before} programs compiled for ${2 * 16} switches`,
    },
  ];
}
