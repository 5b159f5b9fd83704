import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { loadModel } from "../../lib/model";
import { folderFiles } from "../../lib/server/files/folder-files";
import { isThere, SHARED_FIXTURES } from "../../lib/testing/embedded";
import { nativeRuntime } from "../../lib/testing/runtimes";
import { checkEdits, EditsFixture } from "./edits";

const FOLDER = path.join(SHARED_FIXTURES, "gpt2-atlas-proto");
/** Runs of each entry: enough to notice a broken method; `npm run cli -- parity` runs them all. */
const RUNS = 2;

test.skipIf(!isThere(path.join(FOLDER, "edits.json"), "parity of edits"))(
  "ROME, R-ROME, FT-L and FT-M agree with the original implementations",
  async () => {
    const fixture = EditsFixture.parse(JSON.parse(await readFile(path.join(FOLDER, "edits.json"), "utf8")));
    const entries = Object.entries(fixture.methods).map(([name, entry]) => [
      name,
      { ...entry, runs: entry.runs.slice(0, RUNS) },
    ]);
    const few = { ...fixture, methods: Object.fromEntries(entries) as typeof fixture.methods };
    const model = await loadModel("gpt2-atlas-proto", folderFiles(FOLDER), nativeRuntime());
    const { checks } = await checkEdits(model, few, FOLDER, ["rome", "r-rome", "ft-l", "ft-m"]);
    expect(checks.length).toBeGreaterThan(20);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  },
);
