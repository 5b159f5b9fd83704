/** The layers that attend only to a window of the text. */
import { z } from "zod";

export const LayerTypes = z.array(z.enum(["full_attention", "sliding_attention"]));

/** The window of each layer of type "sliding_attention". */
export function slidingLayers(
  types: z.infer<typeof LayerTypes>,
  window: number | null | undefined,
): (layer: number) => number | undefined {
  return (layer) => (types[layer] === "sliding_attention" ? (window ?? undefined) : undefined);
}
