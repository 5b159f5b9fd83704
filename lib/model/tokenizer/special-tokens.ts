/**
 * The special tokens of a checkpoint: which begins a text, which end it, which stands for what the vocabulary lacks. Published
 * checkpoints state them in up to four files, and many state them in one alone. Generation ends at every token that any of
 * the files names as an end: a chat model ends its turns with one and its texts with another.
 */
import type { TokenId } from "./tokenizer";

export interface SpecialTokens {
  readonly bos?: TokenId;
  /** Each of these ends a text; none where the checkpoint states none. */
  readonly eos: readonly TokenId[];
  readonly unk?: TokenId;
}

/** The files beside tokenizer.json, as parsed. One that the checkpoint lacks is absent. */
export interface TokenizerSettings {
  /** tokenizer_config.json */
  readonly tokenizerConfig?: unknown;
  /** special_tokens_map.json, which older checkpoints have beside or in place of tokenizer_config.json. */
  readonly specialTokensMap?: unknown;
  /** config.json */
  readonly config?: unknown;
  /** generation_config.json */
  readonly generationConfig?: unknown;
  /** chat_template.jinja */
  readonly chatTemplateText?: string;
  /** chat_template.json */
  readonly chatTemplateJson?: unknown;
}

type Kind = "bos" | "eos" | "unk";

/** Tokens that a tokenizer's class in transformers has where no file states any. Matched with the class, or model_type. */
const CLASS_DEFAULTS: readonly (readonly [RegExp, Readonly<Partial<Record<Kind, string>>>])[] = [
  [
    /^(gpt|codegen|opt|phi$|starcoder|olmo$)/i,
    { bos: "<|endoftext|>", eos: "<|endoftext|>", unk: "<|endoftext|>" },
  ],
  [/^qwen/i, { eos: "<|endoftext|>", unk: "<|endoftext|>" }],
  [/^gemma/i, { bos: "<bos>", eos: "<eos>", unk: "<unk>" }],
  [/^(llama|codellama|mistral|mixtral|bloom)/i, { bos: "<s>", eos: "</s>", unk: "<unk>" }],
];

/** The tokenizer's class in transformers or, where no file states it, the kind of model, whose name its class begins with. */
export function tokenizerClass({ tokenizerConfig, config }: TokenizerSettings): string {
  return String(fieldsOf(tokenizerConfig).tokenizer_class ?? fieldsOf(config).model_type);
}

/** Tokens that a class has where no file states any. */
export function classTokens(className: string): Readonly<Partial<Record<Kind, string>>> {
  return CLASS_DEFAULTS.find(([pattern]) => pattern.test(className))?.[1] ?? {};
}

/** `json` is the content of tokenizer.json; `idOf` looks a token up in its vocabulary. */
export function specialTokensOf(
  json: unknown,
  settings: TokenizerSettings,
  idOf: (token: string) => TokenId | undefined,
): SpecialTokens {
  const [tokenizerConfig, specialTokensMap, config, generationConfig, tokenizer] = [
    settings.tokenizerConfig,
    settings.specialTokensMap,
    settings.config,
    settings.generationConfig,
    json,
  ].map(fieldsOf);
  const defaults = classTokens(tokenizerClass(settings));
  const named = (kind: Kind): TokenId[] =>
    [tokenizerConfig, specialTokensMap].flatMap((file) => idsNamed(file[`${kind}_token`], idOf));
  const numbered = (kind: Kind): TokenId[] =>
    [config, generationConfig].flatMap((file) => idsIn(file[`${kind}_token_id`]));
  const orDefault = (kind: Kind, stated: readonly TokenId[]): readonly TokenId[] =>
    stated.length > 0 ? stated : idsNamed(defaults[kind], idOf);
  const { unk_token: unkToken, unk_id: unkId } = fieldsOf(tokenizer.model);
  const [bos] = orDefault("bos", [...named("bos"), ...numbered("bos")]);
  const [unk] = orDefault("unk", [...named("unk"), ...idsNamed(unkToken, idOf), ...idsIn(unkId)]);
  return { bos, eos: [...new Set(orDefault("eos", [...named("eos"), ...numbered("eos")]))], unk };
}

/** A token is written as its text or, when it has flags of its own, as an object with its text as `content`. */
function idsNamed(token: unknown, idOf: (token: string) => TokenId | undefined): TokenId[] {
  const text = typeof token === "string" ? token : fieldsOf(token).content;
  const id = typeof text === "string" ? idOf(text) : undefined;
  return id === undefined ? [] : [id];
}

/** One id or a list of them. Some checkpoints write -1 for none. */
function idsIn(ids: unknown): TokenId[] {
  const list: readonly unknown[] = Array.isArray(ids) ? ids : [ids];
  return list.filter((id): id is TokenId => Number.isSafeInteger(id) && (id as TokenId) >= 0);
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
