/**
 * KN (Dai et al. 2022): find the MLP neurons that carry the present answer, and change their output to the new one.
 *
 * A neuron is selected when its score (lib/explain/neurons) is above a share of the largest in any layer. For each of them
 * the column of the down projection that it writes moves from the old answer to the new one, in the space of token
 * embeddings e:
 *
 *     W[:, i] += γ · (Σ e(new) − f · Σ e(old))
 *
 * with f = 2 for an old answer of one token and 1 otherwise, as in the published editor, where the new answer counts once.
 * All neurons of a layer move by the same vector, so that the change of a layer has rank one. γ is ours: it is 1 in the
 * paper, where embeddings are about as long as the columns.
 *
 * Refined (section 3.2 of the paper), the prompt is also scored after other prefixes, and only neurons that are selected in
 * more than a share of these prompts stay. This removes neurons that carry the wording. The published editor does not.
 */
import { z } from "zod";
import type { Run } from "../../../../base";
import { filledPrompt, type EditRequest } from "../../../../data";
import { attributeNeurons, neuronsAbove, neuronsOften, type NeuronsAbove } from "../../../../explain";
import { rankOne, type Model, type Overlay, type TokenId } from "../../../../model";
import { norm } from "../../../../tensor";
import { inContext, targetIds } from "../../../locate";
import { defineMethod, type EditCall, type EditResult } from "../../../method";
import { presentAnswer } from "../../../shared/locate/answers";
import { contextsOf } from "../../../shared/locate/contexts";
import { estimate } from "../../../shared/preflight";
import { onlyRequest } from "../../../shared/locate/only-request";

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
  refine: z
    .boolean()
    .default(false)
    .describe("Keep only neurons that count behind other beginnings of the prompt too."),
  refineShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe("When refining, a neuron stays that counts in more than this share of the prompts.")
    .meta({ alias: "p" }),
  contextLengths: z
    .array(z.tuple([z.int().min(2), z.int().min(1)]))
    .default([[10, 5]])
    .describe("When refining, sampled beginnings of the prompt: [length in tokens, how many].")
    .meta({ alias: "context_template_length_params" }),
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
      publishedIn: "EasyEdit",
      parameters: KnParameters.parse({}),
    },
    {
      name: "Llama 2 and 3, as published",
      models: ["llama-7b", "llama3-8b", "llama3.2-1b", "llama3.2-3b"],
      publishedIn: "EasyEdit",
      parameters: KnParameters.parse({ steps: 1, batchSize: 1 }),
    },
  ],
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 1,
      suffix: false,
      passes: promptsOf(call.parameters) * (call.parameters.layers.length || call.facts.dimensions.layers),
    }),
  apply: editNeurons,
});

/** How many prompts are scored. */
function promptsOf({ refine, contextLengths }: KnParameters): number {
  return refine ? 1 + contextLengths.reduce((sum, [, count]) => sum + count, 0) : 1;
}

async function editNeurons(run: Run, call: EditCall<KnParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const request = onlyRequest(requests);
  const { tokenizer } = model;
  const layers = searchedLayers(model, parameters.layers);
  const present = await presentAnswer(run, model, request);
  const answer =
    request.targetTrue === undefined ? present : targetIds(tokenizer, request, request.targetTrue);
  const contexts = parameters.refine ? await contextsOf(run, call, parameters.contextLengths) : ["{}"];
  const found: NeuronsAbove[] = [];
  for (const context of contexts) {
    const prompt = tokenizer.encode(inContext(context, filledPrompt(request)), { special: true }).ids;
    const scores = await attributeNeurons(run, model, prompt, answer, { ...parameters, layers });
    found.push(neuronsAbove(scores, parameters.adaptiveThreshold));
  }
  const chosen = neuronsOften(found, parameters.refine ? parameters.refineShare : 0);

  const change = await changeOfAnswer(model, request, present);
  const step = change.map((value) => parameters.strength * value); // [D]
  const { mlpWidth } = model.facts.dimensions;
  const deltas = layers.flatMap((layer) => {
    const indicator = new Float32Array(mlpWidth);
    for (const one of chosen) if (one.layer === layer) indicator[one.neuron] = 1;
    return indicator.includes(1) ? [rankOne(model.parameter("mlp.down", layer), step, indicator)] : [];
  });
  const overlays: Overlay[] = [{ kind: "weights", deltas }];
  return {
    overlays,
    report: {
      numbers: {
        neurons: chosen.length,
        prompts: contexts.length,
        largestScore: found[0].largest,
        columnChangeNorm: norm(step),
      },
    },
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
  request: EditRequest,
  present: readonly TokenId[],
): Promise<Float32Array> {
  const { width } = model.facts.dimensions;
  const { data } = await model.weight(model.parameter("embed.tokens")); // [V, D]
  const change = new Float32Array(width);
  const addRows = (ids: readonly TokenId[], factor: number) => {
    for (const id of ids) for (let i = 0; i < width; i++) change[i] += factor * data[id * width + i];
  };
  addRows(present, present.length === 1 ? -2 : -1);
  addRows(targetIds(model.tokenizer, request), 1);
  return change;
}
