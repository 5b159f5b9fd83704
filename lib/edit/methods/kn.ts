/**
 * KN (Dai et al. 2022): find the neurons of the MLPs that carry the present answer, and let them speak of the new one.
 *
 * A neuron counts when its score (shared/neurons.ts) is above a share of the largest in any layer. For each of them the column
 * of the down projection that it writes moves from the old answer to the new one, in the space of token embeddings e:
 *
 *     W[:, i] += γ · (Σ e(new) − f · Σ e(old))
 *
 * with f = 2 for an old answer of one token and 1 otherwise, as in the published editor, where the new answer counts once.
 * All neurons of a layer move by the same vector, so that the change of a layer has rank one. γ is ours: it is 1 in the
 * paper, where embeddings are about as long as the columns.
 */
import { z } from "zod";
import type { Run } from "../../base";
import { filledPrompt, type EditRequest } from "../../data";
import { rankOne, type Model, type Overlay, type TokenId } from "../../model";
import { norm } from "../../tensor";
import { targetIds } from "../locate";
import { defineMethod, type EditCall, type EditResult } from "../method";
import { presentAnswer } from "../shared/answers";
import { attributeNeurons } from "../shared/neurons";
import { estimate } from "../shared/preflight";
import { onlyRequest } from "../shared/single";

const KnParameters = z.object({
  layers: z
    .array(z.int().min(0))
    .default([])
    .describe("Layers whose neurons are searched; all of them when empty."),
  steps: z.int().min(1).max(200).default(20).describe("Steps of the integral by which neurons are scored."),
  batchSize: z
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe("Steps of the integral that are computed together.")
    .meta({ alias: "batch_size" }),
  adaptiveThreshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe("Neurons count whose score is above this share of the largest one.")
    .meta({ alias: "adaptive_threshold" }),
  strength: z
    .number()
    .positive()
    .default(1)
    .describe("How many times the difference of the answers' embeddings is written."),
});
type KnParameters = z.infer<typeof KnParameters>;

export const kn = defineMethod<KnParameters>({
  id: "kn",
  name: "KN",
  summary: "Finds the neurons that carry the answer and rewrites what they say.",
  paper: {
    title: "Knowledge Neurons in Pretrained Transformers",
    year: 2022,
    url: "https://arxiv.org/abs/2104.08696",
  },
  kind: "locate-then-edit",
  traits: { batch: false, sequential: false, gradient: true },
  parameters: KnParameters,
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: KnParameters.parse({ layers: [3, 4, 5] }) },
    {
      name: "GPT-2 XL and GPT-J, as published",
      models: ["gpt2-xl", "gpt-j-6b"],
      parameters: KnParameters.parse({}),
    },
    {
      name: "Llama 2 and 3, as published",
      models: ["llama-7b", "llama3-8b"],
      parameters: KnParameters.parse({ steps: 1, batchSize: 1 }),
    },
  ],
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 1,
      suffix: false,
      passes: call.parameters.layers.length || call.facts.dimensions.layers,
    }),
  apply: editNeurons,
});

async function editNeurons(
  run: Run,
  { model, requests, parameters }: EditCall<KnParameters>,
): Promise<EditResult> {
  const request = onlyRequest(requests);
  const { tokenizer } = model;
  const layers = searchedLayers(model, parameters.layers);
  const present = await presentAnswer(run, model, request);
  const answer = request.targetTrue === undefined ? present : targetIds(tokenizer, request.targetTrue);
  const prompt = tokenizer.encode(filledPrompt(request), { special: true }).ids;
  const scores = await attributeNeurons(run, model, prompt, answer, { ...parameters, layers });

  const largest = Math.max(...[...scores.values()].map((own) => own.reduce((a, b) => Math.max(a, b))));
  const change = await changeOfAnswer(model, request, present);
  const step = change.map((value) => parameters.strength * value); // [D]
  let count = 0;
  const deltas = layers.flatMap((layer) => {
    const chosen = Float32Array.from(scores.get(layer) ?? [], (score) =>
      score > Math.max(parameters.adaptiveThreshold * largest, 0) ? 1 : 0,
    ); // [F]
    const own = chosen.reduce((sum, value) => sum + value, 0);
    count += own;
    return own > 0 ? [rankOne(model.parameter("mlp.down", layer), step, chosen)] : [];
  });
  const overlays: Overlay[] = [{ kind: "weights", deltas }];
  return {
    overlays,
    report: { numbers: { neurons: count, largestScore: largest, columnChangeNorm: norm(step) } },
  };
}

/** Throws `unsupported` for a layer that is not there. */
function searchedLayers(model: Model, layers: readonly number[]): readonly number[] {
  for (const layer of layers) model.parameter("mlp.down", layer);
  if (layers.length > 0) return [...new Set(layers)].sort((a, b) => a - b);
  return Array.from({ length: model.facts.dimensions.layers }, (_, layer) => layer);
}

/** Σ e(new) − f · Σ e(old), [D]. */
async function changeOfAnswer(
  model: Model,
  { targetNew }: EditRequest,
  present: readonly TokenId[],
): Promise<Float32Array> {
  const { width } = model.facts.dimensions;
  const { data } = await model.weight(model.parameter("embed.tokens")); // [V, D]
  const change = new Float32Array(width);
  const addRows = (ids: readonly TokenId[], factor: number) => {
    for (const id of ids) for (let i = 0; i < width; i++) change[i] += factor * data[id * width + i];
  };
  addRows(present, present.length === 1 ? -2 : -1);
  addRows(targetIds(model.tokenizer, targetNew), 1);
  return change;
}
