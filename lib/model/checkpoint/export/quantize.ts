/**
 * Which weights a quantised checkpoint holds in blocks, and what is lost by it. Matrices and the embedding are quantised, with
 * ggml's own rules, so that blocks which a GGUF file has already are found again; norms, biases and positions stay in float32.
 */
import { PalimpsestError } from "../../../base";
import { BLOCK, sizeOf } from "../../../tensor";
import type { ModelFacts } from "../../facts";
import type { ParameterSpec } from "../../family";
import { orientation } from "../../overlay/overlay";
import { decodeBlocks } from "../formats/gguf/block-types";
import { blockType, type QuantizedType } from "../formats/quantized";
import type { Checkpoint } from "../weights";

/** Bits of a frozen weight. */
export type Quantization = "int4" | "int8";

export const isQuantization = (dtype: string): dtype is Quantization => dtype === "int4" || dtype === "int8";

/** What a weight lost. */
export interface QuantizationLoss {
  readonly parameter: string;
  readonly type: QuantizedType;
  /** Squared Frobenius norms of the weight, and of its difference from what is stored. */
  readonly squared: number;
  readonly squaredError: number;
}

/** The type of blocks that a weight gets: the one it has in the file, where that is as small. */
export function quantizedType(
  spec: ParameterSpec,
  storedAs: string,
  quantization: Quantization,
): QuantizedType | undefined {
  const [, into] = orientation(spec);
  const isPlace = spec.role === "embed.positions";
  if (spec.layout === "vector" || isPlace || into % BLOCK !== 0) return undefined;
  if (quantization === "int8") return "Q8_0";
  return storedAs === "Q4_0" || storedAs === "Q8_0" ? storedAs : "Q4_1";
}

/** The facts of a checkpoint as they will be when it is quantised. */
export function quantizedFacts(
  { facts, tensors }: Pick<Checkpoint, "facts" | "tensors">,
  quantization: Quantization,
): ModelFacts {
  const stored = new Map(tensors.map(({ parameter, dtype }) => [parameter, dtype]));
  const parameters = facts.parameters.map((spec): ParameterSpec => {
    const blocks = quantizedType(spec, stored.get(spec.name) ?? "", quantization);
    return spec.tiedTo === undefined && blocks ? { ...spec, blocks } : spec;
  });
  return { ...facts, parameters, storedAs: quantization };
}

/** The relative error of weights together: the norm of all differences over the norm of all weights. */
export function relativeLoss(losses: readonly QuantizationLoss[]): number {
  const sum = (of: (loss: QuantizationLoss) => number) => losses.reduce((total, loss) => total + of(loss), 0);
  return Math.sqrt(sum(({ squaredError }) => squaredError) / (sum(({ squared }) => squared) || 1));
}

/** Blocks of rows [out, in], and what is lost. Throws `invalid_input` for a weight beyond what a scale can hold. */
export async function* quantized(
  parameter: string,
  type: QuantizedType,
  rows: AsyncIterable<Float32Array>,
  onLoss: (loss: QuantizationLoss) => void,
): AsyncGenerator<Uint8Array> {
  const form = blockType(type);
  let [squared, squaredError] = [0, 0];
  for await (const values of rows) {
    const bytes = form.encode(values);
    const kept = decodeBlocks(form, bytes);
    for (let i = 0; i < values.length; i++) {
      squared += values[i] ** 2;
      squaredError += (values[i] - kept[i]) ** 2;
    }
    if (!Number.isFinite(squaredError)) {
      throw new PalimpsestError(
        "invalid_input",
        `${parameter} holds numbers too large for blocks of ${type}.`,
        {
          hint: "Add the model with weights in float32.",
          details: { field: "weights", parameter },
        },
      );
    }
    yield bytes;
  }
  onLoss({ parameter, type, squared, squaredError });
}

/** Bytes of a quantised weight in a file. */
export function quantizedBytes({ shape }: ParameterSpec, type: QuantizedType): number {
  const { size, sizeBytes } = blockType(type);
  return (sizeOf(shape) / size) * sizeBytes;
}
