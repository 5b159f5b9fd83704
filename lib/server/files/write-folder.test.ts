import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CancelledError, createRun } from "../../base";
import type { FolderFile } from "../../model";
import { writeFolder } from "./write-folder";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "palimpsest-folder-"));
});
afterEach(() => rm(parent, { recursive: true }));

const fileOf = (name: string, ...pieces: readonly string[]): FolderFile => ({
  name,
  sizeBytes: pieces.join("").length,
  async *bytes() {
    for (const piece of pieces) yield new TextEncoder().encode(piece);
  },
});

test("a folder appears with all of its files", async () => {
  const folder = path.join(parent, "deep", "er");
  await writeFolder(createRun(), folder, [fileOf("config.json", "{", "}"), fileOf("empty.json")]);
  expect((await readdir(folder)).sort()).toEqual(["config.json", "empty.json"]);
  expect(await readFile(path.join(folder, "config.json"), "utf8")).toBe("{}");
  expect(await readdir(path.dirname(folder))).toEqual(["er"]);
});

test("a failure in the last file leaves nothing behind", async () => {
  const cut: FolderFile = {
    name: "model.safetensors",
    sizeBytes: 9,
    async *bytes() {
      yield new Uint8Array(4);
      throw new CancelledError();
    },
  };
  const writing = writeFolder(createRun(), path.join(parent, "out"), [fileOf("config.json", "{}"), cut]);
  await expect(writing).rejects.toBeInstanceOf(CancelledError);
  expect(await readdir(parent)).toEqual([]);
});

test("what has the name already is left alone", async () => {
  const folder = path.join(parent, "out");
  await writeFolder(createRun(), folder, [fileOf("config.json", "{}")]);
  await expect(writeFolder(createRun(), folder, [fileOf("other.json", "{}")])).rejects.toMatchObject({
    code: "conflict",
    details: { field: "out" },
  });
  expect(await readdir(parent)).toEqual(["out"]);
  expect(await readdir(folder)).toEqual(["config.json"]);
});
