/** Circuits as files of other tools. Each holds what is shown: the same edges, the same scores. */
import type { CircuitGraph } from "@/lib/explain/results";
import { nodesOf, nameOfNode } from "@/lib/explain/results";
import type { NodeGroup } from "./groups";
import { nodeNamed, nodesIn, type CircuitEdge } from "./model";

export interface ShownCircuit {
  readonly model: string;
  readonly version: string | undefined;
  readonly prompt: string;
  readonly tokens: readonly string[];
  readonly graph: CircuitGraph;
  readonly width: number;
  readonly edges: readonly CircuitEdge[];
  /** How the edges were scored, in one line. */
  readonly method: string;
  readonly names: Readonly<Record<string, string>>;
  readonly pins: readonly string[];
  readonly groups: readonly NodeGroup[];
}

/** The file of the reference implementation of knowledge circuits: nodes as true or false. */
export function referenceJson({ graph, edges }: ShownCircuit): object {
  const shown = new Set(nodesIn(edges));
  return {
    cfg: { n_layers: graph.layers, n_heads: graph.heads, parallel_attn_mlp: graph.isParallel },
    nodes: Object.fromEntries(nodesOf(graph).map((node) => [nameOfNode(node), shown.has(nameOfNode(node))])),
    edges: edgeScores(edges),
  };
}

/** The file that the MIB benchmark scores: nodes as records, and the width of the model. */
export function mibJson({ graph, width, edges }: ShownCircuit): object {
  const shown = new Set(nodesIn(edges));
  return {
    cfg: {
      n_layers: graph.layers,
      n_heads: graph.heads,
      parallel_attn_mlp: graph.isParallel,
      d_model: width,
    },
    nodes: Object.fromEntries(
      // The logits are always in a graph there.
      nodesOf(graph).map((node) => {
        const name = nameOfNode(node);
        return [name, { in_graph: name === "logits" || shown.has(name) }];
      }),
    ),
    edges: edgeScores(edges),
  };
}

function edgeScores(edges: readonly CircuitEdge[]) {
  return Object.fromEntries(edges.map(({ id, score }) => [id, { score, in_graph: true }]));
}

/**
 * The attribution graph that Neuronpedia publishes a schema of. Its nodes are features at tokens; ours are heads and MLPs, so
 * they have no feature, and stand at the last token, whose answer they explain.
 */
export function neuronpediaJson(shown: ShownCircuit, createdAtMs: number): object {
  const { model, version, prompt, tokens, graph, edges, names, pins, groups } = shown;
  const at = Math.max(0, tokens.length - 1);
  const nodeId = (name: string) => `${layerOf(name, graph)}_${name.replace(".", "_")}_${at}`;
  return {
    metadata: {
      slug: `circuit-${slugOf(prompt)}`,
      scan: model,
      prompt_tokens: tokens,
      prompt,
      info: {
        description: `${shown.method}${version ? `; version ${version}` : ""}`,
        generator: { name: "Palimpsest" },
        create_time_ms: createdAtMs,
      },
    },
    qParams: {
      pinnedIds: pins.map(nodeId),
      supernodes: groups.map(({ name, nodes }) => [name, ...nodes.map(nodeId)]),
      linkType: "both",
      clickedId: "",
      sg_pos: "",
    },
    nodes: nodesIn(edges).map((name) => ({
      node_id: nodeId(name),
      feature: null,
      layer: layerOf(name, graph),
      ctx_idx: at,
      feature_type: FEATURE_TYPES[nodeNamed(name).kind],
      jsNodeId: `${nodeId(name)}-0`,
      clerp: names[name] ?? name,
      influence: null,
      activation: null,
    })),
    links: links(edges).map(({ from, to, weight }) => ({ source: nodeId(from), target: nodeId(to), weight })),
  };
}

const FEATURE_TYPES = {
  input: "embedding",
  head: "attention head",
  mlp: "mlp",
  logits: "logit",
} as const;

/** The schema has one link from node to node, so the three ports of a head are added up. */
function links(edges: readonly CircuitEdge[]) {
  const sums = new Map<string, { from: string; to: string; weight: number }>();
  for (const { from, to, score } of edges) {
    const known = sums.get(`${from} ${to}`);
    if (known) known.weight += score;
    else sums.set(`${from} ${to}`, { from, to, weight: score });
  }
  return [...sums.values()];
}

function layerOf(name: string, graph: CircuitGraph): string {
  const node = nodeNamed(name);
  if (node.kind === "input") return "E";
  return String(node.kind === "logits" ? graph.layers : node.layer);
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}
