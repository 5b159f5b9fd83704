/**
 * The parts of one pass from which everything a head does can be told: patterns, values, and what attention and MLPs write. A
 * head's output is the sum over source tokens of pattern × value × its slice of the output projection.
 */
import { checkCancelled, PalimpsestError, type Run } from "../base";
import { checkRow, plainFeeds, type Model, type Row } from "../model";
import { add, floats } from "../tensor";
import { positionVectors, sharedValues, type WeightConvention } from "./circuits/shared-parts";
import { checkOutputsAreSums } from "./circuits/pass/split-pass";

export interface Components {
  readonly ids: Row;
  /** The token's embedding without its position, and what the position adds, [T, D]. */
  readonly embedding: Float32Array;
  readonly positions?: Float32Array;
  /** By layer. */
  readonly layers: readonly LayerParts[];
  /** The last stream, [T, D]. */
  readonly stream: Float32Array;
}

export interface LayerParts {
  readonly pattern: Float32Array; // [H, T, T]
  /** Without the part that belongs to no head, one for each query head, [H, T, K]. */
  readonly values: Float32Array;
  /** That part, [H · K]. */
  readonly shared: Float32Array;
  readonly attention: Float32Array; // [T, D]
  readonly mlp: Float32Array; // [T, D]
}

/** Reads a prompt. Throws `unsupported` for families that change what a part wrote before it joins the stream. */
export async function readComponents(
  run: Run,
  model: Model,
  ids: Row,
  convention: WeightConvention = "folded",
): Promise<Components> {
  checkOutputsAreSums(model);
  checkCancelled(run.signal);
  const { layers, heads, keyValueHeads, headWidth, width, context } = model.facts.dimensions;
  checkRow(ids, context, "prompt");
  const program = await model.program("components", ({ graph, forward }) => {
    const wanted = new RegExp(
      `^(embed|blocks\\.\\d+\\.(attn\\.pattern|attn\\.v|attn_out|mlp_out)|blocks\\.${layers - 1}\\.resid_post)$`,
    );
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        if (wanted.test(site)) graph.output(site, add(value, 0));
        return value;
      },
    });
  });
  const results = await program.run(plainFeeds([ids]), { signal: run.signal });
  const shared = await sharedValues(run, model, convention);
  const read = (site: string) => floats(results[site]);
  const tokens = ids.length;
  const positions = (await positionVectors(model))?.slice(0, tokens * width);
  const embedding = read("embed").map((value, i) => value - (positions?.[i] ?? 0));
  return {
    ids,
    embedding,
    positions,
    stream: read(`blocks.${layers - 1}.resid_post`),
    layers: shared.map((own, layer) => {
      const all = read(`blocks.${layer}.attn.v`); // [Hkv, T, K]
      const values = new Float32Array(heads * tokens * headWidth);
      for (let head = 0; head < heads; head++) {
        const group = Math.floor((head * keyValueHeads) / heads);
        for (let t = 0; t < tokens; t++)
          for (let k = 0; k < headWidth; k++)
            values[(head * tokens + t) * headWidth + k] =
              all[(group * tokens + t) * headWidth + k] - own[head * headWidth + k];
      }
      return {
        pattern: read(`blocks.${layer}.attn.pattern`),
        values,
        shared: own,
        attention: read(`blocks.${layer}.attn_out`),
        mlp: read(`blocks.${layer}.mlp_out`),
      };
    }),
  };
}

/** One head's pattern, [T, T]. */
export async function readPattern(
  run: Run,
  model: Model,
  ids: Row,
  layer: number,
  head: number,
): Promise<Float32Array> {
  checkCancelled(run.signal);
  const site = `blocks.${layer}.attn.pattern`;
  const program = await model.program(`pattern:${layer}`, ({ graph, forward }) => {
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(at, value) {
        if (at === site) graph.output("pattern", add(value, 0));
        return value;
      },
    });
  });
  const { pattern } = await program.run(plainFeeds([ids]), { signal: run.signal });
  return floats(pattern).slice(head * ids.length ** 2, (head + 1) * ids.length ** 2);
}

export interface OutputProjection {
  readonly weight: Float32Array; // [D, H·K]
  readonly bias?: Float32Array; // [D]
}

/** The output projections of attention by layer. */
export async function outputProjections(model: Model): Promise<OutputProjection[]> {
  const projections: OutputProjection[] = [];
  for (let layer = 0; layer < model.facts.dimensions.layers; layer++) {
    const bias = model.findParameter("attn.out", layer, "bias");
    projections.push({
      weight: floats(await model.weight(model.parameter("attn.out", layer))),
      ...(bias && { bias: floats(await model.weight(bias)) }),
    });
  }
  return projections;
}

/** Throws `invalid_input` for a layer or a head that the model does not have. */
export function checkPlace(model: Model, layer: number, head?: number): void {
  const { layers, heads } = model.facts.dimensions;
  const refuse = (what: string, found: number, count: number) =>
    new PalimpsestError("invalid_input", `There is no ${what} ${found}: this model has ${count}.`, {
      hint: `Choose one from 0 to ${count - 1}.`,
      details: { field: `parameters.${what}` },
    });
  if (layer < 0 || layer >= layers) throw refuse("layer", layer, layers);
  if (head !== undefined && (head < 0 || head >= heads)) throw refuse("head", head, heads);
}
