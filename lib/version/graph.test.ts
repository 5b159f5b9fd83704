import { beforeEach, describe, expect, test } from "vitest";
import { canonicalJson, hashJson, seededRandom } from "../base";
import { createMemoryStore, type Change, type Store, type Version } from "../store";
import { sampleModel } from "../store/conformance";
import { branchId, createVersionGraph, type VersionGraph } from "./graph";
import { versionId } from "./version";

const MAIN = branchId("atlas", "main");
const EDIT: Change = { kind: "edit", method: "rome", requests: [], parameters: {}, seed: 0, place: "native" };
const VERDICT = { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 };

/** Stands for the real one: equal overlays in equal order have equal fingerprints. */
const fingerprintOf = (model: string, overlays: readonly string[]): Promise<string> =>
  hashJson({ model, overlays });

let store: Store;
let versions: VersionGraph;

beforeEach(async () => {
  store = createMemoryStore();
  versions = createVersionGraph(store, {
    fingerprintOf,
    distance: async (_model, left, right) => ({ "blocks.0.mlp.down": Math.abs(left.length - right.length) }),
  });
  await store.models.put(sampleModel);
  await versions.ensureModel(sampleModel, await fingerprintOf("atlas", []));
});

const blob = (text: string): Promise<string> => store.blobs.put(new TextEncoder().encode(text));
const headOf = async (branch = MAIN): Promise<Version> =>
  store.versions.get((await store.branches.get(branch)).head);

async function keep(
  texts: readonly string[],
  more: { branch?: string; expectedHead?: string } = {},
): Promise<Version> {
  const head = await headOf(more.branch);
  const overlays = await Promise.all(texts.map(blob));
  return versions.keep({
    branchId: more.branch ?? MAIN,
    expectedHead: more.expectedHead ?? head.id,
    change: EDIT,
    overlays,
    deltaNorms: { "blocks.2.mlp.down": texts.length },
    fingerprint: await fingerprintOf("atlas", [...(await versions.overlays(head.id)), ...overlays]),
    author: "Ada",
    reason: texts.join(", "),
    verdict: VERDICT,
    report: {},
    durationMs: 1,
    place: "native",
  });
}

describe("keeping", () => {
  test("makes a version on the head, with its measurement, and moves the branch", async () => {
    const checkpoint = await headOf();
    const version = await keep(["a"]);
    expect(version).toMatchObject({ parents: [checkpoint.id], overlays: [await blob("a")], author: "Ada" });
    expect((await headOf()).id).toBe(version.id);
    const { measurement } = await versions.version(version.id);
    expect(measurement).toMatchObject({ version: version.id, before: checkpoint.id });
  });

  test("stores what is added, and applies it after what was there", async () => {
    await keep(["a", "b"]);
    const version = await keep(["c"]);
    expect(version.overlays).toEqual([await blob("c")]);
    expect(await versions.overlays(version.id)).toEqual(await Promise.all(["a", "b", "c"].map(blob)));
    expect(await versions.version(version.id)).toMatchObject({ overlayCount: 3 });
  });

  test("is refused when the branch has moved, and says where it is", async () => {
    const before = await headOf();
    const other = await keep(["a"]);
    await expect(keep(["b"], { expectedHead: before.id })).rejects.toMatchObject({
      code: "conflict",
      details: { head: other.id },
    });
    expect((await headOf()).id).toBe(other.id);
  });

  test("is refused when a blob is missing, and leaves nothing behind", async () => {
    const head = await headOf();
    const attempt = versions.adopt({
      branchId: MAIN,
      expectedHead: head.id,
      change: EDIT,
      overlays: [await blob("a"), "0".repeat(64)],
      deltaNorms: {},
      fingerprint: "changed",
      author: "",
      reason: "",
    });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input", details: { field: "overlays.1" } });
    expect((await versions.graph("atlas")).versions).toHaveLength(1);
  });

  test("is refused when nothing changed", async () => {
    const head = await headOf();
    const nothing = {
      branchId: MAIN,
      expectedHead: head.id,
      change: EDIT,
      deltaNorms: {},
      author: "",
      reason: "",
    };
    const attempts = [
      versions.adopt({ ...nothing, overlays: [], fingerprint: "changed" }),
      versions.adopt({ ...nothing, overlays: [await blob("a")], fingerprint: head.fingerprint }),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: "no_effect" });
  });

  test("of two at once on one head, one wins and one is a conflict", async () => {
    const outcomes = await Promise.allSettled([keep(["a"]), keep(["b"])]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await versions.graph("atlas")).versions).toHaveLength(2);
  });
});

describe("the graph", () => {
  test("a model gets its checkpoint and main branch once", async () => {
    const again = await versions.ensureModel(sampleModel, "another fingerprint");
    const { branches, versions: all } = await versions.graph("atlas");
    expect(branches).toEqual([again]);
    expect(all).toHaveLength(1);
  });

  test("every version's name is the hash of its content", async () => {
    await keep(["a"]);
    await versions.without(MAIN, { removed: [(await headOf()).id], author: "", reason: "" });
    for (const { id, ...content } of await store.versions.list()) expect(await versionId(content)).toBe(id);
  });

  test("versions go from the newest to the oldest", async () => {
    const kept = [await keep(["a"]), await keep(["b"]), await keep(["c"])];
    const { versions: all } = await versions.graph("atlas");
    expect(all.slice(0, 3).map(({ id }) => id)).toEqual(kept.reverse().map(({ id }) => id));
  });

  test("a child comes before its parents although the clock was put back between them", async () => {
    let now = new Date("2026-05-01T12:00:00Z");
    versions = createVersionGraph(store, { fingerprintOf, distance: async () => ({}), now: () => now });
    const kept = [await keep(["a"])];
    now = new Date("2026-05-01T10:00:00Z");
    kept.push(await keep(["b"]), await keep(["c"]));
    const { versions: all } = await versions.graph("atlas");
    expect(all.slice(0, 3).map(({ id }) => id)).toEqual(kept.reverse().map(({ id }) => id));
  });

  test("versions are listed without their overlays", async () => {
    await keep(["a"]);
    const { versions: all } = await versions.graph("atlas");
    for (const version of all) expect(version).not.toHaveProperty("overlays");
  });

  test("a branch starts at any version, keeps its own way, and its name is taken once", async () => {
    const first = await keep(["a"]);
    await keep(["b"]);
    const side = await versions.createBranch({ model: "atlas", name: "side", head: first.id });
    const other = await keep(["c"], { branch: side.id });
    expect(other.parents).toEqual([first.id]);
    expect(await versions.overlays((await headOf()).id)).toEqual(await Promise.all(["a", "b"].map(blob)));
    expect(await versions.overlays(other.id)).toEqual(await Promise.all(["a", "c"].map(blob)));
    const again = versions.createBranch({ model: "atlas", name: "side", head: first.id });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });

  test("moving to a version of another model is refused", async () => {
    const other = { ...sampleModel, id: "other" };
    await store.models.put(other);
    const { head } = await versions.ensureModel(other, "f");
    await expect(versions.move(MAIN, head)).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "head" },
    });
    await expect(versions.move(MAIN, "ver_none")).rejects.toMatchObject({ code: "not_found" });
  });

  test("comparison names the ancestor and what each side has alone, oldest first", async () => {
    const shared = await keep(["a"]);
    const side = await versions.createBranch({ model: "atlas", name: "side", head: shared.id });
    const left = [await keep(["b"]), await keep(["c"])];
    const right = await keep(["d"], { branch: side.id });
    const comparison = await versions.compare(left[1].id, right.id);
    expect(comparison.ancestor).toBe(shared.id);
    expect(comparison.onlyLeft.map(({ id }) => id)).toEqual(left.map(({ id }) => id));
    expect(comparison.onlyRight.map(({ id }) => id)).toEqual([right.id]);
    expect(comparison.distance).toEqual({ "blocks.0.mlp.down": 1 });
  });
});

describe("taking one edit out", () => {
  const out = (removed: string) =>
    versions.without(MAIN, { removed: [removed], author: "Ada", reason: "wrong" });

  test("drops that edit's own overlays and names what was computed on top of it", async () => {
    await keep(["a"]);
    const wrong = await keep(["b", "c"]);
    const later = await keep(["d"]);
    const { version, dependents } = await out(wrong.id);
    const left = await Promise.all(["a", "d"].map(blob));
    expect(version.overlays).toEqual([]);
    expect(await versions.overlays(version.id)).toEqual(left);
    expect(version.fingerprint).toBe(await fingerprintOf("atlas", left));
    expect(version).toMatchObject({ parents: [later.id], change: { kind: "without", removed: [wrong.id] } });
    expect(dependents).toEqual([later.id]);
  });

  test("of two equal edits takes out the one that was named", async () => {
    await keep(["same"]);
    await keep(["between"]);
    const second = await keep(["same"]);
    const { version } = await out(second.id);
    expect(await versions.overlays(version.id)).toEqual(await Promise.all(["same", "between"].map(blob)));
  });

  test("can itself be undone, to the exact list", async () => {
    const first = await keep(["a"]);
    const second = await keep(["b"]);
    await out(first.id);
    expect(await versions.undo(MAIN)).toEqual(second);
  });

  test("is refused for a version elsewhere, for the checkpoint, and the second time", async () => {
    const checkpoint = await headOf();
    const first = await keep(["a"]);
    const second = await keep(["b"]);
    await versions.undo(MAIN);
    await expect(out(second.id)).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "removed" },
    });
    await expect(out(checkpoint.id)).rejects.toMatchObject({ code: "no_effect" });
    await out(first.id);
    await expect(out(first.id)).rejects.toMatchObject({ code: "no_effect" });
  });

  test("is a conflict when the branch moves while the fingerprint is computed", async () => {
    const first = await keep(["a"]);
    const slow = createVersionGraph(store, {
      distance: async () => ({}),
      fingerprintOf: async (model, overlays) => {
        await keep(["meanwhile"]);
        return fingerprintOf(model, overlays);
      },
    });
    const attempt = slow.without(MAIN, { removed: [first.id], author: "", reason: "" });
    await expect(attempt).rejects.toMatchObject({ code: "conflict" });
  });
});

/** What the graph should do, said as simply as possible: a stack of lists of edits, and a stack of undone ones. */
interface Naive {
  past: { name: string; edits: { name: string; by: string }[] }[];
  future: Naive["past"];
}

test.each(Array.from({ length: 25 }, (_, seed) => seed))(
  "random walk %i ends where a naive model says",
  async (seed) => {
    const random = seededRandom(`walk/${seed}`);
    const naive: Naive = { past: [{ name: (await headOf()).id, edits: [] }], future: [] };
    const top = () => naive.past[naive.past.length - 1];
    const step = { keep: 0, undo: 0, redo: 0, without: 0 };

    for (let i = 0; i < 30; i++) {
      const dice = random.uniform();
      if (dice < 0.45) {
        const name = `edit ${random.integer(4)}`; // few names, so that equal overlays meet
        const version = await keep([name]);
        naive.past.push({ name: version.id, edits: [...top().edits, { name, by: version.id }] });
        naive.future = [];
        step.keep++;
      } else if (dice < 0.65) {
        if (naive.past.length > 1) {
          naive.future.push(naive.past.pop() as Naive["past"][number]);
          await versions.undo(MAIN);
          step.undo++;
        } else await expect(versions.undo(MAIN)).rejects.toMatchObject({ code: "no_effect" });
      } else if (dice < 0.8) {
        const next = naive.future.pop();
        if (next) {
          naive.past.push(next);
          await versions.redo(MAIN);
          step.redo++;
        } else await expect(versions.redo(MAIN)).rejects.toMatchObject({ code: "no_effect" });
      } else if (top().edits.length > 0) {
        const { by } = top().edits[random.integer(top().edits.length)];
        const { version } = await versions.without(MAIN, { removed: [by], author: "", reason: "" });
        naive.past.push({ name: version.id, edits: top().edits.filter((edit) => edit.by !== by) });
        naive.future = [];
        step.without++;
      }

      const head = await headOf();
      const expected = await Promise.all(top().edits.map(({ name }) => blob(name)));
      expect(head.id).toBe(top().name);
      expect(await versions.overlays(head.id)).toEqual(expected);
      expect(head.fingerprint).toBe(await fingerprintOf("atlas", expected));
      expect((await store.branches.get(MAIN)).redo).toEqual(naive.future.map(({ name }) => name));
    }
    expect(step.keep).toBeGreaterThan(0);
  },
);

test("undo gives back the very same version, byte for byte", async () => {
  const before = await keep(["a"]);
  const spelled = canonicalJson(before);
  await keep(["b"]);
  expect(canonicalJson(await versions.undo(MAIN))).toBe(spelled);
});
