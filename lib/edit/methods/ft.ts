/**
 * Fine-tuning of one MLP's down projection, the baselines FT-L and FT-M.
 *
 * Adam on the projection's weight and bias, a few steps, stopped when the loss is small. FT-L scores all target tokens at
 * the prompt's last token and keeps every weight within ε of where it was (Zhu et al. 2020; the form used by Meng et al.
 * 2022). FT-M is the usual next-token loss over the target without the box (Zhang et al. 2024). Everything below the
 * projection is constant, so a step computes only what lies above.
 */
import { z } from "zod";
import { checkCancelled, NumericalError, type Run } from "../../base";
import { filledPrompt, type EditRequest } from "../../data";
import {
  computePrefix,
  encodePair,
  forwardSuffix,
  orientation,
  selection,
  transposedData,
  type Model,
  type ParameterSpec,
  type SuffixStart,
  type WeightDelta,
} from "../../model";
import {
  adam,
  float32,
  floats,
  grad,
  logSoftmax,
  matmul,
  multiply,
  norm,
  oneHot,
  projectOnBox,
  reduceSum,
  reshape,
  type Tensor,
} from "../../tensor";
import { targetIds } from "../locate";
import { defineMethod, type EditCall, type EditMethod, type EditResult } from "../method";
import { estimate } from "../shared/preflight";

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

/** Where the target is scored: all of it at the prompt's last token, or each token in its own place. */
type Objective = "prompt_last" | "target_new";

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
  return defineMethod<FineTuneParameters>({
    ...card,
    kind: "fine-tuning",
    traits: { batch: true, sequential: true, gradient: true },
    parameters,
    presets: [
      { name: "Atlas", models: ["atlas"], parameters: parameters.parse(defaults) },
      {
        name: "GPT-2 XL, as published",
        models: ["gpt2-xl"],
        parameters: parameters.parse({ ...defaults, layers: [0] }),
      },
      {
        name: "Llama 2 and 3, as published",
        models: ["llama-7b", "llama3-8b"],
        parameters: parameters.parse({ layers: [21], normConstraint: false }),
      },
    ],
    preflight: (call) =>
      estimate(call, {
        layers: call.parameters.layers,
        steps: call.parameters.steps,
        rows: 1,
        suffix: true,
      }),
    apply: (run, call) => fineTune(run, call, objective),
  });
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

/** Below this loss a chunk is not stepped on, and training ends when the mean is below it. */
const ENOUGH = 1e-2;

async function fineTune(
  run: Run,
  call: EditCall<FineTuneParameters>,
  objective: Objective,
): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const trained = trainedParameters(model, parameters.layers);
  const variables = new Map<ParameterSpec, Float32Array>();
  const origins = new Map<ParameterSpec, Float32Array>();
  for (const spec of trained) {
    const { data } = await model.stored(spec);
    origins.set(spec, data);
    variables.set(spec, Float32Array.from(data));
  }
  const optimizers = new Map(
    trained.map((spec) => [
      spec,
      adam({ learningRate: parameters.learningRate, weightDecay: parameters.weightDecay }),
    ]),
  );
  const chunks: Chunk[] = [];
  for (let start = 0; start < requests.length; start += parameters.batchSize) {
    const part = requests.slice(start, start + parameters.batchSize);
    chunks.push(await prepareChunk(run, model, part, objective, trained));
  }

  const losses: number[] = [];
  for (let step = 0; step < parameters.steps; step++) {
    let sum = 0;
    for (const chunk of chunks) {
      checkCancelled(run.signal);
      const { loss, gradients } = await chunk.at(variables);
      if (!Number.isFinite(loss)) {
        throw new NumericalError(
          `The loss is ${loss} at step ${step + 1}.`,
          { step: step + 1 },
          "Lower the learning rate.",
        );
      }
      sum += loss * chunk.rows;
      for (const spec of trained) {
        const variable = variables.get(spec) as Float32Array;
        if (loss >= ENOUGH) optimizers.get(spec)?.step(variable, gradients.get(spec) as Float32Array);
        if (parameters.normConstraint !== false) {
          projectOnBox(variable, origins.get(spec) as Float32Array, parameters.normConstraint);
        }
      }
    }
    const mean = sum / requests.length;
    losses.push(mean);
    run.progress({
      phase: `Fine-tuning layer ${parameters.layers.join(", ")}`,
      step: step + 1,
      steps: parameters.steps,
      values: { lossNats: mean },
    });
    if (mean < ENOUGH) break;
  }

  const deltas = trained.map((spec) =>
    differenceOf(spec, variables.get(spec) as Float32Array, origins.get(spec) as Float32Array),
  );
  return {
    overlays: [{ kind: "weights", deltas }],
    report: {
      numbers: {
        lossNats: losses[losses.length - 1],
        steps: losses.length,
        deltaNorm: norm(deltas.map((delta) => (delta.form === "dense" ? norm(floats(delta.delta)) : 0))),
      },
      curves: { lossNats: losses },
    },
  };
}

/** Weight and, where the family has one, bias of each layer's down projection. */
function trainedParameters(model: Model, layers: readonly number[]): ParameterSpec[] {
  return [...layers]
    .sort((a, b) => a - b)
    .flatMap((layer) => {
      const bias = model.findParameter("mlp.down", layer, "bias");
      return [model.parameter("mlp.down", layer), ...(bias ? [bias] : [])];
    });
}

interface Chunk {
  readonly rows: number;
  /** Loss in nats, and its gradient by each trained parameter in the checkpoint's layout. */
  at(
    variables: ReadonlyMap<ParameterSpec, Float32Array>,
  ): Promise<{ loss: number; gradients: ReadonlyMap<ParameterSpec, Float32Array> }>;
}

async function prepareChunk(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  objective: Objective,
  trained: readonly ParameterSpec[],
): Promise<Chunk> {
  const { vocabulary } = model.facts.dimensions;
  const { rows, at, labels } = encodeObjective(model, requests, objective);
  const layer = Math.min(...trained.map((spec) => spec.layer as number));
  const start: SuffixStart = { layer, part: "mlp.post" };
  const prefix = await computePrefix(
    run,
    model,
    start,
    rows,
    rows.map(() => 0),
  );
  const width = Math.max(...labels.map((row) => row.length));
  const ids = new Int32Array(labels.length * width).fill(-1);
  const weights = new Float32Array(labels.length * width);
  labels.forEach((row, b) => {
    ids.set(row, b * width);
    weights.fill(-1 / (row.length * labels.length), b * width, b * width + row.length);
  });
  const picks = objective === "prompt_last" ? 1 : "Q";
  const layers = [...new Set(trained.map((spec) => spec.layer))].join();
  const program = await model.program(
    `fine-tune:${objective}:${layers}`,
    (context) => {
      const { graph, unembed, live } = context;
      const hidden = forwardSuffix(context, model, start, (value) => value);
      const chosen = matmul(graph.input("select", "float32", ["B", picks, "S"]), hidden);
      const logP = logSoftmax(unembed(chosen)); // [B, Q or 1, V]
      const targets = oneHot(graph.input("labels", "int32", ["B", "Q"]), vocabulary); // [B, Q, V]
      const logPTarget = reduceSum(multiply(targets, logP), [-1], false); // [B, Q]
      const weighted = multiply(logPTarget, graph.input("weights", "float32", ["B", "Q"]));
      const loss = reshape(reduceSum(weighted, [0, 1], true), []);
      graph.output("loss", loss);
      grad(loss, trained.map(live)).forEach((gradient, i) =>
        graph.output(`gradient.${trained[i].name}`, gradient),
      );
    },
    { live: trained },
  );
  const feeds: Record<string, Tensor> = {
    ...prefix.feeds,
    select: selection(at, prefix.tokens),
    labels: { dtype: "int32", shape: [labels.length, width], data: ids },
    weights: float32([labels.length, width], weights),
  };
  return {
    rows: requests.length,
    async at(variables) {
      const own = Object.fromEntries(
        trained.map((spec) => [spec.name, float32(spec.shape, variables.get(spec) as Float32Array)]),
      );
      const results = await program.run({ ...feeds, ...own }, { signal: run.signal });
      return {
        loss: floats(results.loss)[0],
        gradients: new Map(trained.map((spec) => [spec, floats(results[`gradient.${spec.name}`])])),
      };
    },
  };
}

/** Rows to read, the positions whose logits are scored, and the tokens wanted there. */
function encodeObjective(model: Model, requests: readonly EditRequest[], objective: Objective) {
  const { tokenizer } = model;
  if (objective === "prompt_last") {
    const rows = requests.map((request) => tokenizer.encode(filledPrompt(request), { special: true }).ids);
    return {
      rows,
      at: rows.map((row) => [row.length - 1]),
      // The tokenizer's unknown token stands for padding in the reference, and is not trained on.
      labels: requests.map(({ targetNew }) =>
        targetIds(tokenizer, targetNew).filter((id) => id !== tokenizer.special.unk),
      ),
    };
  }
  const pairs = requests.map((request) =>
    encodePair(model, { prompt: filledPrompt(request), target: request.targetNew }),
  );
  return {
    rows: pairs.map(({ ids }) => ids.slice(0, -1)),
    at: pairs.map(({ ids, promptLength }) =>
      Array.from({ length: ids.length - promptLength }, (_, i) => promptLength - 1 + i),
    ),
    labels: pairs.map(({ ids, promptLength }) => ids.slice(promptLength)),
  };
}

function differenceOf(spec: ParameterSpec, after: Float32Array, before: Float32Array): WeightDelta {
  const difference = after.map((value, i) => value - before[i]);
  if (spec.layout === "vector")
    return { parameter: spec.name, form: "dense", delta: float32(spec.shape, difference) };
  const inOut = spec.layout === "in-out";
  const data = inOut ? transposedData(difference, spec.shape[0], spec.shape[1]) : difference;
  return { parameter: spec.name, form: "dense", delta: float32([...orientation(spec)], data) };
}
