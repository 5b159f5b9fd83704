/** What passes cost, for estimates from metadata alone. */
import { weightCounts, type ModelFacts } from "../model";

/** Operations of reading tokens, and of the logits at some of them. */
export function passOperations(facts: ModelFacts, tokens: number, logitsAt: number): number {
  const { blocks, head } = weightCounts(facts);
  return 2 * (blocks * tokens + head * logitsAt);
}
