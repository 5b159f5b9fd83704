/** Circuits, lenses and traces against the numbers of the published code. The command line holds the whole fixtures; here are parts of them. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openCheckpoint, openModel, type Model } from "../../../lib/model";
import type { Runtime } from "../../../lib/runtime";
import { folderFiles } from "../../../lib/server/files/folder-files";
import { isThere, SHARED_FIXTURES } from "../../../lib/testing/embedded";
import { nativeRuntime, RUNTIMES } from "../../../lib/testing/runtimes";
import { jsonBytes, memoryFiles } from "../../../lib/testing/tiny";
import { fixtureTokenizer } from "../../cli/parity";
import { checkCircuitFamilies, CircuitFamiliesFixture } from "./circuit-families";
import { checkCircuits, CircuitsFixture } from "./circuits";
import { checkDiscovery, DiscoveryFixture } from "./discovery";
import { checkEditedCircuits, EditedCircuitsFixture } from "./edited-circuits";
import { checkHeads, HeadsFixture } from "./heads";
import { checkLens, LensFixture } from "./lens";
import { checkTracing, TracingFixture } from "./tracing";
import type { Check } from "../report";

const OWN = path.resolve(import.meta.dirname, "../../../lib/testing/fixtures");
const SHARED = path.join(SHARED_FIXTURES, "circuits");

async function openFolder(folder: string, runtime: Runtime): Promise<Model> {
  const checkpoint = await openCheckpoint(path.basename(folder), folderFiles(folder));
  return openModel(checkpoint, await fixtureTokenizer(folder), runtime);
}

/** The published code keeps the rotary frequencies of these models in float32. */
async function openTiny(folder: string, runtime: Runtime): Promise<Model> {
  const config = JSON.parse(await readFile(path.join(folder, "config.json"), "utf8")) as Record<
    string,
    object
  >;
  for (const key of ["rope_parameters", "rope_scaling"])
    if (config[key]) config[key] = { ...config[key], frequency_dtype: "float32" };
  const files = memoryFiles({
    "config.json": jsonBytes(config),
    "model.safetensors": await readFile(path.join(folder, "model.safetensors")),
  });
  return openModel(await openCheckpoint(folder, files), await fixtureTokenizer(folder), runtime);
}

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, "utf8"));

function expectAllPassed(checks: readonly Check[], least: number): void {
  expect(checks.length).toBeGreaterThanOrEqual(least);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
}

test.each(RUNTIMES)(
  "on $kind, grouped queries and parallel blocks have the original's scores and circuits",
  async ({ open }) => {
    const fixture = CircuitFamiliesFixture.parse(await json(path.join(OWN, "circuits-families.json")));
    const runtime = await open();
    const checks = await checkCircuitFamilies((model) => openTiny(path.join(OWN, model), runtime), fixture);
    expectAllPassed(checks, 60);
  },
);

describe.skipIf(!isThere(SHARED, "the golden files of circuits"))("on the fixture model", () => {
  const openFixture = () => openFolder(path.join(SHARED_FIXTURES, "gpt2-atlas-proto"), nativeRuntime());

  test("scores, circuits and exact effects of a fact", async () => {
    const fixture = CircuitsFixture.parse(await json(path.join(SHARED, "circuits-eap.json")));
    const model = await openFixture();
    expectAllPassed(await checkCircuits(model, { ...fixture, cases: fixture.cases.slice(0, 1) }), 100);
  }, 120_000);

  test("automatic discovery keeps the published edges", async () => {
    const fixture = DiscoveryFixture.parse(await json(path.join(SHARED, "circuits-acdc.json")));
    const model = await openFixture();
    expectAllPassed(await checkDiscovery(model, { ...fixture, runs: fixture.runs.slice(0, 1) }), 4);
  }, 120_000);

  test("a fact's circuits, lenses and neighbours before and after its edit", async () => {
    const fixture = EditedCircuitsFixture.parse(await json(path.join(SHARED, "circuits-edit.json")));
    const checks = await checkEditedCircuits(await openFixture(), fixture, SHARED);
    expectAllPassed(checks, 90);
  }, 120_000);

  test("the lens reads every layer and token of a fact", async () => {
    const fixture = LensFixture.parse(await json(path.join(SHARED, "lens.json")));
    const model = await openFixture();
    expectAllPassed(await checkLens(model, { ...fixture, cases: fixture.cases.slice(0, 1) }), 3);
  });

  test("heads look, write and are missed as the published numbers say", async () => {
    const fixture = HeadsFixture.parse(await json(path.join(SHARED, "lens.json")));
    const model = await openFixture();
    expectAllPassed(await checkHeads(model, { ...fixture, cases: fixture.cases.slice(0, 1) }), 12);
  }, 120_000);

  test("a fact's traces have the published numbers, with a beginning-of-sequence token and without", async () => {
    const fixture = TracingFixture.parse(await json(path.join(SHARED, "tracing.json")));
    const model = await openFixture();
    expectAllPassed(await checkTracing(model, { ...fixture, cases: fixture.cases.slice(0, 1) }), 20);
  }, 120_000);
});
