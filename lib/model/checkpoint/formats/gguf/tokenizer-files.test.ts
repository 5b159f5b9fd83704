import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { localFiles } from "../../../../server/files/folder-files";
import { createTokenizer } from "../../../tokenizer/tokenizer";
import { keysOf, readGgufHeader, type GgufKey } from "./header";
import { tokenizerFiles } from "./tokenizer-files";

const FIXTURES = path.resolve(import.meta.dirname, "../../../../testing/fixtures/gguf");
const [STRING, BOOL] = [8, 7];

interface Golden {
  readonly texts: readonly string[];
  readonly settings: readonly {
    readonly pre?: string;
    readonly add_space_prefix?: boolean;
    readonly add_bos: boolean;
    readonly ids: readonly (readonly number[])[];
  }[];
}

const golden = (name: string) =>
  JSON.parse(readFileSync(path.join(FIXTURES, `${name}.json`), "utf8")) as Golden;

/** The tokenizer of a vocabulary, with keys replaced or, by undefined, removed. */
async function filesOf(name: string, changes: Readonly<Record<string, GgufKey | undefined>>) {
  const header = await readGgufHeader(localFiles(path.join(FIXTURES, `${name}.gguf`)), [`${name}.gguf`]);
  const keys = new Map(header.keys);
  for (const [key, value] of Object.entries(changes)) {
    if (value) keys.set(`tokenizer.ggml.${key}`, value);
    else keys.delete(`tokenizer.ggml.${key}`);
  }
  return tokenizerFiles(keysOf({ ...header, keys }));
}

async function tokenizerOf(name: string, changes: Readonly<Record<string, GgufKey | undefined>>) {
  const { tokenizer, tokenizerConfig } = await filesOf(name, changes);
  return createTokenizer(tokenizer, { tokenizerConfig });
}

/** llama.cpp's stand-ins for these two split decomposed accents; the expressions that were published do not. */
const SPLITS_ACCENTS = ["tekken"];

describe("byte-level vocabularies have llama.cpp's ids", () => {
  const { texts, settings } = golden("bpe");
  test.each(settings.map((one) => [one.pre as string, one] as const))("%s", async (pre, { ids, add_bos }) => {
    const tokenizer = await tokenizerOf("bpe", {
      pre: { type: STRING, value: pre },
      add_bos_token: undefined,
    });
    const differing = texts.filter((text, i) => String(tokenizer.encode(text).ids) !== String(ids[i]));
    expect(differing).toEqual(SPLITS_ACCENTS.includes(pre) ? ["e\u0301 A\u0300 combining ﬁ"] : []);
    const first = tokenizer.encode("a", { special: true }).ids[0];
    expect(first === tokenizer.special.bos).toBe(add_bos);
  });
});

describe("scored vocabularies have llama.cpp's ids", () => {
  const { texts, settings } = golden("spm");
  test.each(settings.map((one) => [one.add_space_prefix, one] as const))(
    "with a space in front: %s",
    async (prefix, { ids }) => {
      const tokenizer = await tokenizerOf("spm", { add_space_prefix: { type: BOOL, value: prefix } });
      expect(texts.filter((text, i) => String(tokenizer.encode(text).ids) !== String(ids[i]))).toEqual([]);
    },
  );
});

test("a generation ends at the stated token and at those that llama.cpp knows by their text", async () => {
  const { generationConfig, tokenizerConfig, tokenizer } = await filesOf("bpe", {});
  expect(tokenizerConfig).toMatchObject({ eos_token: "<|im_end|>" });
  const { vocab } = tokenizer.model as { vocab: Record<string, number> };
  expect(generationConfig.eos_token_id).toEqual([vocab["<|im_end|>"], vocab["<|endoftext|>"]]);
});

test.each([
  ["pre", { type: STRING, value: "of-tomorrow" }, /tokenizer\.ggml\.pre is of-tomorrow/],
  ["model", { type: STRING, value: "t5" }, /tokenizer\.ggml\.model is t5/],
  ["merges", undefined, /tokenizer\.ggml\.merges is absent/],
] as const)("another %s is refused by its name", async (key, value, message) => {
  await expect(filesOf("bpe", { [key]: value })).rejects.toThrow(message);
});
