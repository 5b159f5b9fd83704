import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findEmbedded } from "./embedded";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test("a missing model fails the tests that need it, and the error names the file and the way out", () => {
  expect(() => findEmbedded(folder, {})).toThrow(
    new RegExp(`missing at ${folder}/model.safetensors.*PALIMPSEST_ALLOW_NO_MODEL=1`),
  );
});

test("a missing model that is allowed skips these tests, with a line that names it", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  expect(findEmbedded(folder, { PALIMPSEST_ALLOW_NO_MODEL: "1" })).toBe(false);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining("the embedded model"));
});

test("a model that is there is used, whether or not it may be missing", async () => {
  await writeFile(path.join(folder, "model.safetensors"), "");
  expect(findEmbedded(folder, {})).toBe(true);
  expect(findEmbedded(folder, { PALIMPSEST_ALLOW_NO_MODEL: "1" })).toBe(true);
});
