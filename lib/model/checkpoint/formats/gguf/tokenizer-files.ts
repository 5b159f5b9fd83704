/**
 * tokenizer.json and its companions from the keys of a GGUF file, so that a text has the ids that llama.cpp gives it. Two
 * kinds exist: byte-level BPE with merges, whose splitting is named by `tokenizer.ggml.pre`, and SentencePiece with scores,
 * from which the merges are derived.
 */
import { because, PalimpsestError, type JsonObject } from "../../../../base";
import type { GgufKeys } from "./header";

/** Values of `tokenizer.ggml.token_type`. */
const [CONTROL, USER_DEFINED, BYTE] = [3, 4, 6];

interface TokenizerFiles {
  readonly tokenizer: JsonObject;
  readonly tokenizerConfig: JsonObject;
  readonly generationConfig: JsonObject;
}

interface Vocabulary {
  readonly tokens: readonly string[];
  readonly types: readonly number[];
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly unk: number | undefined;
  readonly addsBos: boolean;
}

/** Throws `unsupported` for a kind or a splitting that is not known, naming the key. */
export function tokenizerFiles(keys: GgufKeys): TokenizerFiles {
  const kind = keys.text("tokenizer.ggml.model") ?? "none";
  const tokens = keys.texts("tokenizer.ggml.tokens") ?? [];
  if (tokens.length === 0 || !(kind === "gpt2" || kind === "llama")) {
    throw unsupported("tokenizer.ggml.model", kind, "gpt2 and llama");
  }
  const isSentencePiece = kind === "llama";
  const pre = keys.text("tokenizer.ggml.pre") ?? "default";
  const number = (name: string, whenAbsent?: number) => {
    const id = keys.number(`tokenizer.ggml.${name}`) ?? whenAbsent;
    return id !== undefined && id < tokens.length ? id : undefined;
  };
  const vocabulary: Vocabulary = {
    tokens,
    types: keys.numbers("tokenizer.ggml.token_type") ?? [],
    bos: number("bos_token_id", isSentencePiece ? 1 : 11),
    eos: number("eos_token_id", isSentencePiece ? 2 : 11),
    unk: number("unknown_token_id", isSentencePiece ? 0 : undefined),
    addsBos: keys.flag("tokenizer.ggml.add_bos_token") ?? (isSentencePiece || BEGINS_WITH_BOS.has(pre)),
  };
  const model = isSentencePiece ? sentencePiece(vocabulary, keys) : byteLevel(vocabulary, pre, keys);
  const { bos, eos, unk, types } = vocabulary;
  const template = keys.text("tokenizer.chat_template");
  const named = (name: string, id: number | undefined) => (id === undefined ? {} : { [name]: tokens[id] });
  return {
    tokenizer: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: tokens.flatMap((content, id) =>
        types[id] === CONTROL || types[id] === USER_DEFINED
          ? [
              {
                id,
                content,
                single_word: false,
                lstrip: false,
                rstrip: false,
                normalized: false,
                special: types[id] === CONTROL,
              },
            ]
          : [],
      ),
      post_processor: beginning(vocabulary),
      ...model,
    },
    tokenizerConfig: {
      ...named("bos_token", bos),
      ...named("eos_token", eos),
      ...named("unk_token", unk),
      ...(template !== undefined && { chat_template: template }),
    },
    generationConfig: { eos_token_id: endings(vocabulary) },
  };
}

/** Splittings under which llama.cpp puts BOS before a text when the file does not say. */
const BEGINS_WITH_BOS: ReadonlySet<string> = new Set([
  "llama-bpe",
  "llama3",
  "llama-v3",
  "tekken",
  "falcon3",
  "falcon-h1",
  "pixtral",
  "lfm2",
  "chameleon",
]);

/** Tokens at which llama.cpp ends a generation whatever the keys are. */
const ENDINGS = ["<|im_end|>", "<|eot_id|>", "<|end|>", "<|endoftext|>", "</s>", "<end_of_turn>", "<eos>"];

function endings({ tokens, eos }: Vocabulary): number[] {
  const known = ENDINGS.map((text) => tokens.indexOf(text)).filter((id) => id >= 0);
  return [...new Set([...(eos === undefined ? [] : [eos]), ...known])];
}

function beginning({ tokens, bos, addsBos }: Vocabulary): JsonObject | null {
  if (!addsBos || bos === undefined) return null;
  const [id, text] = [
    { SpecialToken: { id: tokens[bos], type_id: 0 } },
    { Sequence: { id: "A", type_id: 0 } },
  ];
  return {
    type: "TemplateProcessing",
    single: [id, text],
    pair: [id, text, { Sequence: { id: "B", type_id: 1 } }],
    special_tokens: { [tokens[bos]]: { id: tokens[bos], ids: [bos], tokens: [tokens[bos]] } },
  };
}

const ids = (tokens: readonly string[]) => Object.fromEntries(tokens.map((token, id) => [token, id]));

// Byte-level BPE

const split = (pattern: string): JsonObject => ({
  type: "Split",
  pattern: { Regex: pattern },
  behavior: "Isolated",
  invert: false,
});
/** Every number alone. `Digits` of the library knows those of Unicode's category Nd only. */
const digits = split("\\p{N}");
const bytes = (splits: boolean): JsonObject => ({
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: splits,
});

/** The expression of Llama 3, with its longest run of digits and its letters. */
const llama3 = (run: string, letters = "\\p{L}") =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?${letters}+|${run}| ?[^\\s${letters.replace(/[[\]]/g, "")}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
/** The expression of GPT-2. */
const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** The expression of GPT-4o, with what may follow a word and its longest run of digits. */
const cased = (ending: string, run: string) => {
  const [upper, lower] = ["[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]", "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]"];
  const before = "[^\\r\\n\\p{L}\\p{N}]?";
  return [
    `${before}${upper}*${lower}+${ending}`,
    `${before}${upper}+${lower}*${ending}`,
    run,
    " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*",
    "\\s*[\\r\\n]+",
    "\\s+(?!\\S)",
    "\\s+",
  ].join("|");
};

interface Splitting {
  readonly names: readonly string[];
  readonly steps: readonly JsonObject[];
  /** Whether a piece that is a token as a whole is taken before any merge. */
  readonly takesWhole?: boolean;
}

/** Splittings by the names of `tokenizer.ggml.pre`; others are refused, because their ids would differ. */
const SPLITTINGS: readonly Splitting[] = [
  {
    names: ["gpt-2", "phi-2", "olmo", "mpt", "trillion", "granite-docling", "jais"],
    steps: [bytes(true)],
  },
  {
    names: ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"],
    steps: [digits, bytes(true)],
  },
  {
    names: ["llama-bpe", "llama3", "llama-v3", "dbrx", "smaug-bpe", "chatglm-bpe", "glm4"],
    steps: [split(llama3("\\p{N}{1,3}")), bytes(false)],
    takesWhole: true,
  },
  {
    names: ["qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan"],
    steps: [split(llama3("\\p{N}")), bytes(false)],
  },
  {
    names: ["seed-coder"],
    steps: [split(llama3("\\p{N}").replace("+[\\r\\n]*|", "+|")), bytes(false)],
  },
  {
    names: ["deepseek-coder"],
    steps: [
      split("[\\r\\n]"),
      split("\\s?\\p{L}+"),
      split("\\s?\\p{P}+"),
      split("[一-龥ࠀ-一가-퟿]+"),
      digits,
      bytes(false),
    ],
  },
  { names: ["qwen35"], steps: [split(llama3("\\p{N}", "[\\p{L}\\p{M}]")), bytes(false)] },
  {
    names: ["gpt-4o"],
    steps: [split(cased("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "\\p{N}{1,3}")), bytes(false)],
  },
  { names: ["tekken"], steps: [split(cased("", "\\p{N}")), bytes(false)], takesWhole: true },
  {
    names: ["falcon"],
    steps: [
      split("[\\p{P}\\$\\+<=>\\^~\\|`]+"),
      split(GPT2.replace(/\|\\s\+$/, "")),
      split("[0-9][0-9][0-9]"),
      bytes(false),
    ],
  },
  {
    names: ["deepseek-v3"],
    steps: [
      split("\\p{N}{1,3}"),
      split("[一-龥぀-ゟ゠-ヿ]+"),
      split(
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      ),
      bytes(false),
    ],
  },
  { names: ["bloom", "poro-chat"], steps: [split(" ?[^(\\s|.,!?…。，、।۔،)]+"), bytes(false)] },
  {
    names: ["default"],
    steps: [
      split("[\\p{P}\\$\\+<=>\\^~\\|]+"),
      split(GPT2.replace(/\|\\s\+$/, "")),
      split("\\p{N}+"),
      split("[0-9][0-9][0-9]"),
      bytes(false),
    ],
  },
];

/** The first name of each splitting: any other of its names means the same. */
export const splittingNames = (): readonly string[] => SPLITTINGS.map(({ names }) => names[0]);

/** Whether a tokenizer's pre-tokenizer splits as one of `splittingNames` does. */
export function isSameSplitting(name: string, preTokenizer: unknown, takesWhole: boolean): boolean {
  const splitting = SPLITTINGS.find(({ names }) => names[0] === name);
  const steps = splitting?.steps.map(normalized);
  const same = JSON.stringify(steps) === JSON.stringify(stepsOf(preTokenizer).map(normalized));
  return same && (splitting?.takesWhole ?? false) === takesWhole;
}

interface Step {
  readonly type?: string;
  readonly pretokenizers?: readonly Step[];
  readonly pattern?: { readonly Regex?: string; readonly String?: string };
  readonly behavior?: string;
  readonly invert?: boolean;
  readonly use_regex?: boolean;
  readonly add_prefix_space?: boolean;
  readonly individual_digits?: boolean;
}

function stepsOf(preTokenizer: unknown): readonly Step[] {
  const step = preTokenizer as Step | null;
  return step?.type === "Sequence" ? (step.pretokenizers ?? []) : step ? [step] : [];
}

/** A step without what does not decide about tokens, such as how offsets are trimmed. */
function normalized(step: Step): readonly unknown[] {
  if (step.type === "Digits") return ["Split", "\\p{N}", step.individual_digits === true, false];
  if (step.type === "Split")
    return ["Split", step.pattern?.Regex, step.behavior === "Isolated", step.invert ?? false];
  return [step.type, step.use_regex ?? true, step.add_prefix_space ?? true];
}

function byteLevel({ tokens }: Vocabulary, pre: string, keys: GgufKeys): JsonObject {
  const splitting = SPLITTINGS.find(({ names }) => names.includes(pre));
  if (!splitting) {
    throw unsupported("tokenizer.ggml.pre", pre, SPLITTINGS.flatMap(({ names }) => names).join(", "));
  }
  const merges = keys.texts("tokenizer.ggml.merges");
  if (!merges) throw unsupported("tokenizer.ggml.merges", "absent", "a list");
  return {
    normalizer: null,
    pre_tokenizer: { type: "Sequence", pretokenizers: [...splitting.steps] },
    decoder: bytes(true),
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: splitting.takesWhole ?? false,
      vocab: ids(tokens),
      // A merge may hold spaces of its own: its halves part at the first space after the first character.
      merges: merges.map((merge) => {
        const space = merge.indexOf(" ", 1);
        return [merge.slice(0, space), merge.slice(space + 1)];
      }),
    },
  };
}

// SentencePiece

function sentencePiece({ tokens, types, unk }: Vocabulary, keys: GgufKeys): JsonObject {
  const scores = keys.numbers("tokenizer.ggml.scores") ?? [];
  const prefixes = keys.flag("tokenizer.ggml.add_space_prefix") ?? true;
  const replace = (from: string, to: string) => ({ type: "Replace", pattern: { String: from }, content: to });
  return {
    normalizer: {
      type: "Sequence",
      normalizers: [...(prefixes ? [{ type: "Prepend", prepend: "▁" }] : []), replace(" ", "▁")],
    },
    pre_tokenizer: null,
    decoder: {
      type: "Sequence",
      decoders: [
        replace("▁", " "),
        { type: "ByteFallback" },
        { type: "Fuse" },
        ...(prefixes ? [{ type: "Strip", content: " ", start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: unk === undefined ? null : tokens[unk],
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: types.includes(BYTE),
      ignore_merges: false,
      vocab: ids(tokens),
      merges: mergesOf(tokens, types, scores),
    },
  };
}

/**
 * llama.cpp joins the neighbours whose joined piece has the highest score, again and again. As a list of merges that is: every
 * way to cut a piece into two pieces of the vocabulary, by falling score of the whole, then by the ids of the halves.
 */
function mergesOf(
  tokens: readonly string[],
  types: readonly number[],
  scores: readonly number[],
): [left: string, right: string][] {
  const isPiece = (id: number) => types[id] !== CONTROL && types[id] !== BYTE;
  const idOf = new Map(tokens.flatMap((token, id) => (isPiece(id) ? [[token, id] as const] : [])));
  const cuts: { left: number; right: number; score: number }[] = [];
  for (const [piece, id] of idOf) {
    const characters = [...piece];
    for (let at = 1; at < characters.length; at++) {
      const left = idOf.get(characters.slice(0, at).join(""));
      const right = idOf.get(characters.slice(at).join(""));
      if (left !== undefined && right !== undefined) cuts.push({ left, right, score: scores[id] ?? 0 });
    }
  }
  cuts.sort((a, b) => b.score - a.score || a.left - b.left || a.right - b.right);
  return cuts.map(({ left, right }) => [tokens[left], tokens[right]]);
}

function unsupported(key: string, found: string, known: string): PalimpsestError {
  return new PalimpsestError("unsupported", `The GGUF file's ${key} is ${found}.`, {
    hint: `Palimpsest reads ${known}. Another tokenizer would give other tokens, so the model is not opened.`,
    details: { ...because("tokenizerUnsupported", { found: `${key} ${found}` }), field: key },
  });
}
