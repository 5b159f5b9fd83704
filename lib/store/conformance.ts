/** The conformance suite of stores. Only the tests of each implementation import it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../base";
import type { LifelongRunRecord } from "./tables/lifelong";
import type { PresetRecord } from "./tables/presets";
import type { Branch, Job, JobEvent, JobPayload, MeasurementRecord, ModelRecord, Version } from "./records";
import type { Store } from "./store";

const AT = "2026-11-22T10:00:00.000Z";

export const sampleModel: ModelRecord = {
  id: "atlas",
  name: "Atlas",
  family: "gpt2",
  kind: "model",
  source: "embedded",
  facts: { layers: 6, tied: true, note: null },
  sizeBytes: 5_000_000_000,
  files: [{ name: "config.json", sizeBytes: 812 }],
  origin: {
    host: "hub.example",
    repository: "owner/atlas",
    requested: "main",
    revision: "c".repeat(40),
  },
  addedAt: AT,
};

export const sampleVersion: Version = {
  id: "ver_1",
  model: "atlas",
  parents: [],
  change: { kind: "checkpoint", checkpoint: "atlas" },
  overlays: [],
  author: "",
  reason: "",
  createdAt: AT,
  deltaNorms: {},
  fingerprint: "f".repeat(64),
};

const branch: Branch = {
  id: "atlas:main",
  model: "atlas",
  name: "main",
  head: "ver_1",
  redo: [],
  updatedAt: AT,
};

export function sampleJob(id: string, more: Partial<Job> = {}): Job {
  return {
    id,
    kind: "edit",
    status: "queued",
    attempt: 0,
    createdAt: AT,
    cancelRequested: false,
    author: "",
    ...more,
  };
}

const measurement: MeasurementRecord = {
  id: "meas_1",
  version: "ver_1",
  before: "ver_1",
  verdict: { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 },
  report: { numbers: { lossNats: 0.25 } },
  durationMs: 12.5,
  place: "native",
  createdAt: AT,
};

const summary = {
  mean: 0.5,
  standardError: 0.1,
  interval95: [0.3, 0.7] as [number, number],
  count: 8,
  skipped: 0,
};

const preset: PresetRecord = {
  id: "preset_1",
  model: "atlas",
  method: "rome",
  parameters: { layers: [2], clampFactor: 20, secondMoment: true },
  evidence: {
    asked: 48,
    known: 40,
    trace: {
      noise: 0.25,
      samples: 10,
      window: 1,
      high: summary,
      low: summary,
      effects: [{ kind: "mlp", layers: [summary, summary] }],
      prompts: ["The capital of France is"],
    },
    protocol: "generation",
    edits: 8,
    sweep: [
      {
        parameters: { layers: [2] },
        scores: { reliability: summary, generality: summary, locality: summary },
        score: 0.5,
        failures: 1,
        durationMs: 12.5,
      },
    ],
    chosen: 0,
  },
  place: "native",
  author: "",
  createdAt: AT,
};

const lifelong: LifelongRunRecord = {
  id: `life_${"e".repeat(64)}`,
  job: "job_1",
  model: "atlas",
  version: "ver_1",
  method: "rome",
  parameters: { layers: [2] },
  settings: {
    count: 12,
    draw: { count: 12, seed: 0 },
    batchSize: 1,
    checkpoints: [1, 10, 12],
    health: {
      norm: 100,
      entropyLow: null,
      entropyHigh: 3,
      repetition: 0.95,
      ability: 0.5,
      perplexity: null,
    },
    healthEvery: 10,
    seed: 0,
  },
  createdAt: AT,
  updatedAt: AT,
};

/** Runs the suite on stores that `open` makes; `close` is called after each test. */
export function describeStore(
  name: string,
  open: () => Promise<{ store: Store; close: () => Promise<void> }>,
): void {
  describe(name, () => {
    let store: Store;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    test("every record comes back as it was put", async () => {
      await store.models.put(sampleModel);
      const edited: Version = {
        ...sampleVersion,
        id: "ver_2",
        parents: ["ver_1"],
        change: { kind: "without", removed: ["ver_9"] },
        overlays: ["a".repeat(64), "b".repeat(64)],
        deltaNorms: { "blocks.2.mlp.down": 1.25 },
      };
      await store.versions.put(sampleVersion);
      await store.versions.put(edited);
      await store.branches.put(branch);
      await store.measurements.put(measurement);
      await store.presets.put(preset);
      await store.lifelong.put(lifelong);
      const job = sampleJob("job_1", {
        status: "failed",
        error: { code: "interrupted", message: "Stopped.", details: { at: 3 } },
      });
      await store.jobs.put(job);
      const event: JobEvent = {
        id: "job_1:1",
        job: "job_1",
        sequence: 1,
        kind: "progress",
        status: "running",
        progress: { phase: "Finding v*", step: 1, values: { lossNats: 2 } },
        at: AT,
      };
      await store.events.put(event);
      const payload: JobPayload = { id: "job_1", input: { seed: 1 }, output: { answer: [2, null] } };
      await store.payloads.put(payload);

      expect(await store.models.get("atlas")).toEqual(sampleModel);
      expect(await store.versions.get("ver_2")).toEqual(edited);
      expect(await store.branches.get("atlas:main")).toEqual(branch);
      expect(await store.measurements.get("meas_1")).toEqual(measurement);
      expect(await store.presets.get("preset_1")).toEqual(preset);
      expect(await store.lifelong.get(lifelong.id)).toEqual(lifelong);
      expect(await store.jobs.get("job_1")).toEqual(job);
      expect(await store.events.get("job_1:1")).toEqual(event);
      expect(await store.payloads.get("job_1")).toEqual(payload);
    });

    test("putting again replaces, and clears members that are gone", async () => {
      await store.jobs.put(sampleJob("job_1", { progress: { phase: "Editing", step: 2 }, startedAt: AT }));
      await store.jobs.put(sampleJob("job_1"));
      expect(await store.jobs.get("job_1")).toEqual(sampleJob("job_1"));
    });

    test("an update writes the fields it names, clears those that are undefined, and leaves the others", async () => {
      const job = sampleJob("job_1", { progress: { phase: "Editing", step: 2 }, startedAt: AT });
      await store.jobs.put(job);
      await store.jobs.update("job_1", { heartbeatAt: AT, startedAt: undefined, cancelRequested: true });
      const { startedAt: _, ...left } = job;
      expect(await store.jobs.get("job_1")).toEqual({ ...left, heartbeatAt: AT, cancelRequested: true });
      await store.models.put(sampleModel);
      await store.models.update("atlas", { sizeBytes: 6_000_000_000, facts: { layers: 7 } });
      expect(await store.models.get("atlas")).toMatchObject({
        sizeBytes: 6_000_000_000,
        facts: { layers: 7 },
      });
    });

    test("an update of what is missing is not_found, and one that breaks the schema is refused", async () => {
      await expect(store.jobs.update("job_1", { attempt: 2 })).rejects.toMatchObject({ code: "not_found" });
      await store.jobs.put(sampleJob("job_1"));
      await expect(store.jobs.update("job_1", { status: "lost" as Job["status"] })).rejects.toThrow();
      expect(await store.jobs.get("job_1")).toEqual(sampleJob("job_1"));
    });

    test("what is missing is null to find and not_found to get", async () => {
      expect(await store.jobs.find("job_none")).toBeNull();
      await expect(store.jobs.get("job_none")).rejects.toMatchObject({ code: "not_found" });
    });

    test("a record that breaks its schema is refused", async () => {
      await expect(store.jobs.put({ ...sampleJob("job_1"), id: "nojob" })).rejects.toThrow();
      await expect(
        store.jobs.put({ ...sampleJob("job_1"), status: "lost" as Job["status"] }),
      ).rejects.toThrow();
      expect(await store.jobs.list()).toEqual([]);
    });

    test("lists leave out what is not to be read", async () => {
      await store.jobs.put(sampleJob("job_1", { progress: { phase: "Editing", step: 2 } }));
      await store.jobs.put(sampleJob("job_2", { status: "running" }));
      const { kind: _, ...left } = sampleJob("job_1");
      const query = { where: { status: left.status } };
      expect(await store.jobs.listWithout(["kind", "progress"], query)).toEqual([left]);
      expect((await store.jobs.get("job_1")).progress).toEqual({ phase: "Editing", step: 2 });
    });

    test("lists filter, page and go in id order, both ways", async () => {
      for (const [id, status] of [
        ["job_2", "queued"],
        ["job_1", "queued"],
        ["job_3", "running"],
      ] as const) {
        await store.jobs.put(sampleJob(id, { status }));
      }
      const ids = (jobs: readonly Job[]): string[] => jobs.map(({ id }) => id);
      expect(ids(await store.jobs.list())).toEqual(["job_1", "job_2", "job_3"]);
      expect(ids(await store.jobs.list({ order: "newest", limit: 2 }))).toEqual(["job_3", "job_2"]);
      expect(ids(await store.jobs.list({ where: { status: "queued" } }))).toEqual(["job_1", "job_2"]);
      expect(ids(await store.jobs.list({ where: { cancelRequested: true } }))).toEqual([]);
      expect(ids(await store.jobs.list({ where: { status: "queued" }, after: "job_1" }))).toEqual(["job_2"]);
    });

    test("delete removes one record and tolerates none", async () => {
      await store.jobs.put(sampleJob("job_1"));
      await store.jobs.put(sampleJob("job_2"));
      await store.jobs.delete("job_1");
      await store.jobs.delete("job_1");
      expect((await store.jobs.list()).map(({ id }) => id)).toEqual(["job_2"]);
    });

    test("deleting a job deletes its payload and its events, and those of no other", async () => {
      for (const id of ["job_1", "job_2"]) {
        await store.jobs.put(sampleJob(id));
        await store.payloads.put({ id, input: {} });
        await store.events.put({
          id: `${id}:1`,
          job: id,
          sequence: 1,
          kind: "status",
          status: "queued",
          at: AT,
        });
      }
      await store.jobs.delete("job_1");
      expect((await store.payloads.list()).map(({ id }) => id)).toEqual(["job_2"]);
      expect((await store.events.list()).map(({ job }) => job)).toEqual(["job_2"]);
    });

    test("addresses are found wherever a record names them, but for records that are left out", async () => {
      const [a, b, c] = ["a", "b", "c"].map((digit) => digit.repeat(64));
      await store.models.put(sampleModel);
      await store.versions.put({ ...sampleVersion, overlays: [a] });
      expect(await store.versions.addresses()).toEqual(new Set([a, sampleVersion.fingerprint]));
      const ids = Array.from({ length: 20 }, (_, i) => `job_${String(i).padStart(2, "0")}`);
      for (const id of ids) {
        await store.jobs.put(sampleJob(id));
        await store.payloads.put({ id, input: { seed: 1 } });
      }
      await store.payloads.put({ id: "job_03", input: { deep: [{ [`blob ${a}`]: 1 }] } });
      await store.payloads.put({ id: "job_19", input: {}, output: { text: `${b} and ${c}` } });
      expect(await store.payloads.addresses()).toEqual(new Set([a, b, c]));
      expect(await store.payloads.addresses(new Set(["job_19"]))).toEqual(new Set([a]));
    });

    test("what a caller changes after putting is not kept", async () => {
      const progress = { phase: "Editing", step: 1 };
      await store.jobs.put(sampleJob("job_1", { progress }));
      progress.step = 2;
      expect((await store.jobs.get("job_1")).progress).toEqual({ phase: "Editing", step: 1 });
    });

    test("a transaction that throws leaves nothing behind", async () => {
      await store.jobs.put(sampleJob("job_1"));
      const failing = store.transaction(async (inside) => {
        await inside.jobs.put(sampleJob("job_2"));
        await inside.jobs.delete("job_1");
        throw new Error("halfway");
      });
      await expect(failing).rejects.toThrow("halfway");
      expect((await store.jobs.list()).map(({ id }) => id)).toEqual(["job_1"]);
    });

    test("a transaction sees its own writes and returns its result", async () => {
      const found = await store.transaction(async (inside) => {
        await inside.jobs.put(sampleJob("job_1"));
        return inside.jobs.get("job_1");
      });
      expect(found.id).toBe("job_1");
      expect(await store.jobs.find("job_1")).not.toBeNull();
    });

    test("transactions run one at a time: no increment is lost", async () => {
      await store.jobs.put(sampleJob("job_1"));
      const increment = (): Promise<void> =>
        store.transaction(async (inside) => {
          const job = await inside.jobs.get("job_1");
          await inside.jobs.put({ ...job, attempt: job.attempt + 1 });
        });
      await Promise.all(Array.from({ length: 12 }, increment));
      expect((await store.jobs.get("job_1")).attempt).toBe(12);
    });

    test("a write from outside waits for the transaction", async () => {
      await store.jobs.put(sampleJob("job_1"));
      let outside: Promise<void> | undefined;
      const seen = await store.transaction(async (inside) => {
        await inside.jobs.get("job_1");
        outside = store.jobs.put(sampleJob("job_1", { attempt: 7 }));
        await new Promise((resolve) => setTimeout(resolve, 20));
        return (await inside.jobs.get("job_1")).attempt;
      });
      await outside;
      expect(seen).toBe(0);
      expect((await store.jobs.get("job_1")).attempt).toBe(7);
    });

    test("a blob has the address of its content and comes back whole", async () => {
      const bytes = new Uint8Array([1, 2, 3, 250]);
      const address = await store.blobs.put(bytes);
      expect(address).toBe(await sha256(bytes));
      expect(await store.blobs.put(bytes.slice())).toBe(address);
      expect(await store.blobs.has(address)).toBe(true);
      expect([...(await store.blobs.get(address))]).toEqual([1, 2, 3, 250]);
    });

    test("blobs are listed with their size and the time they were put last, and deleted unless put since", async () => {
      const later = (time: Date): Date => new Date(time.getTime() + 1000);
      const [one, two] = [
        await store.blobs.put(new Uint8Array([1, 2, 3])),
        await store.blobs.put(new Uint8Array([4])),
      ];
      const list = async () => new Map((await store.blobs.list()).map((entry) => [entry.address, entry]));
      const before = await list();
      expect([...before.keys()].sort()).toEqual([one, two].sort());
      expect(before.get(one)?.sizeBytes).toBe(3);

      await new Promise((resolve) => setTimeout(resolve, 20));
      const between = new Date();
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store.blobs.put(new Uint8Array([1, 2, 3]));
      expect((await list()).get(one)!.putAt > between).toBe(true);
      expect((await list()).get(two)!.putAt < between).toBe(true);
      expect(await Promise.all([one, two].map((address) => store.blobs.delete(address, between)))).toEqual([
        false,
        true,
      ]);
      expect(await store.blobs.get(one)).toEqual(new Uint8Array([1, 2, 3]));
      expect(await store.blobs.has(two)).toBe(false);
      expect(await store.blobs.delete(two, later(between))).toBe(false);
      expect([...(await list()).keys()]).toEqual([one]);
    });

    test("a blob that is not there is not_found", async () => {
      expect(await store.blobs.has("0".repeat(64))).toBe(false);
      await expect(store.blobs.get("0".repeat(64))).rejects.toMatchObject({ code: "not_found" });
    });
  });
}
