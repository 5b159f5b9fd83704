/**
 * What zero ablation leaves in place, which depends on how weights are read.
 *
 * The bias of a head's values passes attention unchanged, because the pattern of a token sums to 1; the published tools move
 * it into the bias of the projection. Tools that fold the norm into the weights move what its bias makes of the values too
 * (TransformerLens, `fold_ln`). Under patching the choice changes nothing; under zero ablation it changes every number.
 */
import type { Run } from "../../base";
import type { Model } from "../../model";
import { add, floats, int32, multiply, matmul, negate, transposed, float32 } from "../../tensor";
import type { SharedParts } from "./pass/patched";

/** "raw": the bias of the values alone. "folded": what the values are where the normalized stream is zero before the norm's gain and bias. */
export type WeightConvention = "raw" | "folded";

/** With `positions` kept, the input node writes the token's embedding alone, and its position stays. */
export async function sharedParts(
  run: Run,
  model: Model,
  convention: WeightConvention,
  positions: "kept" | "ablated",
): Promise<SharedParts> {
  const values = await sharedValues(run, model, convention);
  const vectors = positions === "kept" ? await positionVectors(model) : undefined;
  const { width } = model.facts.dimensions;
  return {
    values,
    embedding: (tokens) => vectors?.slice(0, tokens * width) ?? new Float32Array(tokens * width),
  };
}

/** The vector that is added to the embedding at each position, [context, D]; undefined in families that add none. */
export async function positionVectors(model: Model): Promise<Float32Array | undefined> {
  const spec = model.findParameter("embed.positions");
  const { width, context } = model.facts.dimensions;
  // A table may begin with unused rows; its last `context` rows are the positions.
  return spec && floats(await model.stored(spec)).subarray((spec.shape[0] - context) * width);
}

/** By layer, [H, 1, K]; heads that share a key head have the same. */
export async function sharedValues(
  run: Run,
  model: Model,
  convention: WeightConvention,
): Promise<Float32Array[]> {
  const { layers, heads, keyValueHeads, headWidth } = model.facts.dimensions;
  const program = await model.program(`shared values:${convention}`, ({ graph, forward }) => {
    forward({
      ids: graph.input("ids", "int32", [1, 1]),
      positions: graph.input("positions", "int32", [1, 1]),
      mask: graph.input("mask", "float32", [1, 1, 1, 1]),
      // A norm makes of a zero stream its bias alone.
      tap(site, value) {
        if (site.endsWith(".attn.v")) graph.output(site, add(value, 0));
        return site.endsWith(".attn.read") ? multiply(value, 0) : value;
      },
      // Taking the product away again leaves the projection's bias.
      beside(spec, x) {
        const isProjection = spec.role === "attn.v" || spec.role === "attn.qkv";
        if (convention === "folded" || !isProjection) return undefined;
        const weight = graph.parameter(spec.name, { dtype: "float32", shape: spec.shape }, "frozen");
        return negate(matmul(x, spec.layout === "in-out" ? weight : transposed(weight)));
      },
    });
  });
  const feeds = { ids: int32([1, 1], [0]), positions: int32([1, 1], [0]), mask: float32([1, 1, 1, 1], [0]) };
  const results = await program.run(feeds, { signal: run.signal });
  return Array.from({ length: layers }, (_, layer) => {
    const read = floats(results[`blocks.${layer}.attn.v`]); // [1, Hkv, 1, K]
    const all = new Float32Array(heads * headWidth);
    for (let head = 0; head < heads; head++) {
      const group = Math.floor((head * keyValueHeads) / heads);
      all.set(read.subarray(group * headWidth, (group + 1) * headWidth), head * headWidth);
    }
    return all;
  });
}
