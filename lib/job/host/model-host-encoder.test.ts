/** What a model host holds beside the edited model: a sentence encoder, and programs that only methods use. */
import { beforeEach, describe, expect, test } from "vitest";
import { createRun, PalimpsestError } from "../../base";
import type { Runtime } from "../../runtime";
import {
  createMemoryBlobs,
  EditJobInput,
  listArtifacts,
  memoryArtifacts,
  PrepareJobInput,
  type ArtifactFiles,
} from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { memoryFiles, tinyFiles } from "../../testing/tiny";
import { tinyEncoderBytes } from "../../testing/formats/tiny-encoder";
import type { ModelHost } from "../calls";
import { createModelHost } from "./create-model-host";

const REQUEST = { id: "one", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" };

let modelHost: ModelHost;
let artifacts: ArtifactFiles;
beforeEach(() => {
  artifacts = memoryArtifacts();
  modelHost = createModelHost({
    runtime: nativeRuntime(),
    blobs: createMemoryBlobs(),
    records: fakeRecords(),
    artifacts,
    files(model) {
      if (model === "tiny") return tinyFiles("gpt2");
      if (model === "tiny-encoder") return memoryFiles(tinyEncoderBytes());
      throw new PalimpsestError("not_found", `There is no model "${model}".`);
    },
  });
});

describe("IKE with a sentence encoder", () => {
  const ikeWith = (retriever: string) => ({ method: "ike", parameters: { retriever, corpus: 16 } });
  const preflight = async (retriever: string) => {
    const methods = [ikeWith(retriever)];
    const cases = [{ request: REQUEST }];
    return (await modelHost.preflight({ model: "tiny", cases, methods })).preflights[0];
  };

  test("is blocked with the remedy while the encoder is not installed, or is none", async () => {
    expect((await preflight("nobody")).blockers).toEqual([
      'The sentence encoder "nobody" is not installed: add it in Library, or set retriever to "model".',
    ]);
    expect((await preflight("tiny")).blockers).toEqual([
      'tiny is no sentence encoder: its model_type is "gpt2".',
    ]);
    expect((await preflight("model")).blockers).toEqual([]);
  });

  test("embeds the demonstrations ahead, as an artifact of the encoder that other models share", async () => {
    const cachedOf = async () => (await preflight("tiny-encoder")).artifacts.map(({ cached }) => cached);
    expect(await cachedOf()).toEqual([false, false]);
    const methods = [ikeWith("tiny-encoder")];
    await modelHost.prepare(createRun(), PrepareJobInput.parse({ model: "tiny", methods }));
    expect(await cachedOf()).toEqual([true, true]);
    const manifests = (await listArtifacts(artifacts)).map(({ manifest }) => manifest);
    expect(manifests.map((manifest) => [manifest?.kind, manifest?.checkpoint]).sort()).toEqual([
      ["demonstrations", "tiny-encoder"],
      ["question-statistics", "tiny"],
    ]);
    expect((await preflight("model")).artifacts.map(({ cached }) => cached)).toEqual([false, true]);
  });

  test("an encoder in the place of the edited model is refused as what it is", async () => {
    const failure = modelHost.fingerprint({ model: "tiny-encoder" });
    await expect(failure).rejects.toMatchObject({ code: "unsupported" });
    await expect(failure).rejects.toThrow(/sentence encoder/);
  });
});

test("once nothing is asked, what only methods use is freed, and the program that answers questions stays", async () => {
  const runtime = nativeRuntime();
  let [compiled, disposed] = [0, 0];
  const counting: Runtime = {
    ...runtime,
    async compile(...program) {
      const executable = await runtime.compile(...program);
      compiled++;
      return { ...executable, dispose: () => (disposed++, executable.dispose()) };
    },
  };
  modelHost = createModelHost({
    runtime: counting,
    blobs: createMemoryBlobs(),
    records: fakeRecords(),
    artifacts,
    files: () => tinyFiles("gpt2"),
    idleMs: 50,
  });
  const parameters = { layers: [1], secondMoment: false, valueSteps: 4, contextLengths: [[4, 2]] };
  const cases = [{ request: REQUEST }];
  const input = EditJobInput.parse({
    model: "tiny",
    cases,
    methods: [{ method: "rome", parameters }],
    mode: "single",
  });
  await modelHost.edit(createRun(), input);
  // The product with which the speed of this machine is measured is nobody's any more.
  expect(disposed).toBe(1);
  await expect.poll(() => disposed).toBeGreaterThan(3);
  const before = compiled;
  await modelHost.nextTokens({ model: "tiny", prompt: "Anna", versions: [null], count: 1 });
  expect(compiled).toBe(before);
  expect((await modelHost.edit(createRun(), input)).outcomes[0].error).toBeUndefined();
});
