/** Parity of a fact before and after its edit: scores, circuits and what they have in common, lenses, and what leaks. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { createRun, type Run } from "../../../lib/base";
import {
  attributeLogits,
  circuitGraph,
  circuitOverlap,
  evaluateCircuits,
  logitLens,
  logProbabilities,
  pruneEdges,
  rankOf,
  selectEdges,
  type EdgeScores,
} from "../../../lib/explain";
import { argmax, decode, rankOne, type Model, type Row } from "../../../lib/model";
import { check, decodeFloats, type Check } from "../report";
import { checkAll, checkScores, jaccard, scoresOf, Sums } from "./circuits";

const Ids = z.array(z.int());
const Token = z.object({ id: z.int() });
const Said = z.object({ prob: z.number(), rank: z.int() });
const Answers = z.object({ old: Said, new: Said });
const Cell = z.object({
  rank_last: z.int(),
  prob_last: z.number(),
  rank_subject_last: z.int(),
  prob_subject_last: z.number(),
});
const Lens = z.array(
  z.object({
    bos: z.boolean(),
    subject_range: z.tuple([z.int(), z.int()]),
    layers: z.array(z.object({ layer: z.int(), old: Cell, new: Cell })),
  }),
);
const Two = z.tuple([z.number(), z.number()]);
const Parts = z.object({ heads: z.array(z.array(Two)), mlp: z.array(Two) });
const Scored = Sums.extend({
  name: z.string(),
  correct_id: z.int(),
  incorrect_id: z.int(),
  full: z.string().optional(),
  logit_diff_clean: z.number(),
  logit_diff_corrupt: z.number(),
  circuits: z.array(z.object({ n: z.int(), edge_ids: Ids, logit_diff: z.number().optional() })),
});
export const EditedCircuitsFixture = z.object({
  kind: z.literal("circuits-edit"),
  model: z.string(),
  edit: z.object({
    method: z.string(),
    case_id: z.int(),
    parameter: z.string(),
    old: Token,
    new: Token,
  }),
  clean_ids: Ids,
  corrupt: z.object({ ids: Ids }),
  scores: z.record(z.enum(["before", "after"]), z.record(z.enum(["without BOS", "with BOS"]), Answers)),
  circuits: z.array(Scored),
  comparison: z.array(
    z.object({
      n: z.int(),
      edge_jaccard: z.number(),
      edges_gone: z.int(),
      edges_new: z.int(),
      edges_kept: z.int(),
      node_jaccard: z.number(),
      hit_node_before_in_after: z.number(),
      hit_edge_before_in_after: z.number(),
      nodes_gone: z.array(z.string()),
      nodes_new: z.array(z.string()),
    }),
  ),
  lens: z.record(z.enum(["before", "after"]), Lens),
  /** [old, new] logits of each head and MLP at two tokens, with weights folded. */
  components: z.record(z.enum(["before", "after"]), z.looseObject({ last: Parts, subject_last: Parts })),
  leakage: z.array(
    z.object({
      prompt: z.string(),
      bos: z.boolean(),
      p_new_before: z.number(),
      p_new_after: z.number(),
      top1_before: z.int(),
      top1_after: z.int(),
    }),
  ),
});
export type EditedCircuitsFixture = z.infer<typeof EditedCircuitsFixture>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = {
  logitDifference: 2e-2,
  component: 5e-3,
  kept: 0.98,
  probability: 1e-3,
  relative: 1e-2,
  exactRanks: 100,
  rank: 0.02,
} as const;
const STEPS = "EAP-IG m=5 k=1..5";
/** The token that texts of the fixture's model begin with. */
const BEGIN = 0;

const EditRun = z.object({ case_ids: z.array(z.int()), u: z.string(), v: z.string() });
const EditsFile = z.object({
  methods: z.record(z.string(), z.object({ runs: z.array(z.looseObject({ case_ids: Ids })) })),
});

/** `folder` is that of the fixture. */
export async function checkEditedCircuits(
  model: Model,
  fixture: EditedCircuitsFixture,
  folder: string,
): Promise<Check[]> {
  const run = createRun();
  const models = { before: model, after: await editedModel(model, fixture, folder) };
  const checks: Check[] = [];
  for (const when of ["before", "after"] as const) {
    checks.push(...(await checkAnswers(run, models[when], fixture, when)));
    checks.push(...(await checkLenses(run, models[when], fixture, when)));
    checks.push(...(await checkComponents(run, models[when], fixture, when)));
  }
  checks.push(...(await checkCircuitsOf(run, models, fixture)));
  checks.push(...(await checkLeakage(run, models, fixture)));
  return checks;
}

/** The edit as the published editor made it. */
async function editedModel(model: Model, { edit, model: name }: EditedCircuitsFixture, folder: string) {
  const file = path.resolve(folder, name, "edits.json");
  const { methods } = EditsFile.parse(JSON.parse(await readFile(file, "utf8")));
  const made = methods[edit.method].runs.find(({ case_ids }) => case_ids.includes(edit.case_id));
  const [u, v] = Object.values(factorsOf(EditRun.parse(made)));
  const layer = Number(/\.(\d+)\./.exec(edit.parameter)?.[1]);
  const delta = rankOne(model.parameter("mlp.down", layer), v, u);
  return model.with([{ kind: "weights", deltas: [delta] }]);
}

const factorsOf = ({ u, v }: z.infer<typeof EditRun>) => ({ u: decodeFloats(u), v: decodeFloats(v) });

async function lastLogits(run: Run, model: Model, ids: Row): Promise<Float32Array> {
  return (await decode(run, model, { rows: [ids], at: [[ids.length - 1]] })).logits(0, 0);
}

type When = "before" | "after";

async function checkAnswers(run: Run, model: Model, fixture: EditedCircuitsFixture, when: When) {
  const checks: Check[] = [];
  for (const [where, ids] of [
    ["with BOS", fixture.clean_ids],
    ["without BOS", fixture.clean_ids.slice(1)],
  ] as const) {
    const logits = await lastLogits(run, model, ids);
    for (const which of ["old", "new"] as const) {
      const expected = fixture.scores[when][where][which];
      const { id } = fixture.edit[which];
      const p = Math.exp(logProbabilities(logits)[id]);
      const name = `${when} ${where} / ${which}`;
      checks.push(
        check(name, "probability", Math.abs(p - expected.prob), TOLERANCE.probability, "probability"),
        check(name, "rank", Math.abs(rankOf(logits, id) - expected.rank), 0, "ranks"),
      );
    }
  }
  return checks;
}

async function checkLenses(run: Run, model: Model, fixture: EditedCircuitsFixture, when: When) {
  const asked = [fixture.edit.old.id, fixture.edit.new.id];
  const checks: Check[] = [];
  for (const { bos, subject_range, layers } of fixture.lens[when]) {
    const ids = bos ? fixture.clean_ids : fixture.clean_ids.slice(1);
    const cells = await logitLens(run, model, ids, { asked, count: 1 });
    let [probability, rank] = [0, 0];
    for (const expected of layers) {
      const row = cells[expected.layer];
      [expected.old, expected.new].forEach((cell, a) => {
        const places = [
          [row[ids.length - 1].asked[a], cell.prob_last, cell.rank_last],
          [row[subject_range[1] - 1].asked[a], cell.prob_subject_last, cell.rank_subject_last],
        ] as const;
        for (const [ours, theirProbability, theirRank] of places) {
          const allowed = Math.max(TOLERANCE.probability, TOLERANCE.relative * theirProbability);
          probability = Math.max(probability, Math.abs(ours.probability - theirProbability) / allowed);
          const loose = theirRank <= TOLERANCE.exactRanks ? 0 : TOLERANCE.rank * theirRank;
          rank = Math.max(rank, Math.abs(ours.rank - theirRank) - loose);
        }
      });
    }
    const where = `${when}${bos ? " with BOS" : ""} / lens`;
    checks.push(check(where, "probabilities", probability, 1, "of the tolerance"));
    checks.push(check(where, "ranks", rank, 0, "ranks"));
  }
  return checks;
}

/** What each head and MLP writes of both answers, with the beginning-of-sequence token. */
async function checkComponents(run: Run, model: Model, fixture: EditedCircuitsFixture, when: When) {
  const asked = [fixture.edit.old.id, fixture.edit.new.id];
  const subject = fixture.lens[when].find(({ bos }) => bos)?.subject_range[1] ?? 0;
  const checks: Check[] = [];
  for (const [where, end] of [
    ["last", fixture.clean_ids.length],
    ["subject_last", subject],
  ] as const) {
    const { parts } = await attributeLogits(run, model, fixture.clean_ids.slice(0, end), asked);
    const byName = new Map(parts.map(({ part, logits }) => [part, logits]));
    const expected = fixture.components[when][where];
    const named = [
      ...expected.heads.flatMap((heads, layer) =>
        heads.map((two, head) => [`a${layer}.h${head}`, two] as const),
      ),
      ...expected.mlp.map((two, layer) => [`m${layer}`, two] as const),
    ];
    const off = named.flatMap(([name, two]) =>
      two.map((value, a) => Math.abs((byName.get(name)?.[a] ?? NaN) - value)),
    );
    checks.push(check(`${when} / ${where}`, "components", Math.max(...off), TOLERANCE.component, "logits"));
  }
  return checks;
}

async function checkCircuitsOf(
  run: Run,
  models: Readonly<Record<When, Model>>,
  fixture: EditedCircuitsFixture,
): Promise<Check[]> {
  const graph = circuitGraph(models.before.facts.dimensions);
  const checks: Check[] = [];
  const chosen = new Map<string, readonly number[]>();
  for (const { full, ...one } of fixture.circuits) {
    const model = one.name.startsWith("before") ? models.before : models.after;
    const pair = {
      clean: fixture.clean_ids,
      corrupt: fixture.corrupt.ids,
      answer: one.correct_id,
      other: one.incorrect_id,
    };
    const scores: EdgeScores = await scoresOf(run, model, pair, "logit_diff", STEPS);
    checks.push(...checkScores(model, one.name, scores, one, 0));
    if (full) checks.push(checkAll(one.name, scores, decodeFloats(full)));
    const ours = one.circuits.map(({ n }) =>
      pruneEdges(graph, selectEdges(graph, scores, { kind: "top", count: n, absolute: true })),
    );
    const said = await evaluateCircuits(
      run,
      model,
      [pair],
      one.circuits.map(({ edge_ids }) => edge_ids),
      { ablation: "patch" },
    );
    const difference = (quantity: string, ours: number, theirs: number) =>
      checks.push(check(one.name, quantity, Math.abs(ours - theirs), TOLERANCE.logitDifference, "logits"));
    difference("clean", said.whole.metric, one.logit_diff_clean);
    difference("corrupt", said.corrupt.metric, one.logit_diff_corrupt);
    one.circuits.forEach(({ n, edge_ids, logit_diff }, i) => {
      chosen.set(`${one.name} ${n}`, ours[i]);
      checks.push(
        check(one.name, `top ${n}`, 1 - jaccard(ours[i], edge_ids), 1 - TOLERANCE.kept, "1 − Jaccard"),
      );
      if (logit_diff !== undefined) difference(`what the top ${n} say`, said.circuits[i].metric, logit_diff);
    });
  }
  return [...checks, ...checkComparison(fixture, graph)];
}

/** Overlaps of the published circuits: of the first before the edit with the one of the new answer after it. */
function checkComparison(fixture: EditedCircuitsFixture, graph: ReturnType<typeof circuitGraph>): Check[] {
  const listed = (name: RegExp, n: number) =>
    fixture.circuits.find((one) => name.test(one.name))?.circuits.find((one) => one.n === n)?.edge_ids ?? [];
  return fixture.comparison.flatMap((expected) => {
    const [before, after] = [/^before, old/, /^after, new answer against the corrupt/].map((name) =>
      listed(name, expected.n),
    );
    const { edges, nodes } = circuitOverlap(graph, before, after);
    const where = `top ${expected.n} before and after`;
    const shares = [
      edges.jaccard - expected.edge_jaccard,
      nodes.jaccard - expected.node_jaccard,
      edges.share - expected.hit_edge_before_in_after,
      nodes.share - expected.hit_node_before_in_after,
    ];
    const counts = [
      edges.lost.length - expected.edges_gone,
      edges.new.length - expected.edges_new,
      edges.kept.length - expected.edges_kept,
    ];
    const names = [
      [nodes.lost, expected.nodes_gone],
      [nodes.new, expected.nodes_new],
    ].filter(([ours, theirs]) => String([...ours].sort()) !== String([...theirs].sort()));
    return [
      check(where, "shares in common", Math.max(...shares.map(Math.abs)), 1e-5, "share"),
      check(where, "edges kept, lost and new", Math.max(...counts.map(Math.abs)), 0, "edges"),
      check(where, "nodes lost and new", names.length, 0, "lists that differ"),
    ];
  });
}

async function checkLeakage(
  run: Run,
  models: Readonly<Record<When, Model>>,
  fixture: EditedCircuitsFixture,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const one of fixture.leakage) {
    const { ids } = models.before.tokenizer.encode(one.prompt);
    const row = one.bos ? [BEGIN, ...ids] : ids;
    const where = `${one.prompt}${one.bos ? " with BOS" : ""}`;
    for (const when of ["before", "after"] as const) {
      const logits = await lastLogits(run, models[when], row);
      const p = Math.exp(logProbabilities(logits)[fixture.edit.new.id]);
      const expected = when === "before" ? one.p_new_before : one.p_new_after;
      const first = when === "before" ? one.top1_before : one.top1_after;
      checks.push(
        check(where, `${when}: p(new)`, Math.abs(p - expected), TOLERANCE.probability, "probability"),
        check(where, `${when}: likeliest`, argmax(logits) === first ? 0 : 1, 0, "tokens that differ"),
      );
    }
  }
  return checks;
}
