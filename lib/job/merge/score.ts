/** How merged models and their parents answer the same tasks. */
import type { Run } from "../../base";
import type { PoolTask } from "../../data";
import { meanOfTasks, scoreTasks } from "../../eval";
import type { EvolutionScore } from "../../merge";
import type { Model } from "../../model";

/** The share of right answers by task, and their mean with its standard error. */
export async function scoreOf(run: Run, model: Model, tasks: readonly PoolTask[]): Promise<EvolutionScore> {
  const scores = await scoreTasks(run, model, tasks);
  const { mean, error } = meanOfTasks(scores);
  return {
    mean,
    standardError: error,
    tasks: scores.map(({ task, right, asked }) => {
      const score = right / asked;
      return { id: task, score, standardError: Math.sqrt((score * (1 - score)) / asked) };
    }),
  };
}
