/** A version whose overlays change no weight, out to a file and back in. */
import { expect, test } from "vitest";
import { codebookOverlay, readOverlays, writeOverlay, writeOverlays, type Overlay } from "../model";
import { createMemoryStore } from "../store";
import { nativeRuntime } from "../testing/runtimes";
import { tinyModel } from "../testing/tiny";
import { nameIn, readExport } from "./exchange";
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
    fingerprintOf: async (_model, addresses) => model.with(edits.slice(0, addresses.length)).fingerprint(),
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

  const exported = await versions.export(version.id);
  const names = { fingerprint: base, ofWeights: await model.fingerprintOfWeights() };
  const { overlays, manifest } = readExport(exported, names);
  expect(overlays.map((overlay) => [...writeOverlay(overlay)])).toEqual(
    edits.map((edit) => [...writeOverlay(edit)]),
  );
  expect(await model.with(overlays).fingerprint()).toBe(manifest.fingerprint);
  expect(await distanceBetween(store.blobs, version.overlays, [])).toEqual({});

  const other = await tinyModel("gpt2", nativeRuntime(), { config: { layer_norm_epsilon: 1e-3 } });
  expect(await other.fingerprintOfWeights()).toBe(names.ofWeights);
  const others = { fingerprint: await other.fingerprint(), ofWeights: names.ofWeights };
  expect(() => readExport(exported, others)).toThrow(/in its weights, its config.json or its tokenizer/);

  // A file of format 2 knows nothing but the weights.
  const { metadata } = readOverlays(exported);
  const older = {
    ...(JSON.parse(metadata.manifest) as object),
    formatVersion: 2,
    base: names.ofWeights,
    fingerprint: await wearing.fingerprintOfWeights(),
  };
  const file = writeOverlays(overlays, { manifest: JSON.stringify(older) });
  expect(readExport(file, names).overlays).toHaveLength(2);
  expect(nameIn(readExport(file, names).manifest, { fingerprint: "", ofWeights: older.fingerprint })).toBe(
    older.fingerprint,
  );
});
