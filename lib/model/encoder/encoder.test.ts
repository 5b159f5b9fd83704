import { describe, expect, test } from "vitest";
import { createRun, PalimpsestError } from "../../base";
import { createReferenceRuntime } from "../../runtime";
import { floats, readSafetensors, writeSafetensors, type TensorBundle } from "../../tensor";
import { expectClose } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { jsonBytes, memoryFiles, tinyFileBytes } from "../../testing/tiny";
import { tinyEncoder, tinyEncoderBytes } from "../../testing/formats/tiny-encoder";
import { TOLERANCE } from "../../testing/tolerance";
import { loadModel } from "../model";
import { openSentenceEncoder } from "./encoder";

const TEXTS = ["the capital of france is paris", "rome", "new fact: the city of france is rome, prompt"];
const run = createRun();

function jsonOf(name: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(tinyEncoderBytes()[name])) as Record<string, unknown>;
}

function weightsWith(change: (bundle: TensorBundle) => TensorBundle): Record<string, Uint8Array> {
  const { bundle } = readSafetensors(tinyEncoderBytes()["model.safetensors"], "test");
  return { "model.safetensors": writeSafetensors(change(bundle)) };
}

const renamed = (name: (old: string) => string) =>
  weightsWith((bundle) =>
    Object.fromEntries(Object.entries(bundle).map(([old, value]) => [name(old), value])),
  );

async function failure(work: Promise<unknown>): Promise<PalimpsestError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PalimpsestError);
  return error as PalimpsestError;
}

describe("vectors", () => {
  test("have length 1, and do not depend on other texts of the batch", async () => {
    const encoder = await tinyEncoder(nativeRuntime());
    const together = await encoder.embed(run, TEXTS);
    const [, width] = together.shape;
    expect(together.shape).toEqual([TEXTS.length, 16]);
    for (const [n, text] of TEXTS.entries()) {
      const row = floats(together).subarray(n * width, (n + 1) * width);
      expectClose(row, floats(await encoder.embed(run, [text])), TOLERANCE.backend);
      expectClose([Math.hypot(...row)], [1], TOLERANCE.stated);
    }
  });

  test("are the same from a checkpoint whose names have the prefix of a model with a head", async () => {
    const plain = await tinyEncoder(createReferenceRuntime());
    const prefixed = await tinyEncoder(
      createReferenceRuntime(),
      renamed((name) => `bert.${name}`),
    );
    expect(await prefixed.embed(run, TEXTS)).toEqual(await plain.embed(run, TEXTS));
  });

  test("of no texts are none, and come again after the encoder was disposed", async () => {
    const encoder = await tinyEncoder(nativeRuntime());
    expect((await encoder.embed(run, [])).shape).toEqual([0, 16]);
    const before = await encoder.embed(run, TEXTS);
    await encoder.dispose();
    expect(await encoder.embed(run, TEXTS)).toEqual(before);
  });

  test("of several passes keep the order of the texts", async () => {
    const encoder = await tinyEncoder(nativeRuntime());
    const many = Array.from({ length: 70 }, (_, n) => TEXTS[n % TEXTS.length]);
    const all = await encoder.embed(run, many);
    expectClose(
      floats(all).subarray(69 * 16, 70 * 16),
      floats(await encoder.embed(run, [TEXTS[0]])),
      TOLERANCE.backend,
    );
  });

  test("stop when the run is cancelled", async () => {
    const encoder = await tinyEncoder(nativeRuntime());
    const stopped = createRun({ signal: AbortSignal.abort() });
    expect((await failure(encoder.embed(stopped, TEXTS))).code).toBe("cancelled");
  });
});

describe("a text that is too long", () => {
  const long = "the capital of france is paris and ".repeat(20);
  const limits: readonly [string, number, Record<string, Uint8Array>][] = [
    ["the encoder's own setting", 48, {}],
    ["a shorter one", 8, { "sentence_bert_config.json": jsonBytes({ max_seq_length: 8 }) }],
    [
      "the tokenizer's, when there is no other",
      20,
      {
        "sentence_bert_config.json": jsonBytes({ max_seq_length: null }),
        "tokenizer_config.json": jsonBytes({ model_max_length: 20 }),
      },
    ],
    ["the learned positions", 64, { "sentence_bert_config.json": jsonBytes({ max_seq_length: 512 }) }],
  ];
  test.each(limits)("is cut at %s, and keeps the closing token", async (_, limit, changed) => {
    const encoder = await tinyEncoder(nativeRuntime(), changed);
    const ids = encoder.encode(long);
    const [first, last] = encoder.encode("");
    expect(encoder.limit).toBe(limit);
    expect(ids).toHaveLength(limit);
    expect([ids[0], ids[limit - 1]]).toEqual([first, last]);
    expect((await encoder.embed(run, [long])).shape).toEqual([1, 16]);
  });

  test("makes another encoder of one that cuts elsewhere", async () => {
    const one = await tinyEncoder(nativeRuntime());
    const other = await tinyEncoder(nativeRuntime(), {
      "sentence_bert_config.json": jsonBytes({ max_seq_length: 8 }),
    });
    expect(await other.fingerprint()).not.toBe(await one.fingerprint());
    expect(await (await tinyEncoder(createReferenceRuntime())).fingerprint()).toBe(await one.fingerprint());
  });
});

describe("refused files", () => {
  test.each([
    [
      "an unknown architecture",
      { "config.json": jsonBytes({ model_type: "mpnet" }) },
      /model_type is "mpnet"/,
    ],
    [
      "another activation",
      { "config.json": jsonBytes({ ...jsonOf("config.json"), hidden_act: "mish" }) },
      /hidden_act/,
    ],
    [
      "relative positions",
      {
        "config.json": jsonBytes({ ...jsonOf("config.json"), position_embedding_type: "relative_key" }),
      },
      /position_embedding_type/,
    ],
    [
      "attention to earlier tokens alone",
      { "config.json": jsonBytes({ ...jsonOf("config.json"), is_decoder: true }) },
      /is_decoder/,
    ],
    [
      "a layer behind the transformer",
      { "modules.json": jsonBytes([{ path: "2_Dense", type: "sentence_transformers.models.Dense" }]) },
      /Dense/,
    ],
  ])("%s", async (_, changed, message) => {
    const error = await failure(tinyEncoder(nativeRuntime(), changed as Record<string, Uint8Array>));
    expect(error.code).toBe("unsupported");
    expect(error.message).toMatch(message);
  });

  test("none for the names of the first checkpoints, whose vectors are the same", async () => {
    const renamed = weightsWith((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, tensor]) => [
          name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
          tensor,
        ]),
      ),
    );
    const [plain, older] = [await tinyEncoder(nativeRuntime()), await tinyEncoder(nativeRuntime(), renamed)];
    expect(await older.embed(run, TEXTS)).toEqual(await plain.embed(run, TEXTS));
  });

  test("none for another pooling, which gives other vectors and is another encoder", async () => {
    const modules = ["Transformer", "Pooling"].map((name, i) => ({
      path: `${i}_${name}`,
      type: `sentence_transformers.models.${name}`,
    }));
    const first = await tinyEncoder(nativeRuntime(), {
      "modules.json": jsonBytes(modules),
      "1_Pooling/config.json": jsonBytes({ pooling_mode: "cls" }),
    });
    const mean = await tinyEncoder(nativeRuntime());
    expect(await first.embed(run, TEXTS)).not.toEqual(await mean.embed(run, TEXTS));
    expect(await first.fingerprint()).not.toBe(await mean.fingerprint());
  });

  test("a missing tensor, by its name", async () => {
    const gone = "encoder.layer.1.output.dense.weight";
    const changed = weightsWith(({ [gone]: _, ...rest }) => rest);
    const error = await failure(tinyEncoder(nativeRuntime(), changed));
    expect(error).toMatchObject({ code: "integrity", details: { parameter: gone } });
  });

  test("an id without files", async () => {
    const error = await failure(openSentenceEncoder("nobody", memoryFiles({}), nativeRuntime()));
    expect(error).toMatchObject({
      code: "not_found",
      message: expect.stringContaining('"nobody"') as string,
    });
  });

  test("a model where an encoder is wanted, and an encoder where a model is", async () => {
    const model = memoryFiles(tinyFileBytes("gpt2"));
    expect((await failure(openSentenceEncoder("gpt2", model, nativeRuntime()))).message).toContain("gpt2");
    const error = await failure(loadModel("tiny", memoryFiles(tinyEncoderBytes()), nativeRuntime()));
    expect(error).toMatchObject({ code: "unsupported", details: { field: "config.json" } });
    expect(error.message).toContain("sentence encoder");
  });
});
