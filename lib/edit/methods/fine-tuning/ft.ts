/**
 * Fine-tuning of one MLP's down projection, the baselines FT-L and FT-M.
 *
 * Adam on the projection's weight and bias, a few steps, stopped when the loss is small. FT-L scores all target tokens at
 * the prompt's last token and keeps every weight within ε of where it was (Zhu et al. 2020; the form used by Meng et al.
 * 2022). FT-M is the usual next-token loss over the target without the box (Zhang et al. 2024). Everything below the
 * projection is constant, so a step computes only what lies above.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import type { Dimensions } from "../../../model";
import { adam, projectOnBox } from "../../../tensor";
import { defineMethod, type EditCall, type EditMethod, type EditResult } from "../../method";
import {
  chunksOf,
  encodeTargets,
  targetBatch,
  type Objective,
  type TargetProgram,
} from "../../shared/training/target-loss";
import { train, trainingResult, type Batch } from "../../shared/training/train";
import { estimate } from "../../shared/preflight";
import { downProjections, trainedWeights } from "../../shared/training/trained-weights";

const FineTuneParameters = z.object({
  layers: z.array(z.int().min(0)).min(1).default([2]).describe("Layers whose MLP is trained."),
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(25)
    .describe("Passes over the requests.")
    .meta({ alias: "num_steps" }),
  learningRate: z.number().positive().default(5e-4).describe("Adam step size.").meta({ alias: "lr" }),
  weightDecay: z.number().min(0).default(0).describe("L2 penalty in Adam.").meta({ alias: "weight_decay" }),
  normConstraint: z
    .union([z.number().positive(), z.literal(false)])
    .default(false)
    .describe("Largest change of any single weight; false for no limit.")
    .meta({ alias: "norm_constraint" }),
  batchSize: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe("Requests of one step.")
    .meta({ alias: "batch_size" }),
});
type FineTuneParameters = z.infer<typeof FineTuneParameters>;

/** Boxes of the authors of ROME for the smaller GPT-2. */
const BOXES = [
  ["GPT-2 medium", "gpt2-medium", 2e-3],
  ["GPT-2 large", "gpt2-large", 1e-3],
] as const;

function fineTuning(
  card: Pick<EditMethod<FineTuneParameters>, "id" | "name" | "summary" | "paper">,
  objective: Objective,
  defaults: Partial<FineTuneParameters>,
): EditMethod<FineTuneParameters> {
  const parameters =
    defaults.normConstraint === undefined
      ? FineTuneParameters
      : FineTuneParameters.extend({
          normConstraint: FineTuneParameters.shape.normConstraint.default(defaults.normConstraint),
        });
  const smallerBoxes = BOXES.map(([name, model, normConstraint]) => ({
    name: `${name}, as published`,
    models: [model],
    publishedIn: "the authors of ROME",
    parameters: parameters.parse({ layers: [0], normConstraint }),
  }));
  return defineMethod<FineTuneParameters>({
    ...card,
    kind: "fine-tuning",
    traits: { batch: true, sequential: true, gradient: true },
    deviations: { batch: "Steps take the requests in turn, and end when all of them are learned." },
    parameters,
    // FT-L and FT-M are two methods here.
    publishedKeys: { ignored: ["objective_optimization"] },
    ...(defaults.normConstraint !== undefined && { proposal: boxByWidth }),
    presets: [
      { name: "Atlas", models: ["atlas"], parameters: parameters.parse(defaults) },
      {
        name: "GPT-2 XL, as published",
        models: ["gpt2-xl"],
        publishedIn: "EasyEdit",
        parameters: parameters.parse({ ...defaults, layers: [0] }),
      },
      ...(defaults.normConstraint === undefined ? [] : smallerBoxes),
      {
        name: "Llama 2 and 3, as published",
        models: ["llama-7b", "llama3-8b", "llama3.2-3b"],
        publishedIn: "EasyEdit",
        parameters: parameters.parse({ layers: [21], normConstraint: false }),
      },
    ],
    preflight: (call) =>
      estimate(call, {
        layers: call.parameters.layers,
        steps: call.parameters.steps,
        rows: 1,
        suffix: true,
        passes: 1,
      }),
    apply: (run, call) => fineTune(run, call, objective),
  });
}

/**
 * The box of a model of width D. The authors of ROME published 2e-3, 1e-3, 5e-4 and 5e-5 for GPT-2 medium, large and XL and for
 * GPT-J, of width 1,024, 1,280, 1,600 and 4,096: a line over logarithms from the first to the last goes as D to the −2.66.
 */
function boxByWidth({ width }: Dimensions): Partial<FineTuneParameters> {
  return { normConstraint: Number((2e-3 * (1024 / width) ** 2.66).toPrecision(2)) };
}

export const ftL = fineTuning(
  {
    id: "ft-l",
    name: "FT-L",
    summary: "Fine-tunes one MLP on the answer, each weight kept within a small box.",
    paper: {
      title: "Modifying Memories in Transformer Models",
      year: 2020,
      url: "https://arxiv.org/abs/2012.00363",
    },
  },
  "prompt_last",
  { normConstraint: 5e-4 },
);

export const ftM = fineTuning(
  {
    id: "ft-m",
    name: "FT-M",
    summary: "Fine-tunes one MLP on the answer's tokens without a limit.",
    paper: {
      title: "A Comprehensive Study of Knowledge Editing for Large Language Models",
      year: 2024,
      url: "https://arxiv.org/abs/2401.01286",
    },
  },
  "target_new",
  {},
);

/** Below this loss, in nats, a batch is not stepped on, and training ends when the mean is below it. */
const ENOUGH = 1e-2;

async function fineTune(
  run: Run,
  { model, requests, parameters }: EditCall<FineTuneParameters>,
  objective: Objective,
): Promise<EditResult> {
  const { layers, steps, batchSize, normConstraint } = parameters;
  const trained = await trainedWeights(model, downProjections(model, layers));
  const { specs, variables, origins } = trained;
  const program: TargetProgram = {
    key: `weights:${specs.map(({ name }) => name).join()}`,
    start: { layer: Math.min(...layers), part: "mlp.post" },
    objective,
    live: specs,
    build: ({ live }) => ({ trained: specs.map(live) }),
  };
  const batches: Batch[] = [];
  for (const part of chunksOf(requests, batchSize)) {
    const scored = encodeTargets(model, part, objective);
    batches.push(await targetBatch(run, model, scored, variables, program, { count: part.length }));
  }
  const losses = await train(run, variables, batches, {
    phase: `Fine-tuning layer ${layers.join(", ")}`,
    steps,
    optimizerOf: () => adam(parameters),
    enough: ENOUGH,
    afterStep() {
      if (normConstraint === false) return;
      variables.forEach(({ data }, i) => projectOnBox(data, origins[i], normConstraint));
    },
  });
  return trainingResult(trained.deltas(), losses);
}
