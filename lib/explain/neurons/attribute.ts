/**
 * The MLP neurons that carry an answer, by integrated gradients (Dai et al. 2022, eq. 2 and its Riemann sum). Neuron i of a
 * layer has the value w̄ᵢ at the prompt's last token; with the layer's neurons scaled by α,
 *
 *     score(i) = w̄ᵢ / m · Σ_j ∂P(answer | neurons scaled by α_j) / ∂(α_j w̄ᵢ)        α_j = j / (m − 1), j = 0 … m − 1
 *
 * Neurons are read before the nonlinearity, as the published editor does for GPT-2, or behind it, as the paper writes and as
 * the same editor does for BERT. Every token of the answer is scored at the same place, the prompt's last token, and their
 * probabilities are averaged, again as in the published editor.
 */
import { checkCancelled, type Run } from "../../base";
import { computePrefix, forwardSuffix, type Model, type Prefix, type TokenId } from "../../model";
import {
  float32,
  floats,
  grad,
  int32,
  matmul,
  multiply,
  numbersOf,
  reduceSum,
  reshape,
  softmax,
  type Tensor,
  type Value,
} from "../../tensor";

/** Where a neuron's value is read: before the nonlinearity or behind it. */
export type NeuronSite = "pre" | "post";

interface AttributionOptions {
  /** Layers whose neurons are scored. */
  readonly layers: readonly number[];
  /** m, the interpolation steps. */
  readonly steps: number;
  /** Rows of one run at most. */
  readonly batchSize: number;
  readonly site?: NeuronSite;
}

/** Layer to the score of each of its neurons, [F]; a score is a change of probability. */
export async function attributeNeurons(
  run: Run,
  model: Model,
  prompt: readonly TokenId[],
  answer: readonly TokenId[],
  { layers, steps, batchSize, site: read = "pre" }: AttributionOptions,
): Promise<Map<number, Float32Array>> {
  const { vocabulary, mlpWidth } = model.facts.dimensions;
  const lowest = Math.min(...layers);
  const start = { layer: lowest, part: "resid_pre" } as const;
  const prefix = await computePrefix(run, model, start, [prompt], [prompt.length - 1]);
  const program = await model.program(`neurons:${read}:${layers.join()}`, (context) => {
    const { graph, unembed } = context;
    const scaled = new Map<number, Value>();
    const hidden = forwardSuffix(context, model, start, (value) => value, {
      tap(site, value) {
        const layer = layers.find((candidate) => site === `blocks.${candidate}.mlp.${read}`);
        if (layer === undefined) return value;
        graph.output(`neurons.${layer}`, value);
        scaled.set(layer, multiply(value, graph.input(`scale.${layer}`, "float32", ["B", 1, 1])));
        return scaled.get(layer) as Value;
      },
    }); // [B, 1, D]
    const share = graph.input("answer", "float32", [vocabulary, 1]);
    const probability = matmul(softmax(unembed(hidden)), share); // [B, 1, 1]
    const gradients = grad(
      reshape(reduceSum(probability, [0, 1, 2], true), []),
      layers.map((layer) => scaled.get(layer) as Value),
    );
    layers.forEach((layer, i) => graph.output(`gradient.${layer}`, reduceSum(gradients[i], [0, 1], false)));
  });

  const share = new Float32Array(vocabulary);
  for (const id of answer) share[id] += 1 / answer.length;
  const scales = Array.from({ length: steps }, (_, j) => (steps === 1 ? 0 : j / (steps - 1)));
  const scores = new Map<number, Float32Array>();
  for (const [i, layer] of layers.entries()) {
    const sum = new Float64Array(mlpWidth);
    let neurons = new Float32Array(mlpWidth);
    for (let first = 0; first < steps; first += batchSize) {
      checkCancelled(run.signal);
      const batch = scales.slice(first, first + batchSize);
      const ones = batch.map(() => 1);
      const results = await program.run(
        {
          ...repeatedPrefix(prefix, batch.length),
          answer: float32([vocabulary, 1], share),
          ...Object.fromEntries(
            layers.map((at) => [`scale.${at}`, float32([batch.length, 1, 1], at === layer ? batch : ones)]),
          ),
        },
        { signal: run.signal },
      );
      floats(results[`gradient.${layer}`]).forEach((value, n) => (sum[n] += value));
      neurons = floats(results[`neurons.${layer}`]).slice(0, mlpWidth);
    }
    scores.set(
      layer,
      neurons.map((value, n) => (value / steps) * sum[n]),
    );
    run.progress({ phase: "Attributing the answer to neurons", step: i + 1, steps: layers.length });
  }
  return scores;
}

/** The feeds of a prefix of one row, for `count` equal rows. */
export function repeatedPrefix({ feeds }: Prefix, count: number): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => {
      const row = numbersOf(feed);
      const all = new Float32Array(count * row.length);
      for (let b = 0; b < count; b++) all.set(row, b * row.length);
      const shape = [count, ...feed.shape.slice(1)];
      return [name, feed.dtype === "int32" ? int32(shape, all) : float32(shape, all)];
    }),
  );
}
