/**
 * config.json as an architecture reads it. A key that is absent has the default of its class in transformers, and keys of other
 * generations of that library are read under their present names. A setting that would change the forward pass and that nobody
 * reads here is refused by name where it is known, and listed where it is not.
 */
import type { z } from "zod";
import { because, PalimpsestError } from "../base";
import { decidingSettings, isSettings, type Settings } from "./checkpoint/identity";

export interface ConfigReader<C> {
  readonly name: string;
  readonly config: z.ZodType<C>;
  /** What the class in transformers has for keys that a file lacks. A key that is null is not absent. */
  readonly defaults?: Settings;
  /** Other names of a key, as `attribute_map` of the class in transformers: { hidden_size: "n_embd" }. */
  readonly attributeMap?: Readonly<Record<string, string>>;
}

export interface ReadConfig<C> {
  readonly config: C;
  /** The part of the file that decides what is computed. */
  readonly deciding: Settings;
  /** Keys of the file that are set and that are not read. */
  readonly unread: readonly string[];
}

/** Throws `unsupported` that names the key for what is not read here. */
export function readConfig<C>(reader: ConfigReader<C>, raw: unknown): ReadConfig<C> {
  const settings = isSettings(raw) ? raw : {};
  for (const [key, refusal] of Object.entries(REFUSED)) {
    const found = refusal(settings[key]);
    if (found !== undefined) throw refused(reader, key, found);
  }
  const parsed = reader.config.safeParse(prepared(reader, settings));
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw refused(reader, path.join("."), message);
  }
  return {
    config: parsed.data,
    deciding: decidingSettings(settings, (candidate) => reader.config.parse(prepared(reader, candidate))),
    unread: Object.keys(settings).filter((key) => isSet(settings[key]) && !isKnown(reader, key)),
  };
}

function refused({ name }: ConfigReader<unknown>, key: string, message: string): PalimpsestError {
  return new PalimpsestError("unsupported", `config.json: ${key}: ${message}`, {
    hint: `The ${name} architecture is read here with the settings of its published checkpoints. Choose another checkpoint, or correct config.json if the key is wrong.`,
    details: { ...because("configUnsupported", { family: name, key }), field: "config.json", key },
  });
}

function prepared({ defaults = {}, attributeMap = {} }: ConfigReader<unknown>, raw: Settings): Settings {
  const settings: Record<string, unknown> = { ...defaults, ...raw };
  for (const [key, standardKey] of Object.entries(attributeMap)) {
    // Where a file has both names, the one of all classes wins.
    if (key in raw) settings[standardKey] = raw[key];
    delete settings[key];
  }
  // Files for two generations of transformers state rotary scaling twice; the older key wins as a whole. Settings by the type of
  // a layer are not its equal, and the family decides.
  const { rope_parameters: newer } = settings;
  const isByLayer = isSettings(newer) && Object.values(newer).some(isSettings);
  if (!isSet(settings.rope_scaling)) delete settings.rope_scaling;
  else if (!isByLayer) delete settings.rope_parameters;
  return settings;
}

/** Settings that would change the forward pass: what is wrong with a value, or undefined. */
const REFUSED: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  quantization_config(value) {
    if (!isSet(value)) return undefined;
    const { quant_method: method, load_in_4bit: four, load_in_8bit: eight } = isSettings(value) ? value : {};
    const bits = four === true ? ", 4 bits" : eight === true ? ", 8 bits" : "";
    return `The weights are quantized (${method === undefined ? "unnamed method" : String(method)}${bits}). Take the checkpoint that they were made from, in float32, float16 or bfloat16.`;
  },
  is_encoder_decoder: whenSet("Models with an encoder and a decoder are not read."),
  add_cross_attention: whenSet("Attention to an encoder is not read."),
  use_bidirectional_attention: whenSet("Attention to later tokens is not read."),
  is_causal: (value) => (value === false ? "Attention to later tokens is not read." : undefined),
  pruned_heads: whenSet("Heads that were taken out are not read."),
  per_layer_config: whenSet("Settings that differ from layer to layer are not read."),
};

function whenSet(message: string): (value: unknown) => string | undefined {
  return (value) => (isSet(value) ? message : undefined);
}

/** Whether a value switches something on. */
function isSet(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Boolean(value);
  return Object.keys(value).length > 0;
}

function isKnown({ config, attributeMap = {} }: ConfigReader<unknown>, key: string): boolean {
  const { shape = {} } = config as { shape?: object };
  return key in shape || key in attributeMap || key in REFUSED || IDLE.test(key);
}

/** Keys that decide no logit: of training, of generation, of other heads, and about the file itself. */
const IDLE = new RegExp(
  `^(${[
    "_.*|name_or_path|architectures|auto_map|transformers_version|torch_dtype|dtype|unsloth_.*|gradient_checkpointing",
    ".*_token_id|.*_token_ids|tokenizer_class|use_cache|return_dict|return_dict_in_generate|output_.*|torchscript",
    ".*dropout.*|.*_pdrop|layerdrop|initializer_.*|init_std|use_bfloat16|tf_legacy_loss|pretraining_tp|n_ctx|model_max_length",
    "summary_.*|id2label|label2id|num_labels|problem_type|finetuning_task|task_specific_params|prefix|chunk_size_feed_forward",
    "hidden_act|rotary|scale_attn_weights|is_decoder|tie_encoder_decoder|is_causal|attn_implementation|use_flash_attention.*|reorder_and_upcast_attn",
    "max_length|min_length|max_new_tokens|do_sample|early_stopping|num_beams|num_beam_groups|num_return_sequences|temperature",
    "top_k|top_p|typical_p|repetition_penalty|length_penalty|diversity_penalty|no_repeat_ngram_size",
    "encoder_no_repeat_ngram_size|bad_words_ids|suppress_tokens|begin_suppress_tokens|exponential_decay_length_penalty",
    "remove_invalid_values",
  ].join("|")})$`,
);
