/** The facts in config.json and the safetensors headers, read before any weight. Preflight uses them. */
import { z } from "zod";
import { because, PalimpsestError } from "../base";
import type { Activation } from "./activation";
import { bytesPerNumber, type QuantizedType } from "./checkpoint/formats/quantized";
import { readConfig, type ReadConfig } from "./config";
import { bert } from "./encoder/bert";
import type { Dimensions, ModelFamily, ParameterSpec } from "./family";
import { MODEL_FAMILIES } from "./families";

export interface ModelFacts {
  readonly checkpoint: string;
  readonly family: string;
  readonly dimensions: Dimensions;
  readonly activation: Activation;
  readonly parameters: readonly ParameterSpec[];
  /** As stored, in the file's spelling: "F16". Computation is always in float32. */
  readonly storedAs: string;
  /** Weights as stored. */
  readonly sizeBytes: number;
  /** Keys of config.json that are set and not read: whether they matter is not known here. */
  readonly unreadSettings: readonly string[];
}

/** The kind of program of a configuration. Throws `invalid_input` when the configuration does not name it. */
export function modelTypeOf(rawConfig: unknown): string {
  const head = z.object({ model_type: z.string() }).safeParse(rawConfig);
  if (head.success) return head.data.model_type;
  throw new PalimpsestError("invalid_input", "config.json has no model_type.", {
    hint: "Choose the folder of a Hugging Face checkpoint: config.json, tokenizer.json and model.safetensors.",
    details: { ...because("noModelType"), field: "config.json" },
  });
}

/**
 * The family that reads a configuration, and the configuration as that family understands it. Throws `unsupported` for what
 * no family reads, a sentence encoder among them.
 */
export function familyOf(
  rawConfig: unknown,
): ReadConfig<unknown> & { readonly family: ModelFamily<unknown> } {
  const type = modelTypeOf(rawConfig);
  const family = MODEL_FAMILIES.all.find(({ modelTypes }) => modelTypes.includes(type));
  if (type === bert.id) {
    throw new PalimpsestError(
      "unsupported",
      `The checkpoint is a sentence encoder (${bert.name}): it compares texts and writes none, so there is nothing to edit.`,
      {
        hint: "Choose another model. An encoder serves as IKE's retriever.",
        details: { ...because("encoderIsNoModel", { name: bert.name }), field: "config.json" },
      },
    );
  }
  if (!family) {
    const known = MODEL_FAMILIES.all.flatMap(({ modelTypes }) => modelTypes).join(", ");
    throw new PalimpsestError("unsupported", `Palimpsest has no family for model_type "${type}".`, {
      hint: `It reads: ${known}.`,
      details: { ...because("noFamily", { type, known }), field: "config.json" },
    });
  }
  return { family, ...readConfig(family, rawConfig) };
}

/** What a configuration alone says of a model whose weights are elsewhere: everything but how they are stored. */
export function plannedFacts(id: string, rawConfig: unknown): ModelFacts {
  const { family, config } = familyOf(rawConfig);
  return {
    checkpoint: id,
    family: family.id,
    dimensions: family.dimensions(config),
    activation: family.activation(config),
    parameters: family.parameters(config),
    storedAs: "",
    sizeBytes: 0,
    unreadSettings: [],
  };
}

/** What a weight's place in memory depends on. */
export interface StoredParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly tiedTo?: string;
  /** The type of its blocks, where programs hold it in four or eight bits. */
  readonly blocks?: QuantizedType;
}

const bytesInProgram = ({ shape, blocks }: StoredParameter): number =>
  shape.reduce((product, size) => product * size, 1) * (blocks ? bytesPerNumber(blocks) : 4);

/** Bytes of all weights in programs, each once, and of the largest of them. */
export function programBytes(parameters: readonly StoredParameter[]) {
  const sizes = parameters.filter(({ tiedTo }) => tiedTo === undefined).map(bytesInProgram);
  return { all: sizes.reduce((sum, size) => sum + size, 0), largest: Math.max(0, ...sizes) };
}

/** Numbers in all weights, in those of the blocks and in the head. */
export function weightCounts({ parameters, dimensions: { vocabulary, width } }: ModelFacts) {
  const all = parameters.reduce(
    (sum, { shape, tiedTo }) => sum + (tiedTo ? 0 : shape.reduce((product, size) => product * size, 1)),
    0,
  );
  const head = vocabulary * width;
  const tables = parameters.filter(
    ({ role, tiedTo }) => !tiedTo && (role === "embed.tokens" || role === "unembed"),
  );
  return { all, head, blocks: Math.max(0, all - head * Math.max(1, tables.length)) };
}
