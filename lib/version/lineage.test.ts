import { expect, test } from "vitest";
import { createMemoryStore, type Change, type Store } from "../store";
import { createAncestry } from "./lineage";

const EDIT: Change = { kind: "edit", method: "rome", requests: [], parameters: {}, seed: 0, place: "native" };
const address = (text: string) => text.charCodeAt(0).toString(16).padStart(64, "0");

async function put(
  store: Store,
  id: string,
  parent: string | undefined,
  adds: readonly string[],
  removed: readonly string[] = [],
): Promise<void> {
  const change: Change =
    parent === undefined
      ? { kind: "checkpoint", checkpoint: "atlas" }
      : removed.length > 0
        ? { kind: "without", removed: removed.map((name) => `ver_${name}`) }
        : EDIT;
  await store.versions.put({
    id: `ver_${id}`,
    model: "atlas",
    parents: parent === undefined ? [] : [`ver_${parent}`],
    change,
    overlays: adds.map(address),
    author: "",
    reason: "",
    createdAt: "2026-11-01T00:00:00.000Z",
    deltaNorms: {},
    fingerprint: id,
  });
}

test("a version applies what its parent applies, without what it takes out, and then what it adds", async () => {
  const store = createMemoryStore();
  await put(store, "0", undefined, []);
  await put(store, "1", "0", ["a", "b"]);
  await put(store, "2", "1", ["c"]);
  await put(store, "3", "2", [], ["1"]);
  await put(store, "4", "3", ["a"]);
  await put(store, "5", "4", [], ["2", "4"]);
  const { overlays } = createAncestry(store.versions);
  const all = await Promise.all([0, 1, 2, 3, 4, 5].map((id) => overlays(`ver_${id}`)));
  expect(all).toEqual(["", "ab", "abc", "c", "ca", ""].map((names) => [...names].map(address)));
});

test("versions are read once: a model's together, and a new one by itself", async () => {
  const store = createMemoryStore();
  const reads = { get: 0, list: 0 };
  const counted: Parameters<typeof createAncestry>[0] = {
    get: (id) => (reads.get++, store.versions.get(id)),
    list: (query) => (reads.list++, store.versions.list(query)),
  };
  const { overlays } = createAncestry(counted);
  await put(store, "0", undefined, []);
  for (let i = 1; i <= 1000; i++) await put(store, String(i), String(i - 1), ["a"]);
  expect(await overlays("ver_1000")).toHaveLength(1000);
  expect(await overlays("ver_500")).toHaveLength(500);
  expect(reads).toEqual({ get: 1, list: 1 });
  await put(store, "1001", "1000", ["b"]);
  expect(await overlays("ver_1001")).toHaveLength(1001);
  expect(reads).toEqual({ get: 2, list: 1 });
});

test("a version that is not there, or whose parent is not, is an error", async () => {
  const store = createMemoryStore();
  await put(store, "1", "0", ["a"]);
  const { overlays } = createAncestry(store.versions);
  await expect(overlays("ver_none")).rejects.toMatchObject({ code: "not_found" });
  await expect(overlays("ver_1")).rejects.toMatchObject({ code: "integrity" });
});
