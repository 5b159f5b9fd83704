/** A version whose overlays change no weight, out to a file and back in. */
import { expect, test } from "vitest";
import { codebookOverlay, writeOverlay, type Overlay } from "../model";
import { createMemoryStore } from "../store";
import { nativeRuntime } from "../testing/runtimes";
import { tinyModel } from "../testing/tiny";
import { exportVersion, readExport } from "./exchange";
import { branchId, createVersionGraph } from "./graph";
import { distanceBetween } from "./distance";

const entry = (id: number) => ({
  id,
  key: new Float32Array(64).fill(id),
  value: new Float32Array(16).fill(-id),
  radius: 0.5,
  label: [id, 7],
});

test("an edit beside the weights is exported, imported to the byte, and has no distance in weights", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const store = createMemoryStore();
  const edits: Overlay[] = [1, 2].map((id) => codebookOverlay("blocks.1.mlp_out", [entry(id)]));
  const versions = createVersionGraph(store, {
    fingerprintOf: async () => model.fingerprint(),
    distance: async () => ({}),
  });
  const base = await model.fingerprint();
  await store.models.put({
    id: "tiny",
    name: "Tiny",
    family: model.facts.family,
    kind: "model",
    source: "embedded",
    facts: {},
    sizeBytes: 1,
    files: [],
    addedAt: "2026-11-01T00:00:00.000Z",
  });
  await versions.ensureModel(await store.models.get("tiny"), base);
  const main = branchId("tiny", "main");
  const before = await store.branches.get(main);
  const wearing = model.with(edits);
  const version = await versions.keep({
    branchId: main,
    expectedHead: before.head,
    change: { kind: "edit", method: "grace", requests: [], parameters: {}, seed: 1, place: "native" },
    overlays: await Promise.all(edits.map((edit) => store.blobs.put(writeOverlay(edit)))),
    deltaNorms: {},
    fingerprint: await wearing.fingerprint(),
    author: "",
    reason: "",
    verdict: { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 },
    report: {},
    durationMs: 1,
    place: "native",
  });

  const { overlays, manifest } = readExport(await exportVersion(store, version.id), base);
  expect(overlays.map((overlay) => [...writeOverlay(overlay)])).toEqual(
    edits.map((edit) => [...writeOverlay(edit)]),
  );
  expect(await model.with(overlays).fingerprint()).toBe(manifest.fingerprint);
  expect(await distanceBetween(store.blobs, version.overlays, [])).toEqual({});
  await expect(async () =>
    readExport(await exportVersion(store, version.id), "another"),
  ).rejects.toMatchObject({
    code: "conflict",
  });
});
