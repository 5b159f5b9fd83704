/**
 * Edits on top of each other are the same edits however they come. A long run and a sequence leave the same bytes for every
 * method. An edit under another seed, and several requests in one call, do for methods that do not say otherwise, with the
 * reason.
 */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { createRun, sha256, type JsonObject, type Run } from "../../base";
import { EditCase } from "../../data";
import { applyMethod, EDIT_METHODS, parameterSchema, type AnyEditMethod } from "../../edit";
import { healthAtStart, HealthLimits, LIFELONG_START, runLifelong } from "../../eval";
import { loadModel, mergeOverlays, readOverlay, writeOverlay, type Model, type Overlay } from "../../model";
import { createArtifactCache, createMemoryBlobs, EditJobInput, memoryArtifacts } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyFiles } from "../../testing/tiny";
import { performEdit } from "./perform-edit";
import { textsFor, TRAINING_CASES } from "./texts";

/** A few texts and edits to learn from: what a method learns does not matter here. */
vi.mock("./texts", () => {
  const words = ["Anna", "Paris", "Rome", "The city", "The capital"];
  const texts = words.flatMap((one) => words.map((other) => `${one} of ${other} is in the city of ${one}.`));
  const cases = words.map((subject, i) => ({
    request: { id: `lesson ${i}`, subject, prompt: "{} is in", targetNew: "Paris", targetTrue: "Rome" },
    rephrases: [`The city of ${subject} is in`, `${subject} was in`],
    locality: { other: words.map((other) => ({ prompt: `${other} lives in`, target: "Rome" })) },
    portability: {},
  }));
  return {
    textsFor: async () => ({ name: "a few texts", texts: async () => texts }),
    TRAINING_CASES: { name: "a few edits", cases: async () => cases },
  };
});

const CASES = [
  ["Anna", "{} lives in", "Rome"],
  ["Paris", "{} is the city of", "the capital"],
  ["Rome", "{} was in", "the city"],
].map(([subject, prompt, targetNew], i) =>
  EditCase.parse({ request: { id: `case ${i}`, subject, prompt, targetNew } }),
);

/** Few steps on few tokens: what is asked here is whether two ways agree, not whether an edit takes. */
const QUICK: JsonObject = {
  layers: [1],
  steps: 3,
  valueSteps: 3,
  contextLengths: [[4, 1]],
  statisticsTokens: 256,
  nullspaceThreshold: 1e9,
  trainingSteps: 2,
  trainingEdits: 2,
  rank: 4,
};
/** Without draws that are an edit's own, where a method can do without; and shards of which one is full. */
const OWN: Readonly<Record<string, JsonObject>> = {
  grace: { start: "warm" },
  wise: { contrast: "subject", shardEdits: 2 },
};
const SEED = 5;

const model = await loadModel("tiny", tinyFiles("gpt2", { config: { n_positions: 96 } }), nativeRuntime());
const artifacts = memoryArtifacts();
const cache = createArtifactCache(artifacts);
const common = {
  artifacts,
  cache,
  statisticsTexts: await textsFor(model, { cache, artifacts }),
  trainingCases: TRAINING_CASES,
  openEncoder: () => Promise.reject(new Error("No encoder is installed.")),
};
const joins = (id: string) => EDIT_METHODS.get(id).joinMemories;

function parametersOf(method: AnyEditMethod): JsonObject {
  const known = parameterSchema(method).properties as JsonObject;
  const quick = Object.fromEntries(Object.entries(QUICK).filter(([name]) => name in known));
  return { ...quick, ...OWN[method.id] };
}

async function applied(method: AnyEditMethod, cases: readonly EditCase[], run: Run, on: Model = model) {
  const requests = cases.map(({ request }) => request);
  const call = { ...common, model: on, requests, parameters: parametersOf(method) };
  return (await applyMethod(run, method, call)).overlays;
}

async function inSequence(method: AnyEditMethod): Promise<Overlay[]> {
  const blobs = createMemoryBlobs();
  const input = EditJobInput.parse({
    model: "tiny",
    cases: CASES,
    methods: [{ method: method.id, parameters: parametersOf(method) }],
    mode: "sequential",
    seed: SEED,
  });
  const [{ overlays, failures = [] }] = await performEdit(createRun(), input, {
    ...common,
    model,
    blobs,
    records: fakeRecords(),
  });
  expect(failures).toEqual([]);
  return Promise.all(overlays.map(async (address) => readOverlay(await blobs.get(address))));
}

/** Up to the last edit, without judging any. */
async function inALongRun(method: AnyEditMethod): Promise<readonly Overlay[]> {
  const texts = { controlQuestions: [], heldOutTexts: [] };
  const plan = {
    ...texts,
    start: model,
    cases: CASES,
    batchSize: 1,
    checkpoints: [],
    limits: HealthLimits.parse({ norm: null, entropyLow: null, entropyHigh: null, repetition: null }),
    healthEvery: 1,
    seed: SEED,
    cache,
    joins,
    apply: (run: Run, on: Model, cases: readonly EditCase[]) => applied(method, cases, run, on),
  };
  const start = await healthAtStart(createRun(), model, texts);
  let position = LIFELONG_START;
  for await (const event of runLifelong(createRun(), plan, start, position))
    if (event.kind === "healthy") ({ position } = event);
  expect(position.failures).toEqual([]);
  expect(position.edits).toBe(CASES.length);
  return position.overlays;
}

/** What overlays leave together, each by the hash of its bytes. */
const left = (overlays: readonly Overlay[]): Promise<string[]> =>
  Promise.all(mergeOverlays(overlays, model.facts, joins).map((overlay) => sha256(writeOverlay(overlay))));

function expectSameUnless(reason: string | undefined, one: readonly string[], other: readonly string[]) {
  if (reason === undefined) expect(one).toEqual(other);
  else expect(one, `declared and no longer true: ${reason}`).not.toEqual(other);
}

describe.each(EDIT_METHODS.all)("$id", (method) => {
  const { deviations = {} } = method;
  let sequence: string[];
  beforeAll(async () => {
    sequence = await left(await inSequence(method));
  });

  test("a long run leaves the bytes of the same edits in sequence", async () => {
    expect(await left(await inALongRun(method))).toEqual(sequence);
  });

  test("an edit on top of another is the same under any seed", async () => {
    const on = model.with(await applied(method, CASES.slice(0, 1), createRun({ seed: 1 })));
    const onTop = async (seed: number) =>
      left(await applied(method, CASES.slice(1, 2), createRun({ seed }), on));
    expectSameUnless(deviations.seed, await onTop(2), await onTop(1));
  });

  test.runIf(method.traits.batch)("requests in one call leave what they leave one by one", async () => {
    expectSameUnless(deviations.batch, await left(await applied(method, CASES, createRun())), sequence);
  });

  test("every deviation has its reason", () => {
    for (const reason of Object.values(deviations)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    if (!method.traits.batch) expect(deviations.batch).toBeUndefined();
  });
});
