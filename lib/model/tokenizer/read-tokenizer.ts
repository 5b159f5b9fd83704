/** The tokenizer of a checkpoint, from all files that decide about its tokens. */
import { readJson, readJsonIfThere, type CheckpointFiles } from "../checkpoint/checkpoint-files";
import type { TokenizerSettings } from "./special-tokens";
import { createTokenizer, type Tokenizer } from "./tokenizer";

export interface TokenizerFiles {
  /** The content of tokenizer.json. */
  readonly json: unknown;
  readonly settings: TokenizerSettings;
}

/** Throws `invalid_input` that names the file which is missing or not JSON. */
export async function readTokenizerFiles(files: CheckpointFiles): Promise<TokenizerFiles> {
  return {
    json: await readJson(files, "tokenizer.json"),
    settings: {
      tokenizerConfig: await readJsonIfThere(files, "tokenizer_config.json"),
      specialTokensMap: await readJsonIfThere(files, "special_tokens_map.json"),
      config: await readJsonIfThere(files, "config.json"),
      generationConfig: await readJsonIfThere(files, "generation_config.json"),
    },
  };
}

/** Throws as `readTokenizerFiles`, and `unsupported` for a tokenizer that is not read here. */
export async function readTokenizer(files: CheckpointFiles): Promise<Tokenizer> {
  const { json, settings } = await readTokenizerFiles(files);
  return createTokenizer(json, settings);
}
