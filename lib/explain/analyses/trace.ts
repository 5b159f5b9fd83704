/** Which activations bring a fact back. */
import { z } from "zod";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

const Kind = z.enum(["state", "mlp", "attention"]);
/** The noise of the published traces, in standard deviations of the subject's embeddings. */
const NOISE_FACTOR = 3;

export const trace = defineAnalysis({
  id: "trace",
  name: "Causal trace",
  summary: "How far restoring one activation brings the answer back when the subject is noise.",
  paper: {
    title: "Locating and Editing Factual Associations in GPT",
    year: 2022,
    url: "https://arxiv.org/abs/2202.05262",
  },
  asks: ["prompt", "subject"],
  parameters: z.object({
    kinds: z
      .array(Kind)
      .min(1)
      .max(3)
      .default(["state", "mlp", "attention"])
      .describe("What is restored: the state after a block, or the output of its MLP or attention."),
    samples: z.int().min(1).max(20).default(10).describe("Draws of noise."),
    window: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe("Layers restored together, for MLP and attention; 0 is a third of the layers."),
  }),
  answer: z.object({
    tokens: z.array(z.string()),
    subject: z.tuple([z.int(), z.int()]),
    answer: z.string(),
    /** Probability of the answer on the clean prompt, and with the subject as noise. */
    high: z.number(),
    low: z.number(),
    window: z.int(),
    /** Probability with one activation restored, by kind, token and layer. */
    scores: z.partialRecord(Kind, z.array(z.array(z.number()))),
  }),
  preflight({ facts, tokens, parameters: { kinds, samples } }) {
    const { layers, width, vocabulary } = facts.dimensions;
    const rows = kinds.length * tokens * layers * samples;
    return {
      operations: passOperations(facts, rows * tokens, rows),
      memoryBytes: 4 * 96 * (12 * tokens * width + 2 * vocabulary),
    };
  },
  async run(run, { model, question, parameters: { window, ...parameters } }) {
    const { embeddingSpread, traceAnswer } = await import("../trace");
    const { readSubject } = await import("../question");
    const { tokenizer, facts } = model;
    const { ids, subject } = readSubject(model, question);
    const spread = await embeddingSpread(run, model, [ids.slice(...subject)]);
    const layers = window === 0 ? Math.max(1, Math.floor(facts.dimensions.layers / 3)) : window;
    const traced = await traceAnswer(run, model, {
      ids,
      subject,
      ...parameters,
      window: layers,
      noise: NOISE_FACTOR * spread,
    });
    return {
      tokens: ids.map((id) => tokenizer.piece(id)),
      subject: [...subject] as [number, number],
      answer: tokenizer.piece(traced.answer),
      high: traced.high,
      low: traced.low,
      window: layers,
      scores: Object.fromEntries(
        Object.entries(traced.scores).map(([kind, table]) => [kind, table.map((row) => [...row])]),
      ),
    };
  },
  tables({ tokens, scores, answer, low, high }) {
    return Object.entries(scores).map(([kind, table]) => ({
      title: `p(${answer}) with ${kind} restored; clean ${high.toFixed(3)}, noise ${low.toFixed(3)}`,
      columns: ["token", ...table[0].map((_, layer) => `layer ${layer}`)],
      rows: table.map((row, t) => [`${t} ${tokens[t]}`, ...row]),
    }));
  },
});
