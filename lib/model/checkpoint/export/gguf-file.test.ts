import { describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import { createReferenceRuntime } from "../../../runtime";
import { ggufBytes } from "../../../testing/formats/gguf";
import { memoryFiles, tinyFiles, type TinyFamily } from "../../../testing/tiny";
import { float32, floats } from "../../../tensor";
import { decode } from "../../inference/decode";
import { loadModel, type Model } from "../../model";
import type { CheckpointFiles } from "../checkpoint-files";
import { openFolder } from "../formats";
import { openCheckpoint } from "../weights";
import { checkpointFolder, type Changes } from "./checkpoint-folder";
import { ggufFile, type GgufType } from "./gguf-file";

const WRITTEN = ["gpt2", "gpt_neox", "llama", "qwen3"] as const satisfies readonly TinyFamily[];
const IDS = [3, 5, 2, 7, 4, 6];

async function written(
  source: CheckpointFiles,
  { type = "F32", changes = new Map() }: { type?: GgufType; changes?: Changes } = {},
): Promise<CheckpointFiles> {
  const file = await ggufFile(createRun(), "tiny", source, changes, { type, name: "tiny" });
  const parts: Uint8Array[] = [];
  for await (const part of file.bytes(createRun())) parts.push(part);
  const bytes = Uint8Array.from(Buffer.concat(parts));
  expect(bytes.byteLength).toBe(file.sizeBytes);
  return memoryFiles({ [file.name]: bytes });
}

async function logitsOf(model: Model): Promise<number[]> {
  const answer = await decode(createRun(), model, { rows: [IDS], at: [IDS.map((_, token) => token)] });
  return IDS.flatMap((_, token) => [...answer.logits(0, token)]);
}

const ggufHeader = async (files: CheckpointFiles) => (await openFolder(files)).gguf;

const load = (files: CheckpointFiles) => loadModel("tiny", files, createReferenceRuntime());

/** A change of one entry of the first layer's down projection. */
async function edited(model: Model): Promise<{ changed: Model; changes: Changes }> {
  const spec = model.parameter("mlp.down", 0);
  const { shape } = await model.weight(spec);
  const delta = float32(shape, new Float32Array(shape[0] * shape[1]));
  floats(delta)[5] = 0.75;
  const deltas = [{ parameter: spec.name, form: "dense", delta } as const];
  return {
    changed: model.with([{ kind: "weights", deltas }]),
    changes: new Map([[spec.name, async () => deltas]]),
  };
}

describe.each(WRITTEN)("%s in full precision", (family) => {
  test("is opened with the same tokens and the same logits to the bit", async () => {
    const original = await load(tinyFiles(family));
    const again = await load(await written(tinyFiles(family)));
    const text = "a bc";
    expect(again.tokenizer.encode(text).ids).toEqual(original.tokenizer.encode(text).ids);
    expect(again.tokenizer.special.eos).toEqual(original.tokenizer.special.eos);
    expect(await logitsOf(again)).toEqual(await logitsOf(original));
  });

  test("has a version's change", async () => {
    const { changed, changes } = await edited(await load(tinyFiles(family)));
    const again = await load(await written(tinyFiles(family), { changes }));
    expect(await logitsOf(again)).toEqual(await logitsOf(changed));
  });
});

describe("a model that was opened from GGUF", () => {
  const source = () => memoryFiles({ "tiny.gguf": ggufBytes("llama") });

  test("keeps its keys, and the bytes of what no edit touched, whatever the type of the rest", async () => {
    const { changes } = await edited(await load(source()));
    const files = await written(source(), { type: "F16", changes });
    const [before, after] = [await ggufHeader(source()), await ggufHeader(files)];
    const stored = (key: string) => after?.keys.get(key);
    for (const [key, value] of before?.keys ?? []) expect(stored(key), key).toEqual(value);
    expect(stored("general.file_type")?.value).toBe(1);
    const types = [...(after?.tensors.values() ?? [])].map(({ name, type }) => [name, type.name]);
    expect(types.filter(([, type]) => type !== "F32")).toEqual([["blk.0.ffn_down.weight", "F16"]]);
    const [one, other] = [await openCheckpoint("a", source()), await openCheckpoint("b", files)];
    const name = "model.layers.0.self_attn.q_proj.weight";
    expect((await other.read(name)).data).toEqual((await one.read(name)).data);
  });

  test("has the version's logits when it is opened again", async () => {
    const { changed, changes } = await edited(await load(source()));
    const again = await load(await written(source(), { changes }));
    expect(await logitsOf(again)).toEqual(await logitsOf(changed));
  });
});

test.each(["llama", "gpt2", "gptneox", "gemma2", "phi3"])(
  "%s that was opened from GGUF is exported as a folder with the same logits",
  async (architecture) => {
    const source = memoryFiles({ "tiny.gguf": ggufBytes(architecture) });
    const folder = await checkpointFolder(createRun(), "tiny", source, new Map(), { dtype: "float32" });
    expect(folder.map(({ name }) => name).filter((name) => name.endsWith(".gguf"))).toEqual([]);
    const files: Record<string, Uint8Array> = {};
    for (const file of folder) {
      const parts: Uint8Array[] = [];
      for await (const part of file.bytes(createRun())) parts.push(part);
      files[file.name] = Uint8Array.from(Buffer.concat(parts));
    }
    expect(await logitsOf(await load(memoryFiles(files)))).toEqual(await logitsOf(await load(source)));
  },
);

test("vectors stay in full precision, and a row that is no whole block is in half precision", async () => {
  const header = await ggufHeader(await written(tinyFiles("llama"), { type: "Q8_0" }));
  const types = new Map([...(header?.tensors.values() ?? [])].map(({ name, type }) => [name, type.name]));
  expect(types.get("output_norm.weight")).toBe("F32");
  expect(types.get("blk.0.attn_q.weight")).toBe("F16");
});

test("a model with a window that llama.cpp does not know is written for texts within it", async () => {
  const header = await ggufHeader(await written(tinyFiles("mistral")));
  expect(header?.keys.get("llama.context_length")?.value).toBe(3);
});

test("a number that the type does not reach is refused with its tensor, before the file is begun", async () => {
  const model = await load(tinyFiles("llama"));
  const spec = model.parameter("mlp.down", 0);
  const { shape } = await model.weight(spec);
  const delta = float32(shape, new Float32Array(shape[0] * shape[1]).fill(1e6));
  const changes: Changes = new Map([
    [spec.name, async () => [{ parameter: spec.name, form: "dense", delta } as const]],
  ]);
  const options = { type: "F16", name: "tiny" } as const;
  await expect(ggufFile(createRun(), "tiny", tinyFiles("llama"), changes, options)).rejects.toMatchObject({
    code: "invalid_input",
    details: { parameter: spec.name },
    hint: "Export in BF16 or F32.",
  });
});

test("the header of a file is parsed once when it is exported", async () => {
  const source = memoryFiles({ "tiny.gguf": ggufBytes("llama") });
  let parsed = 0;
  const counting: CheckpointFiles = {
    ...source,
    read(name, start, end) {
      if (start === 0 && end === 8) parsed++; // the magic number and the version
      return source.read(name, start, end);
    },
  };
  await ggufFile(createRun(), "tiny", counting, new Map(), { type: "F16", name: "tiny" });
  expect(parsed).toBe(1);
});

test.each([
  ["gptj", {}, /kind gptj/],
  ["gemma2", {}, /query_pre_attn_scalar is 9/],
  ["gpt2", { activation_function: "relu" }, /activation is "relu"/],
] as const)("%s is refused when llama.cpp would compute something else", async (family, config, message) => {
  await expect(written(tinyFiles(family, { config }))).rejects.toThrow(message);
});
