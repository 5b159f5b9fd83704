/** Loads the larger model on the runtime that is named, asks it once, and tells its parent what that took. */
import path from "node:path";
import { createRun } from "../../lib/base";
import { doubleProduct } from "../../lib/edit";
import { loadModel, scoreTargets } from "../../lib/model";
import { folderFiles } from "../../lib/server/files/folder-files";
import { sizeOf } from "../../lib/tensor";
import type { Loading } from "./loading";
import { peakMemoryMb, resetPeakMemory } from "./measure";
import { randomGpt2 } from "./random-model";
import { openRuntime, type BenchedKind } from "./runtimes";

const ATLAS = path.join(import.meta.dirname, "../../public/models/atlas");
const BYTES = 4;

const files = await randomGpt2(folderFiles(ATLAS));
const held = () => {
  resetPeakMemory();
  return peakMemoryMb() ?? 0;
};
const atStart = held();
const model = await loadModel("gpt2-124m", files, await openRuntime(process.argv[2] as BenchedKind));
const multiply = doubleProduct(createRun(), model);
await multiply(Float64Array.of(1), Float64Array.of(1), 1); // a program without weights: the runtime is up
const withRuntime = held();
await scoreTargets(createRun(), model, [{ prompt: "The capital of France is", target: " Rome" }]);
const peak = peakMemoryMb() ?? 0;
const stored = model.facts.parameters.filter(({ tiedTo }) => tiedTo === undefined);
const loading: Loading = {
  weightsMb: stored.reduce((sum, { shape }) => sum + BYTES * sizeOf(shape), 0) / 1e6,
  runtimeMb: withRuntime - atStart,
  modelMb: peak - withRuntime,
};
process.send?.(loading, () => process.exit());
