import { expect, test } from "vitest";
import { jsonBytes, memoryFiles, tinyFileBytes } from "../../testing/tiny";
import { tokenizerOfVocabulary } from "./from-vocabulary";
import { readTokenizer } from "./read-tokenizer";
import { createTokenizer } from "./tokenizer";

const { "tokenizer.json": whole, ...rest } = tinyFileBytes("gpt2");
const { vocab, merges } = (
  JSON.parse(new TextDecoder().decode(whole)) as {
    model: { vocab: Record<string, number>; merges: [string, string][] };
  }
).model;
const lines = (pairs: readonly (readonly string[])[]) =>
  new TextEncoder().encode(`#version: 0.2\n${pairs.map((pair) => pair.join(" ")).join("\n")}\n`);
const TEXTS = ["The capital of Paris", "a<|endoftext|>b", "isn't it  1984?\n", "Zürich 北京"];

test("vocab.json and merges.txt are the tokenizer that tokenizer.json is", async () => {
  const pair = { ...rest, "vocab.json": jsonBytes(vocab), "merges.txt": lines(merges) };
  const [made, stated] = [
    await readTokenizer(memoryFiles(pair)),
    createTokenizer(JSON.parse(new TextDecoder().decode(whole))),
  ];
  for (const text of TEXTS) expect(made.encode(text).ids).toEqual(stated.encode(text).ids);
  expect(made.special).toEqual({ bos: 0, eos: [0], unk: 0 });
});

test("added tokens follow the vocabulary, and OPT's beginning comes before each text", () => {
  const size = Object.keys(vocab).length;
  const files = { vocabulary: vocab, merges: "", addedTokens: { "<one>": size + 7, "<two>": size + 9 } };
  const settings = {
    tokenizerConfig: {
      tokenizer_class: "GPT2Tokenizer",
      add_bos_token: true,
      bos_token: "<two>",
      eos_token: "<two>",
    },
  };
  const tokenizer = createTokenizer(tokenizerOfVocabulary(files, settings), settings);
  expect(tokenizer.encode("<one>", { special: true }).ids).toEqual([size + 1, size]);
  expect(tokenizer.size).toBe(size + 2);
});

test("Qwen's words and normal form are its own", () => {
  const settings = { config: { model_type: "qwen2" } };
  const tokenizer = createTokenizer(
    tokenizerOfVocabulary({ vocabulary: vocab, merges: "1 9" }, settings),
    settings,
  );
  expect(tokenizer.encode("19").ids).toHaveLength(2); // each digit is a word
  expect(tokenizer.encode("u\u0308").ids).toEqual(tokenizer.encode("ü").ids);
});

test.each([
  ["another class", { vocabulary: vocab, merges: "" }, "llama", "unsupported", "vocab.json"],
  ["ids that are no numbers", { vocabulary: { a: "x" }, merges: "" }, "gpt2", "invalid_input", "vocab.json"],
  ["merges of three", { vocabulary: vocab, merges: "a b c" }, "gpt2", "invalid_input", "merges.txt"],
])("%s: refused with the file's name", (_, files, type, code, field) => {
  expect(() => tokenizerOfVocabulary(files, { config: { model_type: type } })).toThrow(
    expect.objectContaining({ code, details: { field } }),
  );
});
