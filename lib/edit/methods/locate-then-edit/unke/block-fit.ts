/**
 * Least squares over the weights of one block: it keeps its output in some rows and gets a changed output at the ends of
 * others. Only the block is computed.
 *
 *     L = mean over tokens of kept rows ‖block(x) − y‖²/D + mean over tokens of prompts ‖block(x) − y − δ‖²/D
 *
 * The code that UnKE was published with counts padding in its means; here only tokens count.
 */
import type { Run } from "../../../../base";
import { computePrefix, forwardSuffix, type Model, type Row, type SuffixStart } from "../../../../model";
import {
  float32,
  floats,
  grad,
  multiply,
  reduceSum,
  reshape,
  subtract,
  type Tensor,
  type Value,
} from "../../../../tensor";
import type { Batch } from "../../../shared/training/train";
import type { TrainedWeights } from "../../../shared/training/trained-weights";

export interface BlockRow {
  readonly ids: Row;
  /** What is added to the block's output at the last token, [D]. */
  readonly change?: Float32Array;
}

/** The output of a block, [B, S, D]. */
export async function blockOutput(
  run: Run,
  model: Model,
  layer: number,
  rows: readonly Row[],
): Promise<Tensor> {
  return (await prefixOf(run, model, { layer, part: "resid_post" }, rows)).feeds["suffix.start"];
}

/** The loss above and its gradient by the block's weights. */
export async function fitBlock(
  run: Run,
  model: Model,
  layer: number,
  { specs, variables }: Pick<TrainedWeights, "specs" | "variables">,
  kept: readonly BlockRow[],
  prompts: readonly BlockRow[],
): Promise<Batch> {
  const { width } = model.facts.dimensions;
  const start: SuffixStart = { layer, part: "resid_pre" };
  const rows = [...kept, ...prompts];
  const ids = rows.map((row) => row.ids);
  const prefix = await prefixOf(run, model, start, ids);
  const wanted = floats(await blockOutput(run, model, layer, ids)).slice();
  const weights = new Float32Array(rows.length * prefix.tokens);
  for (const group of [kept, prompts]) {
    const share = 1 / (width * group.reduce((sum, row) => sum + row.ids.length, 0));
    for (const row of group) {
      const first = rows.indexOf(row) * prefix.tokens;
      weights.fill(share, first, first + row.ids.length);
    }
  }
  rows.forEach((row, b) => {
    const last = (b * prefix.tokens + row.ids.length - 1) * width;
    row.change?.forEach((value, i) => (wanted[last + i] += value));
  });

  const program = await model.program(
    `fit block:${layer}`,
    (context) => {
      const { graph, live } = context;
      let output: Value | undefined;
      forwardSuffix(context, model, start, (value) => value, {
        tap: (site, value) => (site === `blocks.${layer}.resid_post` ? (output = value) : value),
      });
      const gap = subtract(output as Value, graph.input("wanted", "float32", ["B", "S", width]));
      const squares = multiply(multiply(gap, gap), graph.input("weights", "float32", ["B", "S", 1]));
      const loss = reshape(reduceSum(squares, [0, 1, 2], true), []);
      graph.output("loss", loss);
      grad(loss, specs.map(live)).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
    },
    { live: specs },
  );
  const constants = {
    ...prefix.feeds,
    wanted: float32([rows.length, prefix.tokens, width], wanted),
    weights: float32([rows.length, prefix.tokens, 1], weights),
  };
  return {
    count: prompts.length,
    async at() {
      const trainedFeeds = Object.fromEntries(
        variables.map(({ name, shape, data }) => [name, float32(shape, data)]),
      );
      const results = await program.run({ ...constants, ...trainedFeeds }, { signal: run.signal });
      return {
        loss: floats(results.loss)[0],
        gradients: variables.map((_, i) => floats(results[`gradient.${i}`])),
      };
    },
  };
}

function prefixOf(run: Run, model: Model, start: SuffixStart, rows: readonly Row[]) {
  return computePrefix(
    run,
    model,
    start,
    rows,
    rows.map(() => 0),
  );
}
