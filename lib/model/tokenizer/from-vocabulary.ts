/**
 * The tokenizer of a checkpoint that has vocab.json and merges.txt in place of tokenizer.json: the content that transformers
 * would write to tokenizer.json, for the classes that are byte-level BPE (Radford et al. 2019).
 */
import { z } from "zod";
import { PalimpsestError } from "../../base";
import { classTokens, fieldsOf, tokenizerClass, type TokenizerSettings } from "./special-tokens";

interface VocabularyFiles {
  /** vocab.json: the id of each token. */
  readonly vocabulary: unknown;
  /** merges.txt: one pair a line, and perhaps a first line with the version. */
  readonly merges: string;
  /** added_tokens.json: ids of tokens beside the vocabulary. */
  readonly addedTokens?: unknown;
}

interface AddedToken {
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/** How Qwen cuts a text into words before it merges. */
const QWEN_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const NFC = { type: "NFC" };

/** What the classes differ in. */
const CLASSES: readonly (readonly [
  RegExp,
  { readonly normalizer: object | null; readonly words?: string },
])[] = [
  [/^gpt_?neox/i, { normalizer: NFC }],
  [/^(gpt|codegen|opt$|phi$|starcoder)/i, { normalizer: null }],
  [/^qwen/i, { normalizer: NFC, words: QWEN_WORDS }],
];

/** Throws `unsupported` for a class that is not byte-level BPE, and `invalid_input` for files that are not what they say. */
export function tokenizerOfVocabulary(files: VocabularyFiles, settings: TokenizerSettings): unknown {
  const className = tokenizerClass(settings);
  const form = CLASSES.find(([pattern]) => pattern.test(className))?.[1];
  if (!form) {
    throw new PalimpsestError(
      "unsupported",
      `vocab.json and merges.txt of the tokenizer ${className} are not read.`,
      {
        hint: 'Make tokenizer.json of them: AutoTokenizer.from_pretrained("folder").save_pretrained("folder") in transformers.',
        details: { field: "vocab.json" },
      },
    );
  }
  const vocabulary = z.record(z.string(), z.int().nonnegative()).safeParse(files.vocabulary);
  if (!vocabulary.success) throw malformed("vocab.json", "an id for each token");
  const merges = files.merges
    .split(/\r?\n/)
    .filter((line, i) => line !== "" && !(i === 0 && line.startsWith("#version")))
    .map((line) => line.split(" "));
  if (merges.some((pair) => pair.length !== 2)) throw malformed("merges.txt", "two tokens a line");

  const addPrefixSpace = fieldsOf(settings.tokenizerConfig).add_prefix_space === true;
  const bytes = { type: "ByteLevel", add_prefix_space: addPrefixSpace, trim_offsets: true };
  const added = withIds(addedTokens(files, settings, className), vocabulary.data);
  return {
    version: "1.0",
    added_tokens: added,
    normalizer: form.normalizer,
    pre_tokenizer:
      form.words === undefined
        ? { ...bytes, use_regex: true }
        : {
            type: "Sequence",
            pretokenizers: [
              { type: "Split", pattern: { Regex: form.words }, behavior: "Isolated", invert: false },
              { ...bytes, use_regex: false },
            ],
          },
    post_processor: beginning(settings, added),
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: "BPE", vocab: vocabulary.data, merges },
  };
}

function malformed(field: string, expected: string): PalimpsestError {
  return new PalimpsestError("invalid_input", `${field} does not state ${expected}.`, {
    hint: "Copy the file again from the checkpoint.",
    details: { field },
  });
}

const plainToken = (content: string, isSpecial: boolean): AddedToken => ({
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: !isSpecial,
  special: isSpecial,
});

/** A token that is stated with its flags, or as its text alone. */
function tokenOf(stated: unknown, isSpecial: boolean): AddedToken | undefined {
  const {
    content,
    __type: _,
    ...flags
  } = typeof stated === "string" ? { content: stated } : fieldsOf(stated);
  if (typeof content !== "string") return undefined;
  return { ...plainToken(content, isSpecial), ...flags, ...(isSpecial && { special: true }) };
}

/** In the order in which transformers adds them, each once. */
function addedTokens(
  { addedTokens: beside }: VocabularyFiles,
  { tokenizerConfig, specialTokensMap }: TokenizerSettings,
  className: string,
): readonly AddedToken[] {
  const settings = fieldsOf(tokenizerConfig);
  const byId = Object.entries(fieldsOf(settings.added_tokens_decoder)).sort(
    ([a], [b]) => Number(a) - Number(b),
  );
  const named = Object.entries(fieldsOf(beside)).sort(([, a], [, b]) => Number(a) - Number(b));
  const special = [settings, fieldsOf(specialTokensMap)].flatMap((file) => {
    const lists = [file.additional_special_tokens, file.extra_special_tokens].filter(Array.isArray);
    return [...SPECIAL.map((name) => file[name]), ...lists.flat()];
  });
  const defaults = Object.entries(classTokens(className))
    .filter(([kind]) => [settings, fieldsOf(specialTokensMap)].every((file) => file[`${kind}_token`] == null))
    .map(([, token]) => token);
  const tokens = [
    ...byId.map(([, token]) => tokenOf(token, fieldsOf(token).special === true)),
    ...named.map(([token]) => tokenOf(token, false)),
    ...[...special, ...defaults].map((token) => tokenOf(token, true)),
  ].filter((token) => token !== undefined);
  return tokens.filter(({ content }, i) => tokens.findIndex((token) => token.content === content) === i);
}

const SPECIAL = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

/** Tokens that the vocabulary lacks follow it. */
function withIds(tokens: readonly AddedToken[], vocabulary: Readonly<Record<string, number>>) {
  let next = Object.keys(vocabulary).length;
  return tokens.map((token) => ({ id: vocabulary[token.content] ?? next++, ...token }));
}

/** The template of a tokenizer that puts a token before each text, as OPT's does. */
function beginning(
  { tokenizerConfig, specialTokensMap }: TokenizerSettings,
  added: readonly (AddedToken & { readonly id: number })[],
): object | null {
  const settings = fieldsOf(tokenizerConfig);
  if (settings.add_bos_token !== true) return null;
  const bos = tokenOf(settings.bos_token ?? fieldsOf(specialTokensMap).bos_token, true)?.content;
  const token = added.find(({ content }) => content === bos);
  if (!token) return null;
  const piece = { SpecialToken: { id: token.content, type_id: 0 } };
  return {
    type: "TemplateProcessing",
    single: [piece, { Sequence: { id: "A", type_id: 0 } }],
    pair: [],
    special_tokens: { [token.content]: { id: token.content, ids: [token.id], tokens: [token.content] } },
  };
}
