/** The part of a model's facts that a card shows. Facts are JSON in the record; what is not there shows as a dash. */
import { z } from "zod";
import { CheckpointWarning, QuantizationNote } from "@/lib/store";

const Facts = z.object({
  dimensions: z
    .object({
      layers: z.number().optional(),
      width: z.number().optional(),
      vocabulary: z.number().optional(),
    })
    .optional(),
  parameters: z.array(z.object({ shape: z.array(z.number()), tiedTo: z.string().optional() })).optional(),
  storedAs: z.string().optional(),
  warnings: z.array(CheckpointWarning).optional(),
  quantization: QuantizationNote.optional(),
});

interface CardFacts {
  readonly layers?: number;
  readonly width?: number;
  readonly vocabulary?: number;
  readonly parameterCount?: number;
  readonly storedAs?: string;
  readonly warnings?: readonly CheckpointWarning[];
  readonly quantization?: QuantizationNote;
}

export function cardFacts(facts: unknown): CardFacts {
  const parsed = Facts.safeParse(facts);
  if (!parsed.success) return {};
  const { dimensions, parameters, storedAs, warnings, quantization } = parsed.data;
  return {
    ...dimensions,
    storedAs,
    warnings,
    ...(quantization && { quantization }),
    parameterCount: parameters
      ?.filter(({ tiedTo }) => tiedTo === undefined) // shares another's numbers
      .reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0),
  };
}
