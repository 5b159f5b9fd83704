/** SentencePiece tokenizers over a few words: one vocabulary, written in each form that tokenizer.json files use. */

/** The first tokens of the vocabulary: the special tokens, then one token for each byte. */
const SPECIAL = ["<unk>", "<s>", "</s>"];
const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);
const LETTERS = [..."▁ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,"];
const WORDS = ["▁The", "▁the", "▁cat", "▁city", "▁of", "▁in", "▁is", "▁was", "▁moon", "on", "▁Paris"];

const toSpaces = { type: "Replace", pattern: { String: "▁" }, content: " " };
const strip = { type: "Strip", content: " ", start: 1, stop: 0 };
const behindText = {
  type: "Sequence",
  decoders: [toSpaces, { type: "ByteFallback" }, { type: "Fuse" }, strip],
};
const metaspace = (prepend_scheme: string, split: boolean) => ({
  type: "Metaspace",
  replacement: "▁",
  prepend_scheme,
  split,
});

/** All forms give the same ids for every text that begins with a letter. */
export const SENTENCEPIECE_FORMS = {
  /** The form in which Llama 2 was published. */
  prepend: {
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "Prepend", prepend: "▁" },
        { type: "Replace", pattern: { String: " " }, content: "▁" },
      ],
    },
    pre_tokenizer: null,
    decoder: behindText,
  },
  /** The form in which transformers 5 writes Llama 2 and Mistral. */
  first: { normalizer: null, pre_tokenizer: metaspace("first", false), decoder: behindText },
  /** The form of T5's converter. Words are split, and the Metaspace decoder removes the space in front. */
  always: {
    normalizer: null,
    pre_tokenizer: metaspace("always", true),
    decoder: { type: "Sequence", decoders: [{ type: "ByteFallback" }, metaspace("always", true)] },
  },
} as const;
export type SentencePieceForm = keyof typeof SENTENCEPIECE_FORMS;

/** Content of tokenizer.json. `ends`: every text also gets </s> at its end, as in some tokenizers saved after training. */
export function sentencePiece(form: SentencePieceForm = "prepend", { ends = false } = {}) {
  const vocabulary = [...SPECIAL, ...BYTES, ...LETTERS];
  const merges: [string, string][] = [];
  for (const word of WORDS) {
    const letters = [...word];
    for (let end = 1; end < letters.length; end++) {
      const left = letters.slice(0, end).join("");
      if (vocabulary.includes(left + letters[end])) continue;
      merges.push([left, letters[end]]);
      vocabulary.push(left + letters[end]);
    }
  }
  const specialToken = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  return {
    version: "1.0",
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    ...SENTENCEPIECE_FORMS[form],
    post_processor: {
      type: "TemplateProcessing",
      single: [
        specialToken("<s>"),
        { Sequence: { id: "A", type_id: 0 } },
        ...(ends ? [specialToken("</s>")] : []),
      ],
      pair: [],
      special_tokens: {
        "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] },
        "</s>": { id: "</s>", ids: [2], tokens: ["</s>"] },
      },
    },
    model: {
      type: "BPE",
      unk_token: "<unk>",
      byte_fallback: true,
      fuse_unk: true,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges,
    },
  };
}

/** Content of tokenizer_config.json. */
export const SENTENCEPIECE_CONFIG = { bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>" };
