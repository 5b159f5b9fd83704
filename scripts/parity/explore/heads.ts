/** Parity of what heads look at and write, of their words, and of what is lost without them and without MLPs. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import {
  ablationsOf,
  describeHeads,
  patchedLogits,
  readPattern,
  type PartAblation,
} from "../../../lib/explain";
import { argmax, decode, logProbability, type Model } from "../../../lib/model";
import { check, type Check } from "../report";

const Words = z.array(z.tuple([z.int(), z.number()]));
const Effect = z.object({ dlogp: z.number(), dlogit_diff: z.number(), dmass: z.number(), top1: z.int() });
const Head = z.object({
  head: z.string(),
  attn: z.array(z.number()).nullish(),
  share_subject: z.number(),
  share_relation: z.number(),
  g_S: z.number(),
  g_R: z.number(),
  role: z.string().nullable(),
  dla_by_position: z.array(z.number()).nullish(),
  zero: Effect.nullish(),
  corrupt: Effect.nullish(),
  zero_raw_weights: Effect.nullish(),
  top10: Words.nullish(),
});
const Case = z.object({
  id: z.string(),
  text: z.string(),
  subject: z.string(),
  ids: z.array(z.int()),
  corrupt_ids: z.array(z.int()),
  subject_range: z.tuple([z.int(), z.int()]),
  answer_id: z.int(),
  other_id: z.int(),
  mlp_top10: z.array(Words).nullish(),
  heads: z.array(Head),
  mlps: z.array(z.object({ mlp: z.string(), zero: Effect.nullish(), corrupt: Effect.nullish() })),
  attention: z.array(z.object({ head: z.string(), pattern: z.array(z.array(z.number())) })).nullish(),
});
export const HeadsFixture = z.object({
  kind: z.literal("lens"),
  cases: z.array(Case),
  relation_answer_sets: z.record(z.string(), z.record(z.string(), z.int())),
  relation_word_ids: z.record(z.string(), z.array(z.int())),
});
export type HeadsFixture = z.infer<typeof HeadsFixture>;
type Case = z.infer<typeof Case>;

/** Tolerances that the fixture states in words; a label may differ where a number is as close to its threshold. */
const TOLERANCE = { share: 2e-3, attention: 2e-4, logit: 2e-3, effect: 2e-3, threshold: 1e-3 } as const;

export async function checkHeads(model: Model, fixture: HeadsFixture): Promise<Check[]> {
  const checks: Check[] = [];
  for (const one of fixture.cases) {
    const template = one.text.replace(one.subject, "{}");
    const answers = Object.values(fixture.relation_answer_sets[template] ?? {});
    const words = fixture.relation_word_ids[template] ?? [];
    const others = answers.filter((id) => id !== one.answer_id);
    checks.push(
      ...(await checkNumbers(model, one, others, words)),
      ...(await checkEffects(model, one, others)),
    );
  }
  return checks;
}

async function checkNumbers(model: Model, one: Case, others: readonly number[], words: readonly number[]) {
  const run = createRun();
  const { heads, mlps } = await describeHeads(run, model, {
    ids: one.ids,
    subject: one.subject_range,
    before: 1,
    answer: one.answer_id,
    others,
    relationWords: words,
    count: 10,
  });
  let [share, from, listed, roles, sources] = [0, 0, 0, 0, 0];
  const off = (ours: number, theirs: number) => Math.abs(ours - theirs);
  const compareWords = (
    ours: readonly { id: number; logit: number }[],
    theirs: readonly [number, number][],
  ) => theirs.forEach(([, logit], k) => (listed = Math.max(listed, off(ours[k].logit, logit))));
  const byName = new Map(heads.map((head) => [`a${head.layer}.h${head.head}`, head]));
  for (const expected of one.heads) {
    const ours = byName.get(expected.head);
    if (!ours) continue;
    share = Math.max(
      share,
      off(ours.subjectShare, expected.share_subject),
      off(ours.relationShare, expected.share_relation),
    );
    from = Math.max(from, off(ours.fromSubject, expected.g_S), off(ours.fromRelation, expected.g_R));
    const numbers = [ours.subjectShare, ours.relationShare];
    const isNear =
      numbers.some(
        (value) => off(value, 0.4) < TOLERANCE.threshold || off(value, 0.2) < TOLERANCE.threshold,
      ) ||
      off(ours.subjectShare, 2 * ours.relationShare) < TOLERANCE.threshold ||
      off(ours.relationShare, 2 * ours.subjectShare) < TOLERANCE.threshold ||
      Math.min(Math.abs(ours.fromSubject), Math.abs(ours.fromRelation)) < TOLERANCE.threshold;
    if ((ours.role ?? "none") !== (expected.role ?? "none") && !isNear) roles++;
    expected.dla_by_position?.forEach(
      (value, t) => (sources = Math.max(sources, off(ours.sources[t], value))),
    );
    if (expected.top10) compareWords(ours.words, expected.top10);
  }
  one.mlp_top10?.forEach((expected, layer) => compareWords(mlps[layer].words, expected));
  let pattern = 0;
  for (const { head, pattern: rows } of one.attention ?? []) {
    const [, layer, index] = /^a(\d+)\.h(\d+)$/.exec(head) ?? [];
    const own = await readPattern(run, model, one.ids, Number(layer), Number(index));
    rows.forEach((row, q) =>
      row.forEach((value, k) => (pattern = Math.max(pattern, off(own[q * one.ids.length + k], value)))),
    );
  }
  const where = `${one.id} / heads`;
  return [
    check(where, "shares of attention", share, TOLERANCE.share, "attention"),
    check(where, "contributions", from, TOLERANCE.share, "logits"),
    check(where, "contributions by token", sources, TOLERANCE.logit, "logits"),
    check(where, "words", listed, TOLERANCE.logit, "logits"),
    check(where, "roles that differ", roles, 0, "heads"),
    check(where, "patterns", pattern, TOLERANCE.attention, "attention"),
  ];
}

async function checkEffects(model: Model, one: Case, others: readonly number[]): Promise<Check[]> {
  const run = createRun();
  const said = (logits: Float32Array) => ({
    logP: logProbability(logits, one.answer_id),
    difference: logits[one.answer_id] - logits[one.other_id],
    mass: others.reduce((sum, id) => sum + Math.exp(logProbability(logits, id)), 0),
    top: argmax(logits),
  });
  const decoded = await decode(run, model, { rows: [one.ids], at: [[one.ids.length - 1]] });
  const before = said(decoded.logits(0, 0));
  const checks: Check[] = [];
  const ways = {
    zero: { kind: "zero", convention: "folded" },
    zero_raw_weights: { kind: "zero", convention: "raw" },
    corrupt: { kind: "corrupt", convention: "folded", corrupt: one.corrupt_ids },
  } satisfies Record<string, PartAblation>;
  for (const way of ["zero", "zero_raw_weights", "corrupt"] as const) {
    const patches = await ablationsOf(run, model, one.ids, ways[way]);
    const logits = await patchedLogits(run, model, one.ids, patches);
    const expected = new Map<string, z.infer<typeof Effect> | null | undefined>([
      ...one.heads.map((head) => [head.head, head[way]] as const),
      ...one.mlps.map((mlp) => [mlp.mlp, way === "zero_raw_weights" ? undefined : mlp[way]] as const),
    ]);
    let [effect, tops] = [0, 0];
    patches.forEach(({ part, layer, head }, i) => {
      const theirs = expected.get(part === "mlp" ? `m${layer}` : `a${layer}.h${head}`);
      if (!theirs) return;
      const ours = said(logits[i]);
      effect = Math.max(
        effect,
        Math.abs(ours.logP - before.logP - theirs.dlogp),
        Math.abs(ours.difference - before.difference - theirs.dlogit_diff),
        Math.abs(ours.mass - before.mass - theirs.dmass),
      );
      if (ours.top !== theirs.top1) tops++;
    });
    const where = `${one.id} / ablation, ${way}`;
    checks.push(
      check(where, "effects", effect, TOLERANCE.effect, "nats, logits, probability"),
      check(where, "likeliest tokens that differ", tops, 0, "tokens"),
    );
  }
  return checks;
}
