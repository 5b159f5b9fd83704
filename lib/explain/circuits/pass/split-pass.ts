/**
 * A forward pass in which every reader and every writer of the computation graph can be seen and replaced.
 *
 * The families compute a block from one stream. Here each query, key and value port reads a copy of the stream of its own,
 * and each head writes an output of its own. Copies are stacked along the batch between the stream and the projections, which
 * every family treats row by row. The projections are taken apart: a port's copy meets the columns of its own head alone,
 * and a head's mixed values meet its own rows, so that copies cost memory and hardly any arithmetic. A program is built for a
 * number of rows; the number of tokens is open, and all rows have the same.
 */
import { because, PalimpsestError } from "../../../base";
import type { LinearMap, Model, ProgramContext, Role, Tap } from "../../../model";
import {
  add,
  concat,
  float32,
  matmul,
  reduceSum,
  reshape,
  slice,
  subtract,
  transpose,
  type Value,
} from "../../../tensor";

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
  const { layers, heads, keyValueHeads: groups, headWidth, width } = model.facts.dimensions;
  const { rows } = pass;
  /** Query heads that share a key head. */
  const sharing = heads / groups;
  const copies = graph.constant(float32([3 * heads, 1, 1, 1], new Float32Array(3 * heads)));
  const tokens = "T";
  let mixed: Value | undefined;

  /** What ports compute from their copies, [3H·B, T, D]: as the family's projection, [B or sharing · B, T, out]. */
  const projected = ({ spec, weight, bias }: LinearMap, x: Value): Value => {
    const ports = portsOf(spec.role);
    const counts = ports.map((port) => (port === 0 ? heads : groups));
    // GPT-NeoX has a head's query, key and value side by side; all others have all queries first.
    const isByHead = ports.length > 1 && model.facts.family === "gpt_neox";
    const blocks = counts.reduce((sum, count) => sum + count, 0);
    const columns = isByHead
      ? transpose(reshape(weight(), [width, heads, 3, headWidth]), [2, 1, 0, 3])
      : transpose(reshape(weight(), [width, blocks, headWidth]), [1, 0, 2]);
    const byBlock = reshape(columns, [blocks, width, headWidth]);
    const most = ports.some((port) => port > 0) ? sharing : 1;
    let first = 0;
    const values = ports.map((port, i) => {
      const [count, own] = [counts[i], port === 0 ? 1 : sharing];
      const read = slice(x, 0, port * heads * rows, (port + 1) * heads * rows);
      const product = matmul(
        reshape(read, [count, `${own * rows}*${tokens}`, width]),
        slice(byBlock, 0, first, (first += count)),
      ); // [count, own · B · T, K]
      const byRow = transpose(reshape(product, [count, own * rows, tokens, headWidth]), [1, 2, 0, 3]);
      // Queries are repeated beside keys that have more rows.
      return concat(new Array<Value>(most / own).fill(byRow), 0); // [most · B, T, count, K]
    });
    const all = concat(values, 2);
    const split = [most * rows, tokens, 3, heads, headWidth];
    const ordered = isByHead ? transpose(reshape(all, split), [0, 1, 3, 2, 4]) : all;
    const joined = reshape(ordered, [most * rows, tokens, blocks * headWidth]);
    return bias ? add(joined, bias) : joined;
  };

  /** What all heads and the shared part write, [B, T, D]. */
  const written = (layer: number, { weight, bias }: LinearMap): Value => {
    const shared = pass.sharedValues?.(layer);
    const own = shared ? subtract(mixed as Value, shared) : (mixed as Value); // [B, H, T, K]
    const byHead = reshape(transpose(own, [1, 0, 2, 3]), [heads, `${rows}*${tokens}`, headWidth]);
    const whole = weight(); // [H·K, D]
    const product = matmul(byHead, reshape(whole, [heads, headWidth, width]));
    const outputs = reshape(product, [heads, rows, tokens, width]);
    const sum = reduceSum(pass.heads?.(layer, outputs) ?? outputs, [0], false);
    const constant = shared && matmul(reshape(shared, [1, heads * headWidth]), whole); // [1, D]
    return [constant, bias].reduce<Value>((all, more) => (more ? add(all, more) : all), sum);
  };

  return forward({
    ids: graph.input("ids", "int32", [rows, tokens]),
    positions: graph.input("positions", "int32", [1, tokens]),
    mask: graph.input("mask", "float32", [1, 1, tokens, tokens]),
    instead(map, x) {
      if (pass.ports && portsOf(map.spec.role).length > 0) return projected(map, x);
      if (pass.heads && map.spec.role === "attn.out") return written(map.layer as number, map);
      return undefined;
    },
    tap(site, value) {
      if (site === "embed") return pass.embedding?.(value) ?? value;
      const [, block, part] = /^blocks\.(\d+)\.(.+)$/.exec(site) ?? [];
      const layer = Number(block);
      if (part === "attn.read" && pass.ports) {
        const ports = pass.ports(layer, add(reshape(value, [1, ...value.shape]), copies));
        return reshape(ports, [3 * heads * rows, tokens, width]);
      }
      if (part === "attn.q" && pass.ports && value.shape[0] !== rows) return slice(value, 0, 0, rows);
      if ((part === "attn.k" || part === "attn.v") && pass.ports && sharing > 1) {
        const apart = reshape(value, [sharing, rows, groups, tokens, headWidth]);
        return reshape(transpose(apart, [1, 2, 0, 3, 4]), [rows, heads, tokens, headWidth]);
      }
      if (part === "attn.z") {
        mixed = value;
        return value;
      }
      if (part === "mlp.read") return pass.mlpInput?.(layer, value) ?? value;
      if (part === "mlp_out") return pass.mlp?.(layer, value) ?? value;
      if (part === "resid_post" && layer === layers - 1) return pass.logitsInput?.(value) ?? value;
      return pass.tap?.(site, value) ?? value;
    },
  });
}

/** The ports that a weight projects: 0 for queries, 1 for keys, 2 for values; none for other weights. */
function portsOf(role: Role): readonly number[] {
  if (role === "attn.qkv") return [0, 1, 2];
  return [(["attn.q", "attn.k", "attn.v"] as readonly Role[]).indexOf(role)].filter((port) => port >= 0);
}

/** Norms or factors behind a part would make the stream something else than the sum of what was written. */
export function checkOutputsAreSums({ facts, findParameter }: Model): void {
  const isChanged = findParameter("norm.attn.out", 0) ?? findParameter("norm.mlp.out", 0);
  if (!isChanged && facts.family !== "granite") return;
  throw new PalimpsestError(
    "unsupported",
    `${facts.family} changes what attention and MLP wrote before it joins the stream, so it has no graph of edges.`,
    {
      hint: "Use a lens or a causal trace, or a family whose blocks add what they write.",
      details: because("noCircuits", { family: facts.family }),
    },
  );
}

/** Σ over writers of mask · difference for each reader: [B, R, W] and [B, W, T·D] to [R, B, T, D]. */
export function gathered(mask: Value, differences: Value, width: number): Value {
  const sums = matmul(mask, differences); // [B, R, T·D]
  const [batch, readers] = sums.shape;
  return transpose(reshape(sums, [batch, readers, "T", width]), [1, 0, 2, 3]);
}
