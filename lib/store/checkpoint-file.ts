/**
 * The names of a checkpoint's files. Only these are read, sent, downloaded and stored: whatever else a folder or a repository
 * holds does not exist here. Files that only other programs read belong to it, so that an exported checkpoint is whole.
 */
const SETTINGS = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt",
  "vocab.txt",
  "tokenizer.model",
  "chat_template.jinja",
  "chat_template.json",
  "sentence_bert_config.json",
  "config_sentence_transformers.json",
  "modules.json",
  "config_sentence_transformers.json",
  "modules.json",
  "model.safetensors.index.json",
];
/** In a folder of its own: how a sentence encoder makes one vector of a text. */
const POOLING = /^\d{1,2}_Pooling\/config\.json$/;
const SAFETENSORS = /^model(-\d{5}-of-\d{5})?\.safetensors$/;
/** Each GGUF file has a name of its own. */
const GGUF = /^[A-Za-z0-9][\w.+-]{0,150}\.gguf$/;

export function isGgufFile(name: string): boolean {
  return GGUF.test(name);
}

export function isWeightFile(name: string): boolean {
  return SAFETENSORS.test(name) || isGgufFile(name);
}

export function isCheckpointFile(name: string): boolean {
  return SETTINGS.includes(name) || POOLING.test(name) || isWeightFile(name);
}
