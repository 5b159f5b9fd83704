/** The tokenizer of a checkpoint, from all files that decide about its tokens. */
import { because, PalimpsestError } from "../../base";
import { readJson, readJsonIfThere, readText, type CheckpointFiles } from "../checkpoint/checkpoint-files";
import { tokenizerOfVocabulary } from "./from-vocabulary";
import { fieldsOf, type TokenizerSettings } from "./special-tokens";
import { createTokenizer, type TokenId, type Tokenizer } from "./tokenizer";

interface TokenizerFiles {
  /** The content of tokenizer.json. */
  readonly json: unknown;
  readonly settings: TokenizerSettings;
}

const CHAT_TEMPLATE = "chat_template.jinja";

/** Throws `invalid_input` that names the file which is missing or not JSON. */
export async function readTokenizerFiles(files: CheckpointFiles): Promise<TokenizerFiles> {
  const names = (await files.list()).map(({ name }) => name);
  const settings: TokenizerSettings = {
    tokenizerConfig: await readJsonIfThere(files, "tokenizer_config.json"),
    specialTokensMap: await readJsonIfThere(files, "special_tokens_map.json"),
    config: await readJsonIfThere(files, "config.json"),
    generationConfig: await readJsonIfThere(files, "generation_config.json"),
    chatTemplateJson: await readJsonIfThere(files, "chat_template.json"),
    ...(names.includes(CHAT_TEMPLATE) && { chatTemplateText: await readText(files, CHAT_TEMPLATE) }),
  };
  if (names.includes("tokenizer.json") || !hasTokenizer(names)) {
    const json = await readJson(files, "tokenizer.json");
    return { json, settings };
  }
  const json = tokenizerOfVocabulary(
    {
      vocabulary: await readJson(files, "vocab.json"),
      merges: await readText(files, "merges.txt"),
      addedTokens: await readJsonIfThere(files, "added_tokens.json"),
    },
    settings,
  );
  return { json, settings };
}

/** Tokens of a tokenizer.json that a model with this many rows of embeddings has none for: added, and never resized. */
export function tokensBeyond(json: unknown, vocabulary: number): readonly string[] {
  return tokensOf(json)
    .filter(([, id]) => id >= vocabulary)
    .map(([token]) => token);
}

/** All tokens with their ids. Throws `integrity` for an id that is none. */
function tokensOf(json: unknown): readonly (readonly [token: string, id: TokenId])[] {
  const { model, added_tokens: added } = fieldsOf(json);
  const { vocab } = fieldsOf(model);
  const pieces: readonly unknown[] = Array.isArray(vocab) ? vocab : [];
  const extra: readonly unknown[] = Array.isArray(added) ? added : [];
  const tokens = [
    ...pieces.map((piece, id) => [String((piece as readonly unknown[] | null)?.[0]), id] as const),
    ...(pieces.length > 0 ? [] : Object.entries(fieldsOf(vocab))),
    ...extra.map(fieldsOf).map(({ content, id }) => [String(content), id] as const),
  ];
  const wrong = tokens.find(([, id]) => !Number.isSafeInteger(id) || (id as number) < 0);
  if (!wrong) return tokens as (readonly [string, TokenId])[];
  throw new PalimpsestError(
    "integrity",
    `tokenizer.json gives the token "${wrong[0].slice(0, 200)}" no sound id.`,
    {
      hint: "Copy the file again from the checkpoint.",
      details: { field: "tokenizer.json" },
    },
  );
}

/** Whether these files of a checkpoint hold a tokenizer: in one file or, as older checkpoints have it, in two. */
export function hasTokenizer(names: readonly string[]): boolean {
  return names.includes("tokenizer.json") || (names.includes("vocab.json") && names.includes("merges.txt"));
}

/** Throws as `readTokenizerFiles`, and `unsupported` for a tokenizer that is not read here. */
export async function readTokenizer(files: CheckpointFiles): Promise<Tokenizer> {
  const { json, settings } = await readTokenizerFiles(files);
  return createTokenizer(json, settings);
}

/**
 * The tokenizer as a model with this many rows of embeddings can use it: a text with a token beyond them is refused by that
 * token's name. Throws `invalid_input` from `encode`.
 */
export function boundedTokenizer(tokenizer: Tokenizer, vocabulary: number): Tokenizer {
  if (tokenizer.size <= vocabulary) return tokenizer;
  return {
    ...tokenizer,
    encode(text, options) {
      const encoding = tokenizer.encode(text, options);
      const beyond = encoding.ids.find((id) => id >= vocabulary);
      if (beyond === undefined) return encoding;
      throw new PalimpsestError(
        "invalid_input",
        `The text uses the token "${tokenizer.piece(beyond)}" (${beyond}), and the model has embeddings for ${vocabulary} tokens alone.`,
        {
          hint: "The token was added to the tokenizer and the model was never resized. Leave it out of the text.",
          details: {
            ...because("tokenWithoutRow", {
              token: tokenizer.piece(beyond),
              number: beyond,
              rows: vocabulary,
            }),
            field: "text",
            token: beyond,
          },
        },
      );
    },
  };
}
