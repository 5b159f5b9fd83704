/** Parity of circuits: scores of edges, circuits chosen from them, what circuits still say, and exact effects of edges. */
import { z } from "zod";
import { createRun, type Run } from "../../../lib/base";
import {
  ATTRIBUTION_METHODS,
  attributeEdges,
  CIRCUIT_METRICS,
  circuitGraph,
  circuitLogits,
  edgesOf,
  informationFlow,
  logProbabilities,
  nameOfNode,
  nodesOfEdges,
  pruneEdges,
  rankOf,
  readerOf,
  selectEdges,
  sharedParts,
  withoutEdge,
  type EdgeScores,
  type PromptPair,
  type SelectionRule,
} from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { check, decodeFloats, type Check } from "../report";

const Ids = z.array(z.int());
export const Edges = z.array(z.tuple([z.int(), z.number()]));
export const Sums = z.object({
  sum: z.number(),
  abs_sum: z.number(),
  norm: z.number(),
  by_port: z.record(z.string(), z.number()).optional(),
  top: Edges,
});
const Said = z.object({
  logit: z.number(),
  logit_other: z.number(),
  logsumexp: z.number(),
  prob: z.number(),
  rank: z.int(),
});
const Rule = z.object({
  rule: z.enum(["topn", "greedy", "threshold_abs", "threshold_signed"]),
  value: z.number(),
  edges_selected: z.int(),
  edges: z.int(),
  nodes: z.int(),
  /** A word in place of the list where a circuit holds all nodes. */
  node_names: z.union([z.array(z.string()), z.string()]).optional(),
  edge_ids: Ids.optional(),
  circuit: Said.optional(),
  zero: Said.optional(),
});
const Case = z.object({
  id: z.string(),
  clean: z.object({ ids: Ids }),
  corrupt: z.object({ ids: Ids }),
  answer: z.object({ id: z.int() }),
  other: z.object({ id: z.int() }),
  base: z.object({ clean: z.object({ prob: z.number() }) }),
  scores: z.record(z.string(), z.record(z.string(), Sums)),
  full: z.record(z.string(), z.string()).optional(),
  selection: z.object({ rules: z.array(Rule) }).optional(),
  exact: z.object({ baseline: z.number(), edges: Edges }).optional(),
});

export const CircuitsFixture = z.object({
  kind: z.literal("circuits-eap"),
  model: z.string(),
  cases: z.array(Case),
});
export type CircuitsFixture = z.infer<typeof CircuitsFixture>;

/** The fixture's names of methods, with ours. */
const METHODS: Readonly<Record<string, readonly [method: string, steps: number]>> = {
  EAP: ["eap", 1],
  "EAP-IG m=5 k=1..5": ["eap-ig", 5],
  "EAP-IG m=5 k=0..4": ["eap-ig-from-corrupt", 5],
  "EAP-IG m=30 k=1..30": ["eap-ig", 30],
  "EAP-IG m=30 k=0..29": ["eap-ig-from-corrupt", 30],
  "EAP-IG-activations m=5": ["eap-ig-activations", 5],
  "EAP-IG-partial-activations m=5": ["eap-ig-all-activations", 5],
  "clean-corrupted": ["clean-corrupted", 1],
};

/**
 * Tolerances that the fixture states in words. Where the answer's probability p is nearly 1, the gradient of a probability is
 * proportional to 1 − p, which both sides know to a rounding of p.
 */
const TOLERANCE = {
  score: 1e-4,
  sums: 1e-4,
  top: 0.98,
  logit: 2e-3,
  probability: 1e-3,
  exact: 1e-3,
} as const;

const ROUNDING = 2 ** -23;

export async function checkCircuits(model: Model, fixture: CircuitsFixture): Promise<Check[]> {
  const run = createRun();
  const checks: Check[] = [];
  for (const one of fixture.cases) {
    const pair = {
      clean: one.clean.ids,
      corrupt: one.corrupt.ids,
      answer: one.answer.id,
      other: one.other.id,
    };
    const known = new Map<string, EdgeScores>();
    for (const [metric, methods] of Object.entries(one.scores)) {
      for (const [name, expected] of Object.entries(methods)) {
        const scores = await scoresOf(run, model, pair, metric, name);
        known.set(`${metric} ${name}`, scores);
        const lost = metric === "prob_diff" ? ROUNDING / (1 - one.base.clean.prob) : 0;
        checks.push(...checkScores(model, `${one.id} / ${metric} ${name}`, scores, expected, lost));
      }
    }
    for (const [name, base64] of Object.entries(one.full ?? {})) {
      const scores = known.get(`logit_diff ${name}`) as EdgeScores;
      checks.push(checkAll(`${one.id} / ${name}`, scores, decodeFloats(base64)));
    }
    const chosenFrom = known.get("logit_diff EAP-IG m=5 k=1..5") as EdgeScores;
    checks.push(...(await checkSelection(run, model, one, pair, chosenFrom)));
    if (one.exact) checks.push(await checkExact(run, model, one.id, pair, one.exact));
  }
  return checks;
}

export function scoresOf(
  run: Run,
  model: Model,
  pair: PromptPair,
  metric: string,
  name: string,
): Promise<EdgeScores> {
  if (metric === "none") return informationFlow(run, model, pair.clean);
  const [method, steps] = METHODS[name];
  return attributeEdges(run, model, {
    pair,
    metric: CIRCUIT_METRICS.get(metric),
    method: ATTRIBUTION_METHODS.get(method),
    steps,
  });
}

export function checkScores(
  model: Model,
  where: string,
  scores: EdgeScores,
  expected: z.infer<typeof Sums>,
  lost: number,
): Check[] {
  const graph = circuitGraph(model.facts.dimensions);
  const edges = edgesOf(graph);
  const of = (some: readonly number[]) => some.reduce((sum, edge) => sum + scores[edge], 0);
  const byPort = new Map<string, number>();
  for (const edge of edges) {
    const { node, port } = readerOf(graph, edge % graph.readers);
    const key = port ?? (node.kind === "mlp" ? "m" : "logits");
    byPort.set(key, (byPort.get(key) ?? 0) + scores[edge]);
  }
  const absolute = edges.reduce((sum, edge) => sum + Math.abs(scores[edge]), 0);
  const norm = Math.sqrt(edges.reduce((sum, edge) => sum + scores[edge] ** 2, 0));
  const sums = [
    of(edges) - expected.sum,
    absolute - expected.abs_sum,
    norm - expected.norm,
    ...Object.entries(expected.by_port ?? {}).map(([key, value]) => (byPort.get(key) ?? 0) - value),
  ];
  const largest = Math.abs(expected.top[0][1]);
  const top = [...edges]
    .sort((a, b) => Math.abs(scores[b]) - Math.abs(scores[a]) || a - b)
    .slice(0, expected.top.length);
  const listed = expected.top.map(([edge, value]) => Math.abs(scores[edge] - value) / largest);
  return [
    check(
      where,
      "sums",
      Math.max(...sums.map(Math.abs)) / expected.abs_sum,
      TOLERANCE.sums + lost,
      "of the sum",
    ),
    check(where, "scores", Math.max(...listed), TOLERANCE.score + lost, "of the largest"),
    check(
      where,
      "largest edges",
      1 -
        jaccard(
          withoutTies(top, scores, largest),
          withoutTies(
            expected.top.map(([edge]) => edge),
            scores,
            largest,
          ),
        ),
      1 - TOLERANCE.top,
      "1 − Jaccard",
    ),
  ];
}

/** Without the edges whose score ties with that of the last one: which of these are listed is chance. */
function withoutTies(top: readonly number[], scores: EdgeScores, largest: number): number[] {
  const least = Math.min(...top.map((edge) => Math.abs(scores[edge])));
  return top.filter((edge) => Math.abs(scores[edge]) > least + TOLERANCE.score * largest);
}

export function checkAll(where: string, scores: EdgeScores, expected: Float32Array): Check {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(scores[i] - value)), 0);
  return check(where, "all scores", worst / largest, TOLERANCE.score, "of the largest");
}

async function checkSelection(
  run: Run,
  model: Model,
  one: z.infer<typeof Case>,
  pair: PromptPair,
  scores: EdgeScores,
): Promise<Check[]> {
  const graph = circuitGraph(model.facts.dimensions);
  const checks: Check[] = [];
  const rules = one.selection?.rules ?? [];
  for (const rule of rules) {
    const where = `${one.id} / ${rule.rule} ${rule.value}`;
    const selected = selectEdges(graph, scores, ruleOf(rule));
    const pruned = pruneEdges(graph, selected);
    if (rule.edge_ids)
      checks.push(
        check(where, "circuit", 1 - jaccard(pruned, rule.edge_ids), 1 - TOLERANCE.top, "1 − Jaccard"),
      );
    if (rule.edge_ids && Array.isArray(rule.node_names)) {
      const names = nodesOfEdges(graph, rule.edge_ids).map(nameOfNode);
      checks.push(
        check(where, "nodes", String(names) === String(rule.node_names) ? 0 : 1, 0, "lists that differ"),
      );
    }
  }
  const listed = rules.flatMap(({ edge_ids, ...rule }) => (edge_ids ? [{ ...rule, edge_ids }] : []));
  const circuits = listed.map(({ edge_ids }) => edge_ids);
  const patched = await circuitLogits(run, model, pair.clean, circuits, {
    kind: "patch",
    corrupt: [pair.corrupt],
  });
  const shared = await sharedParts(run, model, "raw", "kept");
  const zeroed = await circuitLogits(run, model, pair.clean, circuits, { kind: "zero", shared });
  listed.forEach((rule, i) => {
    const where = `${one.id} / ${rule.rule} ${rule.value}`;
    if (rule.circuit) checks.push(...checkSaid(where, "patched", patched[i], pair, rule.circuit));
    if (rule.zero) checks.push(...checkSaid(where, "zero-ablated", zeroed[i], pair, rule.zero));
  });
  return checks;
}

function ruleOf({ rule, value }: z.infer<typeof Rule>): SelectionRule {
  if (rule === "topn") return { kind: "top", count: value, absolute: true };
  if (rule === "greedy") return { kind: "greedy", count: value, absolute: true };
  return { kind: "threshold", threshold: value, absolute: rule === "threshold_abs" };
}

function checkSaid(
  where: string,
  how: string,
  logits: Float32Array,
  { answer, other }: PromptPair,
  expected: z.infer<typeof Said>,
): Check[] {
  const p = Math.exp(logProbabilities(logits)[answer]);
  const off = Math.max(
    Math.abs(logits[answer] - expected.logit),
    Math.abs(logits[other] - expected.logit_other),
  );
  const rank = Math.abs(rankOf(logits, answer) - expected.rank);
  return [
    check(where, `${how}: logits`, off, TOLERANCE.logit, "logits"),
    check(where, `${how}: probability`, Math.abs(p - expected.prob), TOLERANCE.probability, "probability"),
    check(where, `${how}: rank`, rank, 0, "ranks"),
  ];
}

export async function checkExact(
  run: Run,
  model: Model,
  id: string,
  pair: PromptPair,
  { baseline, edges }: { readonly baseline: number; readonly edges: readonly (readonly [number, number])[] },
  tolerance: number = TOLERANCE.exact,
): Promise<Check> {
  const ids = edges.map(([edge]) => edge);
  const logits = await withoutEdge(run, model, pair.clean, ids, { kind: "patch", corrupt: [pair.corrupt] });
  const worst = edges.map(([, effect], i) => {
    const loss = logits[i][pair.other] - logits[i][pair.answer];
    return Math.abs(loss - baseline - effect);
  });
  return check(`${id} / exact`, "effects of edges", Math.max(...worst), tolerance, "logits");
}

export function jaccard(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [new Set(a), new Set(b)];
  const both = [...first].filter((edge) => second.has(edge)).length;
  return both / Math.max(1, first.size + second.size - both);
}
