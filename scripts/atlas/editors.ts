/**
 * Trains the editors that the embedded model's presets ask for, and ships them beside it, so that a first edit does not have
 * to wait for them. It takes some ten minutes for each; those that are there already are left alone, and a run that is
 * stopped goes on when it is started again. Run after statistics.ts, which empties the folder:
 * npx tsx scripts/atlas/editors.ts
 */
import * as ort from "onnxruntime-node";
import { createRun } from "../../lib/base";
import { EDIT_METHODS, settingsOfKnown } from "../../lib/edit";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import { loadModel } from "../../lib/model";
import { createOrtRuntime } from "../../lib/runtime";
import { createArtifactFiles } from "../../lib/server/storage/artifact-files";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createArtifactCache } from "../../lib/store";

const FOLDER = "public/models/atlas";
const ARTIFACTS = "public/models/artifacts";
/** Steps between two lines of the report. */
const STRIDE = 25;

// One thread: the same sums in the same order on every machine, and the products of a step are small.
const model = await loadModel(
  "atlas",
  folderFiles(FOLDER),
  createOrtRuntime(ort, { kind: "native", threads: 1 }),
);
const cache = createArtifactCache(createArtifactFiles(ARTIFACTS));
for (const method of EDIT_METHODS.all.filter(({ kind }) => kind === "meta-learning")) {
  const run = createRun({
    onProgress: ({ step, steps, values }) => {
      if (step % STRIDE === 0)
        process.stdout.write(`${method.name} ${step}/${steps} ${JSON.stringify(values)}\n`);
    },
  });
  await method.prepare?.(run, {
    model,
    parameters: settingsOfKnown(method, "atlas").parameters,
    cache,
    statisticsTexts: statisticsTextsOf(model),
    trainingCases: TRAINING_CASES,
  });
}
process.stdout.write(`Editors of ${FOLDER} are in ${ARTIFACTS}.\n`);
process.exit();
