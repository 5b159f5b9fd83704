/** What every writer of the graph adds to the stream, for some texts of equal length. */
import { because, checkCancelled, invalidField, type Run } from "../../../base";
import { checkRow, plainFeeds, selection, type Dimensions, type Model, type Row } from "../../../model";
import { concat, float32, floats, int32, matmul, reshape, type Tensor, type Value } from "../../../tensor";
import { circuitGraph, writersBefore } from "../graph";
import { splitForward } from "./split-pass";

export interface Written {
  /** T, of all rows. */
  readonly tokens: number;
  /** By row: what each writer adds, [W, T, D]. The input's entry is the embedding with its positions. */
  readonly rows: readonly Float32Array[];
  /** By row: logits at the last token, [V]. */
  readonly logits: readonly Float32Array[];
}

/**
 * Reads the writers of rows of equal length. `sharedValues` are the parts of each layer's mixed values that belong to no
 * head, [H, 1, K]; none when absent. Throws `invalid_input` for rows of different lengths.
 */
export async function readWriters(
  run: Run,
  model: Model,
  rows: readonly Row[],
  sharedValues?: readonly Float32Array[],
): Promise<Written> {
  checkCancelled(run.signal);
  const { dimensions } = model.facts;
  const { width, heads, headWidth, layers, vocabulary } = dimensions;
  const [tokens] = equalLengths(rows);
  rows.forEach((row) => checkRow(row, dimensions.context, "prompt"));
  const count = rows.length;
  const program = await model.program(`writers:${count}`, (context) => {
    const { graph, unembed } = context;
    const see = (name: string, value: Value) => {
      graph.output(name, value);
      return value;
    };
    const hidden = splitForward(context, model, {
      rows: count,
      embedding: (value) => see("input", concat([value], 0)),
      heads: (layer, written) => see(`heads.${layer}`, written),
      mlp: (layer, written) => see(`mlp.${layer}`, written),
      sharedValues: (layer) => graph.input(`shared.${layer}`, "float32", [heads, 1, headWidth]),
    });
    const last = matmul(graph.input("last", "float32", [1, 1, "T"]), hidden); // [B, 1, D]
    graph.output("logits", reshape(unembed(last), [count, vocabulary]));
  });
  const feeds = { ...rowFeeds(rows), ...sharedFeeds(dimensions, sharedValues) };
  const results = await program.run(feeds, { signal: run.signal });
  const graph = circuitGraph(dimensions);
  const size = tokens * width;
  const written = rows.map(() => new Float32Array(graph.writers * size));
  const logits = floats(results.logits);
  rows.forEach((_, b) => {
    const put = (writer: number, from: Float32Array, at: number) =>
      written[b].set(from.subarray(at, at + size), writer * size);
    put(0, floats(results.input), b * size);
    for (let layer = 0; layer < layers; layer++) {
      const first = writersBefore(graph, layer);
      for (let head = 0; head < heads; head++)
        put(first + head, floats(results[`heads.${layer}`]), (head * count + b) * size);
      put(first + heads, floats(results[`mlp.${layer}`]), b * size);
    }
  });
  return {
    tokens,
    rows: written,
    logits: rows.map((_, b) => logits.slice(b * vocabulary, (b + 1) * vocabulary)),
  };
}

/** The feeds that every split pass has: rows of equal length, positions from 0, and a causal mask. */
export function rowFeeds(rows: readonly Row[]): Record<string, Tensor> {
  const [tokens] = equalLengths(rows);
  return {
    ...plainFeeds([rows[0]]),
    ids: int32([rows.length, tokens], Int32Array.from(rows.flat())),
    last: selection([[tokens - 1]], tokens),
  };
}

function equalLengths(rows: readonly Row[]): readonly [tokens: number] {
  const lengths = [...new Set(rows.map((row) => row.length))];
  if (lengths.length === 1) return [lengths[0]];
  throw invalidField(
    "question.other",
    `The two prompts have ${lengths.join(" and ")} tokens; a circuit compares them token by token.`,
    "Choose another subject with as many tokens as the first.",
    because("lengthsDiffer", { one: lengths[0], other: lengths[1] }),
  );
}

/** The parts of mixed values that belong to no head, as inputs "shared.{layer}" [H, 1, K]; zeros when absent. */
export function sharedFeeds(
  { layers, heads, headWidth }: Pick<Dimensions, "layers" | "heads" | "headWidth">,
  values: readonly Float32Array[] = [],
): Record<string, Tensor> {
  return Object.fromEntries(
    Array.from({ length: layers }, (_, layer) => [
      `shared.${layer}`,
      float32([heads, 1, headWidth], values[layer] ?? new Float32Array(heads * headWidth)),
    ]),
  );
}
