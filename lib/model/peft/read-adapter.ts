/**
 * A PEFT adapter (adapter_config.json and adapter_model.safetensors) as an overlay: B·A·α/r as factors, and what it replaces, such
 * as biases and whole modules, as differences. DoRA divides each row of the changed weight by its length, so its change is dense.
 */
import { z } from "zod";
import { PalimpsestError, type JsonObject } from "../../base";
import {
  float32,
  floats,
  readSafetensors,
  transposedData,
  type Tensor,
  type TensorBundle,
} from "../../tensor";
import { readJson, type CheckpointFiles } from "../checkpoint/checkpoint-files";
import type { Checkpoint } from "../checkpoint/weights";
import type { ParameterSpec } from "../family";
import { orientation, sumInOrder, type WeightDelta, type WeightOverlay } from "../overlay/overlay";

export const ADAPTER_CONFIG = "adapter_config.json";
export const ADAPTER_WEIGHTS = "adapter_model.safetensors";
export const PREFIX = "base_model.model.";

const Pattern = z.record(z.string(), z.number()).nullish();
const AdapterConfig = z.looseObject({
  peft_type: z.string(),
  base_model_name_or_path: z.string().nullish(),
  r: z.int().min(1),
  lora_alpha: z.number(),
  rank_pattern: Pattern,
  alpha_pattern: Pattern,
  use_rslora: z.boolean().nullish(),
  use_dora: z.boolean().nullish(),
});
type AdapterConfig = z.infer<typeof AdapterConfig>;

/** Settings under which an adapter computes something else than what is read here. */
const REFUSED = [
  "use_qalora",
  "use_bdlora",
  "alora_invocation_tokens",
  "layer_replication",
  "trainable_token_indices",
  "target_parameters",
  "lora_bias",
];

export interface ReadAdapter {
  readonly overlay: WeightOverlay;
  /** As adapter_config.json has it. */
  readonly settings: JsonObject;
  /** The name that it has for its base. */
  readonly base?: string;
}

/** Throws `unsupported` for other kinds of adapters, `invalid_input` when it does not fit the model. */
export async function readAdapter(
  files: CheckpointFiles,
  { facts, family, read }: Pick<Checkpoint, "facts" | "family" | "read">,
): Promise<ReadAdapter> {
  const settings = (await readJson(files, ADAPTER_CONFIG)) as JsonObject;
  const config = checkedConfig(settings);
  const { bundle } = readSafetensors(await files.read(ADAPTER_WEIGHTS), ADAPTER_WEIGHTS);
  const modules = modulesOf(bundle);
  const deltas: WeightDelta[] = [];
  for (const [module, parts] of modules) {
    for (const [part, tensor] of Object.entries(parts)) {
      if (part === "lora_B.weight" || part === "lora_embedding_B" || part === "lora_magnitude_vector")
        continue;
      const spec = specOf(facts.parameters, family.aliases, parameterName(module, part));
      if (!spec) throw unfit(module, facts.checkpoint);
      const scale = scaleOf(config, module, tensor.shape[0]);
      if (part === "lora_A.weight") deltas.push(await factorsOf(spec, parts, scale, read));
      else if (part === "lora_embedding_A") deltas.push(embeddingFactors(spec, parts, scale));
      else deltas.push(await replacement(spec, tensor, read));
    }
  }
  return {
    overlay: { kind: "weights", deltas },
    settings,
    ...(config.base_model_name_or_path && { base: config.base_model_name_or_path }),
  };
}

function checkedConfig(settings: JsonObject): AdapterConfig {
  const parsed = AdapterConfig.safeParse(settings);
  const type = settings.peft_type;
  const refused = REFUSED.find((key) => Boolean(settings[key]));
  if (parsed.success && type === "LORA" && refused === undefined) return parsed.data;
  const what = refused ? `an adapter with ${refused}` : `an adapter of type ${String(type)}`;
  throw new PalimpsestError("unsupported", `This is ${what}.`, {
    hint: "LoRA, rsLoRA and DoRA adapters are read, with biases and saved modules.",
    details: { field: ADAPTER_CONFIG },
  });
}

/** Tensors by module and by what is left of their names. */
function modulesOf(bundle: TensorBundle): ReadonlyMap<string, Record<string, Tensor>> {
  const modules = new Map<string, Record<string, Tensor>>();
  for (const [name, tensor] of Object.entries(bundle)) {
    const found =
      /^(?:base_model\.model\.)?(.+?)\.(lora_[AB]\.weight|lora_embedding_[AB]|lora_magnitude_vector|(?:base_layer\.)?(?:weight|bias))$/.exec(
        name,
      );
    if (!found) {
      throw new PalimpsestError(
        "unsupported",
        `The adapter has a tensor ${name}, which is no part of a LoRA.`,
        {
          details: { field: ADAPTER_WEIGHTS },
        },
      );
    }
    const [, module, part] = found;
    modules.set(module, { ...modules.get(module), [part]: tensor });
  }
  return modules;
}

function parameterName(module: string, part: string): string {
  return `${module}.${part.endsWith("bias") ? "bias" : "weight"}`;
}

function specOf(
  parameters: readonly ParameterSpec[],
  aliases: (name: string) => readonly string[],
  name: string,
): ParameterSpec | undefined {
  return parameters.find(
    (spec) => spec.tiedTo === undefined && (spec.name === name || aliases(spec.name).includes(name)),
  );
}

/** α/r, or α/√r, by the patterns of the configuration. */
function scaleOf(config: AdapterConfig, module: string, rank: number): number {
  const matching = Object.entries(config.alpha_pattern ?? {}).find(([key]) =>
    new RegExp(`^(?:.*\\.)?(?:${key})$`).test(module),
  );
  const alpha = matching?.[1] ?? config.lora_alpha;
  return alpha / (config.use_rslora ? Math.sqrt(rank) : rank);
}

type ReadParameter = Checkpoint["read"];

async function factorsOf(
  spec: ParameterSpec,
  parts: Readonly<Record<string, Tensor>>,
  scale: number,
  read: ReadParameter,
): Promise<WeightDelta> {
  const [right, unscaled] = [parts["lora_A.weight"], parts["lora_B.weight"]];
  const [out, into] = orientation(spec);
  if (right.shape[1] !== into || unscaled?.shape[0] !== out || unscaled.shape[1] !== right.shape[0]) {
    throw new PalimpsestError(
      "invalid_input",
      `The adapter changes ${spec.name} as [${unscaled?.shape[0]}, ${right.shape[1]}]; it is [${out}, ${into}].`,
      {
        hint: "An adapter fits only the model that it was trained on.",
        details: { field: "adapter" },
      },
    );
  }
  const left = float32(
    unscaled.shape,
    floats(unscaled).map((value) => value * scale),
  );
  const factors: WeightDelta = { parameter: spec.name, form: "low-rank", left, right };
  const magnitudes = parts.lora_magnitude_vector;
  return magnitudes ? normedRows(spec, factors, floats(magnitudes), await read(spec.name)) : factors;
}

/** DoRA (Liu et al. 2024): rows of W + BA, brought to learned lengths. */
function normedRows(
  spec: ParameterSpec,
  factors: WeightDelta,
  lengths: Float32Array,
  stored: Tensor,
): WeightDelta {
  const [out, into] = orientation(spec);
  const values = floats(stored);
  const weight = spec.layout === "in-out" ? transposedData(values, into, out) : values;
  const delta = sumInOrder(out, into, [factors]);
  for (let i = 0; i < out; i++) {
    let squares = 0;
    for (let j = 0; j < into; j++) squares += (weight[i * into + j] + delta[i * into + j]) ** 2;
    const factor = lengths[i] / Math.sqrt(squares);
    for (let j = 0; j < into; j++) {
      const at = i * into + j;
      delta[at] = factor * (weight[at] + delta[at]) - weight[at];
    }
  }
  return { parameter: spec.name, form: "dense", delta: float32([out, into], delta) };
}

/** A table [V, D] is changed by (B·A)ᵀ, whose factors are stored as [R, V] and [D, R]. */
function embeddingFactors(
  spec: ParameterSpec,
  parts: Readonly<Record<string, Tensor>>,
  scale: number,
): WeightDelta {
  const [a, b] = [parts.lora_embedding_A, parts.lora_embedding_B];
  const [rank, vocabulary] = a.shape;
  const width = b.shape[0];
  const left = transposedData(floats(a), rank, vocabulary).map((value) => value * scale);
  return {
    parameter: spec.name,
    form: "low-rank",
    left: float32([vocabulary, rank], left),
    right: float32([rank, width], transposedData(floats(b), width, rank)),
  };
}

/** A weight that the adapter has whole, as the difference from the model's. */
async function replacement(spec: ParameterSpec, tensor: Tensor, read: ReadParameter): Promise<WeightDelta> {
  if (String(tensor.shape) !== String(spec.shape)) throw unfit(spec.name, "the model");
  const base = floats(await read(spec.name));
  const difference = floats(tensor).map((value, i) => value - base[i]);
  const [out, into] = orientation(spec);
  const oriented = spec.layout === "in-out" ? transposedData(difference, into, out) : difference;
  const shape = spec.layout === "vector" ? [out] : [out, into];
  return { parameter: spec.name, form: "dense", delta: float32(shape, oriented) };
}

function unfit(module: string, model: string): PalimpsestError {
  return new PalimpsestError(
    "invalid_input",
    `The adapter changes ${module}, which ${model} does not have in that form.`,
    {
      hint: "An adapter fits only the model that it was trained on.",
      details: { field: "adapter" },
    },
  );
}
