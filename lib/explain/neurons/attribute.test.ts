import { describe, expect, test } from "vitest";
import { CancelledError, createRun } from "../../base";
import { logProbability, plainFeeds, selection, type Model, type Site } from "../../model";
import { float32, floats, matmul, multiply } from "../../tensor";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { attributeNeurons } from "./attribute";

const PROMPT = [5, 9, 200, 31];
const ANSWER = 17;

/** P(answer) with a layer's neurons at the last token scaled, by a whole pass. */
async function probability(model: Model, layer: number, scale: number): Promise<number> {
  const wanted: Site = `blocks.${layer}.mlp.pre`;
  const program = await model.program(`test ${layer}`, ({ graph, forward, unembed }) => {
    const hidden = forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap: (site, value) =>
        site === wanted ? multiply(value, graph.input("scale", "float32", ["T", 1])) : value,
    });
    graph.output("logits", unembed(matmul(graph.input("select", "float32", ["B", "Q", "T"]), hidden)));
  });
  const scales = PROMPT.map((_, t) => (t === PROMPT.length - 1 ? scale : 1));
  const results = await program.run({
    ...plainFeeds([PROMPT]),
    scale: float32([PROMPT.length, 1], scales),
    select: selection([[PROMPT.length - 1]], PROMPT.length),
  });
  return Math.exp(logProbability(floats(results.logits), ANSWER));
}

describe.each(["gpt2", "llama"] as const)("neurons of a %s", (family) => {
  test("a layer's scores add up to what the layer adds to the answer's probability", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const scores = await attributeNeurons(createRun(), model, PROMPT, [ANSWER], {
      layers: [0, 1],
      steps: 400,
      batchSize: 150,
    });
    for (const layer of [0, 1]) {
      const whole = await probability(model, layer, 1);
      const without = await probability(model, layer, 0);
      const total = scores.get(layer)?.reduce((sum, value) => sum + value, 0) ?? NaN;
      expect(Math.abs(whole - without)).toBeGreaterThan(0);
      expect(Math.abs(total - (whole - without))).toBeLessThan(0.02 * Math.abs(whole - without));
    }
  });

  test("how many steps are computed together does not matter", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const [whole, parts] = await Promise.all(
      [20, 3].map((batchSize) =>
        attributeNeurons(createRun(), model, PROMPT, [ANSWER], { layers: [1], steps: 20, batchSize }),
      ),
    );
    const [a, b] = [whole, parts].map((scores) => scores.get(1) ?? new Float32Array());
    expect(Math.hypot(...a.map((value, i) => value - b[i]))).toBeLessThan(1e-5 * Math.hypot(...a));
  });

  test("it stops when cancelled", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const signal = AbortSignal.abort();
    const work = attributeNeurons(createRun({ signal }), model, PROMPT, [ANSWER], {
      layers: [0],
      steps: 2,
      batchSize: 2,
    });
    await expect(work).rejects.toBeInstanceOf(CancelledError);
  });
});
