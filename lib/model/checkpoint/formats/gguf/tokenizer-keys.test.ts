import { describe, expect, test } from "vitest";
import {
  SENTENCEPIECE_FORMS,
  sentencePiece,
  type SentencePieceForm,
} from "../../../../testing/formats/sentencepiece";
import { createTokenizer } from "../../../tokenizer/tokenizer";
import { keysOf } from "./header";
import { tokenizerFiles } from "./tokenizer-files";
import { tokenizerKeys } from "./tokenizer-keys";

const FORMS = Object.keys(SENTENCEPIECE_FORMS) as SentencePieceForm[];
const TEXTS = ["The cat is in the city of Paris", "the moon", "a Café 12", "A  B"];
const CONFIG = { bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>" };

function readBack(json: object) {
  const original = createTokenizer(json, { tokenizerConfig: CONFIG });
  const keys = tokenizerKeys(json, original.special, "{{ messages }}", original.size + 2);
  const header = { files: ["tiny.gguf"], keys, tensors: new Map(), dataStart: new Map() };
  const { tokenizer, tokenizerConfig } = tokenizerFiles(keysOf(header));
  return { original, keys, again: createTokenizer(tokenizer, { tokenizerConfig }) };
}

describe.each(FORMS)("a scored vocabulary, written in the form %s,", (form) => {
  test("has the same tokens when it is read again", () => {
    const { original, again } = readBack(sentencePiece(form));
    for (const text of TEXTS) {
      expect(again.encode(text, { special: true }).ids).toEqual(original.encode(text, { special: true }).ids);
    }
  });
});

test("rows without a token are named, and the chat template is kept", () => {
  const { original, keys } = readBack(sentencePiece("prepend"));
  const tokens = keys.get("tokenizer.ggml.tokens")?.value as string[];
  expect(tokens.slice(-2)).toEqual([`[PAD${original.size}]`, `[PAD${original.size + 1}]`]);
  expect(keys.get("tokenizer.chat_template")?.value).toBe("{{ messages }}");
});

test.each([
  ["a normalizer that composes", { normalizer: { type: "NFKC" } }, /the normalizer NFKC/],
  ["a cut at punctuation", { pre_tokenizer: { type: "Punctuation" } }, /the pre-tokenizer Punctuation/],
  ["another model", { model: { type: "Unigram" } }, /the model Unigram/],
])("%s is refused by its name", (_what, change, message) => {
  const json = { ...sentencePiece("prepend"), ...change };
  expect(() => tokenizerKeys(json, { eos: [] }, undefined, 1000)).toThrow(message);
});
