/**
 * UnKE (Deng et al. 2025): writes an answer of any length, sentences included, into one whole block.
 *
 * First, as in locate-then-edit, the block's output h at the prompt's last token is moved by δ until the target follows:
 *
 *     L(δ) = −mean log p(target) + λ · ‖δ‖ / ‖h‖²
 *
 * Then all weights of the block, attention and norms with them, are fitted so that the block gives h + δ there and its old
 * output in the rest of the prompt and in unrelated texts (block-fit.ts). The unrelated texts are drawn from those of the
 * second moments.
 */
import { z } from "zod";
import { shuffled, type Run } from "../../../../base";
import { filledPrompt, type EditRequest } from "../../../../data";
import type { Model, Row } from "../../../../model";
import {
  adam,
  add,
  float32,
  floats,
  multiply,
  norm,
  projectOnBall,
  reduceSum,
  reshape,
  sqrt,
} from "../../../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../../../method";
import { ADAPTED_ROLES } from "../../../shared/training/low-rank-adapters";
import { blockOutput, fitBlock, type BlockRow } from "./block-fit";
import { encodePairs, targetBatch, type TargetProgram } from "../../../shared/training/target-loss";
import { train, trainingResult, type Variable } from "../../../shared/training/train";
import { estimate } from "../../../shared/preflight";
import { trainedWeights } from "../../../shared/training/trained-weights";
import { VALUE_FIELDS } from "../../../shared/locate/values";

const UnkeParameters = z.object({
  layers: z.array(z.int().min(0)).length(1).default([2]).describe("The layer whose block is fitted."),
  valueSteps: VALUE_FIELDS.valueSteps.default(25),
  valueLearningRate: VALUE_FIELDS.valueLearningRate,
  valueWeightDecay: VALUE_FIELDS.valueWeightDecay.default(1e-3),
  clampFactor: VALUE_FIELDS.clampFactor,
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .describe("Steps of fitting the block.")
    .meta({ alias: "optim_num_step" }),
  learningRate: z
    .number()
    .positive()
    .default(2e-4)
    .describe("AdamW step size for the block.")
    .meta({ alias: "lr" }),
  weightDecay: z
    .number()
    .min(0)
    .default(0.01)
    .describe("Decoupled decay of the block's weights, the norms excepted.")
    .meta({ alias: "weight_decay" }),
  keptTexts: z
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe("Texts in which the block goes on giving what it gave.")
    .meta({ alias: "ex_data_num" }),
});
type UnkeParameters = z.infer<typeof UnkeParameters>;

/** Tokens of a kept text that are read. */
const KEPT_TOKENS = 64;

export const unke = defineMethod<UnkeParameters>({
  id: "unke",
  name: "UnKE",
  summary: "Fits one whole block to an answer of any length, sentences included.",
  paper: {
    title: "Everything is Editable: Extend Knowledge Editing to Unstructured Data in Large Language Models",
    year: 2025,
    url: "https://arxiv.org/abs/2405.15349",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: false, gradient: true },
  deviations: {
    seed: "The texts whose activations are kept are drawn for each call.",
    batch: "One fit writes all requests, towards values found on the model before any of them.",
  },
  roles: ["norm.attn", "norm.mlp", ...ADAPTED_ROLES],
  parameters: UnkeParameters,
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: UnkeParameters.parse({ layers: [4], steps: 18 }) },
    {
      name: "Llama 2 and 3, as published",
      models: ["llama-7b", "llama3-8b"],
      publishedIn: "EasyEdit",
      parameters: UnkeParameters.parse({ layers: [7] }),
    },
  ],
  preflight: ({ parameters, ...call }) =>
    estimate(
      { parameters, ...call },
      {
        layers: parameters.layers,
        steps: parameters.valueSteps + parameters.steps,
        rows: 1 + Math.round(parameters.keptTexts / call.facts.dimensions.layers),
        suffix: true,
      },
    ),
  apply: editBlock,
});

async function editBlock(run: Run, call: EditCall<UnkeParameters>): Promise<EditResult> {
  const { model, requests, parameters, statisticsTexts } = call;
  const [layer] = parameters.layers;
  model.parameter("mlp.down", layer); // throws for a layer that is not there
  const { rows, changes, losses } = await findChanges(run, model, requests, parameters);

  const texts = shuffled(await statisticsTexts.texts(run), run.random.fork("kept texts"));
  const kept = texts
    .slice(0, parameters.keptTexts)
    .map((text): BlockRow => ({ ids: model.tokenizer.encode(text).ids.slice(0, KEPT_TOKENS) }))
    .filter(({ ids }) => ids.length > 0);
  const prompts = rows.map((ids, b): BlockRow => ({ ids, change: changes[b] }));
  const specs = model.facts.parameters.filter((spec) => spec.layer === layer);
  const trained = await trainedWeights(model, specs);
  const errors = await train(
    run,
    trained.variables,
    [await fitBlock(run, model, layer, trained, kept, prompts)],
    {
      phase: `Fitting the block of layer ${layer}`,
      steps: parameters.steps,
      optimizerOf: ({ name }) => {
        const isNorm = specs.some((spec) => spec.name === name && spec.role.startsWith("norm"));
        const { learningRate, weightDecay } = parameters;
        return adam({ learningRate, decoupledDecay: isNorm ? 0 : weightDecay });
      },
      lossName: "fitError",
    },
  );
  const result = trainingResult(trained.deltas(), losses);
  return {
    ...result,
    report: {
      numbers: { ...result.report.numbers, fitError: errors[errors.length - 1] },
      curves: { lossNats: losses, fitError: errors },
    },
  };
}

/** δ of every request: the rows of their prompts, the change of the block's output at their ends [D], and the losses. */
async function findChanges(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  parameters: UnkeParameters,
): Promise<{ rows: Row[]; changes: Float32Array[]; losses: number[] }> {
  const { width } = model.facts.dimensions;
  const [layer] = parameters.layers;
  const rows = requests.map(
    (request) => model.tokenizer.encode(filledPrompt(request), { special: true }).ids,
  );
  const before = await blockOutput(run, model, layer, rows); // [B, S, D]
  const tokens = before.shape[1];
  const norms = rows.map((row, b) => {
    const at = (b * tokens + row.length - 1) * width;
    return norm(floats(before).subarray(at, at + width));
  });
  const delta: Variable = {
    name: "delta",
    shape: [rows.length, 1, width],
    data: new Float32Array(rows.length * width),
  };
  const changes = rows.map((_, b) => delta.data.subarray(b * width, (b + 1) * width));
  const program: TargetProgram = {
    key: "block output",
    start: { layer, part: "resid_post" },
    objective: "target_new",
    build({ graph }) {
      const change = graph.input("delta", "float32", ["B", 1, width]);
      const where = graph.input("where", "float32", ["B", "S", 1]);
      // The root has no slope at 0; so near to it the quotient is 0, as in the published code.
      const length = sqrt(add(reduceSum(multiply(change, change), [-1], true), 1e-24)); // [B, 1, 1]
      const pull = multiply(length, graph.input("pull", "float32", ["B", 1, 1]));
      return {
        trained: [change],
        change: (value) => add(value, multiply(where, change)),
        penalty: () => reshape(reduceSum(pull, [0, 1, 2], true), []),
      };
    },
  };
  const pulls = norms.map((length) => parameters.valueWeightDecay / (length ** 2 * rows.length));
  const feeds = (suffixTokens: number) => {
    const where = new Float32Array(rows.length * suffixTokens);
    rows.forEach((row, b) => (where[b * suffixTokens + row.length - 1] = 1));
    const constants = {
      where: float32([rows.length, suffixTokens, 1], where),
      pull: float32([rows.length, 1, 1], pulls),
    };
    return () => constants;
  };
  const scored = encodePairs(
    model,
    requests.map((request) => ({ prompt: filledPrompt(request), target: request.targetNew })),
  );
  const batch = await targetBatch(run, model, scored, [delta], program, { count: requests.length, feeds });
  const losses = await train(run, [delta], [batch], {
    phase: `Optimizing the output of layer ${layer}`,
    steps: Math.max(1, parameters.valueSteps - 1),
    optimizerOf: () => adam({ learningRate: parameters.valueLearningRate }),
    afterStep: () => changes.forEach((change, b) => projectOnBall(change, parameters.clampFactor * norms[b])),
  });
  return { rows, changes, losses };
}
