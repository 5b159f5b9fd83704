/**
 * General ability: control questions that no edit touches, and texts that the model was not trained on. Sequential editing
 * costs these long before the edits themselves fail (Gu et al. 2024; Gupta et al. 2024).
 */
import type { Run } from "../../base";
import { scoreTargets, type Model, type ScorePair } from "../../model";
import type { Summary } from "../report";
import { summarize } from "../statistics";

/** Share of the questions that are answered rightly, greedily and in full; null without questions. */
export async function shareAnswered(
  run: Run,
  model: Model,
  questions: readonly ScorePair[],
): Promise<Summary | null> {
  const scores = await scoreTargets(run, model, questions, (step) =>
    run.progress({ phase: "Asking questions that no edit touches", step, steps: questions.length }),
  );
  return summarize(
    scores.map(({ isGreedy }) => (isGreedy ? 1 : 0)),
    "fraction",
  );
}

/** exp of the mean −log p over all tokens of the texts but each one's first word; null without texts. */
export async function perplexity(run: Run, model: Model, texts: readonly string[]): Promise<number | null> {
  if (texts.length === 0) return null;
  const scores = await scoreTargets(
    run,
    model,
    texts.map((text) => {
      const [prompt] = text.split(" ", 1);
      return { prompt, target: text.slice(prompt.length + 1) };
    }),
    (step) => run.progress({ phase: "Reading texts", step, steps: texts.length }),
  );
  const tokens = scores.flatMap(({ perToken }) => perToken);
  return Math.exp(-tokens.reduce((sum, logP) => sum + logP, 0) / tokens.length);
}

/** The questions that a model answers rightly by itself, at most `count` of them, in order. */
export async function answeredQuestions(
  run: Run,
  model: Model,
  questions: readonly ScorePair[],
  count: number,
): Promise<ScorePair[]> {
  const answered: ScorePair[] = [];
  for (let from = 0; from < questions.length && answered.length < count; from += count) {
    const some = questions.slice(from, from + count);
    const scores = await scoreTargets(run, model, some, () =>
      run.progress({
        phase: "Finding questions that the model answers",
        step: answered.length,
        steps: count,
      }),
    );
    answered.push(...some.filter((_, i) => scores[i].isGreedy));
  }
  return answered.slice(0, count);
}
