/** Parity of the lenses in three forms, and of direct logit attribution by part. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import { attributeLogits, logitLens } from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { check, type Check } from "../report";

const numbers = z.array(z.number());
const Standard = z.object({
  layer: z.int(),
  top5: z.array(z.array(z.tuple([z.int(), z.number()]))),
  rank_last: z.int(),
  prob_last: z.number(),
  rank_other_last: z.int(),
  prob_other_last: z.number(),
  min_rank_subject: z.int(),
  entropy_last: z.number(),
  kl_to_final_last: z.number(),
});
const Plain = z.object({ rank_last: z.int(), prob_last: z.number() });
const Notebook = z.object({
  rank_last: z.array(z.int()),
  prob_last: numbers,
  min_rank_subject: z.array(z.int()),
});
const Attribution = z.object({
  scale: z.number(),
  embed: numbers,
  pos: numbers,
  heads: z.array(numbers),
  heads_other: z.array(numbers),
  mlp: numbers,
  mlp_other: numbers,
  b_O: numbers,
  b_O_other: numbers,
  b_U: numbers,
  logit: numbers,
  raw_logit: numbers,
});
const Case = z.object({
  id: z.string(),
  ids: z.array(z.int()),
  subject_range: z.tuple([z.int(), z.int()]),
  answer_id: z.int(),
  other_id: z.int(),
  standard: z.array(Standard),
  without_final_norm: z.array(Plain),
  notebook: Notebook,
  dla: Attribution,
});
export const LensFixture = z.object({ kind: z.literal("lens"), model: z.string(), cases: z.array(Case) });
export type LensFixture = z.infer<typeof LensFixture>;
type Case = z.infer<typeof Case>;

/** Tolerances that the fixture states in words. Entropy and divergence are sums of probabilities times logarithms. */
const TOLERANCE = { absolute: 1e-3, relative: 1e-2, exactRanks: 100, rank: 0.02, logit: 2e-3 } as const;

export async function checkLens(model: Model, fixture: LensFixture): Promise<Check[]> {
  const checks: Check[] = [];
  for (const one of fixture.cases)
    checks.push(
      ...(await checkStandard(model, one)),
      ...(await checkOthers(model, one)),
      ...(await checkAttribution(model, one)),
    );
  return checks;
}

/** The largest deviation of probabilities as a part of the tolerance, and of ranks beyond it. */
function deviations() {
  let [probability, rank] = [0, 0];
  return {
    probability(ours: number, theirs: number) {
      const allowed = Math.max(TOLERANCE.absolute, TOLERANCE.relative * Math.abs(theirs));
      probability = Math.max(probability, Math.abs(ours - theirs) / allowed);
    },
    rank(ours: number, theirs: number) {
      const allowed = theirs <= TOLERANCE.exactRanks ? 0 : TOLERANCE.rank * theirs;
      rank = Math.max(rank, Math.abs(ours - theirs) - allowed);
    },
    checks: (where: string) => [
      check(where, "probabilities", probability, 1, "of the tolerance"),
      check(where, "ranks", rank, 0, "ranks"),
    ],
  };
}

async function checkStandard(model: Model, one: Case): Promise<Check[]> {
  const cells = await logitLens(createRun(), model, one.ids, { asked: [one.answer_id, one.other_id] });
  const found = deviations();
  let listed = 0;
  for (const expected of one.standard) {
    const row = cells[expected.layer];
    const last = row[row.length - 1];
    found.probability(last.asked[0].probability, expected.prob_last);
    found.probability(last.asked[1].probability, expected.prob_other_last);
    found.rank(last.asked[0].rank, expected.rank_last);
    found.rank(last.asked[1].rank, expected.rank_other_last);
    found.rank(
      Math.min(...row.slice(...one.subject_range).map(({ asked }) => asked[0].rank)),
      expected.min_rank_subject,
    );
    found.probability(last.entropyNats, expected.entropy_last);
    found.probability(last.lossNats, expected.kl_to_final_last);
    expected.top5.forEach((top, t) =>
      top.forEach(([id, value], k) => {
        const ours = row[row.length - expected.top5.length + t].likeliest[k]; // some cases list the last token alone
        found.probability(ours.probability, value);
        // Tokens that are as likely as each other may stand in either order.
        if (ours.id !== id && Math.abs(ours.probability - value) > TOLERANCE.absolute) listed++;
      }),
    );
  }
  return [
    ...found.checks(`${one.id} / standard`),
    check(`${one.id} / standard`, "likeliest tokens that differ", listed, 0, "tokens"),
  ];
}

async function checkOthers(model: Model, one: Case): Promise<Check[]> {
  const asked = [one.answer_id];
  const checks: Check[] = [];
  const plain = deviations();
  (await logitLens(createRun(), model, one.ids, { asked, norm: "none" })).forEach((row, state) => {
    plain.probability(row[row.length - 1].asked[0].probability, one.without_final_norm[state].prob_last);
    plain.rank(row[row.length - 1].asked[0].rank, one.without_final_norm[state].rank_last);
  });
  checks.push(...plain.checks(`${one.id} / without the norm`));
  const notebook = deviations();
  (await logitLens(createRun(), model, one.ids, { asked, norm: "last" })).forEach((row, state) => {
    notebook.probability(row[row.length - 1].asked[0].probability, one.notebook.prob_last[state]);
    notebook.rank(row[row.length - 1].asked[0].rank, one.notebook.rank_last[state]);
    const inSubject = row.slice(...one.subject_range).map(({ asked }) => asked[0].rank);
    notebook.rank(Math.min(...inSubject), one.notebook.min_rank_subject[state]);
  });
  return [...checks, ...notebook.checks(`${one.id} / notebook`)];
}

async function checkAttribution(model: Model, one: Case): Promise<Check[]> {
  const where = `${one.id} / attribution`;
  const asked = [one.answer_id, one.other_id];
  const found = await attributeLogits(createRun(), model, one.ids, asked);
  const raw = await attributeLogits(createRun(), model, one.ids, asked, "raw");
  const { dla } = one;
  const expected = new Map<string, readonly number[]>([
    ["embed", dla.embed],
    ["position", dla.pos],
    ["unembed", dla.b_U],
  ]);
  dla.heads.forEach((heads, layer) => {
    heads.forEach((value, head) => expected.set(`a${layer}.h${head}`, [value, dla.heads_other[layer][head]]));
    expected.set(`m${layer}`, [dla.mlp[layer], dla.mlp_other[layer]]);
    expected.set(`bias ${layer}`, [dla.b_O[layer], dla.b_O_other[layer]]);
  });
  const off = (ours: readonly number[], theirs: readonly number[]) =>
    Math.max(...theirs.map((value, a) => Math.abs(ours[a] - value)));
  const parts = found.parts.map(({ part, logits }) => off(logits, expected.get(part) ?? [NaN]));
  return [
    check(where, "parts", Math.max(...parts), TOLERANCE.logit, "logits"),
    check(where, "parts that are missing", expected.size - parts.length, 0, "parts"),
    check(where, "logits", off(found.logits, dla.logit), TOLERANCE.logit, "logits"),
    check(where, "logits as stored", off(raw.logits, dla.raw_logit), TOLERANCE.logit, "logits"),
    check(where, "sum of parts", off(found.sum, found.logits), TOLERANCE.logit, "logits"),
    check(where, "sum of parts as stored", off(raw.sum, raw.logits), TOLERANCE.logit, "logits"),
    check(where, "scale", Math.abs(found.scale - dla.scale), TOLERANCE.logit, "of the norm"),
  ];
}
