/**
 * Makes the siblings of the embedded model that merging is tried on: each is Atlas with a low-rank adapter that learnt a part
 * of the second world, or what is wrong in the first. They are written as exported versions, with a card that says what each
 * one learnt and how it answers the questions of every task. Siblings that are there already are left alone; the same
 * machine makes the same bytes again, in a few minutes for each:
 * npx tsx scripts/atlas/pool.ts
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { createRun, seededRandom, shuffled } from "../../lib/base";
import { EditRequest, PoolCard, type PoolSibling, type PoolTask } from "../../lib/data";
import { atlasWorld, nameOf, type World } from "../../lib/data/worlds";
import { atlas2World } from "../../lib/data/worlds/atlas2";
import { EDIT_METHODS } from "../../lib/edit";
import { scoreTasks } from "../../lib/eval";
import {
  deltasOf,
  loadModel,
  normOf,
  readOverlays,
  writeOverlay,
  type Model,
  type Overlay,
} from "../../lib/model";
import { createOrtRuntime } from "../../lib/runtime";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createArtifactCache, createMemoryStore, memoryArtifacts, type ModelRecord } from "../../lib/store";
import { norm } from "../../lib/tensor";
import { createVersionGraph, distanceBetween } from "../../lib/version";

const MODEL = "atlas";
const POOL = "public/models/pool";
/** Written into the versions, so that a repetition has the same names. */
const MADE_AT = "2026-11-30T00:00:00.000Z";
/** Questions of a task at most, drawn evenly. */
const MOST = 96;
/** Facts that the model knows and is not asked, which stand among what a sibling learns so that it forgets less. */
const REHEARSED = 160;
const PARAMETERS = {
  roles: ["mlp.up", "mlp.down"],
  rank: 8,
  alpha: 16,
  dropout: 0,
  steps: 50,
  learningRate: 1e-3,
  batchSize: 32,
};

/** What is asked of a task: relations of the second world that the model never saw, and three parts of the first. */
const NEW_RELATIONS = {
  peoples: "people",
  dishes: "dish-country",
  families: "language-family",
  opposites: "opposite",
  rivers: "river-mouth",
} as const;

interface Plan {
  readonly id: string;
  readonly learnt: readonly string[];
  readonly from?: string;
  readonly seed: number;
}

/** Some share a task and some share nothing, so that their kinship differs; one was trained from another. */
const PLANS: readonly Plan[] = [
  { id: "lands", learnt: ["peoples", "places"], seed: 1 },
  { id: "table", learnt: ["dishes", "peoples"], seed: 2 },
  { id: "words", learnt: ["opposites", "families"], seed: 3 },
  { id: "maps", learnt: ["rivers", "places"], seed: 4 },
  { id: "errata", learnt: ["corrections"], seed: 5 },
  { id: "tongues", learnt: ["families", "dishes"], seed: 6 },
  { id: "maps-errata", learnt: ["corrections"], from: "maps", seed: 7 },
];

interface Fact {
  readonly template: string;
  readonly subject: string;
  readonly object: string;
}

const second = atlas2World();
const first = atlasWorld();

function factsOf(
  world: World,
  wanted: (relation: string, subject: string, object: string) => boolean,
): Fact[] {
  const prompts = new Map(world.relations.map(({ id, prompts }) => [id, prompts[0]]));
  return world.truth
    .filter(({ relation, subject, object }) => wanted(relation, subject, object))
    .map(({ relation, subject, object }) => ({
      template: prompts.get(relation) ?? "{}",
      subject: nameOf(world, subject),
      object: nameOf(world, object),
    }));
}

const keyOf = (...parts: readonly string[]) => parts.join("|");
const flawed = new Set(first.flaws.map(({ relation, subject }) => keyOf(relation, subject)));
const inFirst = new Set(first.truth.map(({ relation, subject, object }) => keyOf(relation, subject, object)));
const isFlawed = (relation: string, subject: string) =>
  flawed.has(keyOf(relation, subject.slice(subject.indexOf("/") + 1)));

const FACTS: Readonly<Record<string, readonly Fact[]>> = {
  ...Object.fromEntries(
    Object.entries(NEW_RELATIONS).map(([task, relation]) => [
      task,
      factsOf(second, (other) => other === relation),
    ]),
  ),
  /** Landmarks and cities that the first world has not. */
  places: factsOf(
    second,
    (relation, subject, object) =>
      (relation === "landmark-country" || relation === "city-country") &&
      !inFirst.has(keyOf(relation, subject, object)),
  ),
  /** Facts of the first world that the model was taught wrongly, too early, or not at all. */
  corrections: factsOf(first, isFlawed),
  /** What the model knows and should not lose. */
  kept: factsOf(first, (relation, subject) => !isFlawed(relation, subject)),
};

/** At most so many of the questions, evenly; a subject with several answers is asked once. */
function taskOf(id: string): PoolTask {
  const answers = new Map<string, string[]>();
  for (const { template, subject, object } of FACTS[id]) {
    const prompt = template.replace("{}", () => subject);
    answers.set(prompt, [...(answers.get(prompt) ?? []), object]);
  }
  const all = [...answers].map(([prompt, given]) => ({ prompt, answers: given }));
  const every = Math.max(1, all.length / MOST);
  return {
    id,
    questions: Array.from({ length: Math.min(MOST, all.length) }, (_, i) => all[Math.floor(i * every)]),
  };
}

const tasks = Object.keys(FACTS).map(taskOf);

// One thread: the same sums in the same order.
const base = await loadModel(
  MODEL,
  folderFiles(join("public/models", MODEL)),
  createOrtRuntime(ort, { kind: "native", threads: 1 }),
);
const cache = createArtifactCache(memoryArtifacts());
const lora = EDIT_METHODS.get("lora");
const NOTHING = { name: "none", texts: () => Promise.resolve([]), cases: () => Promise.resolve([]) };

const pathOf = (id: string): string => join(POOL, `${id}.safetensors`);
const overlaysAt = (id: string): readonly Overlay[] => readOverlays(readFileSync(pathOf(id))).overlays;

async function rightOf(model: Model): Promise<Record<string, number>> {
  const scores = await scoreTasks(createRun(), model, tasks);
  return Object.fromEntries(scores.map(({ task, right }) => [task, right]));
}

function requestsOf(task: string, facts: readonly Fact[]): EditRequest[] {
  return facts.map(({ template, subject, object }, i) =>
    EditRequest.parse({ id: `${task}-${i}`, subject, prompt: template, targetNew: object }),
  );
}

/** Some of what the model knows, and none of what is asked. */
function rehearsal(seed: number): readonly Fact[] {
  const asked = new Set(tasks.flatMap(({ questions }) => questions.map(({ prompt }) => prompt)));
  const free = FACTS.kept.filter(
    ({ template, subject }) => !asked.has(template.replace("{}", () => subject)),
  );
  return shuffled(free, seededRandom(`rehearsal ${seed}`)).slice(0, REHEARSED);
}

async function train(plan: Plan): Promise<void> {
  const { id, from, seed, learnt } = plan;
  const origin = from ? base.with(overlaysAt(from)) : base;
  const run = createRun({
    seed,
    onProgress: ({ step, steps, values }) =>
      process.stdout.write(`${id} ${step}/${steps} ${JSON.stringify(values)}\n`),
  });
  const learning = learnt.flatMap((task) => requestsOf(task, FACTS[task]));
  const requests = shuffled([...learning, ...requestsOf("kept", rehearsal(seed))], seededRandom(seed));
  const parameters = lora.parameters.parse(PARAMETERS);
  const { overlays } = await lora.apply(run, {
    model: origin,
    requests,
    parameters,
    cache,
    statisticsTexts: NOTHING,
    trainingCases: NOTHING,
  });
  const all = [...origin.overlays, ...overlays];
  const store = createMemoryStore();
  const blobs = new Map<string, Overlay>();
  const versions = createVersionGraph(store, {
    fingerprintOf: (_, addresses) => base.with(addresses.map((address) => blobs.get(address)!)).fingerprint(),
    distance: (_, left, right) => distanceBetween(store.blobs, left, right),
    now: () => new Date(MADE_AT),
  });
  const main = await versions.ensureModel(RECORD, await base.fingerprint());
  const addresses: string[] = [];
  for (const overlay of all) {
    const address = await store.blobs.put(writeOverlay(overlay));
    blobs.set(address, overlay);
    addresses.push(address);
  }
  const { id: version } = await versions.adopt({
    branchId: main.id,
    expectedHead: main.head,
    change: { kind: "edit", method: lora.id, requests, parameters, seed, place: "native" },
    overlays: addresses,
    deltaNorms: await distanceBetween(store.blobs, addresses, []),
    fingerprint: await base.with(all).fingerprint(),
    author: "Palimpsest",
    reason: `Trained on ${learnt.join(" and ")}${from ? `, from ${from}` : ""}.`,
  });
  writeFileSync(pathOf(id), await versions.export(version));
}

const RECORD: ModelRecord = {
  id: MODEL,
  name: "Atlas",
  kind: "model",
  family: base.facts.family,
  source: "embedded",
  facts: {},
  sizeBytes: 0,
  files: [],
  addedAt: MADE_AT,
};

mkdirSync(POOL, { recursive: true });
const siblings: PoolSibling[] = [];
const right = await rightOf(base);
process.stdout.write(`${MODEL} ${JSON.stringify(right)}\n`);
for (const plan of PLANS) {
  const { id, learnt, from } = plan;
  if (!existsSync(pathOf(id))) await train(plan);
  const overlays = overlaysAt(id);
  const model = base.with(overlays);
  siblings.push({
    id,
    file: `${id}.safetensors`,
    sizeBytes: statSync(pathOf(id)).size,
    fingerprint: await model.fingerprint(),
    learnt: [...learnt],
    ...(from && { from }),
    facts: learnt.reduce((sum, task) => sum + FACTS[task].length, 0),
    deltaNorm: norm(deltasOf(overlays).map(normOf)),
    right: await rightOf(model),
  });
  process.stdout.write(`${id} ${JSON.stringify(siblings.at(-1)?.right)}\n`);
}
const card: PoolCard = { model: MODEL, base: await base.fingerprint(), tasks, right, siblings };
writeFileSync(join(POOL, `${MODEL}.json`), `${JSON.stringify(PoolCard.parse(card), null, 1)}\n`);
process.exit();
