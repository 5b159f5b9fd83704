/**
 * The state of an editor's training, as an unfinished artifact. Training that is stopped after any step, or whose process
 * was killed, resumes from the stored state and ends with the same bits. The state contains the variables, the state of
 * their optimizers, the normalizers in float64, and the losses, whose count gives the next step. Random draws are not
 * stored, because the draws of earlier steps can be repeated.
 */
import {
  float32,
  floats,
  int32,
  numbersOf,
  type Making,
  type Optimizer,
  type TensorBundle,
} from "../../../tensor";
import type { Variable } from "../training/train";
import { bitsOf, valuesOf } from "./float64-bits";
import type { Moments } from "./running-moments";

export interface TrainingState {
  readonly variables: readonly Variable[];
  /** One for each variable. */
  readonly optimizers: readonly Optimizer[];
  /** Running moments of what was read; none before the first step. */
  normalizers: readonly Moments[];
  /** One for each step that is behind, in nats. */
  readonly losses: number[];
}

/** The state as tensors. Whole steps only: between two of them everything in it belongs together. */
export function stateTensors({ variables, optimizers, normalizers, losses }: TrainingState): TensorBundle {
  const tensors: Record<string, TensorBundle[string]> = { losses: float32([losses.length], losses) };
  variables.forEach(({ name, shape, data }, i) => {
    const { first, second } = optimizers[i].state();
    tensors[`value ${name}`] = float32(shape, data);
    tensors[`first ${name}`] = float32(shape, first);
    tensors[`second ${name}`] = float32(shape, second);
  });
  normalizers.forEach(({ count, mean, squares }, i) => {
    tensors[`normalizer ${i} count`] = int32([1], [count]);
    tensors[`normalizer ${i} mean`] = bitsOf(mean, [mean.length]);
    tensors[`normalizer ${i} squares`] = bitsOf(squares, [squares.length]);
  });
  return tensors;
}

/** Restores a fresh state from a stopped computation; the state stays fresh when nothing suitable was stored. */
export async function resumeState(making: Making, state: TrainingState): Promise<void> {
  const part = await making.kept();
  if (
    !part ||
    !state.variables.every(({ name, shape }) => String(part[`value ${name}`]?.shape) === String(shape))
  )
    return;
  const losses = floats(part.losses);
  state.losses.push(...losses);
  state.variables.forEach(({ name, data }, i) => {
    data.set(floats(part[`value ${name}`]));
    const [first, second] = [floats(part[`first ${name}`]), floats(part[`second ${name}`])];
    state.optimizers[i].resume({ count: losses.length, first, second });
  });
  const groups = Object.keys(part).filter((name) => /^normalizer \d+ count$/.test(name)).length;
  state.normalizers = Array.from({ length: groups }, (_, i) => ({
    count: numbersOf(part[`normalizer ${i} count`])[0],
    mean: valuesOf(part[`normalizer ${i} mean`]),
    squares: valuesOf(part[`normalizer ${i} squares`]),
  }));
}
