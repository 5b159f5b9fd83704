/** Which activations bring a fact back. */
import type { Run } from "../../base";
import type { HostContext } from "../calls/call";
import type { TraceAnswer, TraceQuestion } from "../calls/explore/trace";

/** The noise of the published traces, in standard deviations of the subject's embeddings. */
const NOISE_FACTOR = 3;

export async function traceFact(
  { openVersion }: Pick<HostContext, "openVersion">,
  run: Run,
  { prompt, subject, kinds, samples, window, seed: _, ...version }: TraceQuestion,
): Promise<TraceAnswer> {
  const { embeddingSpread, traceAnswer, traceQuestion } = await import("../../explain");
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
}
