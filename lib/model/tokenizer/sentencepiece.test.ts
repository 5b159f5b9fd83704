import { expect, test } from "vitest";
import { createTokenizer } from "./tokenizer";

/** The form of Llama 2: words begin with ▁, unknown characters fall back to bytes, a beginning token comes first. */
const LETTERS = [
  "<unk>",
  "<s>",
  "</s>",
  "▁",
  "T",
  "h",
  "e",
  "▁T",
  "he",
  "▁The",
  "c",
  "a",
  "t",
  "▁c",
  "at",
  "▁cat",
];
const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);
const added = (id: number, content: string) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});
const TOKENIZER = createTokenizer(
  {
    version: "1.0",
    added_tokens: [added(0, "<unk>"), added(1, "<s>"), added(2, "</s>")],
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "Prepend", prepend: "▁" },
        { type: "Replace", pattern: { String: " " }, content: "▁" },
      ],
    },
    pre_tokenizer: null,
    post_processor: {
      type: "TemplateProcessing",
      single: [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
      pair: [],
      special_tokens: { "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] } },
    },
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "▁" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    model: {
      type: "BPE",
      unk_token: "<unk>",
      byte_fallback: true,
      fuse_unk: true,
      vocab: Object.fromEntries([...LETTERS, ...BYTES].map((token, id) => [token, id])),
      merges: [
        ["▁", "T"],
        ["h", "e"],
        ["▁T", "he"],
        ["▁", "c"],
        ["a", "t"],
        ["▁c", "at"],
      ],
    },
  },
  { tokenizerConfig: { bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>" } },
);

test("the space put in front takes no room, and words keep theirs", () => {
  const { ids, offsets } = TOKENIZER.encode("The cat");
  expect(ids.map((id) => TOKENIZER.piece(id))).toEqual([" The", " cat"]);
  expect(offsets).toEqual([
    [0, 3],
    [3, 7],
  ]);
});

test("a beginning token is added on request and takes no room", () => {
  const { ids, offsets } = TOKENIZER.encode("The cat", { special: true });
  expect(ids[0]).toBe(TOKENIZER.special.bos);
  expect(offsets[0]).toEqual([0, 0]);
  expect(offsets[2]).toEqual([3, 7]);
});

test("a character that falls apart into bytes has one range", () => {
  const text = "The ü";
  const { ids, offsets } = TOKENIZER.encode(text);
  expect(TOKENIZER.decode(ids)).toBe(text);
  expect(offsets[offsets.length - 1][1]).toBe(text.length);
});
