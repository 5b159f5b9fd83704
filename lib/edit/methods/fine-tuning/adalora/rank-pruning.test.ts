import { describe, expect, test } from "vitest";
import { adam } from "../../../../tensor";
import type { FactorArrays } from "../../../shared/training/low-rank-adapters";
import { budget, rankPruning } from "./rank-pruning";

const OPTIONS = { rank: 4, targetRank: 1, warmupSteps: 2, finalSteps: 3, steps: 15 };

test("the budget goes from all triplets to the target by a cubic, and rests before and after", () => {
  const budgets = Array.from({ length: 15 }, (_, i) => budget(i + 1, OPTIONS, 2));
  expect(budgets.slice(0, 2)).toEqual([8, 8]);
  expect(budgets[6]).toBe(Math.round(2 * (1 + 3 * 0.5 ** 3)));
  expect(budgets.slice(11)).toEqual([2, 2, 2, 2]);
  expect([...budgets].sort((a, b) => b - a)).toEqual(budgets);
});

describe("two adapters of which one decides the loss", () => {
  /** L = ½ Σ over the first adapter's λ of (λᵢ − i − 1)²; the second adapter's λ hardly counts. */
  function trained(targetRank: number): number[][] {
    const adapters = [0, 1].map((): Required<FactorArrays> => ({
      right: new Float32Array(4 * 3).fill(0.1),
      left: new Float32Array(2 * 4).fill(0.1),
      diagonal: new Float32Array(4).fill(0.01),
    }));
    const pruning = rankPruning(adapters, { ...OPTIONS, targetRank, steps: 60 });
    const optimizers = adapters.map(() => adam({ learningRate: 0.1 }));
    for (let step = 0; step < 60; step++) {
      adapters.forEach(({ right, left, diagonal }, a) => {
        const gradient = diagonal.map((value, i) => (a === 0 ? 1 : 1e-4) * (value - i - 1));
        for (const factor of [right, left]) pruning.watch(factor, new Float32Array(factor.length));
        pruning.watch(diagonal, gradient);
        optimizers[a].step(diagonal, gradient);
      });
      pruning.afterStep();
    }
    return adapters.map(({ diagonal }) => [...diagonal]);
  }

  test("the rank goes to the one that needs it", () => {
    const [first, second] = trained(2);
    expect(first.every((value) => value !== 0)).toBe(true);
    expect(second).toEqual([0, 0, 0, 0]);
  });

  test("the final number of ranks is the target", () => {
    expect(
      trained(1)
        .flat()
        .filter((value) => value !== 0),
    ).toHaveLength(2);
  });
});

test("a schedule without a step to prune in is refused", () => {
  expect(() => rankPruning([], { ...OPTIONS, steps: 5 })).toThrow(
    expect.objectContaining({ code: "invalid_input", details: { field: "parameters.warmupSteps" } }),
  );
});
