import { beforeAll, describe, expect, test } from "vitest";
import { createRun, type JsonObject, type Run } from "../../../base";
import { filledPrompt } from "../../../data";
import type { Model } from "../../../model";
import { createArtifactCache, listArtifacts, memoryArtifacts, type ArtifactFiles } from "../../../store";
import { readSafetensors } from "../../../tensor";
import { statisticsTexts, trainingCases } from "../../../testing/edits";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { EDIT_METHODS } from "../../methods";
import { parseParameters } from "../../parameters";

const STEPS = 12;
/** The network starts as the identity, so a large step: what is compared should have moved. */
const SETTINGS = { layers: [0, 1], rank: 4, trainingEdits: 2, trainingSteps: STEPS, learningRate: 0.01 };

let model: Model;
beforeAll(async () => {
  // Some editors read an edit and a question at once.
  model = await tinyModel("gpt2", nativeRuntime(), { config: { n_positions: 128 } });
});

/** Texts that the tiny model can read whole. */
async function shortCases() {
  const fits = (text: string) => model.tokenizer.encode(text).ids.length < 44;
  const all = await trainingCases.cases(createRun());
  const short = all.filter(({ request }) => fits(filledPrompt(request) + request.targetNew));
  return short.map((one) => ({
    ...one,
    rephrases: one.rephrases.filter(fits),
    locality: Object.fromEntries(
      Object.entries(one.locality).map(([name, probes]) => [
        name,
        probes.filter(({ prompt, target }) => fits(prompt + target)),
      ]),
    ),
  }));
}

async function trainIn(files: ArtifactFiles, id: string, run: Run = createRun(), more: JsonObject = {}) {
  const method = EDIT_METHODS.get(id);
  await method.prepare?.(run, {
    model,
    parameters: parseParameters(method, { ...SETTINGS, ...more }),
    cache: createArtifactCache(files),
    statisticsTexts,
    trainingCases: { name: "short edits", cases: shortCases },
  });
}

/** The tensors of the only artifact there is, as bytes. */
async function trained(files: ArtifactFiles) {
  const [{ id }, ...more] = await listArtifacts(files);
  expect(more).toEqual([]);
  return readSafetensors((await files.get(id)) as Uint8Array).bundle;
}

/** Aborts once so many steps are made, and says which were. */
function stoppedAt(step: number): { run: Run; steps: number[] } {
  const control = new AbortController();
  const steps: number[] = [];
  const onProgress = (update: { step?: number }) => {
    steps.push(update.step ?? 0);
    if (update.step === step) control.abort();
  };
  return { run: createRun({ signal: control.signal, onProgress }), steps };
}

describe.each(["mend", "malmen", "serac"])("training %s", (id) => {
  test("stopped at any step it resumes to the same bytes", async () => {
    const whole = memoryArtifacts();
    await trainIn(whole, id);
    const expected = await trained(whole);

    const files = memoryArtifacts();
    const first = 1 + Math.floor(Math.random() * (STEPS - 2));
    const second = first + 1 + Math.floor(Math.random() * (STEPS - first - 1));
    for (const step of [first, second]) {
      await expect(trainIn(files, id, stoppedAt(step).run)).rejects.toMatchObject({ code: "cancelled" });
      const [{ manifest }] = await listArtifacts(files);
      expect(manifest?.progress).toEqual({ done: 2 * step, total: 2 * STEPS });
    }
    const rest = stoppedAt(Infinity);
    await trainIn(files, id, rest.run);
    expect(rest.steps).toEqual(Array.from({ length: STEPS - second }, (_, i) => second + 1 + i));
    expect(await trained(files), `stopped at ${first} and ${second}`).toEqual(expected);
  });

  test("the state of a training with other settings is not used", async () => {
    const files = memoryArtifacts();
    await expect(trainIn(files, id, stoppedAt(2).run)).rejects.toMatchObject({ code: "cancelled" });
    const other = stoppedAt(Infinity);
    await trainIn(files, id, other.run, { rank: 3 });
    expect(other.steps[0]).toBe(1);
  });
});

test("a killed process loses only the work after its last stored part", async () => {
  const settings = { trainingSteps: 60, trainingEdits: 1 };
  const whole = memoryArtifacts();
  await trainIn(whole, "mend", createRun(), settings);
  const files = memoryArtifacts();
  const control = new AbortController();
  let kept = 0;
  // Nothing more is written once it is killed.
  const dying: ArtifactFiles = {
    ...files,
    put: async (...call) => (control.signal.aborted ? undefined : (kept++, files.put(...call))),
  };
  const onProgress = ({ step }: { step?: number }) => step === 57 && control.abort();
  const killed = trainIn(dying, "mend", createRun({ signal: control.signal, onProgress }), settings);
  await expect(killed).rejects.toMatchObject({ code: "cancelled" });
  expect(kept).toBe(1);
  const rest = stoppedAt(Infinity);
  await trainIn(files, "mend", rest.run, settings);
  expect(rest.steps[0]).toBe(51);
  expect(await trained(files)).toEqual(await trained(whole));
});
