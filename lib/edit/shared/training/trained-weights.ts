/** Weights that are trained whole: fed to a program as live parameters, and stored as their change. */
import { orientation, type Model, type ParameterSpec, type WeightDelta } from "../../../model";
import { float32, transposedData } from "../../../tensor";
import type { Variable } from "./train";

export interface TrainedWeights {
  readonly specs: readonly ParameterSpec[];
  /** In the checkpoint's layout, in the order of `specs`. They start as the model's weights with overlays applied. */
  readonly variables: readonly Variable[];
  /** Where they started. */
  readonly origins: readonly Float32Array[];
  /** What has changed so far, dense. */
  deltas(): WeightDelta[];
}

export async function trainedWeights(model: Model, specs: readonly ParameterSpec[]): Promise<TrainedWeights> {
  const stored = await Promise.all(specs.map((spec) => model.stored(spec)));
  const origins = stored.map(({ data }) => data);
  const variables = specs.map(({ name, shape }, i) => ({ name, shape, data: Float32Array.from(origins[i]) }));
  return {
    specs,
    variables,
    origins,
    deltas: () => specs.map((spec, i) => differenceOf(spec, variables[i].data, origins[i])),
  };
}

/** Weight and, where the family has one, bias of each layer's down projection, from the lowest layer up. */
export function downProjections(model: Model, layers: readonly number[]): ParameterSpec[] {
  return [...layers]
    .sort((a, b) => a - b)
    .flatMap((layer) => {
      const bias = model.findParameter("mlp.down", layer, "bias");
      return [model.parameter("mlp.down", layer), ...(bias ? [bias] : [])];
    });
}

function differenceOf(spec: ParameterSpec, after: Float32Array, before: Float32Array): WeightDelta {
  const difference = after.map((value, i) => value - before[i]);
  if (spec.layout === "vector")
    return { parameter: spec.name, form: "dense", delta: float32(spec.shape, difference) };
  const inOut = spec.layout === "in-out";
  const data = inOut ? transposedData(difference, spec.shape[0], spec.shape[1]) : difference;
  return { parameter: spec.name, form: "dense", delta: float32([...orientation(spec)], data) };
}
