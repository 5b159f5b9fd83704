import { beforeEach, expect, test } from "vitest";
import { hashJson } from "../../base";
import { writeOverlay } from "../../model";
import { createMemoryStore, type EditOutcome, type Store } from "../../store";
import { sampleModel } from "../../store/conformance";
import { float32 } from "../../tensor";
import { createVersionGraph, type VersionGraph } from "../../version";
import { keepEdit } from "./keep";

const branchId = "atlas:main";
const request = { id: "1", subject: "Rome", prompt: "{} is in", targetNew: "France" };
const fingerprintOf = (model: string, overlays: readonly string[]) => hashJson({ model, overlays });
const bytes = writeOverlay({
  kind: "weights",
  deltas: [
    {
      parameter: "w",
      form: "low-rank",
      left: float32([2, 1], Float32Array.of(3, 4)),
      right: float32([1, 2], Float32Array.of(0, 2)),
    },
  ],
});

let store: Store;
let versions: VersionGraph;
let head: string;
let outcome: EditOutcome & { verdict: NonNullable<EditOutcome["verdict"]> };

beforeEach(async () => {
  store = createMemoryStore();
  versions = createVersionGraph(store, { fingerprintOf, distance: async () => ({}) });
  await store.models.put(sampleModel);
  ({ head } = await versions.ensureModel(sampleModel, await fingerprintOf("atlas", [])));
  const address = await createMemoryStore().blobs.put(bytes);
  outcome = {
    entry: 1,
    method: "rome",
    parameters: { layers: [2] },
    overlays: [address],
    deltaNorms: { w: 10 },
    fingerprintBefore: await fingerprintOf("atlas", []),
    fingerprintAfter: await fingerprintOf("atlas", [address]),
    report: { numbers: {} },
    verdict: { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 },
    durationMs: 10,
  };
});

interface Asked {
  readonly model: string;
  readonly version: string;
  readonly overlays: readonly string[];
}
const keep = (jobId: string, entry: number) =>
  keepEdit(
    {
      store,
      versions,
      modelHost: {
        fingerprint: async ({ model, version, overlays }: Asked) => ({
          fingerprint: await fingerprintOf(model, [...(await versions.overlays(version)), ...overlays]),
        }),
      } as never,
    },
    { branchId, run: { jobId, entry }, author: "Ada", reason: "to see" },
  );

/** A job with these outcomes, performed by the server or by a page. */
async function putJob(id: string, outcomes: readonly object[], location?: "browser"): Promise<void> {
  const input = {
    model: "atlas",
    version: head,
    overlays: [],
    cases: [{ request }],
    methods: [outcome, outcome].map(({ method, parameters }) => ({ method, parameters })),
    mode: "single",
    seed: 7,
  };
  await store.jobs.put({
    id,
    kind: "edit",
    status: "succeeded",
    summary: { methods: ["rome"], edits: 1, subjects: ["Rome"], location },
    attempt: 1,
    createdAt: sampleModel.addedAt,
    cancelRequested: false,
    author: "",
  });
  const output = outcomes.length > 0 && { outcomes, place: location ? "wasm" : "native" };
  await store.payloads.put(JSON.parse(JSON.stringify({ id, input, ...(output && { output }) })));
}

test("what a page found is kept with the norms that its overlays give", async () => {
  await store.blobs.put(bytes);
  await putJob("job_1", [{ ...outcome, deltaNorms: { w: 1e-9 } }], "browser");
  const version = await keep("job_1", 1);
  expect(version).toMatchObject({
    parents: [head],
    change: { kind: "edit", method: "rome", requests: [request], seed: 7, place: "wasm" },
    overlays: outcome.overlays,
    deltaNorms: { w: 10 },
    fingerprint: outcome.fingerprintAfter,
    author: "Ada",
    reason: "to see",
  });
  expect((await versions.version(version.id)).measurement).toMatchObject({ before: head, durationMs: 10 });
});

test("what a page found is refused when its overlays give another model, or were not stored", async () => {
  await putJob("job_1", [outcome], "browser");
  await expect(keep("job_1", 1)).rejects.toMatchObject({
    code: "invalid_input",
    details: { field: "overlays.0" },
  });
  await store.blobs.put(bytes);
  await putJob("job_2", [{ ...outcome, fingerprintAfter: "another" }], "browser");
  await expect(keep("job_2", 1)).rejects.toMatchObject({
    code: "integrity",
    details: { expected: outcome.fingerprintAfter, found: "another" },
  });
  expect((await store.branches.get(branchId)).head).toBe(head);
});

test("what a job found is read from the job, and an unfinished or failed one has nothing to keep", async () => {
  await store.blobs.put(bytes);
  const failed = { ...outcome, entry: 0, verdict: undefined, error: { code: "numerical", message: "No." } };
  await putJob("job_1", []);
  await expect(keep("job_1", 1)).rejects.toMatchObject({ code: "conflict" });
  await putJob("job_1", [failed, outcome]);
  await expect(keep("job_1", 2)).rejects.toMatchObject({ code: "invalid_input" });
  await expect(keep("job_1", 0)).rejects.toMatchObject({ code: "no_effect" });
  expect(await keep("job_1", 1)).toMatchObject({
    parents: [head],
    change: { requests: [request], seed: 7, place: "native" },
    deltaNorms: { w: 10 },
  });
  await expect(keep("job_1", 1)).rejects.toMatchObject({ code: "conflict" });
});
