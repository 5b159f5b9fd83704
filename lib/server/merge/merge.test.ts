/** What the server does around merges, with a stand-in for models: branches, the pool, and kept children. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../../base";
import type { PoolCard } from "../../data";
import type { ProbeAnswer } from "../../eval";
import { writeOverlay } from "../../model";
import { createMemoryStore, type Store, type Version } from "../../store";
import { sampleModel } from "../../store/conformance";
import { float32 } from "../../tensor";
import { createVersionGraph, distanceBetween, type VersionGraph } from "../../version";
import { createRecords } from "../records";
import type { Services } from "../services";
import { createFakeModelHost } from "../testing/fake-model-host";
import { keepEvolutionOf } from "./evolution";
import { checkJoin, joinOnBranch, planOf } from "./join";
import { keepMergedModel } from "./keep";
import { addSiblings, poolOf } from "./pool";

const MAIN = "atlas:main";
const OTHER = "atlas:other";
const { signal } = new AbortController();

let folder: string;
let store: Store;
let versions: VersionGraph;
let services: Services;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-merge-"));
  store = createMemoryStore();
  const modelHost = createFakeModelHost({ blobs: store.blobs, records: createRecords(store) });
  const fingerprintOf = async (model: string, overlays: readonly string[]) =>
    (await modelHost.fingerprint({ model, overlays: [...overlays] })).fingerprint;
  versions = createVersionGraph(store, {
    fingerprintOf,
    distance: (_, left, right) => distanceBetween(store.blobs, left, right),
  });
  await store.models.put(sampleModel);
  const main = await versions.ensureModel(sampleModel, await fingerprintOf("atlas", []));
  await versions.createBranch({ model: "atlas", name: "other", head: main.head });
  const models = { prepared: async () => undefined };
  services = { store, versions, modelHost, models, env: { embeddedFolder: folder } } as unknown as Services;
});
afterEach(() => rm(folder, { recursive: true }));

/** A change of rank one, by a seed. */
async function overlayOf(seed: string): Promise<string> {
  const random = seededRandom(seed);
  const draw = (shape: readonly number[]) => float32(shape, [random.normal(), random.normal()]);
  const delta = { parameter: "w", form: "low-rank", left: draw([2, 1]), right: draw([1, 2]) } as const;
  return store.blobs.put(writeOverlay({ kind: "weights", deltas: [delta] }));
}

const headOf = async (branch: string): Promise<string> => (await store.branches.get(branch)).head;

const said = (score: number): ProbeAnswer => {
  const text = { text: "", score };
  return { teacherForced: text, generation: text, probability: score };
};

/** Keeps an edit with its own prompt and one more question, to which the answer was right. */
async function teach(branch: string, subject: string, targetNew: string): Promise<Version> {
  const head = await headOf(branch);
  const overlay = await overlayOf(`${branch} ${subject}`);
  const request = { id: "one", subject, prompt: "The city of {} is", targetNew };
  const probe = { caseId: "one", expected: targetNew, before: said(0), after: said(1) };
  const { fingerprint } = await services.modelHost.fingerprint({
    model: "atlas",
    version: head,
    overlays: [overlay],
  });
  return versions.keep({
    branchId: branch,
    expectedHead: head,
    change: { kind: "edit", method: "rome", requests: [request], parameters: {}, seed: 0, place: "native" },
    overlays: [overlay],
    deltaNorms: {},
    fingerprint,
    author: "Ada",
    reason: "",
    verdict: {
      metrics: [],
      probes: [
        { ...probe, group: "reliability", kind: "prompt", prompt: `The city of ${subject} is` },
        { ...probe, group: "generality", kind: "rephrase", prompt: `${subject} is in` },
        { ...probe, group: "locality", kind: "other", prompt: "The city of Bridge is" },
      ],
      says: [],
      nextTokens: [],
      weights: [],
      disagreements: 0,
    },
    report: { numbers: {} },
    durationMs: 1,
    place: "native",
  });
}

describe("two branches", () => {
  test("are asked again about what both taught, and the answers are kept with the merged version", async () => {
    await teach(MAIN, "Tower", "Rome");
    await teach(OTHER, "Tower", "Oslo");
    const right = await teach(OTHER, "Bridge", "Bern");
    const [ours, theirs] = [await headOf(MAIN), right.id];
    const { conflicts, kinship } = await planOf(services, { ours, theirs });
    expect(conflicts).toMatchObject([
      { prompt: "The city of Tower is", ours: { target: "Rome", edits: 1 }, theirs: { target: "Oslo" } },
    ]);
    expect(Math.abs(kinship ?? 2)).toBeLessThanOrEqual(1);

    const asked: string[][] = [];
    const { modelHost } = services;
    const listening = {
      ...services,
      modelHost: {
        ...modelHost,
        recheck: async (...[run, input]: Parameters<typeof modelHost.recheck>) => {
          asked.push(
            input.cases.flatMap(({ rephrases, locality }) => [...rephrases, ...Object.keys(locality)]),
          );
          return modelHost.recheck(run, input);
        },
      },
    };
    const choices = ["ours" as const];
    const { checks, unasked } = await checkJoin(listening, { ours, theirs, choices }, signal);
    expect(unasked).toBe(0);
    expect(checks.map(({ side, answers }) => [side, answers[0].prompt, answers[0].expected])).toEqual([
      ["ours", "The city of Tower is", "Rome"],
      ["theirs", "The city of Bridge is", "Bern"],
    ]);
    expect(checks[0].answers[0]).toMatchObject({ held: true, holds: true });
    // That the bridge's answer stays is no longer asked: the other side changed it.
    expect(asked).toEqual([["Tower is in", "Bridge is in"]]);
    expect(await headOf(MAIN)).toBe(ours);

    const where = { branchId: MAIN, ours, theirs, choices, author: "Ada", reason: "" };
    const version = await joinOnBranch(services, where, signal);
    const { measurement } = await versions.version(version.id);
    expect(measurement).toMatchObject({ before: ours, verdict: { probes: [{ expected: "Rome" }, {}] } });
    await expect(joinOnBranch(services, where, signal)).rejects.toMatchObject({ code: "conflict" });
    expect((await versions.undo(MAIN)).id).toBe(ours);
  });
});

describe("the pool", () => {
  /** A pool with one sibling, as it is shipped: an exported version and a card. */
  async function shipSibling(): Promise<void> {
    await teach(OTHER, "Tower", "Oslo");
    await mkdir(path.join(folder, "pool"));
    await writeFile(path.join(folder, "pool", "a.safetensors"), await versions.export(await headOf(OTHER)));
    const { fingerprint } = await store.versions.get(await headOf(OTHER));
    const sibling = { id: "trader", file: "a.safetensors", sizeBytes: 1, fingerprint };
    const card: PoolCard = {
      model: "atlas",
      base: "",
      tasks: [],
      right: {},
      siblings: [{ ...sibling, learnt: ["cities"], facts: 1, deltaNorm: 1, right: {} }],
    };
    await writeFile(path.join(folder, "pool", "atlas.json"), JSON.stringify(card));
  }

  test("becomes versions when they are wanted, once, each called by its name", async () => {
    expect(await poolOf(services, "atlas")).toBeNull();
    await shipSibling();
    expect(await poolOf(services, "atlas")).toMatchObject({ versions: {} });
    const made = await addSiblings(services, "atlas", ["trader"]);
    const { change, parents } = await store.versions.get(made.trader);
    expect(change).toMatchObject({ kind: "import", manifest: { sibling: "trader", history: [] } });
    expect(parents).toEqual([await headOf(MAIN)]);
    expect(await addSiblings(services, "atlas", ["trader"])).toEqual(made);
    expect(await poolOf(services, "atlas")).toMatchObject({ versions: made });
    await expect(addSiblings(services, "atlas", ["nobody"])).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the child of a merge", () => {
  const recipe =
    "merge_method: linear\nmodels:\n  - model: left\n  - model: right\nparameters:\n  weight: 0.5\n";

  /** A merge that has succeeded, whose child says that it is this model. */
  async function merged(fingerprintAfter?: string, of = "atlas"): Promise<string> {
    const [left, right] = [await headOf(MAIN), await headOf(OTHER)];
    const overlay = await overlayOf("merged");
    const asked = { model: "atlas", version: left, overlays: [overlay] };
    const { fingerprint } = await services.modelHost.fingerprint(asked);
    const other: Record<string, string> = of === "atlas" ? { version: right } : {};
    const sources = { left: { model: "atlas", version: left }, right: { model: of, ...other } };
    const id = `job_${fingerprintAfter ?? "right"}`;
    await store.jobs.put({
      id,
      kind: "merge",
      status: "succeeded",
      attempt: 1,
      createdAt: sampleModel.addedAt,
      cancelRequested: false,
      author: "",
    });
    await store.payloads.put({
      id,
      input: { model: "atlas", version: left, recipe, sources, seed: 4 },
      output: {
        overlays: [overlay],
        deltaNorms: {},
        fingerprintAfter: fingerprintAfter ?? fingerprint,
        tensors: [],
        durationMs: 1,
        place: "native",
      },
    });
    return id;
  }

  test("is a version of both parents on a branch that begins at the first", async () => {
    const left = await teach(MAIN, "Tower", "Rome");
    const right = await teach(OTHER, "Bridge", "Bern");
    const jobId = await merged();
    const kept = await keepMergedModel(services, { jobId, branch: "merged", author: "Ada", reason: "" });
    expect(kept.parents).toEqual([left.id, right.id]);
    expect(kept.change).toMatchObject({ kind: "merge", recipe, seed: 4 });
    expect(await headOf("atlas:merged")).toBe(kept.id);
    const again = keepMergedModel(services, { jobId, branch: "merged", author: "", reason: "" });
    await expect(again).rejects.toMatchObject({ code: "conflict", details: { field: "branch" } });
  });

  test("of another model names it among its sources, and has parents of its own model alone", async () => {
    const left = await teach(MAIN, "Tower", "Rome");
    const jobId = await merged(undefined, "globe");
    const kept = await keepMergedModel(services, { jobId, branch: "merged", author: "", reason: "" });
    expect(kept.parents).toEqual([left.id]);
    expect(kept.change).toMatchObject({ sources: { left: { version: left.id }, right: { model: "globe" } } });
  });

  test("is refused when its overlays are not what was measured, and while there is no child", async () => {
    await teach(OTHER, "Bridge", "Bern");
    const where = { branch: "merged", author: "", reason: "" };
    const wrong = keepMergedModel(services, { jobId: await merged("another"), ...where });
    await expect(wrong).rejects.toMatchObject({ code: "integrity" });
    const jobId = await merged();
    const { output: _, ...unfinished } = await store.payloads.get(jobId);
    await store.payloads.put(unfinished);
    const early = keepMergedModel(services, { jobId, ...where });
    await expect(early).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("an evolution", () => {
  const scored = (mean: number, isPartial?: true) => ({
    score: { mean, standardError: 0.1, tasks: [], ...(isPartial && { isPartial }) },
    kinship: null,
    gain: null,
  });

  /** An evolution of three founders: a first child, one of it and a founder, and what a search left half asked. */
  async function evolved(end: "generations" | undefined) {
    const heads: string[] = [];
    for (const name of ["tower", "bridge"]) {
      await teach(OTHER, name, "Oslo");
      heads.push(await headOf(OTHER));
    }
    const [tower, bridge] = heads;
    const child = async (name: string, generation: number, parents: string[], mean: number) => ({
      name,
      generation,
      kind: "greedy",
      parents,
      ...scored(mean),
      overlays: [await overlayOf(name)],
    });
    const settings = { strategy: "greedy", seed: 9 };
    const founders = {
      tower: { model: "atlas", version: tower },
      bridge: { model: "atlas", version: bridge },
    };
    const id = `job_${end ?? "running"}`;
    await store.jobs.put({
      id,
      kind: "evolve",
      status: end ? "succeeded" : "running",
      attempt: 1,
      createdAt: sampleModel.addedAt,
      cancelRequested: false,
      author: "",
    });
    const tasks = [{ id: "words", questions: [{ prompt: "a", answers: ["b"] }] }];
    const evolution = {
      settings,
      base: "atlas",
      models: [
        ...Object.keys(founders).map((name) => ({
          name,
          generation: 0,
          kind: "founder",
          parents: [],
          ...scored(0.2),
        })),
        await child("model-1-1", 1, ["tower", "bridge"], 0.5),
        await child("model-2-1", 2, ["model-1-1", "bridge"], 0.4),
        { ...(await child("model-2-2", 2, ["model-1-1", "tower"], 0)), ...scored(0.9, true) },
      ],
      generations: [],
      ...(end && { end }),
    };
    await store.payloads.put({
      id,
      input: { model: "atlas", base: { model: "atlas" }, founders, tasks, settings },
      output: { evolution, place: "native" },
    } as Parameters<typeof store.payloads.put>[0]);
    return { id, tower, bridge };
  }

  test("is kept: every child that was asked everything, and a branch at the best; again, the same", async () => {
    const { id, tower, bridge } = await evolved("generations");
    const { best, versions: made } = await keepEvolutionOf(services, id, {
      branch: "evolved",
      author: "Ada",
    });
    expect(Object.keys(made).sort()).toEqual(["bridge", "model-1-1", "model-2-1", "tower"]);
    expect(best).toMatchObject({ id: made["model-1-1"], parents: [tower, bridge], reason: "model-1-1" });
    expect(best.change).toMatchObject({
      kind: "merge",
      recipe: expect.stringContaining("slerp"),
      sources: { first: { version: tower }, second: { version: bridge } },
      seed: 9,
      score: { mean: 0.5 },
    });
    const second = await store.versions.get(made["model-2-1"]);
    expect(second.parents).toEqual([made["model-1-1"], bridge]);
    // A child is a change of its first parent, so it applies what that applies.
    expect(await versions.overlays(second.id)).toEqual([
      ...(await versions.overlays(best.id)),
      ...second.overlays,
    ]);
    expect(await headOf("atlas:evolved")).toBe(best.id);
    const again = await keepEvolutionOf(services, id, { branch: "evolved", author: "Ada" });
    expect(again.versions).toEqual(made);
  });

  test("is not kept before its end, nor on a branch that is elsewhere", async () => {
    const { id } = await evolved(undefined);
    const early = keepEvolutionOf(services, id, { branch: "evolved", author: "" });
    await expect(early).rejects.toMatchObject({ code: "conflict", details: { field: "jobId" } });
    const ended = await evolved("generations");
    const taken = keepEvolutionOf(services, ended.id, { branch: "main", author: "" });
    await expect(taken).rejects.toMatchObject({ code: "conflict", details: { field: "branch" } });
  });

  test("with a child whose overlay is gone is to be run again", async () => {
    const { id } = await evolved("generations");
    const { blobs } = store;
    const without = { ...services, store: { ...store, blobs: { ...blobs, has: async () => false } } };
    const gone = keepEvolutionOf(without as Services, id, { branch: "evolved", author: "" });
    await expect(gone).rejects.toMatchObject({ code: "integrity" });
  });
});
