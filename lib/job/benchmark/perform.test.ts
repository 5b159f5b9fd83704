import { expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { atlasWorld, randomCases } from "../../data/worlds";
import {
  answeredAlready,
  compareMethods,
  locatedLayers,
  publishedRows,
  recordDifferences,
  rowsOf,
} from "../../eval/results";
import {
  BenchmarkJobInput,
  BenchmarkRecord,
  createArtifactCache,
  memoryArtifacts,
  type ArtifactFiles,
} from "../../store";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { performBenchmark } from "./perform";

const cases = hasEmbedded ? randomCases(atlasWorld(), seededRandom(3), 18) : [];
const input = BenchmarkJobInput.parse({
  model: "atlas",
  dataset: { name: "the world" },
  cases: cases.length > 0 ? cases : [{ request: { id: "x", subject: "x", prompt: "{}", targetNew: "y" } }],
  methods: [{ method: "ft-m", parameters: { steps: 2 } }],
  turns: 1,
});

async function performed(
  artifacts: ArtifactFiles,
  stopAfter?: number,
  asked = input,
  askJudge: (asking: { prompt: string }) => Promise<{ reply: string }> = () =>
    Promise.reject(new Error("none")),
  told: { readonly step: number; readonly steps?: number | undefined }[] = [],
): Promise<BenchmarkRecord | undefined> {
  const control = new AbortController();
  const run = createRun({
    seed: 0,
    signal: control.signal,
    onProgress: ({ phase, step, steps }) => {
      told.push({ step, steps });
      if (phase === "Benchmark" && stopAfter !== undefined && step >= stopAfter) control.abort();
    },
  });
  const host = {
    model: await embeddedModel(),
    artifacts,
    cache: createArtifactCache(artifacts),
    openEncoder: () => Promise.reject(new Error("none")),
    records: { presetsOf: () => Promise.resolve({ presets: [] }), askJudge },
    place: "native" as const,
  };
  return performBenchmark(run, asked, host as never).catch((error: unknown) => {
    if (control.signal.aborted) return undefined;
    throw error;
  });
}

test.skipIf(!hasEmbedded)(
  "a benchmark that was stopped goes on to the same digits, with every baseline beside its methods",
  async () => {
    const whole = await performed(memoryArtifacts());
    const artifacts = memoryArtifacts();
    // Blocks have 16 cases, so it stops between the two.
    expect(await performed(artifacts, 16)).toBeUndefined();
    const resumed = await performed(artifacts);
    expect(BenchmarkRecord.parse(whole).done).toBe(18);
    expect(recordDifferences(whole!, resumed!)).toEqual([]);
    expect(whole?.entries.map(({ method }) => method)).toEqual(["unedited", "retrieval", "ft-m"]);

    const rows = rowsOf(whole!);
    const of = (method: string, protocol: string, group: string) =>
      rows.find(
        (row) => row.method === method && row.protocol === protocol && row.group === group && !row.kind,
      )?.summary.mean;
    // Without an edit nothing changes, and no protocol says otherwise.
    for (const protocol of ["teacher-forced", "generation", "in-the-wild"])
      expect(of("unedited", protocol, "locality")).toBe(1);
    expect(answeredAlready(whole!)).toBe(of("unedited", "generation", "reliability"));
    // A kind of probe stands under the name that its list gives it.
    expect(rows.map(({ kind }) => kind)).toContain("same-relation");
    const [paired] = compareMethods(whole!, "unedited", "ft-m");
    expect(paired.difference.count).toBe(18);
    expect(paired.bootstrap95[0]).toBeLessThanOrEqual(paired.difference.mean);
  },
  240_000,
);

test.skipIf(!hasEmbedded)(
  "a list whose paper publishes them has the divergence of what should stay, and the layer that was located",
  async () => {
    const asked = BenchmarkJobInput.parse({
      ...input,
      dataset: { name: "replies", id: "convsent" },
      cases: cases.slice(0, 2),
      methods: [{ method: "dinm", parameters: { steps: 2 } }],
      inTheWild: false,
    });
    const record = (await performed(memoryArtifacts(), undefined, asked))!;
    const published = publishedRows(record).filter(({ metric }) => metric.id === "convsent-dd");
    // The baselines edit nothing, so nothing of theirs moves.
    expect(published.map(({ method }) => method)).toEqual(["dinm"]);
    expect(published[0].summary.mean).toBeGreaterThan(0);
    expect(published[0].summary.count).toBe(2);
    const [, , dinm] = record.entries;
    expect(locatedLayers(dinm).reduce((sum, found) => sum + found.cases, 0)).toBe(2);
    expect(locatedLayers(record.entries[0])).toEqual([]);
    expect(publishedRows({ ...record, input: { dataset: { name: "x" } } } as never)).toEqual([]);
  },
  240_000,
);

test.skipIf(!hasEmbedded)(
  "whatever is at work, what is told is how many cases of all are through",
  async () => {
    const asked = BenchmarkJobInput.parse({ ...input, cases: cases.slice(0, 2), inTheWild: false });
    const told: { step: number; steps?: number | undefined }[] = [];
    await performed(memoryArtifacts(), undefined, asked, undefined, told);
    expect(new Set(told.map(({ steps }) => steps))).toEqual(new Set([2]));
    const steps = told.map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect([...new Set(steps)]).toEqual([0, 1, 2]);
  },
  240_000,
);

test("another answer in a record is named with its place", () => {
  const record = {
    fingerprint: "f",
    place: "native",
    entries: [{ method: "unedited", parameters: {}, cases: [] }],
  };
  expect(recordDifferences(record, { ...record, place: "wasm" })).toEqual(['place: "native" became "wasm"']);
});

test.skipIf(!hasEmbedded)(
  "a judge that cannot be asked ends the run before anything is measured",
  async () => {
    const asked = BenchmarkJobInput.parse({ ...input, cases: cases.slice(0, 1), judge: "endpoint" });
    const artifacts = memoryArtifacts();
    const none = () => Promise.reject(new Error("no address"));
    await expect(performed(artifacts, undefined, asked, none)).rejects.toThrow("no address");
    expect(await artifacts.list()).toEqual([]);
    const prompts: string[] = [];
    const always = ({ prompt }: { prompt: string }) => {
      prompts.push(prompt);
      return Promise.resolve({ reply: "A" });
    };
    const record = await performed(artifacts, undefined, { ...asked, methods: [], turns: 0 }, always);
    const own = record?.entries[0].cases[0].probes.find(({ group }) => group === "reliability");
    expect(own?.wild?.finding).toBe("gives");
    expect(prompts.at(-1)).toContain("Accepted answer:");
  },
);
