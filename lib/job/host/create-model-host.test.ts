/** The model host over real runtimes. One file, because all tests need the same set-up: files, blobs, artifacts and records. */
import { beforeEach, describe, expect, test } from "vitest";
import { CancelledError, createRun, PalimpsestError, type Progress } from "../../base";
import {
  createMemoryBlobs,
  EditJobInput,
  EditJobOutput,
  listArtifacts,
  memoryArtifacts,
  PrepareJobInput,
  PrepareJobOutput,
  type ArtifactFiles,
  type BlobStore,
} from "../../store";
import type { Runtime } from "../../runtime";
import { fakeRecords, type FakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyFiles } from "../../testing/tiny";
import type { ModelHost } from "../calls";
import { createModelHost } from "./create-model-host";

const caseOf = (id: string, subject: string, targetNew = "Rome") => ({
  request: { id, subject, prompt: "{} lives in", targetNew },
  rephrases: [`The city of ${subject} is`],
  locality: { other: [{ prompt: "The capital is", target: "Paris" }] },
  portability: {},
});
const TWO = [caseOf("one", "Anna"), caseOf("two", "Paris", "the capital")];
/** The tiny model has two layers, and its own texts are too few for a second moment of the default size. */
const ROME = {
  method: "rome",
  parameters: { layers: [1], secondMoment: false, valueSteps: 4, contextLengths: [[4, 2]] },
};
const FT = { method: "ft-m", parameters: { layers: [1], steps: 5, learningRate: 0.01 } };

let modelHost: ModelHost;
let blobs: BlobStore;
let artifacts: ArtifactFiles;
let records: FakeRecords;
beforeEach(() => {
  records = fakeRecords();
  blobs = createMemoryBlobs();
  artifacts = memoryArtifacts();
  modelHost = createModelHost({
    runtime: nativeRuntime(),
    blobs,
    artifacts,
    records,
    files(model) {
      if (model !== "tiny") throw new PalimpsestError("not_found", `There is no model "${model}".`);
      return tinyFiles("gpt2");
    },
  });
});

async function edit(input: Partial<EditJobInput>, run = createRun()): Promise<EditJobOutput["outcomes"]> {
  const whole = {
    model: "tiny",
    cases: TWO,
    methods: [FT],
    mode: "sequential",
    ...input,
  };
  return EditJobOutput.parse(await modelHost.edit(run, EditJobInput.parse(whole))).outcomes;
}

const fingerprintOf = async (overlays: string[]) =>
  (await modelHost.fingerprint({ model: "tiny", overlays })).fingerprint;

describe("an edit job", () => {
  test("in sequence keeps every edit, and the stored overlays give the model that was judged", async () => {
    const [outcome] = await edit({ methods: [ROME] });
    expect(outcome.overlays).toHaveLength(2);
    expect(await fingerprintOf(outcome.overlays)).toBe(outcome.fingerprintAfter);
    expect(await fingerprintOf([])).toBe(outcome.fingerprintBefore);
    expect(outcome.verdict?.probes.filter(({ caseId }) => caseId === "two")).toHaveLength(3);
    expect(Object.keys(outcome.deltaNorms)).toEqual(["transformer.h.1.mlp.c_proj.weight"]);
  });

  test("in a batch is one call with one change", async () => {
    const [outcome] = await edit({ mode: "batch" });
    expect(outcome.overlays).toHaveLength(1);
    expect(await fingerprintOf(outcome.overlays)).toBe(outcome.fingerprintAfter);
    expect(outcome.verdict?.metrics.find(({ metric }) => metric === "reliability")?.after?.count).toBe(2);
  });

  test("in batches of a size starts each batch from the same model", async () => {
    const [outcome] = await edit({ mode: "batch", batchSize: 1 });
    const [apart] = await edit({ mode: "single" });
    expect(outcome.overlays).toEqual([]);
    expect(outcome.verdict).toEqual(apart.verdict);
  });

  test("in sequence takes several a step when asked", async () => {
    const [outcome] = await edit({ mode: "sequential", batchSize: 2 });
    const [batch] = await edit({ mode: "batch" });
    expect(outcome.overlays).toEqual(batch.overlays);
  });

  test("one by one judges each case alone and keeps nothing", async () => {
    const [outcome] = await edit({ mode: "single" });
    expect(outcome.overlays).toEqual([]);
    expect(outcome.fingerprintAfter).toBe(outcome.fingerprintBefore);
    expect(outcome.verdict?.metrics.find(({ metric }) => metric === "reliability")?.after?.count).toBe(2);
  });

  test("of one case alone is kept", async () => {
    const [outcome] = await edit({ mode: "single", cases: [TWO[0]] });
    expect(outcome.overlays).toHaveLength(1);
    expect(outcome.fingerprintAfter).not.toBe(outcome.fingerprintBefore);
  });

  test("on top of a version starts from its overlays", async () => {
    const [first] = await edit({ mode: "batch" });
    const [second] = await edit({
      mode: "batch",
      version: records.versionOf(first.overlays),
      cases: [caseOf("three", "Rome", "Paris")],
    });
    expect(second.fingerprintBefore).toBe(first.fingerprintAfter);
    expect(await fingerprintOf([...first.overlays, ...second.overlays])).toBe(second.fingerprintAfter);
  });

  test("looks the overlays of a version up once, and knows none that is not there", async () => {
    const [{ overlays, fingerprintAfter }] = await edit({ mode: "batch" });
    const version = records.versionOf(overlays.slice(0, 0));
    const asked = () => modelHost.fingerprint({ model: "tiny", version, overlays });
    expect((await asked()).fingerprint).toBe(fingerprintAfter);
    await asked();
    expect(records.asked).toEqual([version]);
    await expect(edit({ version: "ver_none" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("fills what was left open from what was measured here, then from what was published, and says so", async () => {
    const measured = { method: "ft-m", model: "tiny", parameters: { steps: 3, learningRate: 0.02 } };
    const host = createModelHost({
      runtime: nativeRuntime(),
      blobs,
      artifacts,
      records: fakeRecords([measured, { ...measured, parameters: { steps: 9 } }]),
      files: () => tinyFiles("gpt2"),
    });
    const input = {
      model: "tiny",
      cases: [TWO[0]],
      methods: [{ method: "ft-m", parameters: { layers: [1], learningRate: 0.01 } }],
      mode: "batch" as const,
    };
    const { outcomes } = await host.edit(createRun(), EditJobInput.parse(input));
    expect(outcomes[0].parameters).toMatchObject({ layers: [1], steps: 3, learningRate: 0.01 });
  });

  describe("of a case that the model cannot read", () => {
    const long = "lives in ".repeat(60);
    const tooLong = caseOf("three", "Rome", long);
    const probed = {
      ...caseOf("four", "Anna", "Paris"),
      portability: { hop: [{ prompt: "Anna", target: "Rome", alternatives: [long] }] },
    };
    const cases = [TWO[0], tooLong, TWO[1], probed];

    test("is refused before anything is computed, with every such text by its path in the list", async () => {
      const onProgress = () => expect.fail("Something was computed.");
      const refused = edit({ cases, methods: [ROME, FT] }, createRun({ onProgress }));
      await expect(refused).rejects.toMatchObject({
        code: "invalid_input",
        details: {
          field: "cases.1.request.prompt",
          count: 3,
          issues: [
            { field: "cases.1.request.prompt" },
            { field: "cases.1.request.targetNew" },
            { field: "cases.3.portability.hop.0.alternatives.0" },
          ],
        },
      });
    });

    test.each(["single", "sequential", "batch"] as const)(
      "goes on without it when told to, %s, and says why",
      async (mode) => {
        const [outcome] = await edit({ cases, mode, skipFaults: true });
        const [others] = await edit({ cases: TWO, mode });
        expect(outcome.failures).toMatchObject(
          [
            { edits: 2, code: "invalid_input", message: /^cases\.1\.request\.prompt: / },
            { edits: 4, code: "invalid_input", message: /^cases\.3\.portability\.hop\.0\.alternatives\.0: / },
          ].map((one) => ({ ...one, message: expect.stringMatching(one.message) as string })),
        );
        expect(outcome.verdict).toEqual(others.verdict);
        expect(outcome.fingerprintAfter).toBe(others.fingerprintAfter);
      },
    );

    test("is refused where no other is left", async () => {
      await expect(edit({ cases: [tooLong], skipFaults: true })).rejects.toMatchObject({
        code: "invalid_input",
      });
    });
  });

  test("with the same seed gives the same bytes", async () => {
    const [one, again] = [await edit({ methods: [ROME], seed: 3 }), await edit({ methods: [ROME], seed: 3 })];
    expect(again[0].overlays).toEqual(one[0].overlays);
  });

  test("of several methods gives each its own outcome from the same start", async () => {
    const outcomes = await edit({ methods: [ROME, FT] });
    expect(outcomes.map(({ method }) => method)).toEqual(["rome", "ft-m"]);
    expect(outcomes[0].fingerprintBefore).toBe(outcomes[1].fingerprintBefore);
    expect(outcomes[1].overlays).toEqual((await edit({ methods: [FT] }))[0].overlays);
  });

  test("of one method with several settings gives each its own outcome and its own curves", async () => {
    const names = new Set<string>();
    const settings = [1, 3].map((steps) => ({ ...FT, parameters: { ...FT.parameters, steps } }));
    const outcomes = await edit(
      { methods: settings },
      createRun({ onProgress: ({ values = {} }) => Object.keys(values).forEach((name) => names.add(name)) }),
    );
    expect(outcomes.map(({ entry, method, parameters }) => [entry, method, parameters.steps])).toEqual([
      [0, "ft-m", 1],
      [1, "ft-m", 3],
    ]);
    expect(outcomes[0].fingerprintAfter).not.toBe(outcomes[1].fingerprintAfter);
    expect([...names]).toEqual(expect.arrayContaining(["0.lossNats", "1.lossNats"]));
  });

  test("says how many bytes its overlays take", async () => {
    const [{ overlays, overlayBytes }] = await edit({ methods: [ROME] });
    const sizes = await Promise.all(overlays.map(async (address) => (await blobs.get(address)).byteLength));
    expect(overlayBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  test("names the method in its progress and the entry in its curves", async () => {
    const updates: Progress[] = [];
    await edit({ methods: [FT], mode: "batch" }, createRun({ onProgress: (update) => updates.push(update) }));
    const training = updates.filter(({ phase }) => phase.startsWith("FT-M: Fine-tuning"));
    expect(training).toHaveLength(5);
    expect(training[0].values).toHaveProperty(["0.lossNats"]);
  });
});

describe("a prepare job", () => {
  const ROME_MOMENT = {
    method: "rome",
    parameters: { layers: [1], contextLengths: [[4, 2]], statisticsTokens: 2000 },
  };
  const prepare = (methods: { method: string; parameters: object }[], run = createRun()) =>
    modelHost.prepare(run, PrepareJobInput.parse({ model: "tiny", methods }));
  const needed = async () => {
    const { preflights } = await modelHost.preflight({
      model: "tiny",
      cases: [],
      methods: [{ ...ROME_MOMENT, parameters: { ...ROME_MOMENT.parameters } }],
    });
    return preflights[0].artifacts.map(({ cached }) => cached);
  };

  test("makes what a method needs, so that its preflight finds it", async () => {
    expect(await needed()).toEqual([false]); // the moment
    const output = PrepareJobOutput.parse(await prepare([ROME_MOMENT]));
    expect(output.methods.map(({ method }) => method)).toEqual(["rome"]);
    expect(await needed()).toEqual([true]);
    const [{ manifest }] = await listArtifacts(artifacts);
    expect(manifest).toMatchObject({ kind: "second-moment", layers: [1] });
  });

  test("that was stopped goes on where it stopped", async () => {
    const abort = new AbortController();
    const stopping = createRun({
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase.startsWith("ROME: Collecting")) abort.abort();
      },
    });
    await expect(prepare([ROME_MOMENT], stopping)).rejects.toBeInstanceOf(CancelledError);
    const [{ manifest }] = await listArtifacts(artifacts);
    const done = manifest?.progress?.done ?? 0;
    expect(done).toBeGreaterThan(0);

    const steps: number[] = [];
    const rest = createRun({
      onProgress: ({ phase, step }) => {
        if (phase.startsWith("ROME: Collecting")) steps.push(step);
      },
    });
    await prepare([ROME_MOMENT], rest);
    expect(steps[0]).toBeGreaterThan(done);
    expect(await needed()).toEqual([true]);
  });

  test("refuses a method that has nothing to prepare, before the others are begun", async () => {
    await expect(prepare([ROME_MOMENT, FT])).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "methods.1.method" },
    });
    expect(await listArtifacts(artifacts)).toEqual([]);
  });
});

describe("what goes wrong", () => {
  test("one failing method of two is its outcome's error, and the other still counts", async () => {
    const [failed, fine] = await edit({
      methods: [{ method: "rome", parameters: { layers: [7] } }, FT],
      mode: "sequential",
    });
    expect(failed.error).toMatchObject({ code: "unsupported" });
    expect([failed.overlays, failed.verdict, failed.fingerprintAfter]).toEqual([
      [],
      undefined,
      failed.fingerprintBefore,
    ]);
    expect([fine.error, fine.overlays.length]).toEqual([undefined, 2]);
  });

  test("the failure of the only method is the job's", async () => {
    await expect(edit({ methods: [{ method: "rome", parameters: { layers: [7] } }] })).rejects.toMatchObject({
      code: "unsupported",
    });
  });

  describe("a call that changes nothing because the model says it already", () => {
    const known = { ...TWO[0], request: { ...TWO[0].request, id: "again" } };
    const WRITES = { ...FT, parameters: { ...FT.parameters, steps: 60 } };

    test("is a step of a sequence, told with its reason, and the others are kept and judged", async () => {
      const [outcome] = await edit({ methods: [WRITES], cases: [TWO[0], known, TWO[1]] });
      expect(outcome.failures).toEqual([
        { edits: 2, code: "no_effect", message: 'The model already answers "Anna lives in" with "Rome".' },
      ]);
      expect(outcome.overlays).toHaveLength(2);
      expect(outcome.fingerprintAfter).toBe(await fingerprintOf(outcome.overlays));
      expect(outcome.verdict?.metrics.find(({ metric }) => metric === "reliability")?.after?.count).toBe(3);
      expect(outcome.report).toEqual((await edit({ methods: [WRITES] }))[0].report);
    });

    test.each(["single", "batch"] as const)(
      "of %s edits apart is told, and the others judged",
      async (mode) => {
        const [first] = await edit({ methods: [WRITES], cases: [TWO[0]], mode: "single" });
        const version = records.versionOf(first.overlays);
        const on = { methods: [WRITES], version, mode, batchSize: 1 };
        const [outcome] = await edit({ ...on, cases: [TWO[1], known] });
        expect(outcome.failures?.map(({ edits, code }) => [edits, code])).toEqual([[2, "no_effect"]]);
        const [alone] = await edit({ ...on, cases: [TWO[1]] });
        expect(outcome.report).toEqual(alone.report);
        expect(outcome.verdict?.probes.filter(({ caseId }) => caseId === "two")).toEqual(
          alone.verdict?.probes,
        );
      },
    );

    test("is the job's failure when nothing else was asked for", async () => {
      const [{ overlays }] = await edit({ methods: [WRITES], cases: [TWO[0]], mode: "single" });
      const version = records.versionOf(overlays);
      for (const cases of [[known], [TWO[0], known]]) {
        await expect(edit({ methods: [WRITES], version, cases })).rejects.toMatchObject({
          code: "no_effect",
          details: { field: `cases.${cases.length - 1}.request.targetNew` },
        });
      }
    });
  });

  test("a method that writes one fact at a time refuses a batch with its field", async () => {
    await expect(edit({ methods: [ROME], mode: "batch" })).rejects.toMatchObject({
      code: "unsupported",
      details: { field: "mode" },
    });
  });

  test("two cases with one id are refused with the path of the second", async () => {
    await expect(edit({ cases: [TWO[0], TWO[0]] })).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "cases.1.request.id" },
    });
  });

  test("an unknown parameter is refused with its path before anything runs", async () => {
    const updates: Progress[] = [];
    const run = createRun({ onProgress: (update) => updates.push(update) });
    const work = edit({ methods: [FT, { method: "rome", parameters: { stepz: 1 } }] }, run);
    await expect(work).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "methods.1.parameters.stepz" },
    });
    expect(updates).toEqual([]);
  });

  test("an unknown model and an unknown method are not_found", async () => {
    await expect(edit({ model: "other" })).rejects.toMatchObject({ code: "not_found" });
    await expect(edit({ methods: [{ method: "romee", parameters: {} }] })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("cancelling ends the job also when there are other methods, and the modelHost goes on", async () => {
    const abort = new AbortController();
    const run = createRun({
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase.startsWith("ROME (1 of 2): edit 1 of 2: Optimizing")) abort.abort();
      },
    });
    await expect(edit({ methods: [ROME, FT] }, run)).rejects.toBeInstanceOf(CancelledError);
    expect(await edit({ methods: [FT] })).toHaveLength(1);
  });
});

test("a job that is cancelled while its model loads does not wait for it, and the next finds it loading", async () => {
  const files = await tinyFiles("gpt2");
  let loads = 0;
  let goOn = (): void => {};
  const arrived = new Promise<void>((resolve) => (goOn = resolve));
  modelHost = createModelHost({
    runtime: nativeRuntime(),
    blobs,
    artifacts,
    records,
    files() {
      loads++;
      return { ...files, list: () => arrived.then(() => files.list()) };
    },
  });
  const abort = new AbortController();
  const cancelled = edit({}, createRun({ signal: abort.signal }));
  await expect.poll(() => loads).toBe(1);
  abort.abort();
  await expect(cancelled).rejects.toBeInstanceOf(CancelledError);
  const next = edit({});
  goOn();
  expect(await next).toHaveLength(1);
  expect(loads).toBe(1);
});

describe("questions", () => {
  test("tokens have their text and place", async () => {
    const { encodings, context } = await modelHost.tokens({ model: "tiny", texts: ["The city"] });
    expect(context).toBe(64);
    expect(encodings[0]).toMatchObject([
      { text: "The", start: 0, end: 3 },
      { text: " city", start: 3, end: 8 },
    ]);
  });

  test("next tokens of several versions are probabilities, likeliest first", async () => {
    const [{ overlays }] = await edit({ mode: "batch" });
    const { answers } = await modelHost.nextTokens({
      model: "tiny",
      prompt: "Anna lives in",
      versions: [null, records.versionOf(overlays)],
      count: 3,
    });
    expect(answers).toHaveLength(2);
    for (const rows of answers) {
      expect(rows).toHaveLength(3);
      expect(rows[0].probability).toBeGreaterThanOrEqual(rows[2].probability);
    }
    expect(answers[0]).not.toEqual(answers[1]);
  });

  test("many prompts are continued in several versions, and one that was edited says other words", async () => {
    const [{ overlays }] = await edit({ mode: "batch" });
    const prompts = ["Anna lives in", "Ben lives in", "The"];
    const versions = [null, records.versionOf(overlays)];
    const { texts } = await modelHost.continuations({ model: "tiny", prompts, versions, maxTokens: 4 });
    const one = await modelHost.generate({ model: "tiny", prompt: prompts[1], maxTokens: 4 });
    expect(texts.map((row) => row.length)).toEqual([3, 3]);
    expect(texts[0][1]).toBe(one.text);
    expect(texts[0][0]).not.toBe(texts[1][0]);
  });

  test("text follows the seed", async () => {
    const generate = (seed: number) =>
      modelHost.generate({ model: "tiny", prompt: "The", maxTokens: 12, temperature: 1, seed });
    expect(await generate(1)).toEqual(await generate(1));
    expect(await generate(1)).not.toEqual(await generate(2));
  });

  test("preflight says what stands in the way of each method, and what is fine", async () => {
    const { preflights } = await modelHost.preflight({
      model: "tiny",
      cases: [TWO[0]],
      methods: [
        FT,
        { method: "rome", parameters: { layers: [7] } },
        { method: "ft-l", parameters: { stepz: 1 } },
      ],
    });
    expect(preflights.map(({ blockers }) => blockers.length > 0)).toEqual([false, true, true]);
    expect(preflights[2].blockers[0]).toContain("stepz");
  });

  test("preflight blocks requests and probes that cannot be, for every method, each by its path in the list", async () => {
    const long = "lives in ".repeat(60);
    const request = { ...TWO[1].request, prompt: `{} ${long}` };
    const probe = { prompt: long, target: "Rome" };
    const { preflights } = await modelHost.preflight({
      model: "tiny",
      cases: [
        { ...TWO[0], locality: { near: [{ prompt: "The city is", target: "Rome" }, probe] } },
        { ...TWO[1], request },
      ],
      methods: [FT, ROME],
    });
    for (const { blockers } of preflights)
      expect(blockers).toEqual([
        expect.stringMatching(/^cases\.0\.locality\.near\.1\.prompt: .*\b64\b/),
        expect.stringMatching(/^cases\.1\.request\.prompt: .*\b64\b/),
      ]);
  });

  test("preflight warns of edits that contradict or repeat each other, by the paths of both", async () => {
    const cases = [TWO[0], TWO[1], caseOf("three", "Anna", "Paris"), caseOf("four", "Paris", "the capital")];
    const { preflights } = await modelHost.preflight({ model: "tiny", cases, methods: [FT] });
    expect(preflights[0].blockers).toEqual([]);
    expect(preflights[0].warnings.slice(0, 2)).toEqual([
      expect.stringMatching(/^cases\.0 and cases\.2 contradict each other: .*“Rome”, and “Paris”/),
      expect.stringMatching(/^cases\.1 and cases\.3 are the same edit: /),
    ]);
  });

  test("preflight lists the first of many texts that cannot be, and counts the others", async () => {
    const cases = Array.from({ length: 11 }, (_, i) => ({
      ...TWO[0],
      request: { ...TWO[0].request, id: `${i}`, prompt: `{} ${"lives in ".repeat(60)}` },
    }));
    const { preflights } = await modelHost.preflight({ model: "tiny", cases, methods: [FT] });
    expect(preflights[0].blockers).toHaveLength(9);
    expect(preflights[0].blockers[8]).toBe("And 3 more.");
  });

  test("an overlay that nobody stored is not_found", async () => {
    await expect(fingerprintOf(["0".repeat(64)])).rejects.toMatchObject({ code: "not_found" });
    expect(await blobs.has("0".repeat(64))).toBe(false);
  });
});

describe("models that take turns", () => {
  /** A host of three models, with what was read and compiled. */
  const setUp = async () => {
    const counts = { compiled: 0, disposed: 0, read: [] as string[] };
    const runtime = nativeRuntime();
    const counted: Runtime = {
      ...runtime,
      async compile(...program) {
        const executable = await runtime.compile(...program);
        counts.compiled++;
        return {
          run: (...call) => executable.run(...call),
          dispose: () => (counts.disposed++, executable.dispose()),
        };
      },
    };
    const files = (id: string) => (counts.read.push(id), tinyFiles("gpt2"));
    const host = createModelHost({ runtime: counted, blobs, artifacts, records, files });
    const [{ overlays }] = await edit({ mode: "batch" });
    const versions = [records.versionOf(overlays)];
    const ask = (model: string) => host.nextTokens({ model, prompt: "Anna lives in", versions });
    return { host, counts, ask };
  };

  test("leave nothing compiled, whatever their versions were asked", async () => {
    const { host, counts, ask } = await setUp();
    for (const model of ["a", "b", "c", "a", "b", "c"]) await ask(model);
    await host.dispose();
    expect(counts.compiled).toBeGreaterThan(3);
    expect(counts.disposed).toBe(counts.compiled);
  });

  test("do not leave while they are in use, and are not loaded a second time beside themselves", async () => {
    const { host, counts, ask } = await setUp();
    let asked: Promise<unknown> = Promise.resolve();
    let steps = 0;
    const run = createRun({
      onProgress: () => {
        if (steps++ === 0)
          asked = ask("b")
            .then(() => ask("c"))
            .then(() => ask("a"));
      },
    });
    const input = {
      model: "a",
      cases: TWO,
      methods: [FT],
      mode: "sequential",
    };
    await host.edit(run, EditJobInput.parse(input));
    await asked;
    expect(counts.read).toEqual(["a", "b", "c"]);
    await host.dispose();
    expect(counts.disposed).toBe(counts.compiled);
  });
});
