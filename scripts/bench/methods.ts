/**
 * What an edit costs, method by method: on the embedded model and on a random model in the shape of GPT-2 small, native and
 * WASM, with the share of the time spent in the runtime. What can be kept between edits (second moments, trained editors)
 * is made before the clock starts, as it is for a person's second edit.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as native from "onnxruntime-node";
import { createRun, seededRandom, type JsonObject } from "../../lib/base";
import { SUBJECT_SLOT, type EditRequest } from "../../lib/data";
import { atlasWorld, randomCases } from "../../lib/data/worlds";
import {
  applyMethod,
  EDIT_METHODS,
  parseParameters,
  type AnyEditMethod,
  type EditCall,
} from "../../lib/edit";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import { loadModel, type CheckpointFiles, type Model } from "../../lib/model";
import { createOrtRuntime, type Runtime } from "../../lib/runtime";
import { createArtifactFiles } from "../../lib/server/artifact-files";
import { folderFiles } from "../../lib/server/folder-files";
import { createArtifactCache } from "../../lib/store";
import { formatMs, formatRatio, watchMemory, type Line } from "./measure";
import { randomCheckpoint } from "./random-checkpoint";

const MODELS = path.join(import.meta.dirname, "../../public/models");
const CONTEXTS = [
  SUBJECT_SLOT,
  ...["The", "Therefore", "Because", "I", "You"].map((word) => `${word} said so. {}`),
];
/** The wide model's layers have 3,072 keys: as few tokens as make a sound second moment. */
const WIDE_TOKENS = 4000;

export async function benchMethods(): Promise<Line[]> {
  const small = randomCheckpoint({ width: 768, layers: 12, heads: 12, vocabulary: 50_257, context: 1024 });
  const lines: Line[] = [];
  for (const [name, files] of [
    ["Atlas", folderFiles(path.join(MODELS, "atlas"))],
    ["124 M", small],
  ] as const) {
    for (const kind of ["native", "wasm"] as const) lines.push(...(await benchPlace(name, files, kind)));
  }
  return lines;
}

async function benchPlace(name: string, files: CheckpointFiles, kind: "native" | "wasm"): Promise<Line[]> {
  const clock = timed(await openRuntime(kind));
  const memory = watchMemory(() => [process.pid], "private");
  const model = await loadModel(name === "Atlas" ? "atlas" : "gpt2", files, clock.runtime);
  const isEmbedded = name === "Atlas";
  const made = await mkdtemp(path.join(tmpdir(), "palimpsest-bench-"));
  const cache = createArtifactCache(createArtifactFiles(made, path.join(MODELS, "artifacts")));
  const lines: Line[] = [];
  for (const method of EDIT_METHODS.all) {
    const what = `${name}, ${kind}: ${method.name}`;
    // Training an editor for a model of random weights would take long and say nothing.
    if (!isEmbedded && method.kind === "meta-learning") continue;
    const wide: JsonObject =
      !isEmbedded && method.kind === "locate-then-edit" ? { statisticsTokens: WIDE_TOKENS } : {};
    const parameters = parseParameters(method, wide, model.facts.checkpoint);
    const edit = (requests: readonly EditRequest[]) => apply(model, cache, method, parameters, requests);
    const [first, ...rest] = REQUESTS;
    await edit([first]);
    const { ms, inRuntime } = await clock.measure(() => edit([rest[0]]));
    lines.push({ what, value: formatMs(ms), note: `${Math.round(100 * inRuntime)} % in the runtime` });
    if (isEmbedded && method.id === "memit") lines.push(await benchBatches(what, clock, edit));
  }
  memory.stop();
  await model.dispose();
  await rm(made, { recursive: true, force: true });
  lines.push({
    what: `${name}, ${kind}: peak private memory`,
    value: `${Math.round(memory.peakMb() ?? 0)} MB`,
    note: "this process",
  });
  return lines;
}

/** One call of a hundred edits against ten calls of ten. */
async function benchBatches(
  what: string,
  clock: Clock,
  edit: (requests: readonly EditRequest[]) => Promise<unknown>,
): Promise<Line> {
  const together = await clock.measure(() => edit(REQUESTS));
  const inTens = await clock.measure(async () => {
    for (let start = 0; start < REQUESTS.length; start += 10) await edit(REQUESTS.slice(start, start + 10));
  });
  return {
    what: `${what}, 100 edits in one call`,
    value: formatMs(together.ms / REQUESTS.length),
    note: `an edit; ten calls of ten cost ${formatRatio(inTens.ms, together.ms)} as much`,
  };
}

const REQUESTS = randomCases(atlasWorld(), seededRandom("bench"), 100).map(({ request }) => request);

function apply(
  model: Model,
  cache: EditCall<JsonObject>["cache"],
  method: AnyEditMethod,
  parameters: JsonObject,
  requests: readonly EditRequest[],
) {
  return applyMethod(
    createRun({ seed: 1 }),
    method,
    {
      model,
      requests,
      parameters,
      cache,
      contexts: CONTEXTS,
      statisticsTexts: statisticsTextsOf(model),
      trainingCases: TRAINING_CASES,
    },
    { evenIfKnown: true },
  );
}

interface Clock {
  readonly runtime: Runtime;
  measure(work: () => Promise<unknown>): Promise<{ ms: number; inRuntime: number }>;
}

/** A runtime that adds up the time of its runs. */
function timed(runtime: Runtime): Clock {
  let spent = 0;
  return {
    runtime: {
      ...runtime,
      async compile(...call) {
        const executable = await runtime.compile(...call);
        return {
          ...executable,
          async run(...feeds) {
            const started = performance.now();
            try {
              return await executable.run(...feeds);
            } finally {
              spent += performance.now() - started;
            }
          },
        };
      },
    },
    async measure(work) {
      spent = 0;
      const started = performance.now();
      await work();
      const ms = performance.now() - started;
      return { ms, inRuntime: Math.min(1, spent / ms) };
    },
  };
}

async function openRuntime(kind: "native" | "wasm"): Promise<Runtime> {
  if (kind === "native") return createOrtRuntime(native, { kind });
  const web = await import("onnxruntime-web");
  web.env.logLevel = "error";
  return createOrtRuntime(web, { kind });
}
