/**
 * The evaluation of an edit. The model answers every probe before and after. Both answers are scored against the target or,
 * for locality, against the answer of the frozen base model.
 */
import type { Run } from "../../base";
import { filledPrompt, type EditCase } from "../../data";
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
} from "../../model";
import { floats, norm } from "../../tensor";
import { inGroups, type BaselineAnswers } from "./baseline";
import { probesOf } from "../metrics/probe-groups";
import { answer, scoreAnswer, type Answer } from "./probes";
import type { ProbeResult, Verdict, WeightChange } from "../report";
import { sampleTexts } from "./sample-text";
import { scoreCases, type CaseResults } from "../scores";

interface EvaluateCall {
  readonly before: Model;
  readonly after: Model;
  readonly cases: readonly EditCase[];
  /** What the edit added, for the table of weights. */
  readonly overlays: readonly Overlay[];
  /** From an earlier call on these cases, if any: it does not depend on the edit, so a second method reuses it. */
  readonly baseline?: Baseline;
}

/** Answers to the cases' probes, and texts of their prompts, before the edit. */
export interface Baseline extends BaselineAnswers {
  readonly texts: readonly string[];
}

/** The measurements of one edit. Results of several edits, each with its own cases, can be evaluated together. */
export interface EditResults extends Pick<Verdict, "says" | "nextTokens" | "weights"> {
  readonly cases: readonly CaseResults[];
}

/** Cases of one edit whose text is generated for Says, Next token and metrics of text; all are probed. */
const SHOWN = 12;
const SAID_TOKENS = 24;
const NEXT_TOKENS = 8;

/** Asks the model before the edit, and the frozen base when that is another. */
export async function askBaseline(run: Run, before: Model, cases: readonly EditCase[]): Promise<Baseline> {
  const probes = cases.flatMap(probesOf);
  run.progress({ phase: "Asking the model before the edit", step: 0, steps: probes.length });
  const answers = await answer(run, before, probes);
  return {
    before: answers,
    base: before.overlays.length === 0 ? answers : await answer(run, before.bare, probes),
    texts: await sampleTexts(run, before, shownPrompts(cases)),
  };
}

export async function measureEdit(
  run: Run,
  { before, after, cases, overlays, baseline }: EvaluateCall,
): Promise<EditResults> {
  const probes = cases.flatMap(probesOf);
  const asked = baseline ?? (await askBaseline(run, before, cases));
  run.progress({ phase: "Asking the model after the edit", step: 0, steps: probes.length });
  const results = probeResults(cases, { start: before, after }, asked, await answer(run, after, probes));
  const prompts = shownPrompts(cases);
  const texts = await sampleTexts(run, after, prompts);
  return {
    cases: cases.map(({ request }, i) => ({
      request,
      probes: results[i],
      ...(i < texts.length && { text: { before: asked.texts[i], after: texts[i] } }),
    })),
    says: await says(run, before, after, prompts),
    nextTokens: await nextTokens(run, before, after, prompts),
    weights: await weightChanges(before, overlays),
  };
}

/** Both models' answers to the probes of each case, scored. Answers are in the order of the cases' probes. */
export function probeResults(
  cases: readonly EditCase[],
  { start, after }: { readonly start: Model; readonly after: Model },
  baseline: BaselineAnswers,
  answers: readonly Answer[],
): ProbeResult[][] {
  const probes = cases.map(probesOf);
  const results = probes.flat().map((probe, i): ProbeResult => ({
    ...probe,
    before: scoreAnswer(start, probe, baseline.before[i], baseline.base[i]),
    after: scoreAnswer(after, probe, answers[i], baseline.base[i]),
  }));
  return inGroups(
    results,
    probes.map((ofCase) => ofCase.length),
  );
}

/** Scores everything that was measured by every metric. */
export function evaluate(results: readonly EditResults[]): Verdict {
  const cases = results.flatMap((part) => part.cases);
  return {
    ...scoreCases(cases),
    probes: cases.flatMap(({ probes }) => probes),
    says: results.flatMap((part) => part.says),
    nextTokens: results.flatMap((part) => part.nextTokens),
    weights: results.flatMap((part) => part.weights),
  };
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
    before: tokenizer.continuation(old[i]),
    after: tokenizer.continuation(fresh[i]),
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
      const changed = normOf(delta);
      const whole = spec ? norm(floats(await before.bare.stored(spec))) : 0;
      return {
        parameter: delta.parameter,
        layer: spec?.layer ?? null,
        rank: rankOf(delta),
        norm: changed,
        relative: whole > 0 ? changed / whole : 0,
      };
    }),
  );
}
