/**
 * What asking about edits costs, apart from making them: `npm run bench -- asking` edits facts of the world by two methods, and
 * asks every probe and shown text before and after, edit by edit and together. One thread: processor time then tells work, whatever
 * else the machine does.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRun, seededRandom } from "../../../lib/base";
import type { EditCase } from "../../../lib/data";
import { atlasWorld, randomCases } from "../../../lib/data/worlds";
import { applyMethod, EDIT_METHODS } from "../../../lib/edit";
import { evaluate, measureEdits, probesOf, type EditResults } from "../../../lib/eval";
import { statisticsTextsOf, TRAINING_CASES } from "../../../lib/job";
import { loadModel, type Model, type Overlay } from "../../../lib/model";
import type { Runtime } from "../../../lib/runtime";
import { createArtifactFiles } from "../../../lib/server/storage/artifact-files";
import { folderFiles } from "../../../lib/server/files/folder-files";
import { createNativeRuntime } from "../../../lib/server/worker/runtime";
import { createArtifactCache } from "../../../lib/store";
import { formatMs, formatRatio, measured, type Line } from "../measure";

const MODELS = path.join(import.meta.dirname, "../../../public/models");
const EDITS = 32;
const METHODS = ["rome", "memit"];
/** As many cases as a job asks together, and one. */
const BLOCKS = { "edit by edit": 1, together: 16 };

interface Edited {
  readonly editCase: EditCase;
  readonly overlays: readonly Overlay[];
}

export async function benchAsking(): Promise<readonly Line[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-bench-"));
  const cache = createArtifactCache(createArtifactFiles(folder, path.join(MODELS, "artifacts")));
  const inPrograms = { cpuMs: 0, runs: 0 };
  const runtime = counting(createNativeRuntime({ kind: "native", threads: 1 }), inPrograms);
  const model = await loadModel("atlas", folderFiles(path.join(MODELS, "atlas")), runtime);
  const run = createRun({ seed: 0 });
  try {
    const cases = randomCases(atlasWorld(), seededRandom("bench"), EDITS);
    const edited: Edited[][] = [];
    for (const id of METHODS) {
      const made: Edited[] = [];
      for (const editCase of cases) {
        const { overlays } = await applyMethod(run, EDIT_METHODS.get(id), {
          model,
          requests: [editCase.request],
          parameters: {},
          cache,
          statisticsTexts: statisticsTextsOf(model, cache),
          trainingCases: TRAINING_CASES,
          openEncoder: () => Promise.reject(new Error("no encoder")),
        });
        made.push({ editCase, overlays });
      }
      edited.push(made);
    }
    const probes = METHODS.length * cases.flatMap(probesOf).length;
    const lines: Line[] = [];
    let first: number | undefined;
    for (const [what, size] of Object.entries(BLOCKS)) {
      await askAll(
        model,
        edited.map((made) => made.slice(0, size)),
        size,
      ); // its programs are built
      Object.assign(inPrograms, { cpuMs: 0, runs: 0 });
      const { cpuMs } = await measured(() => askAll(model, edited, size));
      first ??= cpuMs;
      lines.push({
        what: `${EDITS} edits by ${METHODS.length} methods, ${probes} probes, ${what}`,
        value: `${formatMs(cpuMs)}, ${formatMs(cpuMs / probes)} a probe`,
        note: `${formatRatio(first, cpuMs)}; ${((100 * inPrograms.cpuMs) / cpuMs).toFixed(0)} % in ${inPrograms.runs} runs of programs`,
      });
    }
    return lines;
  } finally {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As a job asks: what the unedited model says once for all methods. */
async function askAll(model: Model, edited: readonly (readonly Edited[])[], size: number): Promise<void> {
  const run = createRun({ seed: 0 });
  const known = new Map<number, Awaited<ReturnType<typeof measureEdits>>["baselines"]>();
  for (const made of edited) {
    const results: EditResults[] = [];
    for (let from = 0; from < made.length; from += size) {
      const edits = made.slice(from, from + size).map(({ editCase, overlays }) => ({
        after: model.with(overlays),
        cases: [editCase],
        overlays,
      }));
      const measuredHere = await measureEdits(run, model, edits, known.get(from));
      known.set(from, measuredHere.baselines);
      results.push(...measuredHere.results);
    }
    evaluate(results);
  }
}

/** A runtime that counts what its programs take. */
function counting(runtime: Runtime, spent: { cpuMs: number; runs: number }): Runtime {
  return {
    ...runtime,
    async compile(...call) {
      const executable = await runtime.compile(...call);
      return {
        ...executable,
        async run(...feeds) {
          const { result, cpuMs } = await measured(() => executable.run(...feeds));
          spent.cpuMs += cpuMs;
          spent.runs++;
          return result;
        },
      };
    },
  };
}
