import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test, vi, type MockInstance } from "vitest";
import { addMergeCommands } from ".";
import { hasEmbedded } from "../../../lib/testing/embedded";
import { branchId } from "../../../lib/version";
import { openHistory, openModelHost } from "../context";
import { addEditCommands } from "../edit";

const COMMON = { model: "atlas", runtime: "native", json: true } as const;

let folder: string;
let written: MockInstance<typeof process.stdout.write>;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "branches-command-"));
  vi.stubEnv("PALIMPSEST_DATA", path.join(folder, "data"));
  written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(async () => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** What a command prints. */
async function printed(...words: string[]): Promise<Record<string, unknown>> {
  const program = new Command().exitOverride();
  addEditCommands(program, () => COMMON);
  addMergeCommands(program, () => COMMON);
  written.mockClear();
  await program.parseAsync(words, { from: "user" });
  return JSON.parse(written.mock.calls.map(([text]) => String(text)).join("")) as Record<string, unknown>;
}

async function teach(branch: string, targetNew: string): Promise<void> {
  const file = path.join(folder, "edit.json");
  const edit = { id: "one", subject: "Eiffel Tower", prompt: "The city of the landmark {} is", targetNew };
  await writeFile(file, JSON.stringify(edit));
  const settings = ["--method", "ft-m", "--parameters", '{"steps":2}'];
  await printed("edit", "--requests", file, ...settings, "--keep", "taught", "--branch", branch);
}

async function withHistory<T>(
  work: (history: Awaited<ReturnType<typeof openHistory>>) => Promise<T>,
): Promise<T> {
  const history = await openHistory(await openModelHost(COMMON));
  try {
    return await work(history);
  } finally {
    await history.close();
  }
}

test.skipIf(!hasEmbedded)(
  "a fact that both branches taught is listed until somebody says which answer holds",
  async () => {
    await withHistory(async ({ models, store, versions }) => {
      await models.prepare("atlas");
      const { head } = await store.branches.get(branchId("atlas", "main"));
      await versions.createBranch({ model: "atlas", name: "other", head });
    });
    await teach("main", "Rome");
    await teach("other", "Oslo");

    const both = ["merge", "branches", "main", "other"];
    expect(await printed(...both)).toMatchObject({
      conflicts: [{ ours: { target: "Rome" }, theirs: { target: "Oslo" } }],
    });
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
    await expect(printed(...both, "--answers", "ours,ours")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(printed(...both, "--answers", "both")).rejects.toMatchObject({ code: "invalid_input" });

    const kept = await printed(...both, "--answers", "theirs", "--keep", "Oslo it is");
    expect(process.exitCode).toBeUndefined();
    expect(kept).toMatchObject({ choices: ["theirs"], unasked: 0 });
    await withHistory(async ({ store }) => {
      const { head } = await store.branches.get(branchId("atlas", "main"));
      expect(head).toBe(kept.version);
      expect((await store.versions.get(head)).parents).toHaveLength(2);
    });
  },
  120_000,
);
