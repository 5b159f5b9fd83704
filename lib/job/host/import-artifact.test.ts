import { beforeEach, expect, test } from "vitest";
import { createRun } from "../../base";
import { secondMoment } from "../../edit";
import type { Model } from "../../model";
import { createArtifactCache, listArtifacts, memoryArtifacts, type ArtifactFiles } from "../../store";
import { float32, readSafetensors, writeSafetensors } from "../../tensor";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { importArtifact } from "./import-artifact";

let model: Model;
let exported: Uint8Array;
let id: string;
let files: ArtifactFiles;
beforeEach(async () => {
  model = await tinyModel("gpt2", nativeRuntime());
  const source = memoryArtifacts();
  const texts = Array.from({ length: 40 }, (_, i) => "The capital of Paris is the city Rome".slice(i % 8));
  await secondMoment(createRun(), model, createArtifactCache(source), {
    layer: 1,
    statistics: { name: "texts of the test", texts: async () => texts },
  });
  [{ id }] = await listArtifacts(source);
  exported = (await source.get(id)) as Uint8Array;
  files = memoryArtifacts();
});

const take = (bytes: Uint8Array, of: Model = model) =>
  importArtifact(files, bytes, [{ facts: of.facts, fingerprint: () => of.bare.fingerprint() }]);

function changed(change: (bundle: Record<string, ReturnType<typeof float32>>) => void): Uint8Array {
  const { bundle, metadata } = readSafetensors(exported);
  const copy = { ...bundle } as Record<string, ReturnType<typeof float32>>;
  change(copy);
  return writeSafetensors(copy, metadata);
}

test("what was exported is found again under its name, byte for byte", async () => {
  expect(await take(exported)).toMatchObject({ id, manifest: { kind: "second-moment", layers: [1] } });
  expect(await files.get(id)).toEqual(exported);
});

test("an artifact of other weights or settings is refused, although the checkpoint has the same name", async () => {
  for (const options of [{ seed: 1 }, { config: { layer_norm_epsilon: 1e-3 } }]) {
    const other = await tinyModel("gpt2", nativeRuntime(), options);
    await expect(take(exported, other)).rejects.toMatchObject({ code: "unsupported" });
  }
  expect(await files.list()).toEqual([]);
});

test.each([
  ["a cut file", () => exported.slice(0, -8), "integrity"],
  ["a file that is no artifact", () => writeSafetensors({ x: float32([1], [1]) }), "integrity"],
  [
    "a moment of another width",
    () => changed((bundle) => (bundle.moment = float32([2, 2], [1, 0, 0, 1]))),
    "unsupported",
  ],
  ["one without its tensor", () => changed((bundle) => delete bundle.moment), "unsupported"],
  ["values that are not finite", () => changed((bundle) => (bundle.moment.data[5] = NaN)), "integrity"],
])("%s is refused and nothing is kept", async (_, bytes, code) => {
  await expect(take(bytes())).rejects.toMatchObject({ code });
  expect(await files.list()).toEqual([]);
});

test("an unfinished artifact is refused", async () => {
  const source = memoryArtifacts();
  const stopped = createArtifactCache(source).getOrMake({ artifact: "sum" }, async (making) => {
    await making.keep({ x: float32([1], [1]) }, { done: 1, total: 2 });
    throw new Error("stopped");
  });
  await expect(stopped).rejects.toThrow("stopped");
  const [part] = await listArtifacts(source);
  await expect(take((await source.get(part.id)) as Uint8Array)).rejects.toMatchObject({ code: "integrity" });
});
