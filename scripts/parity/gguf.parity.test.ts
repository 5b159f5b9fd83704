import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isThere, SHARED_FIXTURES } from "../../lib/testing/embedded";
import { RUNTIMES } from "../../lib/testing/runtimes";
import { checkGguf, GgufFixture } from "./gguf";

const FOLDER = path.join(SHARED_FIXTURES, "gguf");
const isHere = isThere(path.join(FOLDER, "llama-q4_0.json"), "parity of GGUF files");
const named = (folder: string) =>
  isHere
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => path.join(folder, name))
    : [];
const FIXTURES = [...named(FOLDER), ...named(path.join(FOLDER, "other"))];

/** The reference runtime computes what the others do, slowly. */
const FAST = RUNTIMES.filter(({ kind }) => kind !== "reference");

describe.skipIf(!isHere).each(FAST)("on $kind, GGUF files agree with ggml and transformers", ({ open }) => {
  test.each(FIXTURES)("%s", async (file) => {
    const fixture = GgufFixture.parse(JSON.parse(readFileSync(file, "utf8")));
    const checks = await checkGguf(fixture, path.dirname(file), await open());
    expect(checks.length).toBeGreaterThan(5);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  });
});
