import { beforeEach, describe, expect, test } from "vitest";
import { CancelledError, createRun, seededRandom, type JsonObject, type Progress } from "../../base";
import { EditCase } from "../../data";
import { HealthLimits } from "../../eval";
import {
  deltasOf,
  loadModel,
  orientation,
  rankOne,
  readOverlay,
  writeOverlay,
  type ParameterSpec,
} from "../../model";
import {
  createMemoryBlobs,
  createMemoryStore,
  LifelongAnswers,
  LifelongJobInput,
  LifelongRetention,
  memoryArtifacts,
  type ArtifactFiles,
  type RemovableBlobStore,
  type LifelongRunRecord,
  type LifelongState,
  type Store,
} from "../../store";
import { floats } from "../../tensor";
import { fakeRecords, type FakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyFiles } from "../../testing/tiny";
import { createModelHost } from "../host/create-model-host";
import { PauseRequest } from "../runner/job";
import { lifelongJob } from "../kinds/lifelong";
import { stateOfRun } from "./save-version";
import { jsonBytes, readJson } from "./checkpoint-file";
import { namedRun } from "./run-record";

const SUBJECTS = ["Anna", "Paris", "Rome", "The city", "Paris Rome", "Anna Rome"];
const CASES = Array.from({ length: 12 }, (_, i) => ({
  request: {
    id: `case ${i}`,
    subject: SUBJECTS[i % 6],
    prompt: i < 6 ? "{} lives in" : "{} was the capital of",
    targetNew: ["Rome", "Paris", "the city", "Anna", "the capital"][i % 5],
  },
  rephrases: [`The city of ${SUBJECTS[i % 6]} is`],
  locality: { other: [{ prompt: "The capital is", target: "Paris" }] },
}));

const SHORT = { layers: [1], valueSteps: 3, contextLengths: [[4, 1]] };
const METHODS: Record<string, JsonObject> = {
  rome: { ...SHORT, secondMoment: false },
  alphaedit: { ...SHORT, layers: [0, 1], statisticsTokens: 256, nullspaceThreshold: 1e9 },
  "ft-l": { layers: [1], steps: 2, learningRate: 0.01 },
};

let store: Store;
let blobs: RemovableBlobStore;
let artifacts: ArtifactFiles;
let records: FakeRecords;
beforeEach(() => {
  records = fakeRecords();
  blobs = createMemoryBlobs();
  store = createMemoryStore(blobs);
  artifacts = memoryArtifacts();
});

const inputOf = (method: string, more: Partial<LifelongJobInput> = {}) =>
  LifelongJobInput.parse({
    model: "tiny",
    cases: CASES,
    method,
    parameters: METHODS[method],
    checkpoints: [1, 6],
    healthEvery: 2,
    health: { norm: null, entropyLow: null, entropyHigh: null, repetition: null },
    ...more,
  });

const runIdOf = async (input: LifelongJobInput) => (await namedRun(input, records)).runId;

/** Performs the job with a model host of its own, as a process that has just started would. */
async function perform(input: LifelongJobInput, run = createRun()): Promise<LifelongRunRecord> {
  const modelHost = createModelHost({
    runtime: nativeRuntime(),
    blobs,
    artifacts,
    records,
    files: () => tinyFiles("gpt2"),
  });
  try {
    await lifelongJob.perform(run, input, { modelHost, lifelong: store.lifelong, records, jobId: "job_1" });
  } finally {
    await modelHost.dispose();
  }
  return store.lifelong.get(await runIdOf(input));
}

/** A run that is stopped when this many edits are done: by a person, or because the process ends. */
function stoppedAfter(edits: number, how: "cancelled" | "killed") {
  const abort = new AbortController();
  const onProgress = ({ step, steps }: Progress) => {
    if (steps !== CASES.length || step < edits) return;
    if (how === "killed") throw new Error("killed");
    abort.abort();
  };
  return createRun({ signal: abort.signal, onProgress });
}

/** Everything but the clock. */
function lasting({ state }: LifelongRunRecord) {
  return {
    ...state,
    rows: state?.rows.map(({ secondsAnEdit: _, evaluationMs: __, at: ___, ...row }) => row),
    samples: state?.samples.map(({ applyMs: _, ...sample }) => sample),
  };
}

test("a run that waits for its turn is listed by its method, and keeps what an earlier job came to", async () => {
  const input = await namedRun(inputOf("ft-l"), records);
  const context = { lifelong: store.lifelong, records };
  await lifelongJob.announce(input, { ...context, jobId: "job_1" });
  const waiting = { id: input.runId, job: "job_1", method: "ft-l", model: "tiny" };
  expect(await store.lifelong.get(input.runId)).toMatchObject(waiting);
  expect((await store.lifelong.get(input.runId)).state).toBeUndefined();

  const { state } = await perform(input);
  await lifelongJob.announce(input, { ...context, jobId: "job_2" });
  expect(await store.lifelong.get(input.runId)).toMatchObject({ ...waiting, job: "job_2", state });
});

describe("a lifelong run", () => {
  test.each(Object.keys(METHODS))(
    "of %s stopped at random points leaves the bytes and rows of one that never stopped",
    async (method) => {
      const whole = lasting(await perform(inputOf(method)));
      expect(whole.rows?.map(({ edits }) => edits)).toEqual([1, 6, 12]);
      expect(new Set(whole.rows?.map(({ overlays }) => overlays.join())).size).toBe(3);

      const random = seededRandom(`stops of ${method}`);
      const stops = [1, 2, 3].map((part) => 4 * part - 3 + random.integer(3)); // one in each third
      [store, artifacts] = [createMemoryStore(blobs), memoryArtifacts()];
      for (const [i, stop] of stops.entries()) {
        const how = i % 2 === 0 ? "cancelled" : "killed";
        await expect(perform(inputOf(method), stoppedAfter(stop, how))).rejects.toThrow(
          how === "killed" ? "killed" : CancelledError,
        );
      }
      expect(lasting(await perform(inputOf(method)))).toEqual(whole);
    },
    180_000, // five processes' worth of runs
  );

  test("goes on from what was kept and takes no edit twice that passed its checks", async () => {
    await expect(perform(inputOf("ft-l"), stoppedAfter(9, "cancelled"))).rejects.toThrow(CancelledError);
    const steps: number[] = [];
    await perform(
      inputOf("ft-l"),
      createRun({ onProgress: ({ step, steps: of }) => of === 12 && steps.push(step) }),
    );
    expect(Math.min(...steps)).toBe(8);
  });

  test("that is done ends at once when it is asked for again, under other limits too", async () => {
    const first = await perform(inputOf("ft-l"));
    let reports = 0;
    const health = HealthLimits.parse({ norm: 1, entropyLow: 0.1, ability: 0.5, perplexity: 2 });
    const again = await perform(inputOf("ft-l", { health }), createRun({ onProgress: () => reports++ }));
    expect(reports).toBe(0);
    expect(again.state).toEqual(first.state);
    expect(await runIdOf(inputOf("ft-l", { seed: 1 }))).not.toBe(again.id);
  });

  test("tells of every edit so far at each checkpoint, held against the frozen base", async () => {
    const { state } = await perform(inputOf("rome"));
    const rows = state?.rows ?? [];
    for (const { edits, retention, metrics } of rows) {
      const standings = LifelongRetention.parse(readJson(await blobs.get(retention)));
      expect(standings.map(({ edit }) => edit)).toEqual(Array.from({ length: edits }, (_, i) => i));
      const scores = standings.map((one) => one.scores.reliability.generation ?? NaN);
      const reported = metrics.find(
        ({ metric, protocol }) => metric === "reliability" && protocol === "generation",
      );
      expect(reported?.after?.count).toBe(edits);
      expect(reported?.after?.mean).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / edits, 12);
    }
    expect(state?.samples.map(({ edits }) => edits)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const whole = state?.samples.filter(({ repetition }) => repetition !== undefined) ?? [];
    expect(whole.map(({ edits }) => edits)).toEqual([1, 2, 4, 6, 8, 10, 12]);
    // What costs most to ask is asked at those checks alone, and says at a checkpoint what the row says.
    expect(state?.samples.filter(({ perplexity }) => perplexity !== undefined)).toEqual(whole);
    for (const row of rows) {
      const sample = whole.find(({ edits }) => edits === row.edits);
      expect(sample?.ability).toBe(row.ability?.mean ?? null);
      // There are no texts of its own to read.
      expect([sample?.perplexity, row.perplexity]).toEqual([null, null]);
    }
    expect(state?.start.notMeasured?.perplexity).toBe("noTexts");
  });

  test("stops where a limit is crossed, offers the state before, and goes on when told to", async () => {
    const free = await perform(inputOf("rome"));
    const norms = free.state?.samples.map(({ norm }) => norm ?? 0) ?? [];
    const limit = (norms[4] + norms[3]) / 2; // the whole change grows with each of these edits
    expect(norms[4]).toBeGreaterThan(limit);
    [store, artifacts] = [createMemoryStore(blobs), memoryArtifacts()];
    const input = inputOf("rome", { health: { ...inputOf("rome").health, norm: limit } });
    await expect(perform(input)).rejects.toThrow(PauseRequest);
    const { state, id } = await store.lifelong.get(await runIdOf(input));
    const first = norms.findIndex((norm) => norm > limit) + 1;
    expect(state?.pause).toMatchObject({ probe: "norm", edits: first, limit });
    expect(state?.healthy?.edits).toBe(2 * Math.floor((first - 1) / 2));
    for (const address of state?.healthy?.overlays ?? []) readOverlay(await blobs.get(address));

    const resumed = await perform(input);
    expect(resumed.id).toBe(id);
    expect(resumed.state?.pause).toBeNull();
    expect(lasting(resumed)).toEqual(lasting(free));
  });

  test("an edit from its middle is taken out by recomposing the others", async () => {
    const input = inputOf("rome");
    const record = await perform(input);
    const modelHost = createModelHost({
      runtime: nativeRuntime(),
      blobs,
      artifacts,
      records,
      files: () => tinyFiles("gpt2"),
    });
    const { facts } = await loadModel("tiny", tinyFiles("gpt2"), nativeRuntime());
    const whole = await stateOfRun(record, { at: 12, without: [] }, facts, blobs);
    expect(whole.row?.edits).toBe(12);
    const gone = 5;
    const { overlays, requests, row } = await stateOfRun(record, { at: 12, without: [gone] }, facts, blobs);
    expect([requests.length, row]).toEqual([11, null]);
    const apart = (record.state?.editOverlays ?? []).flatMap((overlays, step) =>
      step === gone ? [] : (overlays ?? []),
    );
    const ask = async (addresses: readonly string[]) =>
      modelHost.nextTokens({
        model: "tiny",
        prompt: "Anna lives in",
        versions: [records.versionOf(addresses)],
        count: 5,
      });
    expect(await ask(overlays)).toEqual(await ask(apart));
    expect(await ask(overlays)).not.toEqual(await ask(whole.overlays));
    await expect(stateOfRun(record, { at: 7, without: [] }, facts, blobs)).rejects.toThrow(/has not kept/);
    await expect(stateOfRun(record, { at: 6, without: [6] }, facts, blobs)).rejects.toThrow(/holds 6 edits/);
  });

  test("one of a thousand edits is taken out, and the others add up as if it had never been", async () => {
    const count = 1000;
    const random = seededRandom("a thousand edits");
    const { facts } = await loadModel("tiny", tinyFiles("gpt2"), nativeRuntime());
    const spec = facts.parameters.find(({ shape }) => shape.length === 2) as ParameterSpec;
    const [out, into] = orientation(spec);
    const some = (size: number) => Float32Array.from({ length: size }, () => random.normal());
    const edits = Array.from({ length: count }, () => ({ left: some(out), right: some(into) }));
    const record = await perform(inputOf("rome"));
    const [row] = record.state?.rows ?? [];
    const wide = {
      ...record,
      state: {
        ...(record.state as LifelongState),
        cases: await blobs.put(jsonBytes(Array.from({ length: count }, () => CASES[0]))),
        rows: [{ ...row, edits: count }],
        editOverlays: await Promise.all(
          edits.map(async ({ left, right }) => [
            await blobs.put(writeOverlay({ kind: "weights", deltas: [rankOne(spec, left, right)] })),
          ]),
        ),
      },
    };
    const gone = 499;
    const { overlays, requests } = await stateOfRun(wide, { at: count, without: [gone] }, facts, blobs);
    expect(requests).toHaveLength(count - 1);
    const [delta] = deltasOf(
      await Promise.all(overlays.map(async (one) => readOverlay(await blobs.get(one)))),
    );

    const sum = new Float32Array(out * into);
    for (const [i, { left, right }] of edits.entries()) {
      if (i === gone) continue;
      for (let o = 0; o < out; o++) for (let n = 0; n < into; n++) sum[o * into + n] += left[o] * right[n];
    }
    expect(delta.form === "dense" && floats(delta.delta)).toEqual(sum);
  });

  describe("with edits that the model cannot read", () => {
    const long = "lives in ".repeat(60);
    const unread = CASES.map((one, i) => {
      if (i === 0) return { ...one, request: { ...one.request, prompt: `{} ${long}` } };
      if (i === 4) return { ...one, locality: { near: [{ prompt: long, target: "Rome" }] } };
      return one;
    });

    test("goes on past them: each is a failed step with its reason, and counts for nothing", async () => {
      const { state } = await perform(inputOf("rome", { cases: EditCase.array().parse(unread) }));
      const refused = state?.failures.filter(({ code }) => code === "invalid_input");
      expect(refused).toEqual([
        {
          edits: 1,
          code: "invalid_input",
          message: expect.stringMatching(/^cases\.0\.request\.prompt: /) as string,
        },
        {
          edits: 5,
          code: "invalid_input",
          message: expect.stringMatching(/^cases\.4\.locality\.near\.0\.prompt: /) as string,
        },
      ]);
      expect(state?.rows.map(({ edits }) => edits)).toEqual([1, 6, 12]);
      const last = state?.rows.at(-1);
      const reliability = last?.metrics.filter(({ metric }) => metric === "reliability");
      expect(reliability?.map(({ after }) => [after?.count, after?.skipped])).toEqual([
        [10, 2],
        [10, 2],
      ]);
      const base = LifelongAnswers.parse(readJson(await blobs.get(state!.rows[1].baseAnswers)));
      expect(base.map((answers) => answers.length)).toEqual([3, 3, 3, 0, 3]);
    });

    test("leaves the bytes of a run of the others", async () => {
      // The randomness of an edit is that of its place, so those left out stand at the end.
      const cases = EditCase.array().parse([
        ...CASES.slice(0, 4),
        { ...unread[0], request: { ...unread[0].request, id: "x" } },
      ]);
      const record = await perform(inputOf("rome", { cases }));
      const { state } = record;
      const others = await perform(inputOf("rome", { cases: cases.slice(0, 4) }));
      expect(state?.rows.at(-1)?.overlays).toEqual(others.state?.rows.at(-1)?.overlays);
      expect(state?.editOverlays).toEqual([...(others.state?.editOverlays ?? []), []]);
      const { facts } = await loadModel("tiny", tinyFiles("gpt2"), nativeRuntime());
      const { requests } = await stateOfRun(record, { at: 5, without: [1] }, facts, blobs);
      expect(requests.map(({ id }) => id)).toEqual(["case 0", "case 2", "case 3"]);
    });

    test("is refused where there is no other edit", async () => {
      const cases = EditCase.array().parse(unread.slice(0, 1));
      await expect(perform(inputOf("rome", { cases }))).rejects.toMatchObject({
        code: "invalid_input",
        details: { field: "cases.0.request.prompt" },
      });
    });
  });

  test("of a method that takes one fact at a time refuses batches", async () => {
    await expect(perform(inputOf("rome", { batchSize: 3 }))).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "batchSize" },
    });
  });
});
