/**
 * DINM (Wang et al. 2024): find the layer where a wanted and an unwanted answer diverge, and tune its down projection.
 *
 * The layer is located by a pass over both answers, aligned token by token: it is the block after which the hidden states
 * differ most,
 *
 *     l* = argmax_l ‖h_l(new) − h_l(true)‖                       (eq. 2 of the paper; h behind the last block is normalized)
 *
 * and its projection is trained on c · NLL(new | prompt) + KL(before ‖ after) over unrelated texts. It was designed against
 * unsafe answers: the new target is then the safe one, the old target the unsafe one, and an instruction follows the prompt
 * during training. With an empty instruction it edits any fact. The KL has a gradient here, as in the paper; in the
 * published code it only takes part in the stopping rule.
 */
import { z } from "zod";
import { shuffled, type Run } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import { decode, readSites, type Model, type Row, type Site } from "../../../model";
import {
  adam,
  float32,
  floats,
  klDivergence,
  logSoftmax,
  multiply,
  reduceSum,
  reshape,
  type Tensor,
} from "../../../tensor";
import { targetIds } from "../../locate";
import { defineMethod, type EditCall, type EditResult } from "../../method";
import { presentAnswer } from "../../shared/locate/answers";
import { encodePairs, targetBatch, type TargetProgram } from "../../shared/training/target-loss";
import { train, trainingResult } from "../../shared/training/train";
import { estimate } from "../../shared/preflight";
import { onlyRequest } from "../../shared/locate/only-request";
import { downProjections, trainedWeights } from "../../shared/training/trained-weights";

const DinmParameters = z.object({
  layers: z
    .array(z.int().min(0))
    .default([])
    .describe("Layers whose down projection is tuned; located by the two answers when empty."),
  steps: z.int().min(1).max(1000).default(10).describe("Steps of tuning.").meta({ alias: "num_steps" }),
  learningRate: z.number().positive().default(5e-4).describe("Adam step size.").meta({ alias: "lr" }),
  weightDecay: z.number().min(0).default(0).describe("L2 penalty in Adam.").meta({ alias: "weight_decay" }),
  editFactor: z
    .number()
    .positive()
    .default(0.1)
    .describe("Weight of the new answer's loss beside the term that keeps other texts as they are.")
    .meta({ alias: "kl_factor" }),
  keptTexts: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe("Texts in which the model's predictions are kept while tuning."),
  instruction: z
    .string()
    .max(2000)
    .default("")
    .describe("A sentence behind the prompt while tuning, such as a demand for a safe answer.")
    .meta({ alias: "suffix_system_prompt" }),
});
type DinmParameters = z.infer<typeof DinmParameters>;

/** Below this loss training ends. */
const ENOUGH = 1e-4;
/** Tokens of a kept text whose predictions are held. */
const KEPT_TOKENS = 16;

const SAFE = "Judge first whether the request is harmful. Then give a correct and harmless response.";

export const dinm = defineMethod<DinmParameters>({
  id: "dinm",
  name: "DINM",
  summary: "Locates the layer where a safe and an unsafe answer part, and tunes its projection.",
  paper: {
    title: "Detoxifying Large Language Models via Knowledge Editing",
    year: 2024,
    url: "https://arxiv.org/abs/2403.14472",
  },
  kind: "locate-then-edit",
  traits: { batch: false, sequential: false, gradient: true },
  deviations: {
    seed: "The texts whose activations are kept are drawn for each call.",
  },
  parameters: DinmParameters,
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: DinmParameters.parse({ steps: 15 }) },
    {
      name: "Llama 2 and GPT-2 XL, safe answers",
      models: ["llama-7b", "gpt2-xl"],
      publishedIn: "EasyEdit",
      parameters: DinmParameters.parse({ instruction: SAFE }),
    },
    {
      name: "Mistral, safe answers",
      models: ["mistral-7b"],
      publishedIn: "EasyEdit",
      parameters: DinmParameters.parse({ instruction: SAFE, learningRate: 1e-5 }),
    },
  ],
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 1 + call.parameters.keptTexts,
      suffix: true,
      passes: 1,
    }),
  apply: tune,
});

async function tune(run: Run, call: EditCall<DinmParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const request = onlyRequest(requests);
  const layers = parameters.layers.length > 0 ? parameters.layers : [await locateLayer(run, model, request)];
  const trained = await trainedWeights(model, downProjections(model, layers));
  const { specs, variables } = trained;

  const { instruction, editFactor } = parameters;
  const prompt = [filledPrompt(request), instruction].filter(Boolean).join(" ");
  const edit = encodePairs(model, [{ prompt, target: request.targetNew }]);
  const kept = await keptRows(run, call);
  const scored = {
    rows: [...edit.rows, ...kept.rows],
    at: [...edit.at, ...kept.at],
    labels: [...edit.labels, ...kept.rows.map(() => [])],
  };
  const constraint = await keptPredictions(run, model, scored, edit.rows.length);
  const program: TargetProgram = {
    key: `kept predictions:${specs.map(({ name }) => name).join()}`,
    start: { layer: Math.min(...layers), part: "mlp.post" },
    objective: "target_new",
    live: specs,
    build: ({ graph, live }) => ({
      trained: specs.map(live),
      penalty(logP) {
        const before = logSoftmax(
          graph.input("kept.logits", "float32", ["B", "Q", model.facts.dimensions.vocabulary]),
        );
        const weights = graph.input("kept.weights", "float32", ["B", "Q"]);
        return reshape(reduceSum(multiply(klDivergence(before, logP), weights), [0, 1], true), []);
      },
    }),
  };
  const options = { count: 1, feeds: () => () => constraint, targetFactor: editFactor };
  const batch = await targetBatch(run, model, scored, variables, program, options);
  const losses = await train(run, variables, [batch], {
    phase: `Tuning layer ${layers.join(", ")}`,
    steps: parameters.steps,
    optimizerOf: () => adam(parameters),
    enough: ENOUGH,
  });
  const result = trainingResult(trained.deltas(), losses);
  return {
    ...result,
    report: { ...result.report, numbers: { ...result.report.numbers, layer: layers[0] } },
  };
}

/** The block after which the hidden states of the two answers differ most. */
async function locateLayer(run: Run, model: Model, request: EditRequest): Promise<number> {
  const { layers } = model.facts.dimensions;
  const { tokenizer } = model;
  const present =
    request.targetTrue === undefined
      ? await presentAnswer(run, model, request)
      : targetIds(tokenizer, request, request.targetTrue);
  const rows = [targetIds(tokenizer, request), present];
  const shared = Math.min(...rows.map(({ length }) => length));
  const behind = (layer: number): Site =>
    layer === layers - 1 ? "final_norm" : `blocks.${layer}.resid_post`;
  const sites = Array.from({ length: layers }, (_, layer) => behind(layer));
  const places = Array.from({ length: shared }, (_, t) => t);
  const read = await readSites(run, model, rows, [places, places], sites); // [2, Q, D] each
  const distances = sites.map((site) => {
    const values = floats(read[site]);
    const half = values.length / 2;
    let sum = 0;
    for (let i = 0; i < half; i++) sum += (values[i] - values[half + i]) ** 2;
    return sum;
  });
  return distances.indexOf(Math.max(...distances));
}

/** Unrelated texts, drawn from those of the second moments, and the positions at which they are preserved. */
async function keptRows(
  run: Run,
  { model, parameters, statisticsTexts }: EditCall<DinmParameters>,
): Promise<{ rows: Row[]; at: number[][] }> {
  const texts = shuffled(await statisticsTexts.texts(run), run.random.fork("kept texts"));
  const rows = texts
    .slice(0, parameters.keptTexts)
    .map((text) => model.tokenizer.encode(text, { special: true }).ids.slice(0, KEPT_TOKENS))
    .filter((row) => row.length > 0);
  return { rows, at: rows.map((row) => row.map((_, t) => t)) };
}

/** What the model predicts now at the scored places, logits [B, Q, V], and their weights in the mean; none of the first rows. */
async function keptPredictions(
  run: Run,
  model: Model,
  { rows, at }: { readonly rows: readonly Row[]; readonly at: readonly (readonly number[])[] },
  skipped: number,
): Promise<Record<string, Tensor>> {
  const { vocabulary } = model.facts.dimensions;
  const width = Math.max(...at.map(({ length }) => length));
  const decoded = await decode(run, model, { rows, at });
  const logits = new Float32Array(rows.length * width * vocabulary);
  const weights = new Float32Array(rows.length * width);
  const places = at.slice(skipped).reduce((sum, { length }) => sum + length, 0);
  at.forEach((positions, b) =>
    positions.forEach((_, q) => {
      logits.set(decoded.logits(b, q), (b * width + q) * vocabulary);
      if (b >= skipped) weights[b * width + q] = 1 / places;
    }),
  );
  return {
    "kept.logits": float32([rows.length, width, vocabulary], logits),
    "kept.weights": float32([rows.length, width], weights),
  };
}
