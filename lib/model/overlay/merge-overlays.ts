/**
 * Merges the overlays of a sequence of edits into few: the state of a long run between two edits. Its cost after the
 * thousandth edit equals that after the tenth.
 *
 * Changes of one weight become one. Low-rank factors are joined, column by column in the order of the edits, as long as a
 * model would apply them as factors. Past that they become one dense sum, to which every later change is added in order and
 * in float32. Joining is associative and the sum adds the same terms in the same order however it is cut, so
 *
 *     condense([...condense(a), ...b])  and  condense([...a, ...b])
 *
 * have the same bits in every change of weights, and the same effect on a model as the overlays themselves. For adapters
 * and memories this holds as far as their own merging is associative: rows of keys are, sums in floating point only up to
 * rounding. A run that merges after every edit therefore gives the same result wherever it was stopped.
 */
import { float32, floats, type TensorBundle } from "../../tensor";
import { ADAPTERS } from "../adapters";
import { PROMPT_ADAPTERS } from "../prompt-adapters";
import type { ModelFacts } from "../facts";
import { deltasOf, isCheaperAsFactors, memoriesOf, rankOf, sizesOf, sumInOrder } from "./overlay";
import type { AdapterOverlay, Overlay, PromptOverlay, WeightDelta, WeightOverlay } from "./overlay";

/** How what a method remembers of several edits, from the first to the last, becomes one memory of the same kind. */
export type JoinMemories = (memories: readonly TensorBundle[]) => TensorBundle;

/**
 * Weights first, one overlay; then an overlay for each adapter and site; then one for each framer. `joins` gives a
 * method's way to join memories; memories of a method without one stay apart, in overlays that change nothing.
 */
export function mergeOverlays(
  overlays: readonly Overlay[],
  facts: ModelFacts,
  joins: (method: string) => JoinMemories | undefined = () => undefined,
): Overlay[] {
  return [
    ...condenseWeights(overlays, joins),
    ...groups(overlays.filter(isAdapter), ({ adapter, site }) => `${adapter}@${site}`).map((parts) =>
      parts.length === 1 ? parts[0] : ADAPTERS.get(parts[0].adapter).merge(parts, facts),
    ),
    ...groups(overlays.filter(isPrompt), ({ promptAdapter }) => promptAdapter).map((parts) =>
      parts.length === 1 ? parts[0] : PROMPT_ADAPTERS.get(parts[0].promptAdapter).merge(parts),
    ),
  ];
}

function condenseWeights(
  overlays: readonly Overlay[],
  joins: (method: string) => JoinMemories | undefined,
): WeightOverlay[] {
  const deltas = groups(deltasOf(overlays), ({ parameter }) => parameter).map(condenseDeltas);
  const methods = overlays.flatMap((overlay) =>
    overlay.kind === "weights" && overlay.memory ? [overlay.memory.method] : [],
  );
  const memories = [...new Set(methods)].flatMap((method) => {
    const all = memoriesOf(overlays, method);
    const join = joins(method);
    return (join && all.length > 1 ? [join(all)] : all).map((tensors) => ({ method, tensors }));
  });
  const [first, ...rest] = memories;
  if (deltas.length === 0 && first === undefined) return [];
  return [
    { kind: "weights", deltas, ...(first && { memory: first }) },
    ...rest.map((memory): WeightOverlay => ({ kind: "weights", deltas: [], memory })),
  ];
}

/** Changes of one weight as one. */
function condenseDeltas(deltas: readonly WeightDelta[]): WeightDelta {
  if (deltas.length === 1) return deltas[0];
  const [{ parameter }] = deltas;
  const [out, into = 1] = sizesOf(deltas[0]);
  const rank = deltas.reduce((sum, delta) => sum + (rankOf(delta) ?? Infinity), 0);
  if (!isCheaperAsFactors(rank, out, into)) {
    return { parameter, form: "dense", delta: float32(sizesOf(deltas[0]), sumInOrder(out, into, deltas)) };
  }
  const left = new Float32Array(out * rank); // [out, R]
  const right = new Float32Array(rank * into); // [R, in]
  let offset = 0;
  for (const delta of deltas) {
    if (delta.form !== "low-rank") continue;
    const [deltaRank, columns] = [delta.left.shape[1], floats(delta.left)];
    for (let i = 0; i < out; i++)
      left.set(columns.subarray(i * deltaRank, (i + 1) * deltaRank), i * rank + offset);
    right.set(floats(delta.right), offset * into);
    offset += deltaRank;
  }
  return {
    parameter,
    form: "low-rank",
    left: float32([out, rank], left),
    right: float32([rank, into], right),
  };
}

function isAdapter(overlay: Overlay): overlay is AdapterOverlay {
  return overlay.kind === "adapter";
}

function isPrompt(overlay: Overlay): overlay is PromptOverlay {
  return overlay.kind === "prompt";
}

/** Items with one name, in the order of the first occurrence of names. */
function groups<T>(items: readonly T[], nameOf: (item: T) => string): T[][] {
  const byName = new Map<string, T[]>();
  for (const item of items) {
    const known = byName.get(nameOf(item));
    if (known) known.push(item);
    else byName.set(nameOf(item), [item]);
  }
  return [...byName.values()];
}
