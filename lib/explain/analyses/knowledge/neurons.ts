/** The MLP neurons that carry an answer, and what becomes of it without them. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { passOperations } from "../../cost";

const Changed = z.object({
  before: z.number(),
  suppressed: z.number(),
  enhanced: z.number(),
  /** With as many other neurons of the same layers suppressed. */
  randomSuppressed: z.number(),
});

export const neurons = defineAnalysis({
  id: "neurons",
  name: "Knowledge neurons",
  summary:
    "The MLP neurons that carry an answer, by integrated gradients, and the answer's probability without them.",
  paper: {
    title: "Knowledge Neurons in Pretrained Transformers",
    year: 2022,
    url: "https://arxiv.org/abs/2104.08696",
  },
  asks: ["prompt"],
  parameters: z.object({
    layers: z.array(z.int().min(0)).default([]).describe("Layers that are searched; all of them when empty."),
    steps: z.int().min(1).max(200).default(20).describe("Steps of the integral."),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe("Neurons count whose score is above this share of the largest one."),
    site: z
      .enum(["pre", "post"])
      .default("post")
      .describe(
        "Where a neuron is read: before the nonlinearity as the published editor does, or behind it as the paper says.",
      ),
    refineShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe("With several wordings, a neuron stays that counts in more than this share of them."),
  }),
  answer: z.object({
    answer: z.string(),
    /** Wordings that were scored: the prompt, then facts of the same subject. */
    prompts: z.array(z.string()),
    largest: z.number(),
    /** By layer, how many neurons count. */
    layers: z.array(z.object({ layer: z.int(), neurons: z.int(), score: z.number() })),
    /** The largest first, at most 200. */
    neurons: z.array(z.object({ layer: z.int(), neuron: z.int(), score: z.number(), prompts: z.int() })),
    total: z.int(),
    /** Of the prompt, and of facts about other subjects: whether the neurons are of this fact alone. */
    change: Changed,
    others: z.array(z.object({ prompt: z.string(), answer: z.string(), change: Changed })),
    convention: z.object({
      site: z.enum(["pre", "post"]),
      steps: z.int(),
      threshold: z.number(),
      begin: z.boolean(),
    }),
  }),
  preflight({ facts, tokens, question, parameters: { steps, layers } }) {
    const count = layers.length || facts.dimensions.layers;
    const rows = 3 * steps * count * (1 + (question.facts?.length ?? 0));
    return {
      operations: passOperations(facts, rows * tokens, rows),
      memoryBytes:
        4 * Math.min(steps, 20) * (tokens * facts.dimensions.mlpWidth + facts.dimensions.vocabulary) * 4,
    };
  },
  async run(run, { model, question, parameters }) {
    const { knowledgeNeurons } = await import("../../neurons/of-question");
    return knowledgeNeurons(run, model, question, parameters);
  },
  tables({ answer, neurons: found, layers, change, others, total }) {
    return [
      {
        title: `${total} neurons that carry ${answer}`,
        columns: ["layer", "neuron", "score", "in prompts"],
        rows: found.slice(0, 20).map((one) => [one.layer, one.neuron, one.score, one.prompts]),
      },
      {
        title: "By layer",
        columns: ["layer", "neurons", "sum of scores"],
        rows: layers.map((one) => [one.layer, one.neurons, one.score]),
      },
      {
        title: "Probability of answers when these neurons are changed",
        columns: ["prompt", "as it is", "suppressed", "doubled", "as many others suppressed"],
        rows: [{ prompt: "this fact", change }, ...others].map((one) => [
          one.prompt,
          one.change.before,
          one.change.suppressed,
          one.change.enhanced,
          one.change.randomSuppressed,
        ]),
      },
    ];
  },
});
