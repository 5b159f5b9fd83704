/** Teacher-forced scores: the probability of given tokens, and the model's own prediction at their positions. */
import type { Run } from "../../base";
import { askLogits, type ScorePair } from "./ask";
import { argmax, logProbability } from "./decode";
import type { Model } from "../model";
import type { TokenId } from "../tokenizer/tokenizer";

/** `perToken` is in nats, one entry per target token; `predicted` is the argmax at each of their places. */
interface TargetScore {
  readonly perToken: readonly number[];
  readonly targetIds: readonly TokenId[];
  readonly predicted: readonly TokenId[];
  /** Every target token is the argmax. */
  readonly isGreedy: boolean;
}

/** Rows of one run: enough to use the device well, few enough to stay within tens of MB of logits. */
const ROWS_A_RUN = 48;

/** `onScored` is called after every pass with the number of pairs so far. */
export async function scoreTargets(
  run: Run,
  model: Model,
  pairs: readonly ScorePair[],
  onScored: (pairs: number) => void = () => undefined,
): Promise<TargetScore[]> {
  const scores: TargetScore[] = [];
  for (let start = 0; start < pairs.length; start += ROWS_A_RUN) {
    const said = await askLogits(run, model, pairs.slice(start, start + ROWS_A_RUN));
    for (const { targetIds, logits } of said) {
      const predicted = logits.map(argmax);
      scores.push({
        targetIds,
        predicted,
        perToken: targetIds.map((id, q) => logProbability(logits[q], id)),
        isGreedy: targetIds.every((id, q) => id === predicted[q]),
      });
    }
    onScored(scores.length);
  }
  return scores;
}
