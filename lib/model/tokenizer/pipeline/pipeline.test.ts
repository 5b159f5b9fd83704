import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { PalimpsestError } from "../../../base";
import { sentencePiece } from "../../../testing/formats/sentencepiece";
import { compareTokenizer, TokenizerCases } from "../../../testing/formats/tokenizer-cases";
import { openPipeline } from "./pipeline";

const FIXTURE = new URL("../../../testing/fixtures/tokenizers/cases.json", import.meta.url);
const SMALL = z.array(TokenizerCases).parse(JSON.parse(readFileSync(FIXTURE, "utf8")));

describe("ids, ranges and decoded texts are those of Hugging Face's tokenizers", () => {
  test.each(SMALL.map((cases) => [cases.name, cases] as const))("%s", (_, cases) => {
    expect(cases.cases.length).toBeGreaterThan(5);
    expect(compareTokenizer(cases)).toEqual([]);
  });
});

const BASE = sentencePiece("first");
const failure = (json: unknown): PalimpsestError => {
  try {
    openPipeline(json);
  } catch (error) {
    expect(error).toBeInstanceOf(PalimpsestError);
    return error as PalimpsestError;
  }
  return expect.fail("the tokenizer was opened");
};

describe("a setting that is not followed is refused by name", () => {
  const added = (id: number, content: string) => ({ ...BASE.added_tokens[0], id, content });
  test.each<[string, object, RegExp]>([
    ["a normalizer", { normalizer: { type: "Nmt" } }, /normalizer "Nmt"/],
    ["a pre-tokenizer", { pre_tokenizer: { type: "UnicodeScripts" } }, /pre-tokenizer "UnicodeScripts"/],
    ["a decoder", { decoder: { type: "CTC" } }, /decoder "CTC"/],
    ["a post-processor", { post_processor: { type: "Other" } }, /post-processor "Other"/],
    ["a model", { model: { ...BASE.model, type: "Other" } }, /model "Other"/],
    [
      "a step inside a sequence",
      { normalizer: { type: "Sequence", normalizers: [{ type: "NFC" }, { type: "Nmt" }] } },
      /normalizer "Nmt"/,
    ],
    ["dropout", { model: { ...BASE.model, dropout: 0.1 } }, /dropout/],
    [
      "continuing_subword_prefix",
      { model: { ...BASE.model, continuing_subword_prefix: "##" } },
      /continuing_subword_prefix/,
    ],
    ["a Unigram model without unk_id", { model: { type: "Unigram", vocab: [["a", -1]] } }, /unk_id/],
    ["an added token with two ids", { added_tokens: [added(7, "<s>")] }, /id 7 for the added token "<s>"/],
    ["a gap before an added token", { added_tokens: [added(9000, "<new>")] }, /id 9000 .* "<new>"/],
    [
      "a template without the text",
      { post_processor: { type: "TemplateProcessing", single: [], special_tokens: {} } },
      /template/,
    ],
  ])("%s", (_, change, message) => {
    const error = failure({ ...BASE, ...change });
    expect(error.message).toMatch(message);
    expect([error.code, error.details?.field]).toEqual(["unsupported", "tokenizer.json"]);
  });
});

describe("a damaged file is an error of tokenizer.json", () => {
  test("an id that is no number is named with its token", () => {
    const { code, details, message } = failure({ ...BASE, model: { ...BASE.model, vocab: { a: "x" } } });
    expect([code, details?.field]).toEqual(["integrity", "tokenizer.json"]);
    expect(message).toContain('"a"');
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["no model", {}],
    ["a model without a vocabulary", { model: { type: "BPE" } }],
    [
      "a pattern that is no regular expression",
      { ...BASE, normalizer: { type: "Replace", pattern: { Regex: "(" }, content: "" } },
    ],
    ["a list in place of a step", { ...BASE, decoder: [] }],
  ])("%s", (_, json) => {
    const { details, message } = failure(json);
    expect(details?.field).toBe("tokenizer.json");
    expect(message).toMatch(/tokenizer\.json/);
  });
});

test("150,000 added tokens are found in a text", () => {
  const size = Object.keys(BASE.model.vocab).length;
  const more = Array.from({ length: 150_000 }, (_, i) => ({
    ...BASE.added_tokens[0],
    id: size + i,
    content: `<extra_${i}>`,
  }));
  const pipeline = openPipeline({ ...BASE, added_tokens: [...BASE.added_tokens, ...more] });
  expect(pipeline.size).toBe(size + 150_000);
  const { ids, offsets } = pipeline.encode("The<extra_149999>");
  expect(ids[ids.length - 1]).toBe(size + 149_999);
  expect(offsets[offsets.length - 1]).toEqual([3, 17]);
});
