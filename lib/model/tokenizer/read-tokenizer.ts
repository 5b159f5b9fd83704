/** The tokenizer of a checkpoint, from all files that decide about its tokens. */
import { readJson, readJsonIfThere, type CheckpointFiles } from "../checkpoint/checkpoint-files";
import { tokenizerOfVocabulary } from "./from-vocabulary";
import type { TokenizerSettings } from "./special-tokens";
import { createTokenizer, type Tokenizer } from "./tokenizer";

export interface TokenizerFiles {
  /** The content of tokenizer.json. */
  readonly json: unknown;
  readonly settings: TokenizerSettings;
}

/** Throws `invalid_input` that names the file which is missing or not JSON. */
export async function readTokenizerFiles(files: CheckpointFiles): Promise<TokenizerFiles> {
  const settings: TokenizerSettings = {
    tokenizerConfig: await readJsonIfThere(files, "tokenizer_config.json"),
    specialTokensMap: await readJsonIfThere(files, "special_tokens_map.json"),
    config: await readJsonIfThere(files, "config.json"),
    generationConfig: await readJsonIfThere(files, "generation_config.json"),
  };
  const names = (await files.list()).map(({ name }) => name);
  if (names.includes("tokenizer.json") || !hasTokenizer(names)) {
    return { json: await readJson(files, "tokenizer.json"), settings };
  }
  const json = tokenizerOfVocabulary(
    {
      vocabulary: await readJson(files, "vocab.json"),
      merges: new TextDecoder().decode(await files.read("merges.txt")),
      addedTokens: await readJsonIfThere(files, "added_tokens.json"),
    },
    settings,
  );
  return { json, settings };
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
