/** How far a model's predictions moved, on texts that an edit should leave alone. */
import { checkCancelled, type Run } from "../../base";
import { askLogits, type Model } from "../../model";
import { klDivergence } from "../metrics/published/convsent";
import type { ProbeQuestion } from "../metrics/probe-groups";

/** Logits are as wide as the vocabulary, so a few probes are held at a time. */
const TOGETHER = 8;

/** KL(before ‖ after) of the next token, mean over all tokens of the probes' answers, in nats; undefined where there are none. */
export async function askDivergence(
  run: Run,
  before: Model,
  after: Model,
  probes: readonly Pick<ProbeQuestion, "prompt" | "expected">[],
): Promise<number | undefined> {
  let [sum, tokens] = [0, 0];
  for (let from = 0; from < probes.length; from += TOGETHER) {
    checkCancelled(run.signal);
    const asked = probes
      .slice(from, from + TOGETHER)
      .map(({ prompt, expected: target }) => ({ prompt, target }));
    const [left, right] = [await askLogits(run, before, asked), await askLogits(run, after, asked)];
    left.forEach(({ logits }, i) =>
      logits.forEach((at, t) => {
        sum += klDivergence(at, right[i].logits[t]);
        tokens++;
      }),
    );
  }
  return tokens === 0 ? undefined : sum / tokens;
}
