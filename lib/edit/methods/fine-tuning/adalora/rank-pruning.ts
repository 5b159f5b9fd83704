/**
 * Moving rank between adapters while they train (Zhang et al. 2023, sections 3.2 and 3.3). An adapter is P Λ Q, and its triplet
 * i, the entry λᵢ with column i of P and row i of Q, is worth
 *
 *     Sᵢ = s(λᵢ) + mean s(P*ᵢ) + mean s(Qᵢ*)          s(w) = Ī(w) · Ū(w)
 *
 * where Ī smooths the sensitivity I = |w ∂L/∂w| over steps and Ū how far I strays from Ī (eqs. 7 to 10). After a step the b
 * triplets with the largest S keep their λ and all others get 0, of all adapters together, and b goes down from all of them to
 * the target by a cubic (eq. 12). A λ that was set to 0 may grow again and win its place back.
 */
import { invalidField } from "../../../../base";
import type { FactorArrays, Pruning } from "../../../shared/training/low-rank-adapters";

interface PruningOptions {
  /** Columns of each factor at the start, and on average in the end. */
  readonly rank: number;
  readonly targetRank: number;
  /** Steps before the first rank is taken, and after the last. */
  readonly warmupSteps: number;
  readonly finalSteps: number;
  readonly steps: number;
}

/** β₁ and β₂ of the smoothing. */
const SMOOTHING = 0.85;

/** Throws `invalid_input` when warm-up and end leave no step between them. */
export function rankPruning(adapters: readonly FactorArrays[], options: PruningOptions): Pruning {
  const { warmupSteps, finalSteps, steps } = options;
  if (warmupSteps + finalSteps >= steps) {
    throw invalidField(
      "parameters.warmupSteps",
      `Training has ${steps} steps; ${warmupSteps} before pruning and ${finalSteps} after it leave none for it.`,
      "Train longer, or shorten the steps before and after.",
    );
  }
  const worths = new Map<Float32Array, Worth>();
  let step = 0;
  return {
    watch(array, gradient) {
      const worth = worths.get(array) ?? freshWorth(array.length);
      worths.set(array, worth);
      for (let i = 0; i < array.length; i++) {
        const sensitivity = Math.abs(array[i] * gradient[i]);
        worth.mean[i] = SMOOTHING * worth.mean[i] + (1 - SMOOTHING) * sensitivity;
        const strays = Math.abs(sensitivity - worth.mean[i]);
        worth.spread[i] = SMOOTHING * worth.spread[i] + (1 - SMOOTHING) * strays;
      }
    },
    afterStep() {
      step++;
      if (step <= warmupSteps) return;
      const triplets = adapters.flatMap((adapter) => tripletsOf(adapter, worths, options.rank));
      const kept = budget(step, options, adapters.length);
      triplets.sort((a, b) => b.score - a.score);
      for (const { diagonal, i } of triplets.slice(kept)) diagonal[i] = 0;
    },
  };
}

/** How many triplets keep their λ after a step, counted from 1. */
export function budget(
  step: number,
  { rank, targetRank, warmupSteps, finalSteps, steps }: PruningOptions,
  adapters: number,
): number {
  const share = Math.min(1, Math.max(0, (step - warmupSteps) / (steps - warmupSteps - finalSteps)));
  return Math.round(adapters * (targetRank + (rank - targetRank) * (1 - share) ** 3));
}

/** Ī and Ū of an array's entries. */
interface Worth {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

function freshWorth(length: number): Worth {
  return { mean: new Float64Array(length), spread: new Float64Array(length) };
}

interface Triplet {
  readonly diagonal: Float32Array;
  readonly i: number;
  readonly score: number;
}

function tripletsOf(
  { right, left, diagonal }: FactorArrays,
  worths: ReadonlyMap<Float32Array, Worth>,
  rank: number,
): Triplet[] {
  if (!diagonal) return [];
  const score = (array: Float32Array, at: number) => {
    const worth = worths.get(array);
    return worth ? worth.mean[at] * worth.spread[at] : 0;
  };
  const [into, out] = [right.length / rank, left.length / rank];
  return Array.from({ length: rank }, (_, i) => {
    let [ofRow, ofColumn] = [0, 0];
    for (let j = 0; j < into; j++) ofRow += score(right, i * into + j) / into;
    for (let j = 0; j < out; j++) ofColumn += score(left, j * rank + i) / out;
    return { diagonal, i, score: score(diagonal, i) + ofRow + ofColumn };
  });
}
