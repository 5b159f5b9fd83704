/** The verdict of an edit: every probe asked of the model before and after, both held against the frozen base. */
import type { Run } from "../base";
import { filledPrompt, type EditCase } from "../data";
import {
  askLogits,
  askText,
  deltasOf,
  likeliest,
  logProbability,
  normOf,
  rankOf,
  type Model,
  type Overlay,
} from "../model";
import { floats, norm } from "../tensor";
import { fluencyOf } from "./fluency";
import { METRICS } from "./metric";
import { answer, probesOf, scoreAnswer, type Answer } from "./probes";
import type { MetricResult, ProbeAnswer, ProbeResult, Protocol, Verdict, WeightChange } from "./report";
import { summarize } from "./statistics";

export interface EvaluateCall {
  readonly before: Model;
  readonly after: Model;
  readonly cases: readonly EditCase[];
  /** What the edit added, for the table of weights. */
  readonly overlays: readonly Overlay[];
  /** What does not depend on the edit, when an earlier call has it: a second method need not ask again. */
  readonly known?: KnownAnswers;
}

/** Answers to the cases' probes, in order, and fluency of their prompts. */
export interface KnownAnswers {
  readonly before: readonly Answer[];
  readonly base: readonly Answer[];
  readonly fluency: readonly number[];
}

/** What was seen of some cases. Evidence of several edits, each of its own cases, can be judged together. */
export interface Evidence extends Pick<Verdict, "probes" | "says" | "nextTokens" | "weights"> {
  readonly cases: readonly EditCase[];
  readonly fluency: { readonly before: readonly number[]; readonly after: readonly number[] };
}

/** Cases of one edit whose text is generated for Says, Next token and fluency; all are probed. */
const SHOWN = 12;
const SAID_TOKENS = 24;
const NEXT_TOKENS = 8;

/** Asks the model before the edit, and the frozen base when that is another. */
export async function askBefore(run: Run, before: Model, cases: readonly EditCase[]): Promise<KnownAnswers> {
  const probes = cases.flatMap(probesOf);
  run.progress({ phase: "Asking the model before the edit", step: 0, steps: probes.length });
  const answers = await answer(run, before, probes);
  return {
    before: answers,
    base: before.overlays.length === 0 ? answers : await answer(run, before.bare, probes),
    fluency: await fluencyOf(run, before, shownPrompts(cases)),
  };
}

export async function gatherEvidence(
  run: Run,
  { before, after, cases, overlays, known }: EvaluateCall,
): Promise<Evidence> {
  const probes = cases.flatMap(probesOf);
  const asked = known ?? (await askBefore(run, before, cases));
  run.progress({ phase: "Asking the model after the edit", step: 0, steps: probes.length });
  const answers = await answer(run, after, probes);
  const prompts = shownPrompts(cases);
  return {
    cases,
    probes: probes.map((probe, i) => ({
      ...probe,
      before: scoreAnswer(before, probe, asked.before[i], asked.base[i]),
      after: scoreAnswer(after, probe, answers[i], asked.base[i]),
    })),
    fluency: { before: asked.fluency, after: await fluencyOf(run, after, prompts) },
    says: await says(run, before, after, prompts),
    nextTokens: await nextTokens(run, before, after, prompts),
    weights: await weightChanges(before, overlays),
  };
}

/** The verdict over all evidence: every metric under both protocols, before and after. */
export function judge(evidence: readonly Evidence[]): Verdict {
  const probes = evidence.flatMap((part) => part.probes);
  const cases = evidence.flatMap((part) => part.cases);
  const byCase = new Map<string, ProbeResult[]>();
  for (const probe of probes) byCase.set(probe.caseId, [...(byCase.get(probe.caseId) ?? []), probe]);
  const fluency = (side: "before" | "after") =>
    summarize(
      evidence.flatMap((part) => part.fluency[side]),
      "real",
    );

  return {
    metrics: METRICS.all.flatMap((metric): MetricResult[] => {
      const { group, ...card } = {
        group: metric.group,
        metric: metric.id,
        metricVersion: metric.version,
        unit: metric.unit,
      };
      if (group === null) {
        return [{ ...card, protocol: "generation", before: fluency("before"), after: fluency("after") }];
      }
      const scores = (side: "before" | "after", protocol: Protocol) =>
        summarize(
          cases.map(({ request }) => {
            const own = (byCase.get(request.id) ?? []).filter((probe) => probe.group === group);
            return meanScore(
              own.map((probe) => probe[side]),
              protocol,
            );
          }),
          "fraction",
        );
      return (["teacher-forced", "generation"] as const).map((protocol) => ({
        ...card,
        protocol,
        before: scores("before", protocol),
        after: scores("after", protocol),
      }));
    }),
    probes,
    says: evidence.flatMap((part) => part.says),
    nextTokens: evidence.flatMap((part) => part.nextTokens),
    weights: evidence.flatMap((part) => part.weights),
    disagreements: probes.filter(
      ({ after }) => (after.teacherForced.score === 1) !== (after.generation.score === 1),
    ).length,
  };
}

/** The mean over a case's probes of one group; null when it has none. */
function meanScore(answers: readonly ProbeAnswer[], protocol: Protocol): number | null {
  if (answers.length === 0) return null;
  const part = protocol === "teacher-forced" ? "teacherForced" : "generation";
  return answers.reduce((sum, own) => sum + own[part].score, 0) / answers.length;
}

function shownPrompts(cases: readonly EditCase[]): string[] {
  return cases.slice(0, SHOWN).map(({ request }) => filledPrompt(request));
}

async function says(
  run: Run,
  before: Model,
  after: Model,
  prompts: readonly string[],
): Promise<Verdict["says"]> {
  const { tokenizer } = before;
  const options = { maxTokens: SAID_TOKENS, stopAt: tokenizer.special.eos };
  const [old, fresh] = [
    await askText(run, before, prompts, options),
    await askText(run, after, prompts, options),
  ];
  return prompts.map((prompt, i) => ({
    prompt,
    before: tokenizer.decode(old[i]),
    after: tokenizer.decode(fresh[i]),
  }));
}

/** The likeliest tokens of either model, with both probabilities. */
async function nextTokens(
  run: Run,
  before: Model,
  after: Model,
  prompts: readonly string[],
): Promise<Verdict["nextTokens"]> {
  const { tokenizer } = before;
  const questions = prompts.map((prompt) => ({ prompt }));
  const [old, fresh] = [await askLogits(run, before, questions), await askLogits(run, after, questions)];
  return prompts.map((prompt, b) => {
    const [[left], [right]] = [old[b].logits, fresh[b].logits];
    const ids = new Set(
      [...likeliest(right, NEXT_TOKENS), ...likeliest(left, NEXT_TOKENS)].map(({ id }) => id),
    );
    return {
      prompt,
      rows: [...ids].slice(0, 2 * NEXT_TOKENS - 4).map((id) => ({
        token: tokenizer.piece(id),
        before: Math.exp(logProbability(left, id)),
        after: Math.exp(logProbability(right, id)),
      })),
    };
  });
}

async function weightChanges(before: Model, overlays: readonly Overlay[]): Promise<WeightChange[]> {
  const specs = new Map(before.facts.parameters.map((spec) => [spec.name, spec]));
  return Promise.all(
    deltasOf(overlays).map(async (delta) => {
      const spec = specs.get(delta.parameter);
      const own = normOf(delta);
      const whole = spec ? norm(floats(await before.bare.stored(spec))) : 0;
      return {
        parameter: delta.parameter,
        layer: spec?.layer ?? null,
        rank: rankOf(delta),
        norm: own,
        relative: whole > 0 ? own / whole : 0,
      };
    }),
  );
}
