/** Parity of circuits on models with grouped queries, with parallel blocks and with biases of the values. */
import { z } from "zod";
import { createRun, type Run } from "../../../lib/base";
import {
  ATTRIBUTION_METHODS,
  attributeEdges,
  CIRCUIT_METRICS,
  circuitGraph,
  circuitLogits,
  edgeId,
  edgesOf,
  parents,
  sharedParts,
  type EdgeScores,
  type PromptPair,
} from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { checkAll, checkExact, checkScores, Edges, scoresOf, Sums } from "./circuits";
import { check, decodeFloats, type Check } from "../report";

const Ids = z.array(z.int());
const Said = z.union([z.literal("empty"), z.object({ logit_diff: z.number() })]);
const ModelFixture = z.object({
  model: z.string(),
  clean_ids: Ids,
  corrupt_ids: Ids,
  answer_id: z.int(),
  other_id: z.int(),
  n_edges: z.int(),
  scores: z.record(z.string(), Sums.extend({ full: z.string().optional() })),
  circuits: z.array(z.object({ n: z.int(), edge_ids: Ids.nullish(), patching: Said, zero: Said })),
  exact: z.object({ baseline: z.number(), edges: Edges }),
});

export const CircuitFamiliesFixture = z.object({
  kind: z.literal("circuits-families"),
  models: z.array(ModelFixture),
});
export type CircuitFamiliesFixture = z.infer<typeof CircuitFamiliesFixture>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = { logit: 1e-2, exact: 2e-3 } as const;

/** `open` opens a model of the fixture by its name. */
export async function checkCircuitFamilies(
  open: (model: string) => Promise<Model>,
  fixture: CircuitFamiliesFixture,
): Promise<Check[]> {
  const run = createRun();
  const checks: Check[] = [];
  for (const one of fixture.models) {
    const model = await open(one.model);
    const where = (what: string) => `${one.model} / ${what}`;
    const pair = {
      clean: one.clean_ids,
      corrupt: one.corrupt_ids,
      answer: one.answer_id,
      other: one.other_id,
    };
    const graph = circuitGraph(model.facts.dimensions);
    checks.push(check(where("graph"), "edges", Math.abs(edgesOf(graph).length - one.n_edges), 0, "edges"));
    for (const [name, { full, ...expected }] of Object.entries(one.scores)) {
      const [, method, metric] = /^(.*) (\w+)$/.exec(name) ?? ["", name, "none"];
      const isFlow = name === "information-flow-routes";
      const scores = await scoresOf(run, model, pair, isFlow ? "none" : metric, method);
      if (method.startsWith("EAP-IG-activations")) await leaveUnhooked(run, model, pair, metric, scores);
      checks.push(...checkScores(model, where(name), scores, expected, 0));
      if (full) checks.push(checkAll(where(name), scores, decodeFloats(full)));
    }
    const listed = one.circuits.filter(({ edge_ids }) => edge_ids);
    const circuits = listed.map(({ edge_ids }) => edge_ids as number[]);
    const shared = await sharedParts(run, model, "raw", "kept");
    const ways = {
      patching: { kind: "patch", corrupt: [pair.corrupt] },
      zero: { kind: "zero", shared },
    } as const;
    for (const way of ["patching", "zero"] as const) {
      const logits = await circuitLogits(run, model, pair.clean, circuits, ways[way]);
      listed.forEach((expected, i) => {
        const said = expected[way];
        if (said === "empty") return;
        const off = logits[i][pair.answer] - logits[i][pair.other] - said.logit_diff;
        checks.push(check(where(`top ${expected.n}`), way, Math.abs(off), TOLERANCE.logit, "logits"));
      });
    }
    checks.push(await checkExact(run, model, where("exact"), pair, one.exact, TOLERANCE.exact));
    await model.dispose();
  }
  return checks;
}

/**
 * Where a family adds no position vectors, the original replaces the embedding by a tensor without a gradient, and its hooks
 * on what reads nothing else never fire. So it lacks what these points add to the edges from the input into the first block.
 */
async function leaveUnhooked(
  run: Run,
  model: Model,
  pair: PromptPair,
  metric: string,
  scores: EdgeScores,
): Promise<void> {
  if (model.findParameter("embed.positions")) return;
  const steps = 5;
  const whole = ATTRIBUTION_METHODS.get("eap-ig-activations");
  const atInput = await attributeEdges(run, model, {
    pair,
    metric: CIRCUIT_METRICS.get(metric),
    method: { ...whole, points: (size, count) => whole.points(size, count).slice(0, count) },
    steps,
  });
  const graph = circuitGraph(model.facts.dimensions);
  for (let reader = 0; reader < graph.readers; reader++)
    if (parents(graph, reader) === 1) scores[edgeId(graph, 0, reader)] -= atInput[edgeId(graph, 0, reader)];
}
