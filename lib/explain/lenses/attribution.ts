/**
 * Direct logit attribution: how much each part of the model writes into the logit of a token, at the last token of a prompt.
 *
 * With the final norm's scale held fixed, the logit is a sum over everything that was written to the stream: the embedding, the
 * position, every head, every MLP, what the projections' biases add, and the bias of the unembedding. The sum is checked
 * against the model's own logit. A head's share splits further by the token that it read.
 *
 * "folded" is the convention of tools that process weights (TransformerLens): the norm's gain and bias are moved into the
 * unembedding, and the mean over the vocabulary is taken away from every logit, which no probability notices. "raw" leaves the
 * logits as the model has them and moves the bias of the values alone.
 */
import type { Run } from "../../base";
import type { Model, Row, TokenId } from "../../model";
import { dot, floats } from "../../tensor";
import type { WeightConvention } from "../circuits/shared-parts";
import { outputProjections, readComponents, type Components, type OutputProjection } from "../components";
import { finalNorm, type FinalNorm } from "./final-norm";

/** What is written, with its contribution to the logit of each token asked about, [A]. */
export interface AttributedPart {
  /** "embed", "position", "a0.h1", "m0", "bias 0" or "unembed". */
  readonly part: string;
  readonly logits: readonly number[];
}

export interface Attribution {
  readonly parts: readonly AttributedPart[];
  /** By layer and head: the contribution read from each token, [A, T]. */
  readonly sources: readonly (readonly Float32Array[])[];
  /** The sum of the parts, and what the model itself has. */
  readonly sum: readonly number[];
  readonly logits: readonly number[];
  /** The final norm's, at the last token. */
  readonly scale: number;
}

export async function attributeLogits(
  run: Run,
  model: Model,
  prompt: Row,
  asked: readonly TokenId[],
  convention: WeightConvention = "folded",
): Promise<Attribution> {
  const components = await readComponents(run, model, prompt, convention);
  const norm = await finalNorm(run, model);
  const directions = await logitDirections(model, norm, asked, convention);
  const projections = await outputProjections(model);
  return attributed(model, components, { norm, directions, projections });
}

/** r with logit = r · (gained stream) / scale + bias, and the bias: for each token asked about. */
export interface LogitDirection {
  readonly direction: Float32Array; // [D], of what is written
  readonly bias: number;
}

export async function logitDirections(
  model: Model,
  norm: FinalNorm,
  asked: readonly TokenId[],
  convention: WeightConvention,
): Promise<LogitDirection[]> {
  const { width, vocabulary } = model.facts.dimensions;
  const spec = model.findParameter("unembed") ?? model.parameter("embed.tokens");
  const weight = floats(await model.weight(spec)); // [V, D]
  const biasSpec = model.findParameter("unembed", undefined, "bias");
  const headBias = biasSpec && floats(await model.weight(biasSpec));
  const mean = new Float64Array(width);
  let meanBias = 0;
  if (convention === "folded") {
    for (let v = 0; v < vocabulary; v++) {
      for (let d = 0; d < width; d++) mean[d] += weight[v * width + d] / vocabulary;
      meanBias += (headBias?.[v] ?? 0) / vocabulary;
    }
  }
  return asked.map((id) => {
    const row = weight.slice(id * width, (id + 1) * width).map((value, d) => value - mean[d]);
    const direction = row.map((value, d) => value * norm.gain[d]);
    const average = norm.isCentred ? direction.reduce((sum, value) => sum + value, 0) / width : 0;
    return {
      direction: direction.map((value) => value - average),
      bias: dot(row, norm.bias) + (headBias?.[id] ?? 0) - meanBias,
    };
  });
}

interface Attributing {
  readonly norm: FinalNorm;
  readonly directions: readonly LogitDirection[];
  readonly projections: readonly OutputProjection[];
}

function attributed(
  model: Model,
  { ids, embedding, positions, layers, stream }: Components,
  { norm, directions, projections }: Attributing,
): Attribution {
  const { width, heads, headWidth } = model.facts.dimensions;
  const tokens = ids.length;
  const last = (x: Float32Array) => x.subarray((tokens - 1) * width, tokens * width);
  const scale = norm.scaleOf(last(stream));
  const parts: AttributedPart[] = [];
  const written = (part: string, vector: Float32Array) => {
    const logits = directions.map(({ direction }) => dot(vector, direction) / scale);
    parts.push({ part, logits });
    return logits;
  };
  written("embed", last(embedding));
  if (positions) written("position", last(positions));
  const sources = layers.map(({ pattern, values, shared, mlp }, layer) => {
    // The direction of a logit as the values of each head see it, [A, H·K].
    const pulled = directions.map(({ direction }) => pulledBack(projections[layer].weight, direction));
    const ofHeads = Array.from({ length: heads }, (_, head) => {
      const read = new Float32Array(directions.length * tokens);
      pulled.forEach((seen, a) => {
        const own = seen.subarray(head * headWidth, (head + 1) * headWidth);
        for (let j = 0; j < tokens; j++) {
          const value = values.subarray((head * tokens + j) * headWidth, (head * tokens + j + 1) * headWidth);
          read[a * tokens + j] =
            (pattern[(head * tokens + tokens - 1) * tokens + j] * dot(value, own)) / scale;
        }
      });
      const logits = directions.map((_, a) => sumOf(read.subarray(a * tokens, (a + 1) * tokens)));
      parts.push({ part: `a${layer}.h${head}`, logits });
      return read;
    });
    const { bias } = projections[layer];
    parts.push({
      part: `bias ${layer}`,
      logits: directions.map(
        ({ direction }, a) => (dot(shared, pulled[a]) + (bias ? dot(bias, direction) : 0)) / scale,
      ),
    });
    written(`m${layer}`, last(mlp));
    return ofHeads;
  });
  parts.push({ part: "unembed", logits: directions.map(({ bias }) => bias) });
  return {
    parts,
    sources,
    sum: directions.map((_, a) => parts.reduce((sum, { logits }) => sum + logits[a], 0)),
    logits: directions.map(({ direction, bias }) => dot(last(stream), direction) / scale + bias),
    scale,
  };
}

/** Wᵀ r of an output projection [D, H·K]: [H·K]. */
export function pulledBack(projection: Float32Array, direction: Float32Array): Float32Array {
  const inner = projection.length / direction.length;
  const pulled = new Float32Array(inner);
  for (let d = 0; d < direction.length; d++)
    for (let k = 0; k < inner; k++) pulled[k] += direction[d] * projection[d * inner + k];
  return pulled;
}

export function sumOf(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum;
}
