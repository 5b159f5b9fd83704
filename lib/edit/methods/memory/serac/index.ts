/**
 * SERAC: edits are stored as text, a trained scope classifier decides which questions they concern, and a trained
 * counterfactual model answers those from the text (Mitchell et al. 2022). The model itself does not change.
 *
 * The original's scope is DistilBERT, and its reader a GPT-2 of the same vocabulary. Both would have to be downloaded, and
 * no second model shares the vocabulary of a small one. Here the scope classifier is a head of two layers over the model's
 * own averaged hidden states, and the counterfactual model is the model with low-rank factors. Both are trained together,
 * once for a model, on the original's loss, with a larger step than whole networks would allow. Two further differences:
 * the classifier reads the question alone, where the reference's evaluation includes the target; and it reads the whole
 * prompt of an edit, where the reference cuts off the last word of prompt and target. Scores mix probabilities, and the
 * counterfactual model generates text from s > 0.5 on, as in the reference.
 */
import { z } from "zod";
import { embedTexts, readScope, scopeOverlay } from "../../../../model";
import { checkCancelled } from "../../../../base";
import { filledPrompt } from "../../../../data";
import { defineMethod } from "../../../method";
import { estimate, readingOperations, ROW_TOKENS } from "../../../shared/preflight";
import { scopeKey, trainedScope } from "./scope-training";

const SeracParameters = z.object({
  layers: z
    .array(z.int().min(0))
    .min(1)
    .default([0, 3])
    .describe("Layers whose input, averaged over tokens, tells what a question is about."),
  hidden: z.int().min(8).max(2048).default(128).describe("Inner width of the scope's head."),
  width: z.int().min(4).max(1024).default(64).describe("Numbers that stand for a question."),
  rank: z.int().min(1).max(256).default(8).describe("Rank of the reader's factors."),
  learningRate: z.number().positive().default(2e-3).describe("Adam step size.").meta({ alias: "lr" }),
  editFactor: z
    .number()
    .min(0)
    .default(0.1)
    .describe("Weight of the edits' own loss in training.")
    .meta({ alias: "cedit" }),
  localityFactor: z
    .number()
    .min(0)
    .default(1)
    .describe("Weight of the loss that keeps other answers in training.")
    .meta({ alias: "cloc" }),
  rephrases: z.int().min(0).max(16).default(2).describe("Rephrases of each edit that judge it in training."),
  neighbours: z
    .int()
    .min(1)
    .max(16)
    .default(3)
    .describe("Other questions that must keep their answers, for each edit in training."),
  trainingEdits: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .describe("Edits of one training step.")
    .meta({ alias: "batch_size" }),
  trainingSteps: z
    .int()
    .min(1)
    .max(100_000)
    .default(400)
    .describe("Steps of training, once for a model.")
    .meta({ alias: "max_iters" }),
});
type SeracParameters = z.infer<typeof SeracParameters>;

export const serac = defineMethod<SeracParameters>({
  id: "serac",
  name: "SERAC",
  summary:
    "Remembers edits as text; a trained scope decides when they apply, and a trained reader answers from them.",
  paper: {
    title: "Memory-Based Model Editing at Scale",
    year: 2022,
    url: "https://arxiv.org/abs/2206.06520",
  },
  kind: "memory",
  traits: { batch: true, sequential: true, gradient: false },
  parameters: SeracParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      // With the published weight the scope is so narrow that rephrases fall outside it.
      parameters: SeracParameters.parse({
        editFactor: 1,
        neighbours: 2,
        trainingEdits: 6,
        trainingSteps: 300,
      }),
    },
  ],
  preflight(call) {
    const { facts, fingerprint, training, parameters } = call;
    const texts = 1 + parameters.rephrases + parameters.neighbours;
    return estimate(call, {
      layers: parameters.layers,
      steps: 1,
      rows: 1,
      suffix: false,
      passes: 1,
      artifacts: [
        {
          what: "Trained editor",
          key: scopeKey(facts, fingerprint, training, parameters),
          // Each text has one pass alone, and a forward and a backward pass after its edit.
          operations: readingOperations(
            facts,
            7 * texts * ROW_TOKENS * parameters.trainingEdits * parameters.trainingSteps,
          ),
        },
      ],
    });
  },
  async prepare(run, { model, parameters, cache, trainingCases }) {
    await trainedScope(run, model, parameters, cache, trainingCases);
  },
  async apply(run, { model, requests, parameters, cache, trainingCases }) {
    const { editor, losses } = await trainedScope(run, model, parameters, cache, trainingCases);
    run.progress({ phase: "Reading the edits", step: 0, steps: requests.length });
    checkCancelled(run.signal);
    const prompts = requests.map(filledPrompt);
    const readings = readScope(editor, await embedTexts(run, model, prompts, editor.layers));
    run.progress({ phase: "Reading the edits", step: requests.length, steps: requests.length });
    checkCancelled(run.signal);
    const entries = requests.map(({ targetNew }, i) => ({
      prompt: prompts[i],
      target: targetNew,
      reading: readings[i],
    }));
    return {
      overlays: [scopeOverlay(editor, entries)],
      report: {
        numbers: { remembered: entries.length, trainingLossNats: losses[losses.length - 1] },
        curves: { trainingLossNats: losses },
      },
    };
  },
});
