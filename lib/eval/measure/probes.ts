/** Asking one model a list of probes under both protocols. */
import type { Run } from "../../base";
import { acceptedAnswers } from "../../data";
import { scoreTargets, type Model, type TokenId } from "../../model";
import { isComparedWithBase, type ProbeQuestion } from "../metrics/probe-groups";
import type { ProbeAnswer } from "../report";
import { write, type Writing } from "./sample-text";

/** The answer of one model to one probe. */
export interface Answer {
  /** Argmax at each position of the target, given the words before it. */
  readonly forced: readonly TokenId[];
  /** As many greedy tokens as the target has. */
  readonly generated: readonly TokenId[];
  readonly targetIds: readonly TokenId[];
  /** Geometric-mean probability of the target's tokens. */
  readonly probability: number;
  /** The same for each other accepted answer, in order; absent where there is none. */
  readonly others?: readonly Answer[];
}

const PHASE = "Asking the model";

export async function answer(run: Run, model: Model, probes: readonly ProbeQuestion[]): Promise<Answer[]> {
  return (await answerAmong(run, model, probes, [])).answers;
}

/** The answers to probes, and texts that the model writes in the same go. */
export async function answerAmong(
  run: Run,
  model: Model,
  probes: readonly ProbeQuestion[],
  texts: readonly Writing[],
): Promise<{ readonly answers: Answer[]; readonly written: readonly (readonly TokenId[])[] }> {
  const accepted = probes.map(({ expected: target, alternatives }) =>
    acceptedAnswers({ target, alternatives }),
  );
  const pairs = probes.flatMap(({ prompt }, i) => accepted[i].map((target) => ({ prompt, target })));
  const report = (step: number) => run.progress({ phase: PHASE, step, steps: pairs.length });
  const scores = await scoreTargets(run, model, pairs, report);
  let next = 0;
  const byProbe = accepted.map((targets) => scores.slice(next, (next += targets.length)));
  const written = await write(run, model, [
    ...texts,
    ...probes.map(({ prompt }, i) => ({
      prompt,
      maxTokens: Math.max(...byProbe[i].map(({ targetIds }) => targetIds.length)),
    })),
  ]);
  const generated = written.slice(texts.length);
  const answers = byProbe.map((scored, i) => {
    const [first, ...others] = scored.map(({ predicted, targetIds, perToken }): Answer => ({
      forced: predicted,
      generated: generated[i].slice(0, targetIds.length),
      targetIds,
      probability: Math.exp(perToken.reduce((sum, logP) => sum + logP, 0) / perToken.length),
    }));
    return others.length > 0 ? { ...first, others } : first;
  });
  return { answers, written: written.slice(0, texts.length) };
}

type AskedOf = Pick<ProbeQuestion, "group" | "expected" | "alternatives">;

/**
 * Scores of an answer: token accuracy under teacher forcing, and whether the whole continuation is right. A probe of what
 * should stay is compared with the base model's own answer, right or wrong; every other probe with the target.
 *
 * Of several accepted answers the best counts, under each protocol by itself. What should stay is read where the accepted
 * answer is that the base finds likeliest: a choice by the score would let the edited model choose what it is held against.
 */
export function scoreAnswer(
  model: Model,
  { group, expected, alternatives }: AskedOf,
  answer: Answer,
  base: Answer,
): ProbeAnswer {
  const [owns, bases] = [answer, base].map(({ others = [], ...first }) => [first, ...others]);
  const isKept = isComparedWithBase(group);
  const scored = owns.map((one, i) => scoreOne(model, one, isKept ? bases[i] : undefined));
  if (alternatives === undefined) return scored[0];
  const accepted = acceptedAnswers({ target: expected, alternatives });
  const likeliest = indexOfLargest(bases.map(({ probability }) => probability));
  const best = (protocol: "teacherForced" | "generation") => {
    const chosen = isKept ? likeliest : indexOfLargest(scored.map((one) => one[protocol].score));
    return { ...scored[chosen][protocol], accepted: accepted[chosen] };
  };
  return {
    teacherForced: best("teacherForced"),
    generation: best("generation"),
    probability: isKept ? scored[likeliest].probability : Math.max(...scored.map((one) => one.probability)),
  };
}

/** Against the answer of the base model where there is one, else against the target. */
function scoreOne(model: Model, answer: Answer, base: Answer | undefined): ProbeAnswer {
  const forced = base?.forced ?? answer.targetIds;
  const generated = base?.generated ?? answer.targetIds;
  const matches = answer.forced.filter((id, i) => id === forced[i]).length;
  const isSame =
    answer.generated.length === generated.length && answer.generated.every((id, i) => id === generated[i]);
  return {
    teacherForced: { text: model.tokenizer.continuation(answer.forced), score: matches / forced.length },
    generation: { text: model.tokenizer.continuation(answer.generated), score: isSame ? 1 : 0 },
    probability: answer.probability,
  };
}

/** The first of equals. */
function indexOfLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
