/** The nonlinearity of a family's MLPs, by name, so that a checkpoint's facts can name it. */
import { z } from "zod";
import { gelu, geluTanh, relu, silu, type Value } from "../tensor";

export const ACTIVATIONS = { gelu, gelu_tanh: geluTanh, relu, silu } as const satisfies Readonly<
  Record<string, (x: Value) => Value>
>;

export type Activation = keyof typeof ACTIVATIONS;

/** By the names that configurations use (ACT2FN of transformers). */
const NAMED = {
  gelu: "gelu",
  gelu_python: "gelu",
  gelu_new: "gelu_tanh",
  gelu_fast: "gelu_tanh",
  gelu_accurate: "gelu_tanh",
  gelu_pytorch_tanh: "gelu_tanh",
  gelu_python_tanh: "gelu_tanh",
  relu: "relu",
  silu: "silu",
  swish: "silu",
} as const satisfies Readonly<Record<string, Activation>>;

/** The name of a nonlinearity in a configuration, read as the one that is meant. */
export const ActivationName = z
  .enum(Object.keys(NAMED) as [keyof typeof NAMED, ...(keyof typeof NAMED)[]])
  .transform((name): Activation => NAMED[name]);
