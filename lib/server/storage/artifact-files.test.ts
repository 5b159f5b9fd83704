import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createArtifactCache, listArtifacts, type ArtifactFiles } from "../../store";
import { float32 } from "../../tensor";
import { createArtifactFiles } from "./artifact-files";

const OWN = "a".repeat(64);
const SHIPPED = "b".repeat(64);

let root: string;
let files: ArtifactFiles;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "palimpsest-artifacts-"));
  await mkdir(path.join(root, "shipped"));
  await writeFile(path.join(root, "shipped", `${SHIPPED}.safetensors`), "shipped");
  files = createArtifactFiles(path.join(root, "own"), path.join(root, "shipped"));
});
afterEach(() => rm(root, { recursive: true }));

const idsOf = async () => (await files.list()).map(({ id, isShipped }) => [id, isShipped]);

test("what was made here and what came with the installation are read and listed alike", async () => {
  expect(await idsOf()).toEqual([[SHIPPED, true]]);
  await files.put(OWN, Uint8Array.of(1, 2, 3, 4));
  expect(await idsOf()).toEqual([
    [OWN, false],
    [SHIPPED, true],
  ]);
  expect([await files.has(OWN), await files.has(SHIPPED), await files.has("c".repeat(64))]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await files.get(OWN)).toEqual(Uint8Array.of(1, 2, 3, 4));
  const [entry] = await files.list();
  expect(await entry.read(1, 3)).toEqual(Uint8Array.of(2, 3));
});

test("one that was made here can be deleted, one that came with the installation cannot", async () => {
  await files.put(OWN, Uint8Array.of(1));
  await files.remove(OWN);
  expect(await files.has(OWN)).toBe(false);
  await expect(files.remove(SHIPPED)).rejects.toMatchObject({ code: "forbidden" });
  expect(await files.has(SHIPPED)).toBe(true);
});

test("the same artifact made here hides the one that came along, until it is deleted", async () => {
  await files.put(SHIPPED, Uint8Array.of(9));
  expect(await idsOf()).toEqual([[SHIPPED, false]]);
  await files.remove(SHIPPED);
  expect(await idsOf()).toEqual([[SHIPPED, true]]);
});

test("a name that is no address never becomes a path", async () => {
  await expect(files.get("../shipped/x")).rejects.toThrow();
  await expect(files.remove("../shipped/x")).rejects.toThrow();
});

test("files of other names in the folder, and half-written ones, are not artifacts", async () => {
  await files.put(OWN, Uint8Array.of(1));
  await writeFile(path.join(root, "own", "notes.txt"), "");
  await writeFile(path.join(root, "own", `${SHIPPED}.safetensors.01.part`), "");
  expect((await idsOf()).map(([id]) => id)).toEqual([OWN, SHIPPED]);
});

test("an artifact that a cache makes has one file with its description in it", async () => {
  await createArtifactCache(files).getOrMake({ artifact: "sum", layer: 3 }, async () => ({
    x: float32([1], [1]),
  }));
  expect(await readdir(path.join(root, "own"))).toHaveLength(1);
  const written = (await listArtifacts(files)).filter(({ isShipped }) => !isShipped);
  expect(written[0].manifest).toMatchObject({ kind: "sum", layers: [3] });
});
