/** The nonlinearity of a family's MLPs, by name, so that a checkpoint's facts can name it. */
import { gelu, geluTanh, relu, silu, type Value } from "../tensor";

export const ACTIVATIONS = { gelu, gelu_tanh: geluTanh, relu, silu } as const satisfies Readonly<
  Record<string, (x: Value) => Value>
>;

export type Activation = keyof typeof ACTIVATIONS;
