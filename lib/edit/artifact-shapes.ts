/** The shapes of an artifact's tensors, where they follow from the model alone. */
import type { ModelFacts } from "../model";

type Shapes = Readonly<Record<string, readonly number[]>>;

/** By the kind that stands in an artifact's key. */
const SHAPES: Readonly<Record<string, (facts: ModelFacts) => Shapes>> = {
  "second-moment": ({ dimensions: { mlpWidth } }) => ({ moment: [mlpWidth, mlpWidth], tokens: [1] }),
  "second-moment-eigenvectors": ({ dimensions: { mlpWidth } }) => ({
    values: [mlpWidth],
    vectors: [mlpWidth, mlpWidth],
  }),
};

/** Names and shapes that an artifact of this kind must have; none for a kind whose shapes depend on its settings. */
export function artifactShapes(kind: string, facts: ModelFacts): Shapes {
  return SHAPES[kind]?.(facts) ?? {};
}
