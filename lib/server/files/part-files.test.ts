import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { partOf, removedOf, removeParts, writeWhole } from "./part-files";

/** More than any system gives to a process. */
const NOBODY = 2 ** 30;
const ULID = "01KB0000000000000000000000";
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-parts-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, text = "half"): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}
const content = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).map(({ name }) => name).sort();

test("a file has its name when it is whole, and a failed write leaves nothing", async () => {
  const file = path.join(folder, "deep", "config.json");
  expect(await writeWhole(file, (part) => writeFile(part, "{}").then(() => 2))).toBe(2);
  expect(await readFile(file, "utf8")).toBe("{}");
  const failed = writeWhole(path.join(folder, "other"), async (part) => {
    await writeFile(part, "x");
    throw Object.assign(new Error("write"), { code: "ENOSPC" });
  });
  await expect(failed).rejects.toMatchObject({ code: "storage_full" });
  expect(await content()).toEqual(["config.json", "deep"]);
});

test("what a killed process left goes at the next start, with the folder that holds nothing else", async () => {
  await put(`ab/one.${NOBODY}-${ULID}.part`);
  await put(`models/left/model.safetensors.${NOBODY}-${ULID}.part`);
  await put(`models/older/model.safetensors.${ULID}.part`);
  await put("models/kept/config.json");
  expect(await removeParts(folder)).toBe(3);
  expect(await content()).toEqual(["config.json", "kept", "models"]);
});

test("a part of this process is left from before its start; one of another living process stays for a day", async () => {
  await writeFile(partOf(path.join(folder, "mine")), "half");
  const theirs = await put(`theirs.${process.ppid}-${ULID}.part`);
  expect(await removeParts(folder)).toBe(1);
  expect(await content()).toEqual([path.basename(theirs)]);
  const before = new Date(Date.now() - 2 * 86_400_000);
  await utimes(theirs, before, before);
  expect(await removeParts(folder)).toBe(1);
});

test("a file whose removal was not decided is back", async () => {
  await writeFile(removedOf(path.join(folder, "blob")), "whole");
  expect(await removeParts(folder)).toBe(0);
  expect(await readFile(path.join(folder, "blob"), "utf8")).toBe("whole");
});

test("a folder that is not there holds no parts", async () => {
  expect(await removeParts(path.join(folder, "none"))).toBe(0);
});
