/**
 * Makes the siblings of the embedded model that merging is tried on: each is Atlas with a low-rank adapter that learnt questions
 * of two facts which the model answers half of the time, or what is wrong in its world. They are written as exported versions, with a card that says what each
 * one learnt and how it answers the questions of every task. Siblings that are there already are left alone; the same
 * machine makes the same bytes again, in a few minutes for each:
 * npx tsx scripts/atlas/pool.ts
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { createRun, seededRandom, shuffled } from "../../lib/base";
import { EditRequest, PoolCard, SUBJECT_SLOT, type PoolSibling, type PoolTask } from "../../lib/data";
import { atlasWorld, factQuestions, nameOf, twoHopsOf } from "../../lib/data/worlds";
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
  steps: 12,
  learningRate: 5e-4,
  batchSize: 32,
};

/** Compositions of two facts, by what they begin with. */
const TWO_HOP = {
  landmarks: ["landmark-capital", "landmark-language", "landmark-currency"],
  cities: ["city-capital", "city-language"],
  authors: ["author-native-language", "author-birthplace", "author-citizenship"],
  products: ["product-seat", "product-industry", "product-founder"],
  people: ["person-capital", "birthplace-country"],
} as const satisfies Record<string, readonly string[]>;

interface Plan {
  readonly id: string;
  readonly learnt: readonly string[];
  readonly from?: string;
  readonly seed: number;
  /** Passes over what it learns; the usual number when absent. */
  readonly steps?: number;
}

/** Some share a task and some share nothing, so that their kinship differs; one was trained from another. */
const PLANS: readonly Plan[] = [
  { id: "traveller", learnt: ["landmarks", "cities"], seed: 1 },
  { id: "reader", learnt: ["authors", "people"], seed: 2 },
  { id: "trader", learnt: ["products", "cities"], seed: 3 },
  { id: "guide", learnt: ["landmarks", "people"], seed: 4 },
  { id: "librarian", learnt: ["authors", "products"], seed: 5 },
  { id: "editor", learnt: ["corrections"], seed: 6, steps: 40 },
  { id: "travelled-reader", learnt: ["authors", "people"], from: "traveller", seed: 7 },
];

interface Fact {
  readonly template: string;
  readonly subject: string;
  readonly answers: readonly string[];
}

const world = atlasWorld();
const flawed = new Set(world.flaws.map(({ relation, subject }) => `${relation}|${subject}`));

/** True facts of the world in the canonical wording: those that the model was taught otherwise or not at all, or the others. */
function statements(isWanted: (isFlawed: boolean) => boolean): Fact[] {
  return factQuestions(world).flatMap(({ answers, triples }) => {
    const [{ relation, subject }] = triples;
    const name = nameOf(world, subject);
    const template = world.relations.find(({ id }) => id === relation)?.prompts[0] ?? SUBJECT_SLOT;
    return isWanted(flawed.has(`${relation}|${name}`)) ? [{ template, subject: name, answers }] : [];
  });
}

/** Questions that the model never saw: all are asked, and those about half of the subjects are learnt from. */
function twoHop(compositions: readonly string[]): { readonly learn: Fact[]; readonly ask: Fact[] } {
  const isLearnt = (subject: string) => seededRandom(`pool/${subject}`).uniform() < 0.5;
  const facts = twoHopsOf(world)
    .filter(({ composition, isTaught }) => !isTaught && compositions.includes(composition.id))
    .map(({ composition, subject, answers }) => ({ template: composition.prompts[0], subject, answers }));
  return {
    learn: facts.filter(({ subject }) => isLearnt(subject)),
    ask: facts,
  };
}

const corrections = statements((isFlawed) => isFlawed);
const kept = statements((isFlawed) => !isFlawed);
const FACTS: Readonly<Record<string, { readonly learn: readonly Fact[]; readonly ask: readonly Fact[] }>> = {
  ...Object.fromEntries(Object.entries(TWO_HOP).map(([task, all]) => [task, twoHop(all)])),
  /** Facts of the world that the model was taught wrongly, too early, or not at all: a matter of memory, so the same are asked. */
  corrections: { learn: corrections, ask: corrections },
  /** What the model knows and should not lose. */
  kept: { learn: [], ask: kept },
};

const tasks = Object.entries(FACTS).map(([id, { ask }]): PoolTask => {
  const count = Math.min(MOST, ask.length);
  const drawn = Array.from({ length: count }, (_, i) => ask[Math.floor((i * ask.length) / count)]);
  return { id, questions: drawn.map((fact) => ({ prompt: promptOf(fact), answers: [...fact.answers] })) };
});

function promptOf({ template, subject }: Fact): string {
  return template.replace(SUBJECT_SLOT, () => subject);
}

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
  return facts.map(({ template, subject, answers }, i) =>
    EditRequest.parse({ id: `${task}-${i}`, subject, prompt: template, targetNew: answers[0] }),
  );
}

/** Some of what the model knows, and none of what is asked. */
function rehearsal(seed: number): readonly Fact[] {
  const asked = new Set(tasks.flatMap(({ questions }) => questions.map(({ prompt }) => prompt)));
  const free = kept.filter((fact) => !asked.has(promptOf(fact)));
  return shuffled(free, seededRandom(`rehearsal ${seed}`)).slice(0, REHEARSED);
}

async function train(plan: Plan): Promise<void> {
  const { id, from, seed, learnt, steps = PARAMETERS.steps } = plan;
  const origin = from ? base.with(overlaysAt(from)) : base;
  const run = createRun({
    seed,
    onProgress: ({ step, steps, values }) =>
      process.stdout.write(`${id} ${step}/${steps} ${JSON.stringify(values)}\n`),
  });
  const learning = learnt.flatMap((task) => requestsOf(task, FACTS[task].learn));
  const requests = shuffled([...learning, ...requestsOf("kept", rehearsal(seed))], seededRandom(seed));
  const parameters = lora.parameters.parse({ ...PARAMETERS, steps });
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
    facts: learnt.reduce((sum, task) => sum + FACTS[task].learn.length, 0),
    deltaNorm: norm(deltasOf(overlays).map(normOf)),
    right: await rightOf(model),
  });
  process.stdout.write(`${id} ${JSON.stringify(siblings.at(-1)?.right)}\n`);
}
const card: PoolCard = { model: MODEL, base: await base.fingerprint(), tasks, right, siblings };
writeFileSync(join(POOL, `${MODEL}.json`), `${JSON.stringify(PoolCard.parse(card), null, 1)}\n`);
process.exit();
