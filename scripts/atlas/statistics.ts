/**
 * Computes the second moments that the embedded model's presets ask for, and ships them beside it, so that a first edit
 * does not have to wait for them. Run after training, and before editors.ts: npx tsx scripts/atlas/statistics.ts
 */
import { rm } from "node:fs/promises";
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

await rm(ARTIFACTS, { recursive: true, force: true });
const model = await loadModel("atlas", folderFiles(FOLDER), createOrtRuntime(ort, { kind: "native" }));
const cache = createArtifactCache(createArtifactFiles(ARTIFACTS));
for (const method of EDIT_METHODS.all.filter(({ kind }) => kind !== "meta-learning")) {
  const parameters = settingsOfKnown(method, "atlas").parameters;
  await method.prepare?.(createRun(), {
    model,
    parameters,
    cache,
    statisticsTexts: statisticsTextsOf(model),
    trainingCases: TRAINING_CASES,
  });
}
process.stdout.write(`Statistics of ${FOLDER} are in ${ARTIFACTS}.\n`);
process.exit();
