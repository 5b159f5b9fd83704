/**
 * One program for every restoration of causal tracing, on any family.
 *
 * Row 0 of a batch is the undisturbed pass. All other rows have noise on their embeddings. At every site a mask selects the
 * positions that take row 0's value: value ← (1 − m) · value + m · value of row 0. The mask is an input, so restoring
 * another token or layer only changes inputs and builds no program.
 */
import type { BlockSite, Model, ModelProgram, Tap } from "../model";
import {
  add,
  exp,
  logProbabilityOf,
  matmul,
  multiply,
  slice,
  subtract,
  type Graph,
  type Value,
} from "../tensor";

/** The activations that may be restored: the stream after a block, or the output of its MLP or attention. */
export type TraceKind = "state" | "mlp" | "attention";

const INDIRECT_SITES: Readonly<Record<TraceKind, BlockSite>> = {
  state: "resid_post",
  mlp: "mlp_out",
  attention: "attn_out",
};
export const TRACE_KINDS = Object.keys(INDIRECT_SITES) as readonly TraceKind[];

/** The name of the input that holds the mask of a site, [B, T, 1]. */
export const maskName = (kind: TraceKind, layer: number): string => `restore.${layer}.${kind}`;

/**
 * Inputs: ids, positions and mask of a pass; "noise" [B, T, D], added to the embeddings; a mask for each kind and layer;
 * "select" [B, 1, T], the place of the answer; "answer" [B, 1]. Output "probability" [B, 1].
 */
export function restorationProgram(model: Model): Promise<ModelProgram> {
  const { width, vocabulary } = model.facts.dimensions;
  return model.program("causal-trace", ({ graph, forward, unembed }) => {
    const noise = graph.input("noise", "float32", ["B", "T", width]);
    const hidden = forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap: (site, value) => (site === "embed" ? add(value, noise) : restore(graph, site, value)),
    }); // [B, T, D]
    const last = matmul(graph.input("select", "float32", ["B", 1, "T"]), hidden); // [B, 1, D]
    const answer = graph.input("answer", "int32", ["B", 1]);
    graph.output("probability", exp(logProbabilityOf(unembed(last), answer, vocabulary))); // [B, 1]
  });
}

function restore(graph: Graph, site: Parameters<Tap>[0], value: Value): Value {
  const [, layer, part] = /^blocks\.(\d+)\.(.+)$/.exec(site) ?? [];
  const kind = TRACE_KINDS.find((candidate) => INDIRECT_SITES[candidate] === part);
  if (kind === undefined) return value;
  const mask = graph.input(maskName(kind, Number(layer)), "float32", ["B", "T", 1]);
  const undisturbed = slice(value, 0, 0, 1); // [1, T, D]
  return add(multiply(value, subtract(1, mask)), multiply(undisturbed, mask));
}
