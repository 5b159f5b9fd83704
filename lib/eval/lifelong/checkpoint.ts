/**
 * Evaluation of a long run at a checkpoint: every edit so far, in wide batches. Baseline answers are computed once and
 * reused at later checkpoints, so a run with checkpoints at 1, 10, 100, … evaluates less than twice as many probes as its
 * last checkpoint.
 */
import type { Run } from "../../base";
import { filledPrompt, replacedBy } from "../../data";
import type { Model } from "../../model";
import type { BaselineAnswers } from "../measure/baseline";
import { perplexity, shareAnswered } from "./control-questions";
import { probeResults } from "../measure/evaluate";
import type { Controls } from "./health";
import { isComparedWithBase, probesOf, type RunCase } from "../metrics/probe-groups";
import { answerEach } from "../measure/probes";
import type {
  CaseScores,
  FateCounts,
  HealthAtStart,
  MetricResult,
  ProbeAnswer,
  ProbeResult,
  Protocol,
  Summary,
} from "../report";
import { countFates } from "../judgement/fates";
import { reliability } from "../metrics/reliability";
import { drawnText, sampleTexts } from "../measure/sample-text";
import { caseScoresOf, scoreCases, type CaseResults } from "../scores";
import { finite } from "../statistics";

interface CheckpointCall extends Controls {
  /** The model that the run started from. */
  readonly start: Model;
  readonly after: Model;
  /** Every case so far. */
  readonly cases: readonly RunCase[];
  /** Of each, the protocols under which it took at once; undefined where that is not known. */
  readonly took: readonly (readonly Protocol[] | undefined)[];
  /** To the probes of all of them. */
  readonly baseline: BaselineAnswers;
  readonly atStart: Pick<HealthAtStart, "perplexity">;
}

export interface Checkpoint {
  readonly metrics: readonly MetricResult[];
  readonly disagreements: number;
  /** null without texts; a side that is not finite is null too. */
  readonly perplexity: { readonly before: number | null; readonly after: number | null } | null;
  readonly ability: Summary | null;
  readonly evaluationMs: number;
  /** Of the edits' own prompts. */
  readonly fates: Readonly<Partial<Record<Protocol, FateCounts>>>;
  readonly caseScores: readonly CaseScores[];
  /** By case, in the order of its probes. */
  readonly answers: readonly (readonly ProbeAnswer[])[];
}

/** Cases whose prompt is continued for metrics of text, spread evenly. */
const CONTINUED = 12;

export async function measureCheckpoint(run: Run, call: CheckpointCall): Promise<Checkpoint> {
  const { start, after, cases, took, baseline, heldOutTexts, controlQuestions, atStart } = call;
  const started = Date.now();
  const chosen = continued(cases);
  const prompts = chosen.map((i) => filledPrompt(cases[i].request));
  const wanted = prompts.map((prompt) => drawnText(after, prompt));
  const [{ answers, written }] = await answerEach(run, [
    { model: after, probes: cases.flatMap(probesOf), texts: wanted },
  ]);
  const results = probeResults(cases, { start, after }, baseline, answers);
  const before = await sampleTexts(run, start, prompts);
  const fresh = written.map((ids, i) => prompts[i] + after.tokenizer.continuation(ids));
  const texts = new Map(chosen.map((i, index) => [i, { before: before[index], after: fresh[index] }]));
  const replaced = replacements(cases);
  const counted = withoutRewritten(cases, replaced, results).map((probes, i): CaseResults => ({
    request: cases[i].request,
    probes,
    text: texts.get(i),
  }));
  const read = finite(await perplexity(run, after, heldOutTexts));
  const caseScores = counted.map((result, edit): CaseScores => {
    const [writer, once] = [replaced[edit], took[edit]];
    return {
      ...caseScoresOf(edit, result),
      ...(writer !== undefined && { replacedBy: writer }),
      ...(once && { took: [...once] }),
    };
  });
  return {
    ...scoreCases(counted),
    fates: Object.fromEntries(
      reliability.protocols.map((protocol) => [protocol, countFates(caseScores, reliability.id, protocol)]),
    ),
    perplexity: heldOutTexts.length === 0 ? null : { before: atStart.perplexity, after: read },
    ability: await shareAnswered(run, after, controlQuestions),
    caseScores,
    answers: results.map((probes) => probes.map((result) => result.after)),
    evaluationMs: Date.now() - started,
  };
}

/** The cases whose prompts are continued, by index. */
function continued(cases: readonly RunCase[]): number[] {
  return spread(
    [...cases.keys()].filter((i) => cases[i].refused === undefined),
    CONTINUED,
  );
}

/** By case, the place of the last one so far that gives the same fact another target. */
function replacements(cases: readonly RunCase[]): (number | undefined)[] {
  const made = [...cases.keys()].filter((edit) => cases[edit].refused === undefined);
  const byCase = cases.map((): number | undefined => undefined);
  replacedBy(made.map((edit) => cases[edit])).forEach((writer, i) => {
    if (writer !== undefined) byCase[made[i]] = made[writer];
  });
  return byCase;
}

/**
 * By case, the probes that count. A neighbour of one edit may be the fact that another edit of the run was asked to change:
 * after a thousand edits of five thousand facts every fifth is. No model can answer such a probe as before and as told, so
 * it is left out where the answer should have stayed. For the same reason an edit that a later one replaces is not asked for
 * its target any more, nor is a prompt of any edit that a later one gives another target.
 */
function withoutRewritten(
  cases: readonly RunCase[],
  replaced: readonly (number | undefined)[],
  byCase: readonly (readonly ProbeResult[])[],
): ProbeResult[][] {
  const writers = new Map<string, number>();
  cases.forEach(({ request, rephrases, refused }, edit) => {
    if (refused !== undefined) return;
    for (const prompt of [filledPrompt(request), ...rephrases]) writers.set(prompt, edit);
  });
  return byCase.map((probes, edit) =>
    probes.filter(({ group, prompt, expected, alternatives = [] }) => {
      const writer = writers.get(prompt) ?? edit;
      if (isComparedWithBase(group)) return writer === edit;
      if (replaced[edit] !== undefined) return false;
      return writer <= edit || [expected, ...alternatives].includes(cases[writer].request.targetNew);
    }),
  );
}

/** At most `count` items, evenly over the list, the first among them. */
function spread<T>(items: readonly T[], count: number): T[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, i) => items[Math.floor((i * items.length) / taken)]);
}
