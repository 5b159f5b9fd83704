import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MODEL_FAMILIES, openCheckpoint, openModel, type Model } from "../../lib/model";
import type { Runtime } from "../../lib/runtime";
import { SHARED_FIXTURES, isThere } from "../../lib/testing/embedded";
import { nativeRuntime, RUNTIMES } from "../../lib/testing/runtimes";
import { folderFiles } from "../../lib/server/files/folder-files";
import { fixtureTokenizer } from "../cli/parity";
import { checkForward, ForwardFixture } from "./forward";

const TINY = path.resolve(import.meta.dirname, "../../lib/testing/fixtures/tiny-families");
const FAMILIES = readdirSync(TINY);

async function openFolder(folder: string, runtime: Runtime): Promise<Model> {
  const checkpoint = await openCheckpoint(path.basename(folder), folderFiles(folder));
  return openModel(checkpoint, await fixtureTokenizer(folder), runtime);
}

async function expectParity(folder: string, runtime: Runtime): Promise<void> {
  const fixture = ForwardFixture.parse(JSON.parse(await readFile(path.join(folder, "forward.json"), "utf8")));
  const checks = await checkForward(await openFolder(folder, runtime), fixture);
  expect(checks.length).toBeGreaterThanOrEqual(3);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
}

describe.each(RUNTIMES)(
  "on $kind, logits, loss, gradients and greedy text agree with transformers",
  ({ open }) => {
    test.each(FAMILIES)("%s", async (family) => {
      await expectParity(path.join(TINY, family), await open());
    });
  },
);

test("a wrong weight is noticed", async () => {
  const folder = path.join(TINY, "gpt2");
  const fixture = ForwardFixture.parse(JSON.parse(await readFile(path.join(folder, "forward.json"), "utf8")));
  const model = await openFolder(folder, nativeRuntime());
  const bias = model.parameter("mlp.down", 1, "bias");
  const delta = { dtype: "float32", shape: bias.shape, data: new Float32Array(bias.shape[0]) } as const;
  delta.data[0] = 0.05; // one entry: a shift of all would be taken out again by the final norm
  const changed = model.with([{ kind: "weights", deltas: [{ parameter: bias.name, form: "dense", delta }] }]);
  expect((await checkForward(changed, fixture)).filter(({ passed }) => !passed)).not.toEqual([]);
});

describe.each(["llama-stories260k", "gpt2-atlas-proto"])("%s", (name) => {
  const folder = path.join(SHARED_FIXTURES, name);
  test.skipIf(!isThere(path.join(folder, "forward.json"), `parity of ${name}`))(
    "agrees with transformers",
    async () => {
      await expectParity(folder, nativeRuntime());
    },
  );
});

test("every family has golden files", () => {
  expect(FAMILIES).toEqual(expect.arrayContaining(MODEL_FAMILIES.all.map(({ id }) => id)));
});
