/** The tensor of one model, as it is or scaled. With slices it stacks layers of several models. */
import { defineOperator, setting, type ParameterValues } from "../operator";

export const passthrough = defineOperator({
  id: "passthrough",
  name: "Passthrough",
  summary: "Tensors as they are; with slices, layers of several models on top of each other.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "listed",
  models: { least: 1, most: 1 },
  cuts: "never",
  parameters: [{ ...setting("scale", 1, "A factor of every entry."), scope: "model" }],
  merge: ({ inputs: [{ values, parameters }] }) => ({ values: scaled(values, parameters) }),
});

function scaled(values: Float32Array, { scale }: ParameterValues): Float32Array {
  if (scale === 1) return values;
  for (let i = 0; i < values.length; i++) values[i] *= scale as number;
  return values;
}
