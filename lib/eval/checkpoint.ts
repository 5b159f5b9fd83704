/**
 * A long run judged at a checkpoint: every edit so far, asked in wide batches. What the model before the run and the frozen
 * base say to a probe is asked once and reused at later checkpoints, so that a run with checkpoints at 1, 10, 100, … asks
 * less than twice what its last one asks.
 */
import type { Run } from "../base";
import { filledPrompt, type EditCase } from "../data";
import type { Model, ScorePair } from "../model";
import { ability, perplexity } from "./ability";
import { judge } from "./evaluate";
import { fluencyOf } from "./fluency";
import { inGroups, type Known } from "./known";
import { answer, probesOf, scoreAnswer } from "./probes";
import type { CaseStanding, HealthAtStart, MetricResult, ProbeAnswer, ProbeResult, Summary } from "./report";
import { finite } from "./statistics";

export interface CheckpointCall {
  /** The model that the run started from. */
  readonly start: Model;
  readonly after: Model;
  /** Every case so far. */
  readonly cases: readonly EditCase[];
  /** To the probes of all of them. */
  readonly known: Known;
  readonly heldTexts: readonly string[];
  /** Questions that the base answers rightly. */
  readonly suite: readonly ScorePair[];
  readonly atStart: Pick<HealthAtStart, "perplexity">;
}

export interface Checkpoint {
  readonly metrics: readonly MetricResult[];
  readonly disagreements: number;
  /** null without texts; a side that is not finite is null too. */
  readonly perplexity: { readonly before: number | null; readonly after: number | null } | null;
  readonly ability: Summary | null;
  readonly evaluationMs: number;
  readonly standings: readonly CaseStanding[];
  /** By case, in the order of its probes. */
  readonly answers: readonly (readonly ProbeAnswer[])[];
}

/** Prompts continued for fluency, spread evenly over the cases. */
const CONTINUED = 12;

export async function measureCheckpoint(run: Run, call: CheckpointCall): Promise<Checkpoint> {
  const { start, after, cases, known, heldTexts, suite, atStart } = call;
  const started = Date.now();
  const probes = cases.flatMap(probesOf);
  const answers = await answer(run, after, probes);
  const results = probes.map((probe, i): ProbeResult => ({
    ...probe,
    before: scoreAnswer(start, probe, known.before[i], known.base[i]),
    after: scoreAnswer(after, probe, answers[i], known.base[i]),
  }));
  const prompts = spread(cases, CONTINUED).map(({ request }) => filledPrompt(request));
  const fluency = {
    before: await fluencyOf(run, start, prompts),
    after: await fluencyOf(run, after, prompts),
  };
  const byCase = inGroups(
    results,
    cases.map((one) => probesOf(one).length),
  );
  const counted = withoutRewritten(cases, byCase);
  const { metrics, disagreements } = judge([
    { cases, probes: counted.flat(), fluency, says: [], nextTokens: [], weights: [] },
  ]);
  const read = finite(await perplexity(run, after, heldTexts));
  const measured = {
    metrics,
    disagreements,
    perplexity: heldTexts.length === 0 ? null : { before: atStart.perplexity, after: read },
    ability: await ability(run, after, suite),
    standings: counted.map((own, edit) => standing(edit, cases[edit].request.id, own)),
    answers: byCase.map((own) => own.map((result) => result.after)),
  };
  return { ...measured, evaluationMs: Date.now() - started };
}

/**
 * By case, the probes that count. A neighbour of one edit may be the fact that another edit of the run was asked to change:
 * after a thousand edits of five thousand facts every fifth is. No model can answer such a probe as before and as told, so
 * among those on locality it is left out.
 */
function withoutRewritten(
  cases: readonly EditCase[],
  byCase: readonly (readonly ProbeResult[])[],
): ProbeResult[][] {
  const writers = new Map<string, number>();
  cases.forEach(({ request, rephrases }, edit) => {
    for (const prompt of [filledPrompt(request), ...rephrases]) writers.set(prompt, edit);
  });
  return byCase.map((own, edit) =>
    own.filter(({ group, prompt }) => group !== "locality" || (writers.get(prompt) ?? edit) === edit),
  );
}

function standing(edit: number, caseId: string, results: readonly ProbeResult[]): CaseStanding {
  const scores: Record<string, { teacherForced: number; generation: number }> = {};
  for (const group of new Set(results.map((result) => result.group))) {
    const own = results.filter((result) => result.group === group).map((result) => result.after);
    const mean = (part: "teacherForced" | "generation") =>
      own.reduce((sum, one) => sum + one[part].score, 0) / own.length;
    scores[group] = { teacherForced: mean("teacherForced"), generation: mean("generation") };
  }
  return { edit, caseId, ...scores };
}

/** At most `count` items, evenly over the list, the first among them. */
function spread<T>(items: readonly T[], count: number): T[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, i) => items[Math.floor((i * items.length) / taken)]);
}
