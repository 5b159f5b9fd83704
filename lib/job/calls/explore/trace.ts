/** Which activations bring a fact back. */
import { z } from "zod";
import { ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

const Kind = z.enum(["state", "mlp", "attention"]);
/** The noise of the published traces, in standard deviations of the subject's embeddings. */
const NOISE_FACTOR = 3;

export const trace = defineQuestion({
  summary:
    "A causal trace: how far restoring one activation brings the answer back when the subject is noise.",
  input: ModelVersion.extend({
    /** With {} where the subject stands. */
    prompt: z.string().min(1).max(4000),
    subject: z.string().min(1).max(200),
    kinds: z.array(Kind).min(1).max(3).default(["state", "mlp", "attention"]),
    samples: z.int().min(1).max(20).default(10),
    /** Layers restored together, for MLP and attention; a third of the layers when absent. */
    window: z.int().min(1).max(100).optional(),
    seed: z.int().min(0).default(0),
  }),
  output: z.object({
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
  async perform({ openVersion }, run, { prompt, subject, kinds, samples, window, seed: _, ...version }) {
    const { embeddingSpread, traceAnswer, traceQuestion } = await import("../../../explain");
    const model = await openVersion(version, run.signal);
    const { tokenizer, facts } = model;
    const question = traceQuestion(tokenizer, { prompt, subject });
    const ids = question.ids.slice(...question.subject);
    const spread = await embeddingSpread(run, model, [ids]);
    const layers = window ?? Math.max(1, Math.floor(facts.dimensions.layers / 3));
    const traced = await traceAnswer(run, model, {
      ...question,
      kinds,
      samples,
      window: layers,
      noise: NOISE_FACTOR * spread,
    });
    return {
      tokens: question.ids.map((id) => tokenizer.piece(id)),
      subject: [...question.subject] as [number, number],
      answer: tokenizer.piece(traced.answer),
      high: traced.high,
      low: traced.low,
      window: layers,
      scores: Object.fromEntries(
        Object.entries(traced.scores).map(([kind, table]) => [kind, table.map((row) => [...row])]),
      ),
    };
  },
});
