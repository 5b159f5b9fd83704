/**
 * Runs in which chosen edges are corrupted: what a circuit alone still says, and what one edge is worth (Conmy et al. 2023;
 * Hanna et al. 2024).
 *
 * A reader sees the stream of the clean prompt as it is computed in this run. For each edge that is not intact, what the
 * writer wrote in this run is taken out of it, and what replaces it is put in: what the writer wrote on the corrupt prompt,
 * what it writes on the mean of some texts, or nothing (zero ablation).
 */
import { checkCancelled, ShapeError, type Run } from "../../../base";
import type { Model, Row } from "../../../model";
import {
  add,
  concat,
  float32,
  floats,
  matmul,
  reshape,
  slice,
  subtract,
  transpose,
  type Tensor,
  type Value,
} from "../../../tensor";
import { circuitGraph, edgeId, parents, readersBefore, writersBefore, type CircuitGraph } from "../graph";
import { splitForward } from "./split-pass";
import { readWriters, rowFeeds, sharedFeeds } from "./writers";

/** What stands in for an edge that is not intact. */
export type Ablation =
  /** What the writer writes on the corrupt prompt, one for each prompt. */
  | { readonly kind: "patch"; readonly corrupt: readonly Row[] }
  /** Nothing. What each head always writes belongs to no head and stays: see `sharedValues`. */
  | { readonly kind: "zero"; readonly shared: SharedParts }
  /** What the writer writes on the mean of some texts: token by token, so they have the prompts' length. */
  | { readonly kind: "mean"; readonly texts: readonly Row[] };

/** What zero ablation leaves in place. */
export interface SharedParts {
  /** By layer: the part of each head's mixed values that belongs to no head, [H, 1, K]. */
  readonly values: readonly Float32Array[];
  /** The part of the embedding that is no output of the input node, [T, D]: its positions, or nothing. */
  readonly embedding: (tokens: number) => Float32Array;
}

/** Corrupts edges of some prompts. */
export interface Patching {
  /** For each set of corrupted edges, logits [V] at the last token of each prompt. */
  logits(run: Run, corrupted: readonly ((edge: number) => boolean)[]): Promise<Float32Array[][]>;
}

/** Rows of one pass: enough to keep the processor busy, few enough to be cancelled between. */
const ROWS_A_PASS = 16;

/** Reads the corrupt prompts once. All prompts have the same number of tokens. */
export async function preparePatching(
  run: Run,
  model: Model,
  prompts: readonly Row[],
  ablation: Ablation,
): Promise<Patching> {
  const { dimensions } = model.facts;
  const { vocabulary, width } = dimensions;
  const graph = circuitGraph(dimensions);
  const tokens = prompts[0].length;
  const shared = ablation.kind === "zero" ? ablation.shared : undefined;
  const isOwn = ablation.kind === "patch" && prompts.length > 1;
  const instead = await replacements(run, model, graph, tokens, ablation);
  const kept = shared?.embedding(tokens) ?? new Float32Array(tokens * width);
  const constant = {
    ...sharedFeeds(dimensions, shared?.values),
    "shared.embedding": float32([tokens, width], kept),
  };

  return {
    async logits(run, corrupted) {
      const sets = Math.max(1, Math.min(corrupted.length, Math.floor(ROWS_A_PASS / prompts.length)));
      const rows = sets * prompts.length;
      const program = await patchedProgram(model, graph, rows, isOwn);
      const replacement = isOwn
        ? byWriter(Array.from({ length: sets }, () => instead).flat(), graph.writers)
        : instead[0];
      const replacing = float32([graph.writers, isOwn ? rows : 1, tokens, width], replacement);
      const logits: Float32Array[][] = [];
      for (let start = 0; start < corrupted.length; start += sets) {
        checkCancelled(run.signal);
        run.progress({ phase: "Running circuits", step: start, steps: corrupted.length });
        // The last pass repeats a set where there are fewer.
        const some = Array.from({ length: sets }, (_, i) => corrupted[start + i] ?? corrupted[start]);
        const feeds = {
          ...rowFeeds(some.flatMap(() => prompts)),
          ...constant,
          replacement: replacing,
          ...maskFeeds(
            graph,
            some.flatMap((set) => prompts.map(() => set)),
          ),
        };
        const all = floats((await program.run(feeds, { signal: run.signal })).logits);
        for (let i = 0; i < Math.min(sets, corrupted.length - start); i++) {
          const of = (p: number) => i * prompts.length + p;
          logits.push(prompts.map((_, p) => all.slice(of(p) * vocabulary, (of(p) + 1) * vocabulary)));
        }
      }
      return logits;
    },
  };
}

/** What stands in for each writer, [W, T, D]: one for each prompt, or one for all. */
async function replacements(
  run: Run,
  model: Model,
  graph: CircuitGraph,
  tokens: number,
  ablation: Ablation,
): Promise<readonly Float32Array[]> {
  if (ablation.kind === "patch") return (await readWriters(run, model, ablation.corrupt)).rows;
  const mean = new Float32Array(graph.writers * tokens * model.facts.dimensions.width);
  if (ablation.kind === "zero") return [mean];
  for (const text of ablation.texts) {
    const [written] = (await readWriters(run, model, [text])).rows;
    if (written.length !== mean.length)
      throw new ShapeError(`a mean over texts of ${text.length} tokens for prompts of ${tokens}`);
    written.forEach((value, i) => (mean[i] += value / ablation.texts.length));
  }
  return [mean];
}

/** Rows of [W, T, D] as one [W, rows, T, D]. */
function byWriter(rows: readonly Float32Array[], writers: number): Float32Array {
  const size = rows[0].length / writers;
  const joined = new Float32Array(rows.length * rows[0].length);
  rows.forEach((row, b) => {
    for (let writer = 0; writer < writers; writer++)
      joined.set(row.subarray(writer * size, (writer + 1) * size), (writer * rows.length + b) * size);
  });
  return joined;
}

/**
 * Inputs beside those of a split pass: "replacement" [W, B, T, D], or one row for all; "corrupted.{i}" [B, readers, writers before], 1 where an
 * edge is not intact; "shared.{layer}" [H, 1, K] and "shared.embedding" [T, D]. Output "logits" [B, V].
 */
function patchedProgram(model: Model, graph: CircuitGraph, rows: number, isOwn: boolean) {
  const { width, heads, headWidth, vocabulary } = model.facts.dimensions;
  return model.program(`patched:${rows}:${isOwn}`, (context) => {
    const { graph: program, unembed } = context;
    const replacement = program.input("replacement", "float32", [
      graph.writers,
      isOwn ? rows : 1,
      "T",
      width,
    ]);
    let differences: Value | undefined; // [B, writers so far, T·D]
    let written = 0;
    /** Notes what replaces some writers less what they wrote, [n, B, T, D], as [B, n, T·D]. */
    const note = (outputs: Value): Value => {
      const count = outputs.shape[0] as number;
      const instead = slice(replacement, 0, written, written + count);
      const byRow = transpose(subtract(instead, outputs), [1, 0, 2, 3]);
      const flat = reshape(byRow, [rows, count, `T*${width}`]);
      differences = differences ? concat([differences, flat], 1) : flat;
      written += count;
      return outputs;
    };
    /** Σ of differences over the corrupted edges into some readers: [readers, B, T, D]. */
    const corruption = (i: number, before: number, readers: number): Value => {
      const mask = program.input(`corrupted.${i}`, "float32", [rows, readers, before]);
      const sums = matmul(mask, slice(differences as Value, 1, 0, before)); // [B, readers, T·D]
      return transpose(reshape(sums, [rows, readers, "T", width]), [1, 0, 2, 3]);
    };
    const single = (x: Value) => reshape(x, [rows, "T", width]);
    const hidden = splitForward(context, model, {
      rows,
      embedding(value) {
        const shared = program.input("shared.embedding", "float32", ["T", width]);
        note(reshape(subtract(value, shared), [1, rows, "T", width]));
        return value;
      },
      ports: (layer, stream) => add(stream, corruption(2 * layer, writersBefore(graph, layer), 3 * heads)),
      mlpInput: (layer, stream) =>
        add(stream, single(corruption(2 * layer + 1, parents(graph, mlpReader(graph, layer)), 1))),
      logitsInput: (stream) => add(stream, single(corruption(2 * graph.layers, graph.writers, 1))),
      heads: (_layer, outputs) => note(outputs),
      mlp(_layer, value) {
        note(reshape(value, [1, rows, "T", width]));
        return value;
      },
      sharedValues: (layer) => program.input(`shared.${layer}`, "float32", [heads, 1, headWidth]),
    });
    const last = matmul(program.input("last", "float32", [1, 1, "T"]), hidden); // [B, 1, D]
    program.output("logits", reshape(unembed(last), [rows, vocabulary]));
  });
}

function mlpReader(graph: CircuitGraph, layer: number): number {
  return readersBefore(graph, layer) + 3 * graph.heads;
}

function maskFeeds(
  graph: CircuitGraph,
  corrupted: readonly ((edge: number) => boolean)[],
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  const mask = (i: number, first: number, readers: number) => {
    const before = parents(graph, first);
    const entries = new Float32Array(corrupted.length * readers * before);
    corrupted.forEach((isCorrupted, b) => {
      for (let r = 0; r < readers; r++)
        for (let writer = 0; writer < before; writer++)
          if (isCorrupted(edgeId(graph, writer, first + r))) entries[(b * readers + r) * before + writer] = 1;
    });
    feeds[`corrupted.${i}`] = float32([corrupted.length, readers, before], entries);
  };
  for (let layer = 0; layer < graph.layers; layer++) {
    mask(2 * layer, readersBefore(graph, layer), 3 * graph.heads);
    mask(2 * layer + 1, mlpReader(graph, layer), 1);
  }
  mask(2 * graph.layers, graph.readers - 1, 1);
  return feeds;
}

/** Logits at the last token when only the circuit's edges are intact, circuit by circuit. */
export async function circuitLogits(
  run: Run,
  model: Model,
  prompt: Row,
  circuits: readonly (readonly number[])[],
  ablation: Ablation,
): Promise<Float32Array[]> {
  const patching = await preparePatching(run, model, [prompt], ablation);
  const corrupted = circuits.map((edges) => {
    const intact = new Set(edges);
    return (edge: number) => !intact.has(edge);
  });
  return (await patching.logits(run, corrupted)).flat();
}

/** Logits at the last token when one edge is corrupted, edge by edge. */
export async function withoutEdge(
  run: Run,
  model: Model,
  prompt: Row,
  edges: readonly number[],
  ablation: Ablation,
): Promise<Float32Array[]> {
  const patching = await preparePatching(run, model, [prompt], ablation);
  const corrupted = edges.map((edge) => (other: number) => other === edge);
  return (await patching.logits(run, corrupted)).flat();
}
