/** Teacher-forced scores: how likely given words are, and what the model would have said at their places. */
import type { Run } from "../base";
import { checkRow } from "./batch";
import { argmax, decode, logProbability } from "./decode";
import type { Model } from "./model";
import type { TokenId } from "./tokenizer/tokenizer";

export interface ScorePair {
  readonly prompt: string;
  readonly target: string;
}

/** `perToken` is in nats, one entry per target token; `predicted` is the argmax at each of their places. */
export interface TargetScore {
  readonly perToken: readonly number[];
  readonly targetIds: readonly TokenId[];
  readonly predicted: readonly TokenId[];
  /** Every target token is the argmax. */
  readonly isGreedy: boolean;
}

/** Rows of one run: enough to use the device well, few enough to stay within tens of MB of logits. */
const ROWS_A_RUN = 48;

/** The prompt, one space and the target, cut where the prompt alone ends (EasyEdit's token accuracy). */
export function encodePair(model: Model, { prompt, target }: ScorePair, field = "prompt") {
  const ids = model.tokenizer.encode(`${prompt} ${target}`, { special: true }).ids;
  const promptLength = model.tokenizer.encode(prompt, { special: true }).ids.length;
  checkRow(ids, model.facts.dimensions.context, field);
  checkRow(ids.slice(0, promptLength), model.facts.dimensions.context, field);
  checkRow(ids.slice(promptLength), model.facts.dimensions.context, "target");
  return { ids, promptLength };
}

export async function scoreTargets(
  run: Run,
  model: Model,
  pairs: readonly ScorePair[],
): Promise<TargetScore[]> {
  const scores: TargetScore[] = [];
  for (let start = 0; start < pairs.length; start += ROWS_A_RUN) {
    const encoded = pairs.slice(start, start + ROWS_A_RUN).map((pair) => encodePair(model, pair));
    // The last token predicts nothing that is asked for.
    const rows = encoded.map(({ ids }) => ids.slice(0, -1));
    const at = encoded.map(({ ids, promptLength }) =>
      Array.from({ length: ids.length - promptLength }, (_, i) => promptLength - 1 + i),
    );
    const decoded = await decode(run, model, { rows, at });
    encoded.forEach(({ ids, promptLength }, b) => {
      const targetIds = ids.slice(promptLength);
      const logits = targetIds.map((_, q) => decoded.logits(b, q));
      const predicted = logits.map(argmax);
      scores.push({
        targetIds,
        predicted,
        perToken: targetIds.map((id, q) => logProbability(logits[q], id)),
        isGreedy: targetIds.every((id, q) => id === predicted[q]),
      });
    });
  }
  return scores;
}
