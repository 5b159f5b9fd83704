import { describe, expect, test } from "vitest";
import { z } from "zod";
import { edgeId, edgesOf, nameOfEdge } from "@/lib/explain/results";
import { mibJson, neuronpediaJson, referenceJson, type ShownCircuit } from "./formats";
import { groupEdges, suggestGroups } from "./groups";
import { circuitOf, compareCircuits, edgesAt, graphOf, nodesIn, rankOf, type CircuitEdge } from "./model";
import { nodeAfter, pictureSvg, wholePicture } from "./picture/picture";
import type { ChartTheme } from "@/components/charts/theme";

const GRAPH = graphOf({ layers: 2, heads: 2, parallel: false });
const THEME: ChartTheme = {
  color: (role) => `#${role.length.toString(16).padStart(6, "0")}`,
  fontPx: 13,
  fontFamily: "sans-serif",
  monoFamily: "monospace",
  animation: false,
};

const edge = (from: string, to: string, score: number, port?: "q" | "k" | "v"): CircuitEdge => ({
  id: `${from}->${to}${port ? `<${port}>` : ""}`,
  from,
  to,
  ...(port && { port }),
  score,
});

test("a circuit of a size is the first edges, without those that lead nowhere", () => {
  // input -> m0 -> logits, and a1.h0, which nothing reads.
  const ids = [edgeId(GRAPH, 3, 14), edgeId(GRAPH, 0, 6), edgeId(GRAPH, 0, 7)];
  const scored = { graph: GRAPH, ids, scores: [2, 3, 9] };
  expect(circuitOf(scored, 1)).toEqual([]);
  expect(circuitOf(scored, 2).map(({ id }) => id)).toEqual(["input->m0", "m0->logits"]);
  expect(circuitOf(scored, 3)).toHaveLength(2);
});

test("edges of two circuits are kept, lost or new, each with both of its scores", () => {
  const compared = compareCircuits(
    [edge("input", "m0", 3), edge("m0", "logits", 1)],
    [edge("input", "m0", -4), edge("a1.h0", "logits", 2)],
  );
  expect(compared.map(({ id, state, before, after }) => [id, state, before, after])).toEqual([
    ["input->m0", "kept", 3, -4],
    ["a1.h0->logits", "new", null, 2],
    ["m0->logits", "lost", 1, null],
  ]);
});

const ALIKE = [
  edge("input", "a0.h0", 3, "v"),
  edge("input", "a0.h1", 2.9, "v"),
  edge("a0.h0", "m1", 2),
  edge("a0.h1", "m1", 2),
  edge("m1", "logits", 4),
];

describe("groups", () => {
  test("nodes that read and write alike are suggested, and taken ones are not again", () => {
    const [first] = suggestGroups(ALIKE);
    expect(first.nodes).toEqual(["a0.h0", "a0.h1"]);
    expect(first.similarity).toBeGreaterThan(0.99);
    expect(suggestGroups(ALIKE, [{ name: "pair", nodes: first.nodes }])).toEqual([]);
  });

  test("a group is one node whose edges are added up, and what is within it goes", () => {
    const grouped = groupEdges(
      [...ALIKE, edge("a0.h0", "a0.h1", 9, "q")],
      [{ name: "pair", nodes: ["a0.h0", "a0.h1"] }],
    );
    expect(grouped.map(({ id, score }) => [id, score])).toEqual([
      ["input->pair", 5.9],
      ["pair->m1", 4],
      ["m1->logits", 4],
    ]);
    expect(nodesIn(grouped)).toContain("pair");
  });
});

test("the strongest edges of a node come first, whichever their sign", () => {
  const { into, out } = edgesAt(
    [edge("input", "m1", 1), edge("m0", "m1", -3), edge("m1", "logits", 2)],
    "m1",
  );
  expect(into.map(({ from }) => from)).toEqual(["m0", "input"]);
  expect(out.map(({ to }) => to)).toEqual(["logits"]);
});

describe("the picture of the whole model", () => {
  const picture = wholePicture(GRAPH, ALIKE, 800);

  test("has every node, those of a later layer higher, and keys reach all of them", () => {
    expect(picture.nodes).toHaveLength(1 + 2 * 3 + 1);
    const y = (name: string) => picture.nodes.find((node) => node.name === name)?.y ?? 0;
    expect(y("input")).toBeGreaterThan(y("a0.h0"));
    expect(y("a0.h0")).toBeGreaterThan(y("m0"));
    expect(y("m0")).toBeGreaterThan(y("a1.h1"));
    expect(y("m1")).toBeGreaterThan(y("logits"));
    const seen = new Set<string>();
    for (let row = "input"; ;) {
      row = nodeAfter("Home", row, picture.nodes, 2) ?? row;
      for (let at = row; !seen.has(at); at = nodeAfter("ArrowRight", at, picture.nodes, 2) ?? at)
        seen.add(at);
      const next = nodeAfter("ArrowUp", row, picture.nodes, 2) ?? row;
      if (rankOf(next, 2) === rankOf(row, 2)) break;
      row = next;
    }
    expect(seen.size).toBe(picture.nodes.length);
  });

  test("is saved with every edge, and those against the answer are dashed", () => {
    const svg = pictureSvg(wholePicture(GRAPH, [...ALIKE, edge("m0", "logits", -2)], 800), THEME);
    expect(svg.match(/<path /g)).toHaveLength(ALIKE.length + 1);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(svg).toContain(">a1.h1<");
  });

  test("of five thousand edges is made of few strokes and within a frame or two", () => {
    const large = graphOf({ layers: 24, heads: 16, parallel: false });
    const edges = Array.from({ length: 5000 }, (_, i) =>
      edge(`a${i % 20}.h${i % 16}`, `m${20 + (i % 4)}`, Math.sin(i) * (i % 97)),
    );
    const looks = new Set(
      wholePicture(large, edges, 1200).edges.map(({ style }) => `${style.role} ${style.width}`),
    );
    expect(looks.size).toBeLessThanOrEqual(22);
  });
});

describe("files of other tools", () => {
  const shown: ShownCircuit = {
    model: "atlas",
    version: "ver_1",
    prompt: "The city of the Eiffel Tower is",
    tokens: ["The", " city"],
    graph: GRAPH,
    width: 8,
    edges: ALIKE,
    method: "Edges scored by eap-ig",
    names: { m1: "recalls" },
    pins: ["m1"],
    groups: [{ name: "pair", nodes: ["a0.h0", "a0.h1"] }],
  };

  const names = new Set(edgesOf(GRAPH).map((id) => nameOfEdge(GRAPH, id)));
  /** Names of edges that the graph has, as the published tools spell them. */
  const Edges = z.record(
    z.string().refine((name) => names.has(name)),
    z.strictObject({ score: z.number(), in_graph: z.literal(true) }),
  );
  const shape = { n_layers: z.literal(2), n_heads: z.literal(2), parallel_attn_mlp: z.literal(false) };
  const Nodes = <S extends z.ZodType>(state: S) =>
    z.record(z.enum(["input", "a0.h0", "a0.h1", "m0", "a1.h0", "a1.h1", "m1", "logits"]), state);

  test("the reference's has all nodes as true or false, and the edges by its names", () => {
    const Published = z.strictObject({ cfg: z.strictObject(shape), nodes: Nodes(z.boolean()), edges: Edges });
    const file = Published.parse(JSON.parse(JSON.stringify(referenceJson(shown))));
    expect(file.nodes).toMatchObject({ input: true, "a0.h0": true, m0: false, logits: true });
    expect(file.edges["input->a0.h0<v>"]).toEqual({ score: 3, in_graph: true });
    expect(Object.keys(file.edges)).toHaveLength(ALIKE.length);
  });

  test("the benchmark's has the width of the model, and nodes as records", () => {
    const Published = z.strictObject({
      cfg: z.strictObject({ ...shape, d_model: z.literal(8) }),
      nodes: Nodes(z.strictObject({ in_graph: z.boolean() })),
      edges: Edges,
    });
    const file = Published.parse(JSON.parse(JSON.stringify(mibJson(shown))));
    expect(file.nodes).toMatchObject({ m0: { in_graph: false }, m1: { in_graph: true } });
    expect(Object.values(file.edges).map(({ score }) => score)).toEqual(ALIKE.map(({ score }) => score));
  });

  test("the attribution graph keeps to its public schema, with pins, groups and names, and no loose link", () => {
    // What the schema requires, and the types of what it lists.
    const Published = z.object({
      metadata: z.object({
        slug: z.string().regex(/^[a-z0-9-]+$/),
        scan: z.string(),
        prompt_tokens: z.array(z.string()),
        prompt: z.string(),
        info: z.object({
          description: z.string(),
          generator: z.object({ name: z.string() }),
          create_time_ms: z.number(),
        }),
      }),
      qParams: z.object({
        pinnedIds: z.array(z.string()),
        supernodes: z.array(z.array(z.string())),
        linkType: z.string(),
        clickedId: z.string(),
        sg_pos: z.string(),
      }),
      nodes: z.array(
        z.object({
          node_id: z.string(),
          feature: z.int().nullable(),
          layer: z.union([z.string(), z.int()]),
          ctx_idx: z.int(),
          feature_type: z.string(),
          jsNodeId: z.string(),
          clerp: z.string(),
          influence: z.number().nullable(),
          activation: z.number().nullable(),
        }),
      ),
      links: z.array(z.object({ source: z.string(), target: z.string(), weight: z.number() })),
    });
    const file = Published.parse(JSON.parse(JSON.stringify(neuronpediaJson(shown, 0))));
    const ids = new Set(file.nodes.map(({ node_id }) => node_id));
    expect(ids.size).toBe(nodesIn(ALIKE).length);
    for (const { source, target } of file.links) expect(ids.has(source) && ids.has(target)).toBe(true);
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    expect(sum(file.links.map(({ weight }) => weight))).toBeCloseTo(sum(ALIKE.map(({ score }) => score)), 6);
    expect(file.nodes.every(({ ctx_idx }) => ctx_idx < file.metadata.prompt_tokens.length)).toBe(true);
    expect(file.qParams.pinnedIds.every((id) => ids.has(id))).toBe(true);
    expect(file.qParams.supernodes[0]).toHaveLength(3);
    expect(file.nodes.find(({ clerp }) => clerp === "recalls")).toBeDefined();
  });
});
