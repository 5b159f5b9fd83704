/**
 * Tasks of a model: questions of one kind, and how many of them it answers rightly. An answer is right when the model's likeliest
 * continuation begins with it.
 */
import { checkCancelled, type Run } from "../../base";
import type { PoolTask } from "../../data";
import { scoreTargets, type Model } from "../../model";

/** Of one task: answered rightly, of how many. */
export interface TaskScore {
  readonly task: string;
  readonly right: number;
  readonly asked: number;
}

const QUESTIONS_A_RUN = 48;

/** Asks every question of every task. Prompt overlays of the model take part, as for any question. */
export async function scoreTasks(
  run: Run,
  model: Model,
  tasks: readonly PoolTask[],
): Promise<readonly TaskScore[]> {
  const scores: TaskScore[] = [];
  const steps = tasks.reduce((sum, { questions }) => sum + questions.length, 0);
  let step = 0;
  for (const { id, questions } of tasks) {
    let right = 0;
    for (let start = 0; start < questions.length; start += QUESTIONS_A_RUN) {
      checkCancelled(run.signal);
      run.progress({ phase: "Asking the questions of the tasks", step, steps });
      const part = questions.slice(start, start + QUESTIONS_A_RUN);
      const pairs = part.flatMap(({ prompt, answers }, question) =>
        answers.map((target) => ({ question, prompt, target })),
      );
      const scored = await scoreTargets(run, model, pairs);
      right += new Set(pairs.filter((_, i) => scored[i].isGreedy).map(({ question }) => question)).size;
      step += part.length;
    }
    scores.push({ task: id, right, asked: questions.length });
  }
  return scores;
}

/** The mean share of right answers over the tasks, and its standard error: P̄ of the papers about merging. */
export function meanOfTasks(scores: readonly TaskScore[]): { readonly mean: number; readonly error: number } {
  const shares = scores.map(({ right, asked }) => right / asked);
  const variances = scores.map(({ asked }, i) => (shares[i] * (1 - shares[i])) / asked);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { mean: sum(shares) / scores.length, error: Math.sqrt(sum(variances)) / scores.length };
}
