/** The small graph of heads and MLPs that carries an answer. */
import { invalidField, type Run } from "../../base";
import { filledPrompt } from "../../data";
import type { HostContext } from "../calls/call";
import type { CircuitAnswer, CircuitQuestion } from "../calls/explore/circuit";

/** Sizes at which a circuit is run, in edges before pruning. */
const SIZES = [10, 20, 50, 100, 200, 400, 800];

export async function findCircuit(
  { openVersion }: Pick<HostContext, "openVersion">,
  run: Run,
  input: CircuitQuestion,
): Promise<CircuitAnswer> {
  const explain = await import("../../explain");
  const { argmax, askLogits, encodeSentence } = await import("../../model");
  const { prompt, subject, other, answers, method, steps, ...version } = input;
  const model = await openVersion(version, run.signal);
  const { tokenizer, facts } = model;
  const texts = [subject, other].map((one) => filledPrompt({ prompt, subject: one }));
  const [clean, corrupt] = texts.map((text) => tokenizer.encode(text, { special: true }).ids);
  const said = await Promise.all(
    texts.map(async (text, i) => {
      const [{ logits }] = await askLogits(run, model, [{ prompt: text }]);
      const written = answers && encodeSentence(tokenizer, text, answers[i]);
      return { logits: logits[0], id: written ? written.ids[written.promptLength] : argmax(logits[0]) };
    }),
  );
  const [answer, otherAnswer] = said.map(({ id }) => id);
  if (answer === otherAnswer)
    throw invalidField(
      "other",
      `The model answers "${tokenizer.piece(answer).trim()}" to both prompts, so there is nothing to tell apart.`,
      "Choose a subject with another answer.",
    );
  const difference = (logits: Float32Array) => logits[answer] - logits[otherAnswer];
  const scores = await explain.attributeEdges(run, model, {
    pair: { clean, corrupt, answer, other: otherAnswer },
    metric: explain.CIRCUIT_METRICS.get("logit_diff"),
    method: explain.ATTRIBUTION_METHODS.get(method),
    steps,
  });
  const graph = explain.circuitGraph(facts.dimensions);
  const total = explain.edgesOf(graph).length;
  const sizes = SIZES.filter((size) => size < total);
  const chosen = sizes.map((count) =>
    explain.pruneEdges(graph, explain.selectEdges(graph, scores, { kind: "greedy", count, absolute: true })),
  );
  const logits = await explain.circuitLogits(run, model, clean, chosen, {
    kind: "patch",
    corrupt: [corrupt],
  });
  const named = (edge: number) => {
    const { writer, reader } = explain.edgeEnds(graph, edge);
    const { node, port } = explain.readerOf(graph, reader);
    const from = explain.nameOfNode(explain.writerOf(graph, writer));
    return { from, to: explain.nameOfNode(node), ...(port && { port }), score: scores[edge] };
  };
  return {
    graph: { layers: graph.layers, heads: graph.heads, readers: graph.readers, edges: total },
    tokens: {
      clean: clean.map((id) => tokenizer.piece(id)),
      corrupt: corrupt.map((id) => tokenizer.piece(id)),
    },
    answers: [tokenizer.piece(answer), tokenizer.piece(otherAnswer)] as [string, string],
    difference: { clean: difference(said[0].logits), corrupt: difference(said[1].logits) },
    circuits: sizes.map((size, i) => ({
      size,
      edges: chosen[i].map(named),
      difference: difference(logits[i]),
    })),
  };
}
