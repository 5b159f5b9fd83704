/** The trained editors that are shipped with the embedded model: the default settings find them, and they edit well. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { createRun, seededRandom } from "../base";
import { atlasWorld, randomCases } from "../data/worlds";
import { createModelHost } from "../job";
import { createMemoryBlobs, EditJobInput } from "../store";
import { embeddedFile, hasEmbedded } from "../testing/embedded";
import { fakeRecords } from "../testing/host/records";
import { nativeRuntime } from "../testing/runtimes";
import { createArtifactFiles } from "./storage/artifact-files";
import { folderFiles } from "./files/folder-files";

test.skipIf(!hasEmbedded)("MEND, MALMEN and SERAC edit without being trained first", async () => {
  const folder = path.dirname(embeddedFile("model.safetensors"));
  const written = await mkdtemp(path.join(tmpdir(), "editors-"));
  const artifacts = createArtifactFiles(written, path.join(folder, "../artifacts"));
  const modelHost = createModelHost({
    runtime: nativeRuntime(),
    files: () => folderFiles(folder),
    blobs: createMemoryBlobs(),
    artifacts,
    records: fakeRecords(),
  });
  const cases = randomCases(atlasWorld(), seededRandom("shipped editors"), 8);
  const methods = ["mend", "malmen", "serac"].map((method) => ({ method, parameters: {} }));

  const asked = { model: "atlas", cases: [cases[0]], methods };
  const { preflights } = await modelHost.preflight(asked);
  const editors = preflights.flatMap(({ artifacts: needed }) => needed);
  expect(editors.length).toBeGreaterThanOrEqual(methods.length);
  expect(editors.filter(({ cached }) => !cached)).toEqual([]);

  const input = { model: "atlas", cases, methods, mode: "single", seed: 0 };
  const { outcomes } = await modelHost.edit(createRun(), EditJobInput.parse(input));
  for (const { method, verdict } of outcomes) {
    const score = verdict?.metrics.find(
      ({ metric, protocol }) => metric === "reliability" && protocol === "teacher-forced",
    );
    expect(score?.after?.mean, method).toBeGreaterThan(0.5);
  }
  expect((await artifacts.list()).every(({ isShipped }) => isShipped)).toBe(true);
  await modelHost.dispose();
});
