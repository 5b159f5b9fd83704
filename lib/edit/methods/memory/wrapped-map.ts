/** The linear map of an MLP that a memory wraps: its weight, its input site and its output site. */
import { z } from "zod";
import { READ_BY, type Model, type ParameterSpec, type Site } from "../../../model";

export const WRAPPED_MAP_FIELDS = {
  layers: z.array(z.int().min(0)).length(1).default([4]).describe("The layer that has the memory; just one."),
  map: z
    .enum(["up", "down"])
    .default("down")
    .describe("The map of its MLP that is wrapped: into it (its gate, where there is one), or out of it."),
};

export interface WrappedMap {
  readonly layer: number;
  readonly spec: ParameterSpec;
  readonly part: keyof typeof READ_BY;
  /** Where its output stands, and its input. */
  readonly site: Site;
  readonly reads: Site;
}

/** Throws `unsupported` for a layer that is not there. */
export function wrappedMap(
  model: Model,
  { layers: [layer], map }: { readonly layers: readonly number[]; readonly map: "up" | "down" },
): WrappedMap {
  const into = () => model.findParameter("mlp.gate", layer) ?? model.parameter("mlp.up", layer);
  const part = map === "down" ? "mlp_out" : "mlp.pre";
  return {
    layer,
    part,
    spec: map === "down" ? model.parameter("mlp.down", layer) : into(),
    site: `blocks.${layer}.${part}`,
    reads: `blocks.${layer}.${READ_BY[part]}`,
  };
}

/** The same model without some of its overlays. */
export function withoutWorn(model: Model, isLeftOut: (worn: Model["overlays"][number]) => boolean): Model {
  const kept = model.overlays.filter((worn) => !isLeftOut(worn));
  return kept.length === model.overlays.length ? model : model.bare.with(kept);
}
