/**
 * The part of a checkpoint's settings that its name covers: everything that decides a token or a logit, and nothing else. Who
 * saved a file, with which version and from where, renames no model.
 */
import { canonicalJson, hashJson } from "../../base";
import type { SpecialTokens, TokenizerSettings } from "../tokenizer/special-tokens";

export type Settings = Readonly<Record<string, unknown>>;

/**
 * The smallest configuration that is read as this one, so that two which a family reads alike have one name. Keys that the
 * others imply are left out in the order of their names. A key that a family learns to read later, with a default that means
 * the same as its absence did, renames no model either. `read` throws for a configuration that lacks what it needs.
 */
export function decidingSettings(config: Settings, read: (config: Settings) => unknown): Settings {
  const whole = canonicalJson(read(config));
  return smallest(config, (candidate) => {
    try {
      return canonicalJson(read(candidate)) === whole;
    } catch {
      return false; // it lacks a key that is needed
    }
  });
}

type IsSame = (candidate: Settings) => boolean;

function smallest(settings: Settings, isSame: IsSame): Settings {
  return withoutIdle(settings, Object.keys(settings).sort(), isSame);
}

/** All keys are tried at once, then by halves: most keys of most configurations decide nothing. */
function withoutIdle(settings: Settings, keys: readonly string[], isSame: IsSame): Settings {
  const rest = Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));
  if (isSame(rest)) return rest;
  if (keys.length > 1) {
    const middle = keys.length >> 1;
    const first = withoutIdle(settings, keys.slice(0, middle), isSame);
    return withoutIdle(first, keys.slice(middle), isSame);
  }
  const [key] = keys;
  const value = settings[key];
  if (!isSettings(value)) return settings;
  return { ...settings, [key]: smallest(value, (inner) => isSame({ ...settings, [key]: inner })) };
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keys of tokenizer_config.json that decide no token of a text: where it came from, and what is done around a text. */
const IDLE_TOKENIZER_KEYS = [
  "auto_map",
  "backend",
  "chat_template",
  "is_local",
  "model_max_length",
  "name_or_path",
  "padding_side",
  "processor_class",
  "special_tokens_map_file",
  "tokenizer_file",
  "transformers_version",
  "truncation_side",
];

/** sha-256 over what decides a tokenizer's tokens and where a text ends. `json` is the content of tokenizer.json. */
export function hashTokenizer(
  json: unknown,
  { tokenizerConfig }: TokenizerSettings,
  special: SpecialTokens,
): Promise<string> {
  const settings = isSettings(tokenizerConfig) ? Object.entries(tokenizerConfig) : [];
  return hashJson({
    tokenizer: json,
    settings: Object.fromEntries(settings.filter(([key]) => !IDLE_TOKENIZER_KEYS.includes(key))),
    special,
  });
}
