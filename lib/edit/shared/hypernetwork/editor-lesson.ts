/**
 * A training example of an editor: some edits with their gradients, and texts that evaluate the resulting change. The edit
 * itself and its rephrases should get the new answer; neighbours should keep their answer, by
 *
 *     L = c_edit · NLL(target) + c_loc · KL(p_before ‖ p_after)
 *
 * (Mitchell et al. 2022). One pass evaluates all edits of a lesson.
 */
import { shuffled, type Random, type Run } from "../../../base";
import { filledPrompt, type EditCase } from "../../../data";
import {
  computePrefix,
  forwardSuffix,
  type Beside,
  type Model,
  type ParameterSpec,
  type ProgramContext,
  type ScorePair,
} from "../../../model";
import {
  add,
  float32,
  klDivergence,
  logSoftmax,
  multiply,
  negate,
  type Tensor,
  type Value,
} from "../../../tensor";
import { encodePairs } from "../training/target-loss";
import {
  namesOf,
  scoredLogits,
  scoredLogP,
  scoredTokens,
  startBelow,
  tokenGradients,
  weighted,
  type TokenGradients,
} from "./module-gradients";

interface LessonOptions {
  /** Rephrases and neighbours of each edit that judge it, at most. */
  readonly rephrases: number;
  readonly neighbours: number;
}

/** The edits of a lesson, and the texts that were drawn to judge them. */
export interface LessonPlan {
  readonly cases: readonly EditCase[];
  readonly judges: readonly {
    readonly pair: ScorePair;
    /** Index of the edit that it judges, and its weight beside that edit's others. */
    readonly edit: number;
    readonly share: number;
    /** Whether its answer is to stay. */
    readonly isKept: boolean;
  }[];
}

export interface Lesson {
  readonly gradients: TokenGradients;
  /** Of `judged`. */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** All random draws of a lesson. They need no model, so drawing many lessons is quick. */
export function planLesson(
  cases: readonly EditCase[],
  random: Random,
  { rephrases, neighbours }: LessonOptions,
): LessonPlan {
  const judges = cases.flatMap((one, edit) => {
    const target = one.request.targetNew;
    const same = shuffled(one.rephrases, random).slice(0, rephrases);
    const asked = [filledPrompt(one.request), ...same].map((prompt) => ({ prompt, target }));
    const kept = shuffled(Object.values(one.locality).flat(), random).slice(0, neighbours);
    return [
      ...asked.map((pair) => ({ pair, edit, share: 1 / asked.length, isKept: false })),
      ...kept.map((pair) => ({ pair, edit, share: 1 / kept.length, isKept: true })),
    ];
  });
  return { cases, judges };
}

/**
 * Reads the gradients of edits, and what the unedited model says where it should not change. `together` when all edits are
 * made as one, so that each acts on the judges of all.
 */
export async function prepareLesson(
  run: Run,
  model: Model,
  modules: readonly ParameterSpec[],
  { cases, judges }: LessonPlan,
  together: boolean,
): Promise<Lesson> {
  const gradients = await tokenGradients(
    run,
    model,
    modules,
    cases.map(({ request }) => request),
  );
  const scored = encodePairs(
    model,
    judges.map(({ pair }) => pair),
  );
  const prefix = await computePrefix(
    run,
    model,
    startBelow(modules),
    scored.rows,
    scored.rows.map(() => 0),
  );
  const scoredAs = (name: string, isKept: boolean) =>
    scoredTokens(name, scored, prefix.tokens, (b) =>
      judges[b].isKept === isKept ? judges[b].share / cases.length : 0,
    ).feeds;
  const feeds = { ...prefix.feeds, ...scoredAs("asked", false), ...scoredAs("kept", true) };
  const before = await model.program(`lesson before:${namesOf(modules)}`, (context) => {
    const hidden = forwardSuffix(context, model, startBelow(modules), (value) => value);
    context.graph.output("log p", logSoftmax(scoredLogits(context, "kept", hidden)));
  });
  const scope = new Float32Array(judges.length * gradients.owners.length);
  judges.forEach(({ edit }, b) =>
    gradients.owners.forEach((owner, n) => {
      if (together || owner === edit) scope[b * gradients.owners.length + n] = 1;
    }),
  );
  return {
    gradients,
    feeds: {
      ...feeds,
      before: (await before.run(feeds, { signal: run.signal }))["log p"],
      scope: float32([judges.length, 1, gradients.owners.length], scope),
    },
  };
}

/** Which of the lesson's tokens act on which of its rows, [B, 1, N]. */
export function scopeOf({ graph }: ProgramContext): Value {
  return graph.input("scope", "float32", ["B", 1, "N"]);
}

/** The parts of the loss, in nats a target token, of the model with something beside its weights. */
export function judged(
  context: ProgramContext,
  model: Model,
  modules: readonly ParameterSpec[],
  beside: Beside,
  { editFactor, localityFactor }: { readonly editFactor: number; readonly localityFactor: number },
): Value {
  const { graph } = context;
  const hidden = forwardSuffix(context, model, startBelow(modules), (value) => value, { beside });
  const asked = scoredLogP(context, "asked", scoredLogits(context, "asked", hidden));
  const nll = negate(weighted(context, "asked", asked));
  const after = logSoftmax(scoredLogits(context, "kept", hidden)); // [P, V]
  const before = graph.input("before", "float32", after.shape);
  const kl = weighted(context, "kept", klDivergence(before, after));
  const loss = add(multiply(nll, editFactor), multiply(kl, localityFactor));
  graph.output("loss", loss);
  return loss;
}
