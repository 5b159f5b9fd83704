/**
 * Makes everything that depends on an embedded model's weights, step by step, and says what is left for a person:
 *
 *     npx tsx scripts/atlas/publish.ts atlas-2 --from .training/run/model
 *     npx tsx scripts/atlas/publish.ts atlas-2 --only statistics,editors
 *
 * Without `--from` the files of the model stay as they are. Steps that were done are left alone, so a run that was stopped goes
 * on: what was made for other weights is removed first. Presets name the layers whose statistics are made, so measure them first.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import * as ort from "onnxruntime-node";
import { createRun, invalidField } from "../../lib/base";
import { EMBEDDED_MODELS, isEmbedded } from "../../lib/data";
import { EDIT_METHODS, settingsOfKnown, type AnyEditMethod } from "../../lib/edit";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import { loadModel, type Model } from "../../lib/model";
import { createOrtRuntime } from "../../lib/runtime";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createArtifactFiles } from "../../lib/server/storage/artifact-files";
import { createArtifactCache, listArtifacts } from "../../lib/store";

const MODELS = path.join(import.meta.dirname, "../../public/models");
const ARTIFACTS = path.join(MODELS, "artifacts");
const FILES = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];
/** The method that is chosen where nobody has chosen one. */
const FIRST_METHOD = "rome";
/** Steps of training between two lines of the report. */
const STRIDE = 25;

interface Publishing {
  readonly id: keyof typeof EMBEDDED_MODELS;
  readonly folder: string;
  readonly from?: string;
}

interface Step {
  readonly id: string;
  readonly what: string;
  run(publishing: Publishing): Promise<void> | void;
}

/** In this order. */
const STEPS: readonly Step[] = [
  {
    id: "files",
    what: "the four files of the model",
    run({ from, folder }) {
      if (from === undefined) return;
      mkdirSync(folder, { recursive: true });
      for (const name of FILES) copyFileSync(path.join(from, name), path.join(folder, name));
    },
  },
  {
    id: "outdated",
    what: "statistics and editors of other weights, removed",
    async run({ id, folder }) {
      const weights = await (await open(id, folder)).fingerprint();
      const files = createArtifactFiles(ARTIFACTS);
      for (const { id: artifact, manifest } of await listArtifacts(files)) {
        if (manifest?.checkpoint !== id || JSON.stringify(manifest.key).includes(weights)) continue;
        await rm(path.join(ARTIFACTS, `${artifact}.safetensors`));
      }
    },
  },
  {
    id: "statistics",
    what: "what the first edit of a visit waits for; that of other methods takes seconds",
    run: (publishing) => prepared(publishing, ({ id }) => id === FIRST_METHOD),
  },
  {
    id: "editors",
    what: "editors that are trained, some ten minutes each",
    run: (publishing) => prepared(publishing, ({ kind }) => kind === "meta-learning"),
  },
  {
    id: "card",
    what: "the size of the weights in the model card",
    run({ folder }) {
      const card = path.join(folder, "README.md");
      const megabytes = (readFileSync(path.join(folder, "model.safetensors")).length / 1e6).toFixed(1);
      const text = readFileSync(card, "utf8");
      writeFileSync(card, text.replace(/float16, [\d.]+ MB/, `float16, ${megabytes} MB`));
    },
  },
];

/** What no script decides, each with its command. */
const BY_HAND: readonly string[] = [
  "presets of each method: npm run -s cli -- --model ID propose --method M; then lib/edit/settings/measured",
  "the shape in lib/edit/settings/known-models.ts, where it is another one",
  "recall tables of the model card: python scripts/atlas/recall.py public/models/ID --data .training",
  "scores beside the methods: npm run -s cli -- --model ID evaluate --scores lib/edit/settings/measured/scores.json",
  "siblings for merging: npx tsx scripts/atlas/pool.ts",
  "tables of docs/benchmarks.md, docs/lifelong.md, docs/explore.md, docs/knowledge.md and docs/experiments, by the commands there",
  "worked examples: EXAMPLES in lib/server/worlds.ts, the stories in components/tour",
  "pictures: npm run build && npm run screenshots",
  "speed: npm run bench -- serving",
];

/** One thread: the same sums in the same order on every machine. */
const open = (id: string, folder: string): Promise<Model> =>
  loadModel(id, folderFiles(folder), createOrtRuntime(ort, { kind: "native", threads: 1 }));

async function prepared(
  { id, folder }: Publishing,
  isWanted: (method: AnyEditMethod) => boolean,
): Promise<void> {
  const model = await open(id, folder);
  const cache = createArtifactCache(createArtifactFiles(ARTIFACTS));
  const statisticsTexts = statisticsTextsOf(model, cache);
  for (const method of EDIT_METHODS.all.filter(isWanted)) {
    const run = createRun({
      onProgress: ({ step, steps, values }) => {
        if (step % STRIDE === 0)
          process.stdout.write(`  ${method.name} ${step}/${steps} ${JSON.stringify(values ?? {})}\n`);
      },
    });
    const { parameters } = settingsOfKnown(method, id);
    await method.prepare?.(run, {
      model,
      parameters,
      cache,
      statisticsTexts,
      trainingCases: TRAINING_CASES,
    });
  }
  await model.dispose();
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: "string" }, only: { type: "string" } },
});
const [id = ""] = positionals;
if (!isEmbedded(id))
  throw invalidField(
    "model",
    `"${id}" is no embedded model.`,
    `Name ${Object.keys(EMBEDDED_MODELS).join(" or ")}.`,
  );
const only = values.only?.split(",");
const unknown = only?.find((name) => !STEPS.some((step) => step.id === name));
if (unknown !== undefined)
  throw invalidField(
    "--only",
    `There is no step "${unknown}".`,
    `Steps: ${STEPS.map((step) => step.id).join(", ")}.`,
  );
for (const step of STEPS) {
  if (only && !only.includes(step.id)) continue;
  process.stdout.write(`${step.id}: ${step.what}\n`);
  await step.run({ id, folder: path.join(MODELS, id), from: values.from });
}
process.stdout.write(`\nBy hand:\n${BY_HAND.map((line) => `- ${line.replaceAll("ID", id)}\n`).join("")}`);
// onnxruntime keeps threads alive that would hold the process open.
process.exit();
