/** Teacher-forced scores: the probability of given tokens, and the model's own prediction at their positions. */
import type { Run } from "../../base";
import { askLogits, encodePair, type ScorePair } from "./ask";
import { tokensOfPass } from "./batch";
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

/** The end of the pairs that are read in the pass that begins with the one at `start`. */
function endOfPass(model: Model, pairs: readonly ScorePair[], start: number): number {
  const most = tokensOfPass(model.facts);
  let [end, longest] = [start, 0];
  while (end < Math.min(pairs.length, start + ROWS_A_RUN)) {
    longest = Math.max(longest, encodePair(model, pairs[end]).ids.length);
    if (end > start && longest * (end - start + 1) > most) break;
    end++;
  }
  return end;
}

/** `onScored` is called after every pass with the number of pairs so far. */
export async function scoreTargets(
  run: Run,
  model: Model,
  pairs: readonly ScorePair[],
  onScored: (pairs: number) => void = () => undefined,
): Promise<TargetScore[]> {
  const scores: TargetScore[] = [];
  while (scores.length < pairs.length) {
    const said = await askLogits(
      run,
      model,
      pairs.slice(scores.length, endOfPass(model, pairs, scores.length)),
    );
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
