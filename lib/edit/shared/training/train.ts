/**
 * The training loop of the methods that fine-tune: batches with a loss and its gradients, an optimizer for each variable,
 * and the rules for stopping. It does not depend on a model; target-loss.ts makes the batches.
 */
import { because, checkCancelled, NumericalError, type Run } from "../../../base";
import { normOf, type WeightDelta } from "../../../model";
import { norm, type Optimizer } from "../../../tensor";
import type { EditResult } from "../../method";

/** Something that is trained: an input or a live parameter of a program, under that name, moved in place. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** One step's worth of requests. */
export interface Batch {
  /** Weight of this batch in the mean over all: its requests. */
  readonly count: number;
  /** The loss at the variables' present values, and its gradient by each of them, in their order. */
  at(): Promise<Slope>;
}

export interface Slope {
  readonly loss: number;
  readonly gradients: readonly Float32Array[];
}

interface TrainingOptions {
  /** The phase shown to a person: "Fine-tuning layer 2". */
  readonly phase: string;
  /** Passes over all batches. */
  readonly steps: number;
  readonly optimizerOf: (variable: Variable) => Optimizer;
  /** Under which the loss is reported; "lossNats" when absent. */
  readonly lossName?: string;
  /** Nats: a batch whose loss is below is not stepped on, and training ends when the mean is. Never when absent. */
  readonly enough?: number;
  /** Called after each batch: to hold the variables within limits, or to keep them. */
  readonly afterStep?: () => void | Promise<void>;
  /** Losses of earlier passes, whose steps the variables and optimizers already contain. */
  readonly done?: readonly number[];
}

/** Moves the variables; returns the mean loss of each pass. Throws `numerical` when a loss is not finite. */
export async function train(
  run: Run,
  variables: readonly Variable[],
  batches: readonly Batch[],
  {
    phase,
    steps,
    optimizerOf,
    lossName = "lossNats",
    enough = -Infinity,
    afterStep,
    done = [],
  }: TrainingOptions,
): Promise<number[]> {
  const optimizers = variables.map(optimizerOf);
  const requests = batches.reduce((sum, { count }) => sum + count, 0);
  const losses = [...done];
  for (let step = done.length; step < steps; step++) {
    let sum = 0;
    for (const batch of batches) {
      checkCancelled(run.signal);
      const { loss, gradients } = await batch.at();
      if (!Number.isFinite(loss)) {
        throw new NumericalError(
          `The loss is ${loss} at step ${step + 1}.`,
          { ...because("lossNotFinite", { loss: String(loss), at: step + 1 }), step: step + 1 },
          "Lower the learning rate.",
        );
      }
      sum += loss * batch.count;
      if (loss >= enough) variables.forEach(({ data }, i) => optimizers[i].step(data, gradients[i]));
      await afterStep?.();
    }
    const mean = sum / requests;
    losses.push(mean);
    run.progress({ phase, step: step + 1, steps, values: { [lossName]: mean } });
    if (mean < enough) break;
  }
  return losses;
}

/** The result of training: one overlay and the shared report. */
export function trainingResult(deltas: readonly WeightDelta[], losses: readonly number[]): EditResult {
  return {
    overlays: [{ kind: "weights", deltas }],
    report: {
      numbers: {
        lossNats: losses[losses.length - 1],
        steps: losses.length,
        deltaNorm: norm(deltas.map(normOf)),
      },
      curves: { lossNats: losses },
    },
  };
}
