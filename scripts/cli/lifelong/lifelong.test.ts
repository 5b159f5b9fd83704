import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hasEmbedded } from "../../../lib/testing/embedded";
import { addLifelongCommand } from ".";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lifelong-command-"));
  vi.stubEnv("PALIMPSEST_DATA", path.join(folder, "data"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(!hasEmbedded)("the command runs in a data folder in which nothing was done yet", async () => {
  const program = new Command().exitOverride();
  addLifelongCommand(program, () => ({ model: "atlas", runtime: "native" }));
  const out = path.join(folder, "run.json");
  const words = ["--method", "ft-m", "--count", "1", "--checkpoints", "1", "--out", out];
  await program.parseAsync(["lifelong", ...words], { from: "user" });
  expect(JSON.parse(await readFile(out, "utf8"))).toMatchObject({ state: { rows: [{ edits: 1 }] } });
});
