import { beforeAll, expect, test } from "vitest";
import { createRun, seededRandom, type Run } from "../../../base";
import { momentsOf, type Model } from "../../../model";
import { createArtifactCache, listArtifacts, memoryArtifacts, type ArtifactFiles } from "../../../store";
import { norm } from "../../../tensor";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { secondMoment, secondMoments, statisticsNotes, type SecondMoment } from "./covariance";

const WORDS = [
  " the",
  " capital",
  " of",
  " is",
  " city",
  " in",
  " lives",
  " was",
  " Anna",
  " Paris",
  " Rome",
];
const random = seededRandom("texts of a moment");
const text = () =>
  Array.from({ length: 4 + random.integer(40) }, () => WORDS[random.integer(WORDS.length)]).join("");
const TEXTS = Array.from({ length: 500 }, text);
const MORE_TEXTS = Array.from({ length: 4000 }, text);
const LAYER = 1;

let model: Model;
beforeAll(async () => {
  model = await tinyModel("gpt2", nativeRuntime());
});

const collect = (files: ArtifactFiles, run: Run = createRun(), texts: readonly string[] = TEXTS) =>
  secondMoment(run, model, createArtifactCache(files), {
    layer: LAYER,
    statistics: { name: `${texts.length} texts`, texts: async () => texts },
  });

/** Aborts once so many tokens are through. */
function stoppedAt(tokens: number): Run {
  const control = new AbortController();
  return createRun({
    signal: control.signal,
    onProgress: ({ step }) => {
      if (step >= tokens) control.abort();
    },
  });
}

function counting(): { run: Run; steps: number[] } {
  const steps: number[] = [];
  return { run: createRun({ onProgress: ({ step }) => steps.push(step) }), steps };
}

test("is the mean of k kᵀ over every token of every text", async () => {
  const { matrix, tokens } = await collect(memoryArtifacts());
  const rows = TEXTS.map((sentence) => model.tokenizer.encode(sentence).ids);
  expect(tokens).toBe(rows.reduce((sum, row) => sum + row.length, 0));
  const [direct] = await momentsOf(createRun(), model, rows, [`blocks.${LAYER}.mlp.post`]);
  const difference = matrix.map((value, i) => value - direct[i] / tokens);
  expect(norm(difference) / norm(matrix)).toBeLessThan(1e-5);
});

test("a stopped one resumes to the same bytes", async () => {
  const whole = counting();
  const expected = await collect(memoryArtifacts(), whole.run);
  const files = memoryArtifacts();
  for (const tokens of [1, 5000]) {
    await expect(collect(files, stoppedAt(tokens))).rejects.toMatchObject({ code: "cancelled" });
  }
  const rest = counting();
  expect((await collect(files, rest.run)).matrix).toEqual(expected.matrix);
  expect(rest.steps.length).toBeLessThan(whole.steps.length);
  expect(rest.steps[0]).toBeGreaterThan(5000);
});

test("a killed process loses only the work after its last stored part", async () => {
  const expected = await collect(memoryArtifacts());
  const files = memoryArtifacts();
  const left = memoryArtifacts();
  const recording: ArtifactFiles = {
    ...files,
    async put(id, bytes) {
      await files.put(id, bytes);
      if ((await left.list()).length === 0) await left.put(id, bytes.slice());
    },
  };
  await collect(recording);
  const [part] = await listArtifacts(left);
  expect(part.manifest?.progress?.done).toBeGreaterThan(4000);

  const rest = counting();
  expect((await collect(left, rest.run)).matrix).toEqual(expected.matrix);
  expect(rest.steps[0]).toBeGreaterThan(part.manifest?.progress?.done ?? Infinity);
});

test("the stored state of other texts is not used", async () => {
  const files = memoryArtifacts();
  const named = { name: "texts", layer: LAYER };
  const of = (texts: readonly string[], run: Run = createRun()) =>
    secondMoment(run, model, createArtifactCache(files), {
      layer: named.layer,
      statistics: { name: named.name, texts: async () => texts },
    });
  await expect(of(TEXTS, stoppedAt(1))).rejects.toMatchObject({ code: "cancelled" });
  const { matrix } = await of(TEXTS.slice(0, 250));
  expect(matrix).toEqual((await collect(memoryArtifacts(), createRun(), TEXTS.slice(0, 250))).matrix);
});

test("is listed as unfinished while it is, and as whole with its quality when it is", async () => {
  const files = memoryArtifacts();
  await expect(collect(files, stoppedAt(2000))).rejects.toMatchObject({ code: "cancelled" });
  const [unfinished, ...others] = await listArtifacts(files);
  expect(others).toEqual([]);
  expect(unfinished.manifest).toMatchObject({ kind: "second-moment", layers: [LAYER] });
  expect(unfinished.manifest?.progress?.done).toBeGreaterThanOrEqual(2000);

  const { tokens } = await collect(files);
  const [whole, ...more] = await listArtifacts(files);
  expect(more).toEqual([]);
  expect(whole.manifest).toMatchObject({ samples: { count: tokens, unit: "tokens" }, source: "500 texts" });
  expect(whole.manifest?.progress).toBeUndefined();
  expect(whole.manifest?.quality?.map(({ samples }) => Math.round((4 * samples) / tokens))).toEqual([
    1, 2, 3, 4,
  ]);
});

test("the quality it reports is its distance from the moment of many more texts", async () => {
  const files = memoryArtifacts();
  const small = await collect(files);
  const [{ manifest }] = await listArtifacts(files);
  const quality = manifest?.quality ?? [];
  const large = await collect(memoryArtifacts(), createRun(), MORE_TEXTS);
  const distance = norm(small.matrix.map((value, i) => value - large.matrix[i])) / norm(large.matrix);
  expect(quality[3].relativeError).toBeLessThan(quality[0].relativeError);
  expect(quality[3].relativeError / distance).toBeGreaterThan(0.5);
  expect(quality[3].relativeError / distance).toBeLessThan(2);
});

test("several layers share the passes, and each is what it is alone", async () => {
  const statistics = { name: `${TEXTS.length} texts`, texts: async () => TEXTS };
  const [below, above] = await Promise.all(
    [0, 1].map((layer) =>
      secondMoment(createRun(), model, createArtifactCache(memoryArtifacts()), { layer, statistics }),
    ),
  );
  const alone = counting();
  await collect(memoryArtifacts(), alone.run);
  const together = counting();
  const files = memoryArtifacts();
  const moments = await secondMoments(together.run, model, createArtifactCache(files), {
    layers: [0, 1],
    statistics,
  });
  expect(together.steps).toEqual(alone.steps);
  for (const [i, { matrix }] of [below, above].entries()) {
    const difference = matrix.map((value, j) => value - moments[i].matrix[j]);
    expect(norm(difference) / norm(matrix)).toBeLessThan(1e-6);
  }
  expect((await listArtifacts(files)).map(({ manifest }) => manifest?.layers)).toEqual(
    expect.arrayContaining([[0], [1]]),
  );
});

test("a layer that is there or stopped half-way is taken up where it is", async () => {
  const statistics = { name: `${TEXTS.length} texts`, texts: async () => TEXTS };
  const files = memoryArtifacts();
  await expect(collect(files, stoppedAt(5000))).rejects.toMatchObject({ code: "cancelled" });
  const ask = (run: Run) =>
    secondMoments(run, model, createArtifactCache(files), { layers: [0, LAYER], statistics });
  const rest = counting();
  const [, moment] = await ask(rest.run);
  expect(moment.matrix).toEqual((await collect(memoryArtifacts())).matrix);
  const again = counting();
  await ask(again.run);
  expect(again.steps).toEqual([]);
});

test("two who ask for overlapping layers at the same time share the work and both are answered", async () => {
  const statistics = { name: `${TEXTS.length} texts`, texts: async () => TEXTS };
  const cache = createArtifactCache(memoryArtifacts());
  const [first, second] = [counting(), counting()];
  const [both, one] = await Promise.all([
    secondMoments(first.run, model, cache, { layers: [0, 1], statistics }),
    secondMoments(second.run, model, cache, { layers: [1], statistics }),
  ]);
  expect(one[0].matrix).toEqual(both[1].matrix);
});

const momentOf = (layer: number, error?: number) => ({ layer, error }) as SecondMoment;

test("poor statistics are told by their layers and the largest error, with the remedy", () => {
  const notes = statisticsNotes([momentOf(1, 0.49), momentOf(2, 0.09), momentOf(3, 0.28), momentOf(4)]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/layers 1, 3 have an estimated error of 49 %: raise statisticsTokens/);
});

test("good statistics, and those that were not measured, are not told", () => {
  expect(statisticsNotes([momentOf(2, 0.15), momentOf(4)])).toEqual([]);
});

test("a moment knows its estimated error: few texts are poor, and many alike are not", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const cache = createArtifactCache(memoryArtifacts());
  const texts = Array.from(
    { length: 40 },
    (_, i) => `The city ${"abcdefgh"[i % 8].repeat(1 + i)} was in ${i}`,
  );
  const over = (name: string, some: readonly string[]) =>
    secondMoments(createRun(), model, cache, {
      layers: [0],
      statistics: { name, texts: async () => some },
    });
  const few = statisticsNotes(await over("few", [texts[39], texts[1], texts[14], texts[22]]));
  const alike = statisticsNotes(
    await over(
      "alike",
      Array.from({ length: 20 }, () => texts[30]),
    ),
  );
  expect(few).toHaveLength(1);
  expect(alike).toEqual([]);
});

test("of one text again and again is solved with a ridge of its rounding, and a definite one with none", async () => {
  const same = Array.from({ length: 20 }, () => TEXTS[0]);
  const few = await collect(memoryArtifacts(), createRun(), same);
  const mean = few.matrix.filter((_, i) => i % (model.facts.dimensions.mlpWidth + 1) === 0);
  const { ridge } = await few.factor();
  expect(ridge).toBeGreaterThan(0);
  expect(ridge).toBeLessThan(1e-4 * Math.max(...mean));
  const solved = await few.solve(few.matrix.subarray(0, model.facts.dimensions.mlpWidth));
  for (const value of solved) expect(Number.isFinite(value)).toBe(true);
  const asked = await (await collect(memoryArtifacts(), createRun(), MORE_TEXTS)).factor(0.5);
  expect(asked.ridge).toBe(0.5);
});
