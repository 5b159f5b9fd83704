/** The keys of a GGUF file from a family's configuration: the opposite of `GgufArchitecture.config`. */
import { PalimpsestError } from "../../../../base";
import type { Activation } from "../../../activation";
import type { ModelFacts } from "../../../facts";
import { rotaryShare, rotaryTable, type RotaryConfig } from "../../../families/shared/rotary";
import type { GgufKey } from "./header";
import { KEY_TYPES } from "./write";

/** The families that are written, by `model_type`, with the name of their architecture in llama.cpp. */
const ARCHITECTURE_OF: Readonly<Record<string, string>> = {
  llama: "llama",
  mistral: "llama",
  qwen2: "qwen2",
  qwen3: "qwen3",
  gemma2: "gemma2",
  gpt2: "gpt2",
  gpt_neox: "gptneox",
};

/** Throws `unsupported` for a family that is not written. */
export function architectureFor(modelType: string): string {
  const architecture = ARCHITECTURE_OF[modelType];
  if (architecture) return architecture;
  throw new PalimpsestError("unsupported", `Models of the kind ${modelType} are not written as GGUF.`, {
    hint: `Palimpsest writes ${Object.keys(ARCHITECTURE_OF).join(", ")}. Export a folder instead.`,
    details: { field: "as" },
  });
}

/** The activation that llama.cpp computes; a file does not state it. */
const ACTIVATION_OF: Readonly<Record<string, Activation>> = {
  llama: "silu",
  qwen2: "silu",
  qwen3: "silu",
  gemma2: "gelu_tanh",
  gpt2: "gelu_tanh",
  gptneox: "gelu",
};

interface WrittenKeys {
  readonly keys: ReadonlyMap<string, GgufKey>;
  /** Tensors that are settings, in float32. */
  readonly tables: ReadonlyMap<string, Float32Array>;
}

const whole = (value: number): GgufKey => ({ type: KEY_TYPES.uint32, value });
const real = (value: number): GgufKey => ({ type: KEY_TYPES.float32, value });

/** Throws `unsupported` naming a setting that llama.cpp has no key for. */
export function writtenKeys(
  architecture: string,
  config: unknown,
  { dimensions, activation }: Pick<ModelFacts, "dimensions" | "activation">,
): WrittenKeys {
  const settings = config as Readonly<Record<string, unknown>>;
  const number = (name: string) => settings[name] as number;
  const { layers, width, mlpWidth, heads, keyValueHeads, headWidth, context } = dimensions;
  if (activation !== ACTIVATION_OF[architecture]) throw unwritten("activation", activation);
  const keys: Record<string, GgufKey> = {
    context_length: whole(Math.min(context, windowOf(architecture, settings) ?? context)),
    embedding_length: whole(width),
    block_count: whole(layers),
    feed_forward_length: whole(mlpWidth),
    "attention.head_count": whole(heads),
  };
  const tables = new Map<string, Float32Array>();
  if (architecture === "gpt2") {
    keys["attention.layer_norm_epsilon"] = real(number("layer_norm_epsilon"));
  } else if (architecture === "gptneox") {
    keys["attention.layer_norm_epsilon"] = real(number("layer_norm_eps"));
    keys.use_parallel_residual = { type: KEY_TYPES.bool, value: settings.use_parallel_residual };
    const turning = {
      ...settings,
      rope_theta: number("rotary_emb_base"),
      partial_rotary_factor: number("rotary_pct"),
    };
    const turned = Math.floor(headWidth * rotaryShare(turning));
    const { theta, divisors } = rotary(turning, turned, context);
    if (turned % 2 !== 0 || isScaled(divisors)) throw unwritten("rotary positions", settings.rope_scaling);
    keys["rope.dimension_count"] = whole(turned);
    keys["rope.freq_base"] = real(theta);
  } else {
    keys["attention.head_count_kv"] = whole(keyValueHeads);
    keys["attention.key_length"] = whole(headWidth);
    keys["attention.value_length"] = whole(headWidth);
    keys["attention.layer_norm_rms_epsilon"] = real(number("rms_norm_eps"));
    keys["rope.dimension_count"] = whole(headWidth);
    const { theta, divisors } = rotary(settings, headWidth, context);
    keys["rope.freq_base"] = real(theta);
    if (isScaled(divisors)) {
      if (architecture !== "llama") throw unwritten("rope_scaling", settings.rope_scaling);
      tables.set("rope_freqs.weight", divisors);
    }
  }
  if (architecture === "gemma2") {
    const scale = layers === 46 ? width / heads : headWidth; // what llama.cpp takes, since the file has no key for it
    if (settings.query_pre_attn_scalar !== scale)
      throw unwritten("query_pre_attn_scalar", settings.query_pre_attn_scalar);
    keys["attention.sliding_window"] = whole(number("sliding_window"));
    keys.attn_logit_softcapping = real(number("attn_logit_softcapping"));
    keys.final_logit_softcapping = real(number("final_logit_softcapping"));
  }
  const prefixed = Object.entries(keys).map(([key, value]) => [`${architecture}.${key}`, value] as const);
  return { keys: new Map(prefixed), tables };
}

/** Frequencies as the file has them: a base, and what each frequency is divided by. */
function rotary(settings: Readonly<Record<string, unknown>>, width: number, context: number) {
  const config = settings as RotaryConfig;
  const { frequencies, magnitude } = rotaryTable(config, width, context);
  if (magnitude !== 1) throw unwritten("rope_scaling", settings.rope_scaling ?? settings.rope_parameters);
  const theta = config.rope_scaling?.rope_theta ?? config.rope_parameters?.rope_theta ?? config.rope_theta;
  const base = theta ?? 10_000;
  const divisors = frequencies.map((frequency, i) => base ** ((-2 * i) / width) / frequency);
  return { theta: base, divisors };
}

const isScaled = (divisors: Float32Array) => divisors.some((divisor) => Math.abs(divisor - 1) > 1e-6);

/** llama.cpp knows no window of these, so longer texts are not for it. */
function windowOf(architecture: string, settings: Readonly<Record<string, unknown>>): number | undefined {
  const isUsed = architecture !== "gemma2" && settings.use_sliding_window !== false;
  return isUsed && typeof settings.sliding_window === "number" ? settings.sliding_window : undefined;
}

function unwritten(name: string, value: unknown): PalimpsestError {
  return new PalimpsestError(
    "unsupported",
    `The model's ${name} is ${JSON.stringify(value)}, for which GGUF has no key.`,
    {
      hint: "llama.cpp would compute something else. Export a folder instead.",
      details: { field: "as", setting: name },
    },
  );
}
