import { beforeAll, expect, test } from "vitest";
import { createRun, type Run } from "../../base";
import type { Model } from "../../model";
import { createArtifactCache, listArtifacts, memoryArtifacts, type ArtifactFiles } from "../../store";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { sampledTexts } from "./sampled";

let model: Model;
beforeAll(async () => {
  model = await tinyModel("gpt2", nativeRuntime());
});

const textsOf = (files: ArtifactFiles, run: Run = createRun(), tokens?: number) =>
  sampledTexts(model, createArtifactCache(files)).texts(run, tokens);

function counting(): { run: Run; steps: number[]; control: AbortController } {
  const control = new AbortController();
  const steps: number[] = [];
  return {
    control,
    steps,
    run: createRun({ signal: control.signal, onProgress: ({ step }) => steps.push(step) }),
  };
}

test("are written once, and read by whoever asks afterwards, whatever the seed of its run", async () => {
  const files = memoryArtifacts();
  const first = await textsOf(files, createRun({ seed: 1 }));
  const again = counting();
  expect(await textsOf(files, again.run)).toEqual(first);
  expect(again.steps).toEqual([]);
  expect(await textsOf(memoryArtifacts(), createRun({ seed: 2 }))).toEqual(first);
  expect(new Set(first).size).toBeGreaterThan(first.length / 2);
  const [listed] = await listArtifacts(files);
  expect(listed.manifest).toMatchObject({
    kind: "texts",
    source: "texts written by the model",
    samples: { count: 20_480, unit: "tokens" },
  });
});

test("writing that was stopped goes on where it stopped, with the same texts", async () => {
  const expected = await textsOf(memoryArtifacts());
  const files = memoryArtifacts();
  const stopped = counting();
  const writing = textsOf(
    files,
    createRun({
      signal: stopped.control.signal,
      onProgress: ({ step }) => {
        if (step > 12_000) stopped.control.abort();
      },
    }),
  );
  await expect(writing).rejects.toMatchObject({ code: "cancelled" });
  const [begun] = await listArtifacts(files);
  expect(begun.manifest?.progress?.done).toBeGreaterThan(9000);
  const rest = counting();
  expect(await textsOf(files, rest.run)).toEqual(expected);
  expect(rest.steps[0]).toBeGreaterThan(9000);
  expect(await files.list()).toHaveLength(1);
});

test("who needs more tokens gets further parts behind those that are there", async () => {
  const files = memoryArtifacts();
  const first = await textsOf(files);
  const more = await textsOf(files, createRun(), 30_000);
  expect(more.slice(0, first.length)).toEqual(first);
  expect(more).toHaveLength(2 * first.length);
  expect(await sampledTexts(model, createArtifactCache(files)).parts?.(30_000)).toHaveLength(2);
});

test("the texts of another model are others", async () => {
  const other = await tinyModel("llama", nativeRuntime());
  const cache = createArtifactCache(memoryArtifacts());
  const [own] = (await sampledTexts(model, cache).parts?.()) ?? [];
  const [theirs] = (await sampledTexts(other, cache).parts?.()) ?? [];
  expect(own.key).not.toEqual(theirs.key);
});
