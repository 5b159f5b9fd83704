/** Asking one model a list of probes under both protocols. */
import { checkCancelled, type Run } from "../../base";
import { askText, scoreTargets, type Model, type TokenId } from "../../model";
import { isComparedWithBase, type ProbeQuestion } from "../metrics/probe-groups";
import type { ProbeAnswer } from "../report";

/** The answer of one model to one probe. */
export interface Answer {
  /** Argmax at each position of the target, given the words before it. */
  readonly forced: readonly TokenId[];
  /** As many greedy tokens as the target has. */
  readonly generated: readonly TokenId[];
  readonly targetIds: readonly TokenId[];
  /** Geometric-mean probability of the target's tokens. */
  readonly probability: number;
}

/** Prompts continued together in one go. */
const ROWS_A_RUN = 48;

export async function answer(run: Run, model: Model, probes: readonly ProbeQuestion[]): Promise<Answer[]> {
  const pairs = probes.map(({ prompt, expected }) => ({ prompt, target: expected }));
  const scores = await scoreTargets(run, model, pairs);
  const generated: TokenId[][] = [];
  for (let start = 0; start < pairs.length; start += ROWS_A_RUN) {
    checkCancelled(run.signal);
    const part = pairs.slice(start, start + ROWS_A_RUN);
    const lengths = scores.slice(start, start + part.length).map(({ targetIds }) => targetIds.length);
    const prompts = part.map(({ prompt }) => prompt);
    generated.push(...(await askText(run, model, prompts, { maxTokens: lengths })));
  }
  return scores.map(({ predicted, targetIds, perToken }, i) => ({
    forced: predicted,
    generated: generated[i],
    targetIds,
    probability: Math.exp(perToken.reduce((sum, logP) => sum + logP, 0) / perToken.length),
  }));
}

/**
 * Scores of an answer: token accuracy under teacher forcing, and whether the whole continuation is right. A probe of what
 * should stay is compared with the base model's own answer, right or wrong; every other probe with the target.
 */
export function scoreAnswer(
  model: Model,
  { group }: Pick<ProbeQuestion, "group">,
  own: Answer,
  base: Answer,
): ProbeAnswer {
  const [forced, generated] = isComparedWithBase(group)
    ? [base.forced, base.generated]
    : [own.targetIds, own.targetIds];
  const matches = own.forced.filter((id, i) => id === forced[i]).length;
  const isSame =
    own.generated.length === generated.length && own.generated.every((id, i) => id === generated[i]);
  return {
    teacherForced: { text: model.tokenizer.continuation(own.forced), score: matches / forced.length },
    generation: { text: model.tokenizer.continuation(own.generated), score: isSame ? 1 : 0 },
    probability: own.probability,
  };
}
