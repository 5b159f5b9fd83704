/** Merging versions of a tiny model through its host: what is checked, made, compared and evolved. */
import { beforeEach, describe, expect, test } from "vitest";
import { createRun, seededRandom, type JsonObject } from "../../base";
import { EvolutionSettings, writeRecipe, type Recipe } from "../../merge";
import { loadModel, readOverlay, writeOverlay, type Model, type WeightOverlay } from "../../model";
import { createMemoryBlobs, memoryArtifacts, type ArtifactFiles, type BlobStore } from "../../store";
import { float32, floats } from "../../tensor";
import { fakeRecords, type FakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyFiles } from "../../testing/tiny";
import type { ModelHost } from "../calls";
import { createModelHost } from "../host/create-model-host";

let blobs: BlobStore;
let artifacts: ArtifactFiles;
let records: FakeRecords;
let host: ModelHost;
let bare: Model;

beforeEach(async () => {
  blobs = createMemoryBlobs();
  artifacts = memoryArtifacts();
  records = fakeRecords();
  host = newHost();
  bare = await loadModel("tiny", tinyFiles("gpt2"), nativeRuntime());
});

function newHost(): ModelHost {
  return createModelHost({
    runtime: nativeRuntime(),
    blobs,
    artifacts,
    records,
    files: () => tinyFiles("gpt2"),
  });
}

/** A version in which every weight has moved a little, by a seed. */
async function moved(seed: string): Promise<string> {
  const random = seededRandom(seed);
  const deltas: WeightOverlay["deltas"] = await Promise.all(
    bare.facts.parameters
      .filter(({ tiedTo }) => tiedTo === undefined)
      .map(async (spec) => {
        const weight = await bare.weight(spec);
        const delta = float32(
          weight.shape,
          Float32Array.from(weight.data, () => 0.02 * random.normal()),
        );
        return { parameter: spec.name, form: "dense", delta } as const;
      }),
  );
  return records.versionOf([await blobs.put(writeOverlay({ kind: "weights", deltas }))]);
}

const recipe = (more: Partial<Recipe>): string =>
  writeRecipe({
    merge_method: "linear",
    models: [
      { model: "left", parameters: { weight: 0.5 } },
      { model: "right", parameters: { weight: 0.5 } },
    ],
    ...more,
  });

async function twoVersions() {
  const [left, right] = [await moved("left"), await moved("right")];
  return { left: { model: "tiny", version: left }, right: { model: "tiny", version: right } };
}

/** The weights of a version, with what a merge adds to it. */
async function weightOf(version: string, added: readonly string[], name: string): Promise<Float32Array> {
  const { overlays } = await records.overlaysOf({ version });
  const all = await Promise.all(
    [...overlays, ...added].map(async (address) => readOverlay(await blobs.get(address))),
  );
  const spec = bare.facts.parameters.find((one) => one.name === name)!;
  return floats(await bare.with(all).stored(spec));
}

describe("a merge of two versions", () => {
  test("is a change of the first that gives the mean of both", async () => {
    const sources = await twoVersions();
    const input = { ...sources.left, recipe: recipe({}), sources, seed: 0 };
    const { overlays, tensors, fingerprintAfter } = await host.merge(createRun(), input);
    const { name } = tensors[3];
    const merged = await weightOf(sources.left.version, overlays, name);
    const left = await weightOf(sources.left.version, [], name);
    const right = await weightOf(sources.right.version, [], name);
    merged.forEach((value, i) => expect(value).toBeCloseTo((left[i] + right[i]) / 2, 6));
    const { fingerprint } = await host.fingerprint({ ...sources.left, overlays });
    expect(fingerprint).toBe(fingerprintAfter);
  });

  test("has the same bytes each time, also where entries are dropped at random", async () => {
    const sources = { ...(await twoVersions()), base: { model: "tiny" } };
    const thinned = recipe({ merge_method: "dare_ties", base_model: "base", parameters: { density: 0.5 } });
    const input = { model: "tiny", recipe: thinned, sources, seed: 7 };
    const once = await host.merge(createRun(), input);
    expect((await host.merge(createRun(), input)).overlays).toEqual(once.overlays);
    expect((await host.merge(createRun(), { ...input, seed: 8 })).overlays).not.toEqual(once.overlays);
  });

  test("is refused by line before a weight is read", async () => {
    const sources = await twoVersions();
    const wrong = recipe({ merge_method: "ties" });
    const { problems } = await host.mergeCheck({ model: "tiny", recipe: wrong, sources });
    expect(problems).toEqual([
      expect.objectContaining({ severity: "error", line: 1, field: "merge_method" }),
    ]);
    const refused = host.merge(createRun(), { model: "tiny", recipe: wrong, sources, seed: 0 });
    await expect(refused).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("Line 1"),
    });
  });

  test("that changes nothing is an error", async () => {
    const { left } = await twoVersions();
    const alone = writeRecipe({ merge_method: "passthrough", models: [{ model: "left" }] });
    const unchanged = host.merge(createRun(), { ...left, recipe: alone, sources: { left }, seed: 0 });
    await expect(unchanged).rejects.toMatchObject({ code: "no_effect" });
  });

  test("tells the arithmetic of a tensor: shares of the weights", async () => {
    const sources = await twoVersions();
    const models = [
      { model: "left", parameters: { weight: 3 } },
      { model: "right", parameters: { weight: 1 } },
    ];
    const tensor = "transformer.wte.weight";
    const told = await host.mergeTensor({ model: "tiny", recipe: recipe({ models }), sources, tensor });
    expect(told.inputs.map(({ share }) => share)).toEqual([0.75, 0.25]);
  });
});

test("kinship of versions: one with itself is 1, of independent changes near 0", async () => {
  const { left, right } = await twoVersions();
  const models = { left, same: left, right };
  const { kinship } = await host.kinship(createRun(), {
    model: "tiny",
    base: { model: "tiny" },
    models,
    topShare: 0.1,
    countsTied: false,
  });
  const [same, other] = kinship.pairs.map(({ global }) => global);
  expect(same.pcc).toBeCloseTo(1, 6);
  expect(same.overlap).toBe(1);
  expect(Math.abs(other.cosine ?? 1)).toBeLessThan(0.1);
});

test("what two branches taught is asked before a merge of them and after it, once", async () => {
  const { left, right } = await twoVersions();
  const [kept] = (await records.overlaysOf(left)).overlays;
  const [added] = (await records.overlaysOf(right)).overlays;
  const request = { id: "one", subject: "a", prompt: "{} b", targetNew: "c" };
  const cases = [
    { request, rephrases: ["c b"], locality: { other: [{ prompt: "b", target: "a" }] }, portability: {} },
  ];
  const input = { model: "tiny", before: left.version, kept: [kept], added: [added], cases };
  const { verdict } = await host.recheck(createRun(), input);
  expect(verdict.probes.map(({ group }) => group)).toEqual(["reliability", "generality", "locality"]);
  const own = verdict.probes[0];
  expect(own.after.probability).not.toBe(own.before.probability);
  expect(verdict.weights.length).toBeGreaterThan(0);
  // Another host finds the answers and asks nothing.
  const phases: string[] = [];
  const again = await newHost().recheck(createRun({ onProgress: ({ phase }) => phases.push(phase) }), input);
  expect(again.verdict).toEqual(verdict);
  expect(phases.filter((phase) => phase.startsWith("Asking"))).toEqual([]);
  const swapped = await host.recheck(createRun(), { ...input, kept: [added], added: [kept], cases });
  expect(swapped.verdict.probes[0].before).toEqual(own.before);
});

describe("an evolution", () => {
  const ask = async (settings: Partial<EvolutionSettings> & JsonObject) => ({
    model: "tiny",
    base: { model: "tiny" },
    founders: { ...(await twoVersions()), third: { model: "tiny", version: await moved("third") } },
    tasks: [{ id: "words", questions: [{ prompt: "a b", answers: ["c"] }] }],
    settings: EvolutionSettings.parse({
      strategy: "greedy-kinship",
      generations: 2,
      stopAt: null,
      ...settings,
    }),
  });

  test("merges all pairs, then the best and one that is least related", async () => {
    const { evolution } = await host.evolve(createRun(), await ask({}));
    const kinds = evolution.models.map(({ generation, kind }) => `${generation} ${kind}`);
    expect(kinds.slice(0, 6)).toEqual([...Array(3).fill("0 founder"), ...Array(3).fill("1 greedy")]);
    expect(kinds).toContain("2 exploration");
    // A model with weights at random answers nothing rightly, so the best stay the same.
    expect(evolution.end).toBe("unchanged");
  });

  test("searches the numbers of a recipe: each child says its point", async () => {
    const { evolution } = await host.evolve(createRun(), await ask({ strategy: "cma-es", generations: 1 }));
    const children = evolution.models.filter(({ kind }) => kind === "search");
    expect(children).toHaveLength(7);
    expect(children.every(({ point, parents }) => point?.length === 3 && parents.length === 3)).toBe(true);
    expect(children.filter(({ score }) => !score.isPartial).length).toBeGreaterThan(0);
  });

  test("goes on where it was stopped, with the same record", async () => {
    const input = await ask({ strategy: "greedy" });
    const control = new AbortController();
    const stopping = createRun({
      signal: control.signal,
      onProgress: ({ phase }) => phase.startsWith("Generation 2") && control.abort(),
    });
    await expect(host.evolve(stopping, input)).rejects.toMatchObject({ code: "cancelled" });
    let first: string | undefined;
    const resumed = createRun({ onProgress: ({ phase }) => void (first ??= phase) });
    const { evolution } = await newHost().evolve(resumed, input);
    expect(first).toMatch(/^Generation 2/);
    artifacts = memoryArtifacts();
    const { evolution: whole } = await newHost().evolve(createRun(), input);
    const withoutTimes = (record: typeof whole) => record.models.map(({ durationMs: _, ...model }) => model);
    expect(withoutTimes(evolution)).toEqual(withoutTimes(whole));
  });
});
