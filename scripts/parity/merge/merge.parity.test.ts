import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isThere, SHARED_FIXTURES } from "../../../lib/testing/embedded";
import { nativeRuntime } from "../../../lib/testing/runtimes";
import { checkMerging } from ".";

const FILES: readonly [file: string, least: number][] = [
  ["merging/recipes.json", 300],
  ["merging/mistakes.json", 54],
  ["merging/kinship.json", 300],
  ["merging/greedy.json", 10],
  ["peft/lora.json", 12],
];

describe("merging agrees with the originals", () => {
  for (const [name, least] of FILES) {
    const file = path.join(SHARED_FIXTURES, name);
    test.skipIf(!isThere(file, `parity of ${name}`))(name, { timeout: 300_000 }, async () => {
      const checks = await checkMerging(JSON.parse(await readFile(file, "utf8")), file, nativeRuntime());
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
      expect(checks.length).toBeGreaterThanOrEqual(least);
    });
  }
});
