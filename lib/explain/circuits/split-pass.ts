/**
 * A forward pass in which every reader and every writer of the computation graph can be seen and replaced.
 *
 * The families compute a block from one stream. Here each query, key and value port reads a copy of the stream of its own,
 * and each head writes an output of its own. Copies are stacked along the batch: between the stream and the ports, and
 * between the mixed values and the projection, every family treats rows alike, so its code runs unchanged. A program is
 * built for a number of rows; the number of tokens is open, and all rows have the same.
 */
import { PalimpsestError } from "../../base";
import type { Model, ProgramContext, Tap } from "../../model";
import {
  add,
  concat,
  float32,
  matmul,
  multiply,
  reduceSum,
  reshape,
  slice,
  subtract,
  transpose,
  type Graph,
  type Value,
} from "../../tensor";
import { PORTS } from "./graph";

export interface SplitPass {
  /** B. */
  readonly rows: number;
  /** The embedding with its positions, [B, T, D]. */
  readonly embedding?: (value: Value) => Value;
  /** What the ports of a layer read, [3H, B, T, D]: queries, then keys, then values. */
  readonly ports?: (layer: number, stream: Value) => Value;
  /** What an MLP reads, [B, T, D]. */
  readonly mlpInput?: (layer: number, stream: Value) => Value;
  /** What the final norm reads, [B, T, D]. */
  readonly logitsInput?: (stream: Value) => Value;
  /** What each head writes, [H, B, T, D], without the projection's bias. */
  readonly heads?: (layer: number, written: Value) => Value;
  /** What an MLP writes, [B, T, D], with its bias. */
  readonly mlp?: (layer: number, written: Value) => Value;
  /** The part of each head's mixed values that is always written and belongs to no head, [H, 1, K]. None when absent. */
  readonly sharedValues?: (layer: number) => Value;
  /** Sees every other site. */
  readonly tap?: Tap;
}

/**
 * Normalized hidden states [B, T, D] of the pass. Its inputs are "ids" [B, T], "positions" [1, T] and "mask" [1, 1, T, T].
 * Throws `unsupported` for models that change what a part wrote before it joins the stream.
 */
export function splitForward({ graph, forward }: ProgramContext, model: Model, pass: SplitPass): Value {
  checkOutputsAreSums(model);
  const { layers, heads } = model.facts.dimensions;
  const { rows } = pass;
  const stacked = (x: Value) => reshape(x, [(x.shape[0] as number) * rows, ...x.shape.slice(2)]);
  const unstacked = (x: Value) => reshape(x, [(x.shape[0] as number) / rows, rows, ...x.shape.slice(1)]);
  const copies = graph.constant(float32([3 * heads, 1, 1, 1], new Float32Array(3 * heads)));

  return forward({
    ids: graph.input("ids", "int32", [rows, "T"]),
    positions: graph.input("positions", "int32", [1, "T"]),
    mask: graph.input("mask", "float32", [1, 1, "T", "T"]),
    tap(site, value) {
      if (site === "embed") return pass.embedding?.(value) ?? value;
      const [, block, part] = /^blocks\.(\d+)\.(.+)$/.exec(site) ?? [];
      const layer = Number(block);
      const port = PORTS.findIndex((name) => part === `attn.${name}`);
      if (part === "attn.read" && pass.ports)
        return stacked(pass.ports(layer, add(reshape(value, [1, ...value.shape]), copies)));
      if (port >= 0 && pass.ports) return ownPorts(graph, unstacked(value), port, heads);
      if (part === "attn.z" && pass.heads)
        return stacked(headsApart(graph, value, heads, pass.sharedValues?.(layer)));
      if (part === "attn_out" && pass.heads) {
        const all = unstacked(value);
        const bias = slice(all, 0, heads + 1, heads + 2);
        const written = pass.heads(layer, subtract(slice(all, 0, 0, heads), bias));
        const whole = add(reduceSum(written, [0], true), slice(all, 0, heads, heads + 1));
        return reshape(whole, whole.shape.slice(1));
      }
      if (part === "mlp.read") return pass.mlpInput?.(layer, value) ?? value;
      if (part === "mlp_out") return pass.mlp?.(layer, value) ?? value;
      if (part === "resid_post" && layer === layers - 1) return pass.logitsInput?.(value) ?? value;
      return pass.tap?.(site, value) ?? value;
    },
  });
}

/**
 * Queries, keys or values that each head computed from its own copy: [3H, B, Hkv, T, K] to [B, H, T, K]. Heads that share a
 * key head get one each.
 */
function ownPorts(graph: Graph, all: Value, port: number, heads: number): Value {
  const groups = all.shape[2] as number;
  const pick = new Float32Array(heads * groups);
  for (let head = 0; head < heads; head++) pick[head * groups + Math.floor((head * groups) / heads)] = 1;
  const mask = graph.constant(float32([heads, 1, groups, 1, 1], pick));
  const copies = slice(all, 0, port * heads, (port + 1) * heads);
  return transpose(reduceSum(multiply(copies, mask), [2], false), [1, 0, 2, 3]);
}

/**
 * Mixed values [B, H, T, K] as [H + 2, B, H, T, K]: each head's alone, without the shared part; then the shared part; then
 * nothing, from which the projection's bias is read.
 */
function headsApart(graph: Graph, mixed: Value, heads: number, shared: Value | undefined): Value {
  const identity = new Float32Array(heads * heads);
  for (let head = 0; head < heads; head++) identity[head * (heads + 1)] = 1;
  const own = shared ? subtract(mixed, shared) : mixed;
  const row = (x: Value) => reshape(x, [1, ...x.shape]);
  const nothing = multiply(mixed, 0);
  const apart = multiply(row(own), graph.constant(float32([heads, 1, heads, 1, 1], identity)));
  return concat([apart, row(shared ? add(nothing, shared) : nothing), row(nothing)], 0);
}

/** Norms or factors behind a part would make the stream something else than the sum of what was written. */
export function checkOutputsAreSums({ facts, findParameter }: Model): void {
  const isChanged = findParameter("norm.attn.out", 0) ?? findParameter("norm.mlp.out", 0);
  if (!isChanged && facts.family !== "granite") return;
  throw new PalimpsestError(
    "unsupported",
    `${facts.family} changes what attention and MLP wrote before it joins the stream, so it has no graph of edges.`,
    { hint: "Use a lens or a causal trace, or a family whose blocks add what they write." },
  );
}

/** Σ over writers of mask · difference for each reader: [B, R, W] and [B, W, T·D] to [R, B, T, D]. */
export function gathered(mask: Value, differences: Value, width: number): Value {
  const sums = matmul(mask, differences); // [B, R, T·D]
  const [batch, readers] = sums.shape;
  return transpose(reshape(sums, [batch, readers, "T", width]), [1, 0, 2, 3]);
}
