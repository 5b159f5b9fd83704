/**
 * CMA-ES (Hansen 2016): a search over a few numbers that needs scores alone. Points are drawn from a normal distribution; the better
 * half moves its mean, and bends its shape towards the steps that were good.
 */
import type { Random } from "../../base";
import { symmetricEigen } from "../../tensor";

export interface Search {
  /** Points of a generation. The same generation gives the same points. */
  ask(generation: number): Promise<number[][]>;
  /** The points of the last `ask` from the best to the worst. */
  tell(best: readonly (readonly number[])[]): void;
  readonly mean: readonly number[];
}

export function cmaEs(start: readonly number[], step: number, random: Random): Search {
  const n = start.length;
  const size = 4 + Math.floor(3 * Math.log(n));
  const parents = size >> 1;
  const raw = Array.from({ length: parents }, (_, i) => Math.log(parents + 0.5) - Math.log(i + 1));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const mass = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0); // μ_eff

  const [pathRate, sigmaRate] = [(4 + mass / n) / (n + 4 + (2 * mass) / n), (mass + 2) / (n + mass + 5)];
  const rankOne = 2 / ((n + 1.3) ** 2 + mass);
  const rankMany = Math.min(1 - rankOne, (2 * (mass - 2 + 1 / mass)) / ((n + 2) ** 2 + mass));
  const damping = 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + sigmaRate;
  const usualLength = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));

  let mean = [...start];
  let sigma = step;
  let covariance = identity(n);
  let path = new Array<number>(n).fill(0);
  let sigmaPath = new Array<number>(n).fill(0);
  let axes = { values: new Array<number>(n).fill(1), vectors: identity(n) };
  let told = 0;

  return {
    get mean() {
      return mean;
    },
    async ask(generation) {
      const { values, vectors } = await symmetricEigen(covariance.flat(), n);
      // Rows of `vectors` are the axes.
      axes = {
        values: Array.from(values, (value) => Math.sqrt(Math.max(value, 1e-20))),
        vectors: Array.from({ length: n }, (_, i) => Array.from(vectors.subarray(i * n, (i + 1) * n))),
      };
      const stream = random.fork(`generation ${generation}`);
      return Array.from({ length: size }, () => {
        const along = axes.values.map((length) => length * stream.normal());
        return mean.map(
          (value, j) => value + sigma * along.reduce((sum, part, i) => sum + part * axes.vectors[i][j], 0),
        );
      });
    },
    tell(best) {
      told++;
      const steps = best.slice(0, parents).map((point) => point.map((value, j) => (value - mean[j]) / sigma));
      const move = mean.map((_, j) => weights.reduce((sum, weight, i) => sum + weight * steps[i][j], 0));
      mean = mean.map((value, j) => value + sigma * move[j]);
      // C^(-1/2) · move
      const whitened = new Array<number>(n).fill(0);
      axes.vectors.forEach((axis, i) => {
        const part = axis.reduce((sum, value, j) => sum + value * move[j], 0) / axes.values[i];
        axis.forEach((value, j) => (whitened[j] += part * value));
      });
      const grow = Math.sqrt(sigmaRate * (2 - sigmaRate) * mass);
      sigmaPath = sigmaPath.map((value, j) => (1 - sigmaRate) * value + grow * whitened[j]);
      const length = Math.hypot(...sigmaPath);
      const isSteady =
        length / Math.sqrt(1 - (1 - sigmaRate) ** (2 * told)) < (1.4 + 2 / (n + 1)) * usualLength;
      const push = isSteady ? Math.sqrt(pathRate * (2 - pathRate) * mass) : 0;
      path = path.map((value, j) => (1 - pathRate) * value + push * move[j]);
      const lost = isSteady ? 0 : rankOne * pathRate * (2 - pathRate);
      covariance = covariance.map((row, i) =>
        row.map((value, j) => {
          const many = weights.reduce((sum, weight, k) => sum + weight * steps[k][i] * steps[k][j], 0);
          return (1 - rankOne - rankMany + lost) * value + rankOne * path[i] * path[j] + rankMany * many;
        }),
      );
      sigma *= Math.exp((sigmaRate / damping) * (length / usualLength - 1));
    },
  };
}

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
}
