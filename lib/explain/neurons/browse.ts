/** What a neuron is: the texts that excite it, and the tokens that its output promotes and suppresses. */
import { checkCancelled, type Run } from "../../base";
import { plainFeeds, type Model, type Row, type TokenId } from "../../model";
import { concat, float32, floats, matmul, oneHot, int32, transposed } from "../../tensor";
import type { Neuron } from "./choose";

export interface NeuronProfile extends Neuron {
  /** The places with the largest values behind the nonlinearity, one a text, the largest first. */
  readonly excitedBy: readonly { readonly text: number; readonly token: number; readonly value: number }[];
  /** The share of all tokens of the texts where its value is above 0, and the mean value there. */
  readonly activeShare: number;
  readonly activeMean: number;
  /** What the output head reads of the neuron's output alone: logits, the largest first and the smallest first. */
  readonly promotes: readonly TokenLogit[];
  readonly suppresses: readonly TokenLogit[];
}

interface TokenLogit {
  readonly id: TokenId;
  readonly logit: number;
}

const ROWS_A_PASS = 48;

/** Profiles of neurons of any layers over some texts. `count` is the length of each list. */
export async function profileNeurons(
  run: Run,
  model: Model,
  neurons: readonly Neuron[],
  texts: readonly Row[],
  count = 10,
): Promise<NeuronProfile[]> {
  const layers = [...new Set(neurons.map(({ layer }) => layer))];
  const profiles = new Map<Neuron, NeuronProfile>();
  for (const [i, layer] of layers.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Reading neurons", step: i, steps: layers.length });
    const some = neurons.filter((one) => one.layer === layer);
    const values = await valuesOf(run, model, layer, some, texts);
    const logits = await outputLogits(run, model, layer, some);
    some.forEach((neuron, n) =>
      profiles.set(neuron, {
        ...neuron,
        ...excitement(
          values.map((rows) => rows[n]),
          count,
        ),
        promotes: extremes(logits[n], count, 1),
        suppresses: extremes(logits[n], count, -1),
      }),
    );
  }
  return neurons.map((neuron) => profiles.get(neuron) as NeuronProfile);
}

function excitement(texts: readonly Float32Array[], count: number) {
  const places = texts.map((values, text) => {
    let token = 0;
    for (let t = 1; t < values.length; t++) if (values[t] > values[token]) token = t;
    return { text, token, value: values[token] };
  });
  let [active, sum, all] = [0, 0, 0];
  for (const values of texts) {
    all += values.length;
    for (const value of values) if (value > 0) [active, sum] = [active + 1, sum + value];
  }
  return {
    excitedBy: places.sort((a, b) => b.value - a.value || a.text - b.text).slice(0, count),
    activeShare: all > 0 ? active / all : 0,
    activeMean: active > 0 ? sum / active : 0,
  };
}

/** By text and neuron, the value at each token. */
async function valuesOf(
  run: Run,
  model: Model,
  layer: number,
  neurons: readonly Neuron[],
  texts: readonly Row[],
): Promise<Float32Array[][]> {
  const { mlpWidth } = model.facts.dimensions;
  const program = await model.program(`neuron values:${layer}:${neurons.length}`, ({ graph, forward }) => {
    const picks = oneHot(graph.input("neurons", "int32", [neurons.length]), mlpWidth); // [N, F]
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        if (site === `blocks.${layer}.mlp.post`) graph.output("values", matmul(value, transposed(picks)));
        return value;
      },
    });
  });
  const picked = int32(
    [neurons.length],
    Int32Array.from(neurons, ({ neuron }) => neuron),
  );
  const all: Float32Array[][] = [];
  for (let start = 0; start < texts.length; start += ROWS_A_PASS) {
    checkCancelled(run.signal);
    const some = texts.slice(start, start + ROWS_A_PASS);
    const { values } = await program.run({ ...plainFeeds(some), neurons: picked }, { signal: run.signal });
    const read = floats(values); // [B, T, N]
    const [, tokens] = values.shape;
    some.forEach((row, b) =>
      all.push(
        neurons.map((_, n) =>
          Float32Array.from(row, (_id, t) => read[(b * tokens + t) * neurons.length + n]),
        ),
      ),
    );
  }
  return all;
}

/**
 * What the final norm and the output head make of each neuron's column alone, [V]. Half the difference between the column
 * and its negative: the biases of both fall out, whatever the family's norm.
 */
async function outputLogits(
  run: Run,
  model: Model,
  layer: number,
  neurons: readonly Neuron[],
): Promise<Float32Array[]> {
  const { layers, width, mlpWidth, vocabulary } = model.facts.dimensions;
  const data = floats(await model.weight(model.parameter("mlp.down", layer))); // [D, F]
  const columns = new Float32Array(neurons.length * width);
  neurons.forEach(({ neuron }, n) => {
    for (let i = 0; i < width; i++) columns[n * width + i] = data[i * mlpWidth + neuron];
  });
  const program = await model.program("logits of directions", ({ graph, forward, unembed }) => {
    const directions = graph.input("directions", "float32", [1, "N", width]);
    const streams = concat([directions, graph.input("opposite", "float32", [1, "N", width])], 0);
    const hidden = forward({
      ids: graph.input("ids", "int32", [2, "N"]), // never read: the tap stands above all that reads them
      positions: graph.input("positions", "int32", [2, "N"]),
      mask: graph.input("mask", "float32", [2, 1, "N", "N"]),
      tap: (site, value) => (site === `blocks.${layers - 1}.resid_post` ? streams : value),
    });
    graph.output("logits", unembed(hidden)); // [2, N, V]
  });
  const shape = [1, neurons.length, width];
  const results = await program.run(
    {
      directions: float32(shape, columns),
      opposite: float32(
        shape,
        columns.map((value) => -value),
      ),
    },
    { signal: run.signal },
  );
  const read = floats(results.logits);
  const [first, second] = [read.subarray(0, read.length / 2), read.subarray(read.length / 2)];
  return neurons.map((_, n) =>
    Float32Array.from(
      { length: vocabulary },
      (_entry, id) => (first[n * vocabulary + id] - second[n * vocabulary + id]) / 2,
    ),
  );
}

/** The tokens at one end of the logits: `sign` 1 for the largest, −1 for the smallest. */
function extremes(logits: Float32Array, count: number, sign: 1 | -1): TokenLogit[] {
  return [...logits.keys()]
    .sort((a, b) => sign * (logits[b] - logits[a]) || a - b)
    .slice(0, count)
    .map((id) => ({ id, logit: logits[id] }));
}
