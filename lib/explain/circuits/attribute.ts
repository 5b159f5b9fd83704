/**
 * Scores of all edges at once, by gradients: edge attribution patching (EAP; Syed et al. 2023) and its variants with
 * integrated gradients (EAP-IG; Hanna et al. 2024), as the knowledge circuits' code has them.
 *
 *   score(u → v) = Σ over tokens of (z'_u − z_u) · ∂loss/∂x_v
 *
 * with z and z' what writer u writes on the clean and the corrupt prompt and x_v what reader v reads. It estimates how much
 * the loss grows when the edge alone is corrupted, so a positive score supports the answer. The variants differ in the points
 * where the gradient is taken, and every point is one row of a pass.
 */
import { checkCancelled, defineCatalog, type Run } from "../../base";
import type { Model, Row } from "../../model";
import {
  add,
  float32,
  floats,
  grad,
  matmul,
  multiply,
  reduceSum,
  reshape,
  slice,
  transposed,
  type Graph,
  type Tensor,
  type Value,
} from "../../tensor";
import { circuitGraph, edgeId, parents, readersBefore, writersBefore, type CircuitGraph } from "./graph";
import type { Answers, CircuitMetric } from "./metric";
import type { EdgeScores } from "./select";
import { splitForward } from "./pass/split-pass";
import { readWriters, rowFeeds } from "./pass/writers";

/** Two prompts of equal length whose answers differ. */
export interface PromptPair extends Answers {
  readonly clean: Row;
  readonly corrupt: Row;
}

export interface AttributionCall {
  readonly pair: PromptPair;
  readonly metric: CircuitMetric;
  readonly method: AttributionMethod;
  /** m, where the method integrates. */
  readonly steps: number;
}

/**
 * A point where the gradient is taken. The outputs of some groups of writers are replaced; all other parts compute. There
 * are 1 + 2L groups: the input, then the heads and the MLP of each layer.
 */
interface Point {
  readonly weight: number;
  /** By group: what is left of its own output, 1 or 0. */
  readonly kept: (group: number) => number;
  /** By group: what is added, as shares of its clean and of its corrupt output. */
  readonly added: (group: number) => readonly [clean: number, corrupt: number];
}

export interface AttributionMethod {
  readonly id: string;
  readonly name: string;
  /** The metric compares runs with this prompt's logits, where it compares at all. */
  readonly reference: "clean" | "corrupt";
  points(size: { readonly groups: number; readonly heads: number }, steps: number): Point[];
}

const NOTHING = [0, 0] as const;
const untouched = { kept: () => 1, added: () => NOTHING };
const range = (count: number) => Array.from({ length: count }, (_, k) => k);

/** The input replaced by a mixture; everything above computes. */
function atInput(share: number, weight: number): Point {
  return {
    weight,
    kept: (group) => (group === 0 ? 0 : 1),
    added: (group) => (group === 0 ? [share, 1 - share] : NOTHING),
  };
}

export const ATTRIBUTION_METHODS = defineCatalog<AttributionMethod>("attribution method", [
  {
    id: "eap",
    name: "EAP",
    reference: "corrupt",
    points: () => [{ weight: 1, ...untouched }],
  },
  {
    id: "eap-ig",
    name: "EAP-IG",
    reference: "clean",
    points: (_size, steps) => range(steps).map((k) => atInput((k + 1) / steps, 1 / steps)),
  },
  {
    id: "eap-ig-from-corrupt",
    name: "EAP-IG from the corrupt end",
    reference: "clean",
    points: (_size, steps) => range(steps).map((k) => atInput(k / steps, 1 / steps)),
  },
  {
    id: "eap-ig-activations",
    name: "EAP-IG of activations",
    reference: "clean",
    points: ({ groups }, steps) =>
      range(groups).flatMap((replaced) =>
        range(steps).map((k) => ({
          weight: 1 / (steps * groups),
          kept: (group) => (group === replaced ? 0 : 1),
          added: (group) => (group === replaced ? [(k + 1) / steps, 1 - (k + 1) / steps] : NOTHING),
        })),
      ),
  },
  {
    // The published code adds the difference of all heads of a layer once for each of them; so does this.
    id: "eap-ig-all-activations",
    name: "EAP-IG of all activations together",
    reference: "clean",
    points: ({ heads }, steps) =>
      range(steps).map((k) => {
        const rest = 1 - (k + 1) / steps;
        const times = (group: number) => (group % 2 === 1 ? heads * rest : rest);
        return { weight: 1 / steps, kept: () => 1, added: (group) => [-times(group), times(group)] };
      }),
  },
  {
    id: "clean-corrupted",
    name: "Clean and corrupted",
    reference: "clean",
    points: () => [atInput(1, 1 / 2), atInput(0, 1 / 2)],
  },
]);

/** Points that share a pass: as many rows gain little more. */
const ROWS_A_PASS = 5;

/** Scores by edge id, [W · R]. Throws `invalid_input` when the prompts differ in length. */
export async function attributeEdges(
  run: Run,
  model: Model,
  { pair, metric, method, steps }: AttributionCall,
): Promise<EdgeScores> {
  const { dimensions } = model.facts;
  const graph = circuitGraph(dimensions);
  const { width, layers } = dimensions;
  const written = await readWriters(run, model, [pair.clean, pair.corrupt]);
  const { tokens } = written;
  const [clean, corrupt] = written.rows;
  const groups = [clean, corrupt].map((outputs) => groupSums(graph, outputs, tokens * width));
  const points = method.points({ groups: 1 + 2 * layers, heads: dimensions.heads }, steps);
  const rows = Math.min(points.length, ROWS_A_PASS);
  const program = await model.program(`attribution:${metric.id}:${rows}`, (context) => {
    const { graph: program, unembed } = context;
    const readers: Value[] = [];
    const reader = (value: Value) => {
      const read = multiply(value, 1);
      readers.push(read);
      return read;
    };
    const at = (group: number, value: Value) => replaced(program, group, value, rows, width, layers);
    const hidden = splitForward(context, model, {
      rows,
      embedding: (value) => at(0, value),
      ports: (_layer, stream) => reader(stream),
      mlpInput: (_layer, stream) => reader(stream),
      logitsInput: reader,
      // The sum of the heads is replaced, as if each of them were.
      heads: (layer, heads) => at(1 + 2 * layer, reduceSum(heads, [0], true)),
      mlp: (layer, value) => at(2 + 2 * layer, value),
    });
    const last = matmul(program.input("last", "float32", [1, 1, "T"]), hidden); // [B, 1, D]
    const logits = reshape(unembed(last), [rows, dimensions.vocabulary]);
    const weights = program.input("weights", "float32", [rows]);
    const loss = reduceSum(multiply(metric.loss(program, logits), weights), [0], false);
    const gradients = grad(loss, readers);
    const differences = program.input("differences", "float32", [graph.writers, "T", width]);
    gradients.forEach((gradient, i) => {
      const before = parents(graph, firstReader(graph, i));
      program.output(`scores.${i}`, edgeSums(differences, before, gradient, width));
    });
  });
  const size = tokens * width;
  const constant = {
    ...metric.feeds(pair, written.logits[method.reference === "clean" ? 0 : 1]),
    differences: float32(
      [graph.writers, tokens, width],
      corrupt.map((value, i) => value - clean[i]),
    ),
  };
  const scores = new Float32Array(graph.writers * graph.readers);
  for (let start = 0; start < points.length; start += rows) {
    checkCancelled(run.signal);
    run.progress({ phase: "Attributing edges", step: start, steps: points.length });
    const some = points.slice(start, start + rows);
    const results = await program.run(
      {
        ...rowFeeds(new Array<Row>(rows).fill(pair.clean)),
        ...constant,
        weights: float32(
          [rows],
          range(rows).map((b) => some[b]?.weight ?? 0),
        ),
        ...pointFeeds(some, rows, groups, { tokens, width, size }),
      },
      { signal: run.signal },
    );
    for (let i = 0; i < 2 * layers + 1; i++) addScores(graph, scores, i, floats(results[`scores.${i}`]));
  }
  return scores;
}

/** The i-th place where the stream is read: attention and MLP of each layer in turn, then the logits. */
function firstReader(graph: CircuitGraph, i: number): number {
  if (i === 2 * graph.layers) return graph.readers - 1;
  return readersBefore(graph, Math.floor(i / 2)) + (i % 2 === 0 ? 0 : 3 * graph.heads);
}

/** Σ over rows and tokens of difference · gradient: [before, readers]. */
function edgeSums(differences: Value, before: number, gradient: Value, width: number): Value {
  const flat = (x: Value) => reshape(x, [x.shape[0], `T*${width}`]);
  const isPorts = gradient.shape.length === 4;
  const summed = isPorts ? reduceSum(gradient, [1], false) : reduceSum(gradient, [0], true); // [readers, T, D]
  return matmul(flat(slice(differences, 0, 0, before)), transposed(flat(summed)));
}

function addScores(graph: CircuitGraph, scores: Float32Array, i: number, sums: Float32Array): void {
  const first = firstReader(graph, i);
  const before = parents(graph, first);
  const readers = sums.length / before;
  for (let writer = 0; writer < before; writer++)
    for (let r = 0; r < readers; r++) scores[edgeId(graph, writer, first + r)] += sums[writer * readers + r];
}

/** value · kept + added, with inputs for each row: "kept" [B, groups] and "added.{group}" [B, T, D]. */
function replaced(
  graph: Graph,
  group: number,
  value: Value,
  rows: number,
  width: number,
  layers: number,
): Value {
  const kept = slice(graph.input("kept", "float32", [rows, 1 + 2 * layers]), 1, group, group + 1);
  const added = graph.input(`added.${group}`, "float32", [rows, "T", width]);
  return add(multiply(value, reshape(kept, [rows, 1, 1])), added);
}

function pointFeeds(
  points: readonly Point[],
  rows: number,
  [clean, corrupt]: readonly (readonly Float32Array[])[],
  { tokens, width, size }: { readonly tokens: number; readonly width: number; readonly size: number },
): Record<string, Tensor> {
  const groups = clean.length;
  const kept = new Float32Array(rows * groups).fill(1);
  points.forEach((point, b) =>
    range(groups).forEach((group) => (kept[b * groups + group] = point.kept(group))),
  );
  const feeds: Record<string, Tensor> = { kept: float32([rows, groups], kept) };
  for (let group = 0; group < groups; group++) {
    const added = new Float32Array(rows * size);
    points.forEach((point, b) => {
      const [ofClean, ofCorrupt] = point.added(group);
      if (ofClean === 0 && ofCorrupt === 0) return;
      for (let i = 0; i < size; i++)
        added[b * size + i] = ofClean * clean[group][i] + ofCorrupt * corrupt[group][i];
    });
    feeds[`added.${group}`] = float32([rows, tokens, width], added);
  }
  return feeds;
}

/** The outputs of each group of writers, summed over the heads of a layer: [T · D] each. */
function groupSums(graph: CircuitGraph, outputs: Float32Array, size: number): Float32Array[] {
  const of = (writer: number) => outputs.subarray(writer * size, (writer + 1) * size);
  const sums = [of(0)];
  for (let layer = 0; layer < graph.layers; layer++) {
    const first = writersBefore(graph, layer);
    const heads = new Float32Array(size);
    for (let head = 0; head < graph.heads; head++)
      of(first + head).forEach((value, i) => (heads[i] += value));
    sums.push(heads, of(first + graph.heads));
  }
  return sums;
}
