/** Merged folders: the same bytes each time, in several files, and going on where a merge was stopped. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { checkRecipe, readRecipe, writeRecipe, type MergeSource, type Recipe } from "../../merge";
import { openCheckpoint } from "../../model";
import { float32, numbersOf, readSafetensors, writeSafetensors, type TensorBundle } from "../../tensor";
import { localFiles } from "./folder-files";
import { openFolders, type FolderSource } from "./merge-sources";
import { writeMerge } from "./write-merge";

const TINY = path.resolve(import.meta.dirname, "../../testing/fixtures/tiny-families/gpt2");
const RECIPE: Recipe = {
  merge_method: "dare_linear",
  models: [
    { model: "a", parameters: { weight: 0.5, density: 0.5 } },
    { model: "b", parameters: { weight: 0.5, density: 0.5 } },
  ],
  base_model: "base",
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "write-merge-"));
  for (const [name, factor] of [
    ["base", 1],
    ["a", 1.1],
    ["b", 0.8],
  ] as const) {
    const folder = path.join(root, name);
    await cp(TINY, folder, { recursive: true });
    const file = path.join(folder, "model.safetensors");
    const { bundle } = readSafetensors(new Uint8Array(await readFile(file)));
    const scaled = Object.entries(bundle).map(([key, tensor]) => [
      key,
      float32(
        tensor.shape,
        Array.from(numbersOf(tensor), (value) => value * factor),
      ),
    ]);
    await writeFile(file, writeSafetensors(Object.fromEntries(scaled) as TensorBundle));
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sources = async () =>
  (await openFolders(["a", "b", "base"], root)) as ReadonlyMap<string, FolderSource>;
const merge = async (
  out: string,
  more: { seed?: number; largestShardBytes?: number } = {},
  run = createRun(),
) =>
  writeMerge(run, { recipe: RECIPE, sources: await sources(), seed: 1, out: path.join(root, out), ...more });
const weights = (out: string) => readFile(path.join(root, out, "model.safetensors"));

describe("a merge of folders", () => {
  test("has the same bytes each time, and others with another seed", async () => {
    await merge("one");
    await merge("two");
    await merge("three", { seed: 2 });
    expect(await weights("two")).toEqual(await weights("one"));
    expect(await weights("three")).not.toEqual(await weights("one"));
  });

  test("goes on at the tensor where it was stopped, with the same bytes", async () => {
    await merge("whole");
    const control = new AbortController();
    const stopping = createRun({
      signal: control.signal,
      onProgress: ({ step }) => step === 5 && control.abort(),
    });
    await expect(merge("part", {}, stopping)).rejects.toMatchObject({ code: "cancelled" });
    expect(await readdir(root)).not.toContain("part");
    const { resumedAt } = await merge("part");
    expect(resumedAt).toBe(5);
    expect(await weights("part")).toEqual(await weights("whole"));
    expect((await readdir(root)).sort()).toEqual(["a", "b", "base", "part", "whole"]);
  });

  test("is a checkpoint that opens, also divided into files", async () => {
    await merge("shards", { largestShardBytes: 2000 });
    const { facts, read } = await openCheckpoint("merged", localFiles(path.join(root, "shards")));
    const [{ name }] = facts.parameters;
    expect(
      (await readdir(path.join(root, "shards"))).filter((file) => /-of-/.test(file)).length,
    ).toBeGreaterThan(1);
    expect((await read(name)).data.every(Number.isFinite)).toBe(true);
  });

  test("never overwrites", async () => {
    await expect(merge("a")).rejects.toMatchObject({ code: "conflict" });
  });
});

test("a recipe is refused by the line that names a folder which is none", async () => {
  const read = readRecipe(writeRecipe({ ...RECIPE, base_model: "nobody" }));
  const found = await openFolders(["a", "b", "nobody"], root);
  const [problem] = checkRecipe(read, found).problems;
  expect(problem).toMatchObject({
    severity: "error",
    field: "base_model",
    what: "There is no folder nobody.",
  });
  expect((found.get("a") as MergeSource).architecture).toBe("gpt2");
});
