import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import {
  add,
  float32,
  floats,
  grad,
  matmul,
  multiply,
  reduceSum,
  reshape,
  type Tensor,
  type Value,
} from "../../tensor";
import { expectClose } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { TINY_FAMILIES, tinyLayers, tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { selection } from "./batch";
import type { Model, ProgramContext } from "../model";
import { atLast, computePrefix, forwardSuffix, type SuffixStart } from "./suffix";
import { plainFeeds } from "./trace";

const run = createRun();
const ROWS = [
  [5, 90, 17, 33, 2, 140, 61],
  [200, 7, 7, 12],
];
/** Positions whose logits are wanted, by row. */
const WANTED = [
  [4, 6],
  [2, 3],
];

interface Outcome {
  readonly logits: Float32Array;
  readonly byChange: Float32Array;
  readonly byWeight: Float32Array;
}

function random(shape: readonly number[], seed: string): Tensor<"float32"> {
  const source = seededRandom(seed);
  return float32(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => source.normal()),
  );
}

/** Logits at the wanted places, and the gradients of their weighted sum by the change and by the layer's down projection. */
function outputs(
  context: ProgramContext,
  model: Model,
  layer: number,
  hidden: Value,
  delta: Value,
  tokens: string,
): void {
  const { graph, unembed } = context;
  const { vocabulary } = model.facts.dimensions;
  const logits = unembed(matmul(graph.input("select", "float32", ["B", "Q", tokens]), hidden)); // [B, Q, V]
  const weighted = multiply(logits, graph.input("weights", "float32", ["B", "Q", vocabulary]));
  const loss = reshape(reduceSum(weighted, [0, 1, 2], true), []);
  const [byChange, byWeight] = grad(loss, [delta, context.live(model.parameter("mlp.down", layer))]);
  graph.output("logits", logits);
  graph.output("by change", byChange);
  graph.output("by weight", byWeight);
}

async function feedsOf(model: Model, { layer, part }: SuffixStart): Promise<Record<string, Tensor>> {
  const { mlpWidth, width, vocabulary } = model.facts.dimensions;
  const spec = model.parameter("mlp.down", layer);
  return {
    delta: random([part === "mlp.post" ? mlpWidth : width], "delta"),
    weights: random([2, 2, vocabulary], "weights"),
    [spec.name]: await model.stored(spec),
  };
}

const outcome = (results: Record<string, Tensor>): Outcome => ({
  logits: floats(results.logits),
  byChange: floats(results["by change"]),
  byWeight: floats(results["by weight"]),
});

async function fullPass(model: Model, start: SuffixStart, from: readonly number[]): Promise<Outcome> {
  const site = `blocks.${start.layer}.${start.part}`;
  const down = model.parameter("mlp.down", start.layer);
  const program = await model.program(
    `full ${site}`,
    (context) => {
      const { graph, forward } = context;
      const delta = graph.input("delta", "float32", [
        start.part === "mlp.post" ? model.facts.dimensions.mlpWidth : model.facts.dimensions.width,
      ]);
      const at = graph.input("at", "float32", ["B", "T", 1]);
      const hidden = forward({
        ids: graph.input("ids", "int32", ["B", "T"]),
        positions: graph.input("positions", "int32", ["B", "T"]),
        mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
        tap: (tapped, value) => (tapped === site ? add(value, multiply(at, delta)) : value),
      });
      outputs(context, model, start.layer, hidden, delta, "T");
    },
    { live: [down] },
  );
  const at = new Float32Array(ROWS.length * 7);
  from.forEach((index, b) => (at[b * 7 + index] = 1));
  return outcome(
    await program.run({
      ...plainFeeds(ROWS),
      ...(await feedsOf(model, start)),
      at: float32([ROWS.length, 7, 1], at),
      select: selection(WANTED, 7),
    }),
  );
}

async function suffixPass(model: Model, start: SuffixStart, from: readonly number[]): Promise<Outcome> {
  const prefix = await computePrefix(run, model, start, ROWS, from);
  const down = model.parameter("mlp.down", start.layer);
  const program = await model.program(
    `suffix ${start.layer} ${start.part}`,
    (context) => {
      const { graph } = context;
      const delta = graph.input("delta", "float32", [
        start.part === "mlp.post" ? model.facts.dimensions.mlpWidth : model.facts.dimensions.width,
      ]);
      const first = graph.input("first", "float32", ["S", 1]);
      const hidden = forwardSuffix(context, model, start, (value) => add(value, multiply(first, delta)));
      outputs(context, model, start.layer, hidden, delta, "S");
    },
    { live: [down] },
  );
  const first = new Float32Array(prefix.tokens);
  first[0] = 1;
  return outcome(
    await program.run({
      ...prefix.feeds,
      ...(await feedsOf(model, start)),
      first: float32([prefix.tokens, 1], first),
      select: selection(
        WANTED.map((row, b) => row.map((index) => index - from[b])),
        prefix.tokens,
      ),
    }),
  );
}

describe.each(TINY_FAMILIES)("%s: a suffix pass equals the full pass", (family) => {
  const model = tinyModel(family, nativeRuntime(), { config: tinyLayers(family, 3) });

  describe.each([0, 1, 2])("from layer %i", (layer) => {
    test.each<[string, readonly number[]]>([
      ["different places of two rows", [3, 1]],
      ["the first token", [0, 0]],
      ["the first token of one row only", [4, 0]],
    ])("at mlp.post, %s: logits and both gradients", async (_, from) => {
      const start: SuffixStart = { layer, part: "mlp.post" };
      const [full, suffix] = [
        await fullPass(await model, start, from),
        await suffixPass(await model, start, from),
      ];
      expectClose(suffix.logits, full.logits, TOLERANCE.backend);
      expectClose(suffix.byChange, full.byChange, TOLERANCE.backend);
      // Tokens before the start are constant in a suffix, so only from the first token on is the whole gradient there.
      if (from.every((index) => index === 0)) expectClose(suffix.byWeight, full.byWeight, TOLERANCE.backend);
    });
  });
});

const OTHER_PARTS = ["resid_pre", "mlp.in", "mlp.pre", "mlp_out", "resid_post"] as const;

describe.each(TINY_FAMILIES)("%s: a suffix pass from any other part", (family) => {
  const model = tinyModel(family, nativeRuntime(), { config: tinyLayers(family, 3) });

  describe.each(OTHER_PARTS)("%s", (part) => {
    test.each([0, 1, 2])(
      "equals the full pass from layer %i: logits and the change's gradient",
      async (layer) => {
        const start: SuffixStart = { layer, part };
        const from = [3, 1];
        const [full, suffix] = [
          await valueOnly(await model, start, from, false),
          await valueOnly(await model, start, from, true),
        ];
        expect(full.logits).toHaveLength(suffix.logits.length);
        expectClose(suffix.logits, full.logits, TOLERANCE.backend);
        expectClose(suffix.byChange, full.byChange, TOLERANCE.backend);
      },
    );
  });
});

/** As the passes above, without the down projection, which lies below some of these parts. */
async function valueOnly(model: Model, start: SuffixStart, from: readonly number[], isSuffix: boolean) {
  const { width, mlpWidth, vocabulary } = model.facts.dimensions;
  const size = start.part === "mlp.pre" ? mlpWidth : width;
  const prefix = isSuffix ? await computePrefix(run, model, start, ROWS, from) : null;
  const tokens = prefix?.tokens ?? 7;
  const program = await model.program(`value ${start.layer} ${start.part} ${isSuffix}`, (context) => {
    const { graph, forward, unembed } = context;
    const delta = graph.input("delta", "float32", [size]);
    const at = graph.input("at", "float32", ["B", "N", 1]);
    const site = `blocks.${start.layer}.${start.part}`;
    const change = (value: Value) => add(value, reshape(multiply(at, delta), value.shape));
    const hidden = isSuffix
      ? forwardSuffix(context, model, start, change)
      : forward({
          ids: graph.input("ids", "int32", ["B", "T"]),
          positions: graph.input("positions", "int32", ["B", "T"]),
          mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
          tap: (tapped, value) => (tapped === site ? change(value) : value),
        });
    const logits = unembed(
      matmul(graph.input("select", "float32", ["B", "Q", isSuffix ? "S" : "T"]), hidden),
    );
    const weighted = multiply(logits, graph.input("weights", "float32", ["B", "Q", vocabulary]));
    graph.output("logits", logits);
    graph.output("gradient", grad(reshape(reduceSum(weighted, [0, 1, 2], true), []), [delta])[0]);
  });
  const at = new Float32Array(ROWS.length * tokens);
  from.forEach((index, b) => (at[b * tokens + (isSuffix ? 0 : index)] = 1));
  const results = await program.run({
    ...(prefix?.feeds ?? plainFeeds(ROWS)),
    delta: random([size], "delta"),
    weights: random([2, 2, vocabulary], "weights"),
    at: float32([ROWS.length, tokens, 1], at),
    select: selection(
      WANTED.map((row, b) => row.map((index) => index - (isSuffix ? from[b] : 0))),
      tokens,
    ),
  });
  return { logits: floats(results.logits), byChange: floats(results.gradient) };
}

describe.each(TINY_FAMILIES)("%s: a suffix pass for the last tokens alone", (family) => {
  const model = tinyModel(family, nativeRuntime(), { config: tinyLayers(family, 3) });

  test.each([
    ["from the first token of a low layer", { layer: 0, part: "resid_pre" }, [0, 0]],
    ["from other tokens of the last layer", { layer: 2, part: "resid_pre" }, [3, 1]],
    ["from the last layer's MLP", { layer: 2, part: "mlp_out" }, [3, 1]],
    ["behind the last layer", { layer: 2, part: "resid_post" }, [3, 1]],
  ] as const)("%s equals the rows of the whole one", async (_, start, from) => {
    const opened = await model;
    const prefix = await computePrefix(run, opened, start, ROWS, from);
    const ran = async (lastOnly: boolean) => {
      const program = await opened.program(`last ${JSON.stringify(start)} ${lastOnly}`, (context) => {
        const double = (value: Value) => multiply(value, 2);
        const hidden = forwardSuffix(context, opened, start, double, { lastOnly });
        context.graph.output("hidden", lastOnly ? hidden : atLast(hidden));
      });
      return floats((await program.run(prefix.feeds)).hidden);
    };
    expectClose(await ran(true), await ran(false), TOLERANCE.backend);
  });
});
