import { describe, expect, test } from "vitest";
import { jsonBytes, memoryFiles, tinyFileBytes } from "../../testing/tiny";
import { readTokenizer } from "./read-tokenizer";
import { specialTokensOf, type TokenizerSettings } from "./special-tokens";

const VOCABULARY = ["<|endoftext|>", "<s>", "</s>", "<unk>", "<eos>", "<|im_end|>"];
const idOf = (token: string) => {
  const id = VOCABULARY.indexOf(token);
  return id < 0 ? undefined : id;
};
const specialOf = (settings: TokenizerSettings, json: unknown = {}) => specialTokensOf(json, settings, idOf);

describe("the end of a text", () => {
  test.each<[string, TokenizerSettings, number[]]>([
    ["tokenizer_config.json", { tokenizerConfig: { eos_token: "</s>" } }, [2]],
    ["tokenizer_config.json with flags", { tokenizerConfig: { eos_token: { content: "</s>" } } }, [2]],
    ["special_tokens_map.json", { specialTokensMap: { eos_token: { content: "</s>", lstrip: false } } }, [2]],
    ["config.json, a number", { config: { model_type: "gpt2", eos_token_id: 4 } }, [4]],
    ["config.json, a list", { config: { eos_token_id: [4, 5] } }, [4, 5]],
    ["generation_config.json", { generationConfig: { eos_token_id: [5, 0] } }, [5, 0]],
    [
      "several files, each token once",
      {
        tokenizerConfig: { eos_token: "<|im_end|>" },
        config: { eos_token_id: 5 },
        generationConfig: { eos_token_id: [5, 0] },
      },
      [5, 0],
    ],
    ["the class GPT-2, where no file does", { config: { model_type: "gpt2" } }, [0]],
    [
      "the class Llama, where no file does",
      { tokenizerConfig: { tokenizer_class: "LlamaTokenizerFast" }, config: { model_type: "other" } },
      [2],
    ],
    [
      "null and -1, which is none",
      { tokenizerConfig: { eos_token: null }, config: { eos_token_id: -1 } },
      [],
    ],
    ["a token that the vocabulary lacks", { specialTokensMap: { eos_token: "<end>" } }, []],
    [
      "a class that has none",
      { tokenizerConfig: { tokenizer_class: "PreTrainedTokenizerFast" }, config: { model_type: "gpt2" } },
      [],
    ],
  ])("is stated by %s", (_, settings, eos) => {
    expect(specialOf(settings).eos).toEqual(eos);
  });
});

test("the beginning and the unknown token are found likewise", () => {
  expect(specialOf({ config: { model_type: "llama" } })).toEqual({ bos: 1, eos: [2], unk: 3 });
  expect(specialOf({ config: { bos_token_id: 0 } }).bos).toBe(0);
  expect(specialOf({}, { model: { unk_token: "<unk>" } }).unk).toBe(3);
  expect(specialOf({}, { model: { unk_id: 1 } }).unk).toBe(1);
  expect(specialOf({ specialTokensMap: { unk_token: "<s>" } }, { model: { unk_token: "<unk>" } }).unk).toBe(
    1,
  );
});

test("every file of a checkpoint that states an end of text is read", async () => {
  const files = {
    ...tinyFileBytes("gpt2", { config: { eos_token_id: 7 } }),
    "tokenizer_config.json": jsonBytes({ model_max_length: 64 }),
    "special_tokens_map.json": jsonBytes({ eos_token: "a" }),
    "generation_config.json": jsonBytes({ eos_token_id: [8, 9] }),
  };
  const { special, encode } = await readTokenizer(memoryFiles(files));
  expect(special.eos).toEqual([...encode("a").ids, 7, 8, 9]);
});
