/** Parity of the logit lens: the likeliest tokens of every layer and token, and the answers' ranks and probabilities. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import { logitLens } from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { check, type Check } from "../report";

const Layer = z.object({
  layer: z.int(),
  top5: z.array(z.array(z.tuple([z.int(), z.number()]))),
  rank_last: z.int(),
  prob_last: z.number(),
  rank_other_last: z.int(),
  prob_other_last: z.number(),
});
export const LensFixture = z.object({
  kind: z.literal("lens"),
  model: z.string(),
  cases: z.array(
    z.object({
      id: z.string(),
      ids: z.array(z.int()),
      answer_id: z.int(),
      other_id: z.int(),
      standard: z.array(Layer),
    }),
  ),
});
export type LensFixture = z.infer<typeof LensFixture>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = { absolute: 1e-3, relative: 1e-2, exactRanks: 100, rank: 0.02 } as const;

export async function checkLens(model: Model, fixture: LensFixture): Promise<Check[]> {
  const run = createRun();
  const checks: Check[] = [];
  for (const one of fixture.cases) {
    const cells = await logitLens(run, model, one.ids, [one.answer_id, one.other_id]);
    let [probability, rank, listed] = [0, 0, 0];
    const compare = (ours: number, theirs: number) => {
      const allowed = Math.max(TOLERANCE.absolute, TOLERANCE.relative * theirs);
      probability = Math.max(probability, Math.abs(ours - theirs) / allowed);
    };
    for (const expected of one.standard) {
      const row = cells[expected.layer];
      const last = row[row.length - 1].asked;
      const said = [
        [last[0], expected.rank_last, expected.prob_last],
        [last[1], expected.rank_other_last, expected.prob_other_last],
      ] as const;
      for (const [ours, theirRank, theirProbability] of said) {
        compare(ours.probability, theirProbability);
        const allowed = theirRank <= TOLERANCE.exactRanks ? 0 : TOLERANCE.rank * theirRank;
        rank = Math.max(rank, Math.abs(ours.rank - theirRank) - allowed);
      }
      expected.top5.forEach((top, t) =>
        top.forEach(([id, value], k) => {
          const ours = row[row.length - expected.top5.length + t].likeliest[k]; // some cases list the last token alone
          compare(ours.probability, value);
          // Tokens that are as likely as each other may stand in either order.
          if (ours.id !== id && Math.abs(ours.probability - value) > TOLERANCE.absolute) listed++;
        }),
      );
    }
    checks.push(
      check(one.id, "probabilities", probability, 1, "of the tolerance"),
      check(one.id, "ranks", rank, 0, "ranks"),
      check(one.id, "likeliest tokens that differ", listed, 0, "tokens"),
    );
  }
  return checks;
}
