import { beforeEach, describe, expect, test } from "vitest";
import { hashJson, seededRandom } from "../../base";
import { writeOverlay, type Overlay } from "../../model";
import { createMemoryStore, type Store, type Version } from "../../store";
import { sampleModel } from "../../store/conformance";
import { float32 } from "../../tensor";
import { branchId, createVersionGraph, type VersionGraph } from "../graph";
import { mergeBranches, planBranchMerge, proposeBranchMerge } from "./branches";

const MAIN = branchId("atlas", "main");
const OTHER = branchId("atlas", "other");
const MEASURES = {
  fingerprintOf: (model: string, overlays: readonly string[]) => hashJson({ model, overlays }),
  distance: async () => ({ "blocks.0.mlp.down": 1 }),
};

let store: Store;
let versions: VersionGraph;

beforeEach(async () => {
  store = createMemoryStore();
  versions = createVersionGraph(store, MEASURES);
  await store.models.put(sampleModel);
  const main = await versions.ensureModel(sampleModel, await MEASURES.fingerprintOf("atlas", []));
  await versions.createBranch({ model: "atlas", name: "other", head: main.head });
});

/** A change of rank one, by a seed. */
function editOf(seed: string): Overlay {
  const random = seededRandom(seed);
  const draw = (shape: readonly number[]) => float32(shape, [random.normal(), random.normal()]);
  return {
    kind: "weights",
    deltas: [{ parameter: "w", form: "low-rank", left: draw([2, 1]), right: draw([1, 2]) }],
  };
}

const headOf = async (branch: string): Promise<string> => (await store.branches.get(branch)).head;

/** Teaches facts on a branch, each "subject: answer". */
async function teach(branch: string, ...facts: readonly string[]): Promise<Version> {
  const head = await headOf(branch);
  const overlay = await store.blobs.put(writeOverlay(editOf(`${branch} ${facts.join()}`)));
  return versions.adopt({
    branchId: branch,
    expectedHead: head,
    change: {
      kind: "edit",
      method: "rome",
      requests: facts.map((fact) => {
        const [subject, targetNew] = fact.split(": ");
        return { id: subject, subject, prompt: "The city of {} is", targetNew };
      }),
      parameters: {},
      seed: 0,
      place: "native",
    },
    overlays: [overlay],
    deltaNorms: {},
    fingerprint: await MEASURES.fingerprintOf("atlas", [...(await versions.overlays(head)), overlay]),
    author: "Ada",
    reason: facts.join(),
  });
}

const merge = async (choices: readonly ("left" | "right")[]) =>
  mergeBranches(store, MEASURES, {
    branchId: MAIN,
    other: await headOf(OTHER),
    choices,
    author: "Ada",
    reason: "both",
  });

describe("merging branches of edits", () => {
  test("adds what the other has, and has both as parents", async () => {
    const left = await teach(MAIN, "Tower: Rome");
    const right = await teach(OTHER, "Bridge: Oslo");
    const version = await merge([]);
    expect(version.parents).toEqual([left.id, right.id]);
    expect(await versions.overlays(version.id)).toEqual([...left.overlays, ...right.overlays]);
    expect(await headOf(MAIN)).toBe(version.id);
    expect((await versions.undo(MAIN)).id).toBe(left.id);
  });

  test("asks about a fact that both taught differently, and keeps the one that was chosen", async () => {
    const left = await teach(MAIN, "Tower: Rome");
    const right = await teach(OTHER, "Tower: Oslo");
    const { conflicts } = await planBranchMerge(store, left.id, right.id);
    expect(conflicts).toEqual([
      {
        left: { version: left.id, edits: 1, request: expect.objectContaining({ targetNew: "Rome" }) },
        right: { version: right.id, edits: 1, request: expect.objectContaining({ targetNew: "Oslo" }) },
      },
    ]);
    await expect(merge([])).rejects.toMatchObject({ code: "conflict", details: { field: "choices" } });
    expect(await versions.overlays((await merge(["right"])).id)).toEqual(right.overlays);
  });

  test("has nothing to do when every answer of the other loses", async () => {
    await teach(MAIN, "Tower: Rome");
    await teach(OTHER, "Tower: Oslo");
    await expect(merge(["left"])).rejects.toMatchObject({ code: "no_effect" });
  });

  test("asks about a fact that came with an earlier merge, and it goes with all that came with it", async () => {
    await teach(MAIN, "Bridge: Oslo");
    await teach(OTHER, "Tower: Rome", "Gate: Bern");
    const union = await merge([]);
    const root = (await store.versions.get(union.id)).parents[0];
    const third = branchId("atlas", "third");
    const checkpoint = (await store.versions.get(root)).parents[0];
    await versions.createBranch({ model: "atlas", name: "third", head: checkpoint });
    const other = await teach(third, "Tower: Lima");
    const { plan, removed, taught } = await proposeBranchMerge(store, union.id, other.id, ["right"]);
    expect(plan.conflicts).toMatchObject([{ left: { version: union.id, edits: 2 }, right: { edits: 1 } }]);
    expect(removed).toEqual([union.id]);
    expect(taught.map(({ request }) => request.targetNew)).toEqual(["Oslo", "Lima"]);
  });

  test("a merge that was judged has the verdict as its measurement, beside the branch as it was", async () => {
    const left = await teach(MAIN, "Tower: Rome");
    const right = await teach(OTHER, "Bridge: Oslo");
    const { taught } = await proposeBranchMerge(store, left.id, right.id, []);
    expect(taught.map(({ side, version }) => [side, version])).toEqual([
      ["left", left.id],
      ["right", right.id],
    ]);
    const verdict = { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 };
    const judgement = { verdict, report: {}, durationMs: 3, place: "native" } as const;
    const version = await mergeBranches(store, MEASURES, {
      branchId: MAIN,
      other: right.id,
      choices: [],
      author: "Ada",
      reason: "both",
      judgement,
    });
    const { measurement } = await versions.version(version.id);
    expect(measurement).toMatchObject({ before: left.id, durationMs: 3, verdict });
  });

  test("the same answer on both sides is no conflict", async () => {
    const left = await teach(MAIN, "Tower: Rome");
    const right = await teach(OTHER, "Tower: Rome");
    const { conflicts, kinship } = await planBranchMerge(store, left.id, right.id);
    expect(conflicts).toEqual([]);
    expect(Math.abs(kinship ?? 2)).toBeLessThan(1);
  });

  test("what the other branch took out is taken out", async () => {
    const shared = await teach(MAIN, "Tower: Rome");
    await versions.move(OTHER, shared.id);
    await versions.without(OTHER, { removed: [shared.id], author: "Ada", reason: "" });
    await teach(MAIN, "Bridge: Oslo");
    const version = await merge([]);
    expect(await versions.overlays(version.id)).not.toContain(shared.overlays[0]);
    expect(await versions.overlays(version.id)).toHaveLength(1);
  });
});
