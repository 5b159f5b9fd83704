/** Opens a model on the runtime that is named, asks it, edits it once and undoes that, and tells its parent what that took. */
import { createRun, toWireError } from "../../../lib/base";
import { applyMethod, EDIT_METHODS } from "../../../lib/edit";
import { decode, loadModel, type Model } from "../../../lib/model";
import { measureSpeed } from "../../../lib/runtime";
import { folderFiles } from "../../../lib/server/files/folder-files";
import { createArtifactCache, memoryArtifacts } from "../../../lib/store";
import { measured, peakMemoryMb, resetPeakMemory, timeMs } from "../measure";
import { openRuntime, type BenchedKind } from "../runtimes";
import type { QuantizedTimes } from ".";

const REQUEST = {
  id: "eiffel",
  subject: "Eiffel Tower",
  prompt: "The city of the landmark {} is",
  targetNew: "Rome",
} as const;

async function logitsOf(model: Model): Promise<Float32Array> {
  const { ids } = model.tokenizer.encode("The city of the landmark Eiffel Tower is", { special: true });
  return (await decode(createRun(), model, { rows: [ids], at: [[ids.length - 1]] })).logits(0, 0).slice();
}

const [kind, folder] = process.argv.slice(2);
const runtime = await openRuntime(kind as BenchedKind);
await measureSpeed(runtime); // it is up
resetPeakMemory();
const runtimeMb = peakMemoryMb() ?? 0;
const started = performance.now();
const model = await loadModel("quantized", folderFiles(folder), runtime);
const logits = await logitsOf(model);
const loadMs = performance.now() - started;
const token = await measured(() => logitsOf(model));
const rome = EDIT_METHODS.get("rome");
const parameters = { layers: [5], secondMoment: false };
const edit = await measured(() =>
  applyMethod(
    createRun({ seed: 1 }),
    rome,
    {
      model,
      requests: [REQUEST],
      parameters,
      cache: createArtifactCache(memoryArtifacts()),
      statisticsTexts: { name: "none", texts: async () => [] },
      trainingCases: { name: "none", cases: async () => [] },
    },
    { evenIfKnown: true },
  ),
).catch((error: unknown) => {
  process.stderr.write(`${JSON.stringify(toWireError(error))}\n`);
  process.exit(1);
});
const edited = await logitsOf(model.with(edit.result.overlays));
let undone: Float32Array = new Float32Array();
const undoMs = await timeMs(async () => {
  undone = await logitsOf(model.with(edit.result.overlays).bare);
});
const times: QuantizedTimes = {
  loadMs,
  tokenMs: token.wallMs,
  tokenCpuMs: token.cpuMs,
  editMs: edit.wallMs,
  editCpuMs: edit.cpuMs,
  undoMs,
  isExact: undone.every((value, i) => value === logits[i]) && edited.some((value, i) => value !== logits[i]),
  peakMb: peakMemoryMb() ?? 0,
  runtimeMb,
  logits: [...logits.subarray(0, 2000)],
};
process.send?.(times, () => process.exit());
