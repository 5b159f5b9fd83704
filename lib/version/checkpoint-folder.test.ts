import { expect, test } from "vitest";
import { createRun } from "../base";
import {
  codebookOverlay,
  decode,
  demonstrationOverlay,
  loadModel,
  rankOne,
  readOverlay,
  writeOverlay,
  type CheckpointFiles,
  type Model,
  type Overlay,
} from "../model";
import { createMemoryStore, type Store, type Version } from "../store";
import { expectClose } from "../testing/expect-close";
import { nativeRuntime } from "../testing/runtimes";
import { memoryFiles, tinyFileBytes } from "../testing/tiny";
import { TOLERANCE } from "../testing/tolerance";
import { exportFolder } from "./checkpoint-folder";
import { branchId, createVersionGraph, type VersionGraph } from "./graph";

const entry = (id: number) => ({
  id,
  key: new Float32Array(64).fill(id),
  value: new Float32Array(16).fill(-id),
  radius: 0.5,
  label: [id, 7],
});
const FACT = {
  prompt: "Rome is in",
  target: "Italy",
  demonstrations: [],
  threshold: 0,
  shown: 1,
  key: new Float32Array(16).fill(0.25),
  offset: 0,
};
const MAIN = branchId("tiny", "main");

interface Kept {
  readonly store: Store;
  readonly versions: VersionGraph;
  keep(method: string, overlays: readonly Overlay[]): Promise<Version>;
}

/** A history of a tiny model that keeps any overlays. */
async function historyOf(model: Model): Promise<Kept> {
  const store = createMemoryStore();
  const read = async (addresses: readonly string[]) =>
    Promise.all(addresses.map(async (address) => readOverlay(await store.blobs.get(address))));
  const versions = createVersionGraph(store, {
    fingerprintOf: async (_, addresses) => model.with(await read(addresses)).fingerprint(),
    distance: async () => ({}),
  });
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
  await versions.ensureModel(await store.models.get("tiny"), await model.fingerprint());
  return {
    store,
    versions,
    async keep(method, overlays) {
      const { head } = await store.branches.get(MAIN);
      const before = await read(await versions.overlays(head));
      return versions.keep({
        branchId: MAIN,
        expectedHead: head,
        change: { kind: "edit", method, requests: [], parameters: {}, seed: 1, place: "native" },
        overlays: await Promise.all(overlays.map((overlay) => store.blobs.put(writeOverlay(overlay)))),
        deltaNorms: {},
        fingerprint: await model.with([...before, ...overlays]).fingerprint(),
        author: "",
        reason: "",
        verdict: { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 },
        report: {},
        durationMs: 1,
        place: "native",
      });
    },
  };
}

/** A rank-one change of a down projection, as a locating method leaves it. */
function weightEdit(model: Model, layer: number, seed: number): Overlay {
  const spec = model.parameter("mlp.down", layer);
  const { width, mlpWidth } = model.facts.dimensions;
  const wave = (length: number, by: number) =>
    Float32Array.from({ length }, (_, i) => 0.3 * Math.sin(by * (i + 1)));
  return { kind: "weights", deltas: [rankOne(spec, wave(width, seed), wave(mlpWidth, seed + 0.5))] };
}

async function reopened(kept: Kept, version: Version, files: CheckpointFiles): Promise<Model> {
  const folder = await exportFolder(createRun(), kept.store, files, version.id, { dtype: "float32" });
  const written: Record<string, Uint8Array> = {};
  for (const file of folder) {
    const pieces: Uint8Array[] = [];
    for await (const piece of file.bytes(createRun())) pieces.push(piece);
    written[file.name] = new Uint8Array(Buffer.concat(pieces));
  }
  return loadModel("tiny", memoryFiles(written), nativeRuntime());
}

async function logitsOf(model: Model): Promise<Float32Array> {
  return (await decode(createRun(), model, { rows: [[5, 90, 17, 33]], at: [[3]] })).logits(0, 0).slice();
}

test("a version exported as a whole checkpoint opens with the version's logits, an edit taken out included", async () => {
  const files = memoryFiles(tinyFileBytes("llama"));
  const model = await loadModel("tiny", files, nativeRuntime());
  const kept = await historyOf(model);
  const edits = [weightEdit(model, 0, 1), weightEdit(model, 1, 2), weightEdit(model, 0, 3)];
  const [first, second, third] = [
    await kept.keep("rome", [edits[0]]),
    await kept.keep("rome", [edits[1]]),
    await kept.keep("rome", [edits[2]]),
  ];
  const { head } = await kept.store.branches.get(MAIN);
  expect(head).toBe(third.id);
  const { version: without } = await kept.versions.without(MAIN, {
    removed: [second.id],
    author: "",
    reason: "",
  });
  for (const [version, overlays] of [
    [first, edits.slice(0, 1)],
    [third, edits],
    [without, [edits[0], edits[2]]],
  ] as const) {
    const expected = await logitsOf(model.with(overlays));
    expectClose(await logitsOf(await reopened(kept, version, files)), expected, TOLERANCE.backend);
  }
  const checkpoint = await kept.store.versions.get(first.parents[0]);
  expect(await logitsOf(await reopened(kept, checkpoint, files))).toEqual(await logitsOf(model));
});

test.each([
  ["grace", codebookOverlay("blocks.1.mlp_out", [entry(1)]), "codebook"],
  ["ike", demonstrationOverlay([1], [FACT]), "demonstrations"],
])(
  "a version with an edit of %s is refused as a whole checkpoint, by the adapter's name",
  async (method, overlay, adapter) => {
    const files = memoryFiles(tinyFileBytes("gpt2"));
    const model = await loadModel("tiny", files, nativeRuntime());
    const kept = await historyOf(model);
    await kept.keep("rome", [weightEdit(model, 0, 1)]);
    const made = await kept.keep(method, [overlay]);
    const last = await kept.keep("rome", [weightEdit(model, 1, 2)]);
    const refused = exportFolder(createRun(), kept.store, files, last.id, { dtype: "float32" });
    await expect(refused).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining(`"${adapter}" of ${method}`) as string,
      details: { adapter, version: made.id },
    });
  },
);
