/**
 * The evaluation of an edit. The model answers every probe before and after. Both answers are scored against the target or,
 * for locality, against the answer of the frozen base model.
 */
import { inGroups, type Run } from "../../base";
import { filledPrompt, type EditCase } from "../../data";
import {
  askLogits,
  deltasOf,
  likeliest,
  logProbability,
  normOf,
  rankOf,
  type Model,
  type ModelFacts,
  type Overlay,
  type ParameterSpec,
} from "../../model";
import { floats, norm } from "../../tensor";
import type { BaselineAnswers } from "./baseline";
import { probesOf } from "../metrics/probe-groups";
import { askedInChat, chatAnswer, chatProbe } from "./chat-probe";
import { answerEach, scoreAnswer, type Answer } from "./probes";
import type { ProbeResult, Verdict, WeightChange } from "../report";
import { drawnText, greedyText } from "./sample-text";
import { scoreCases, type CaseResults } from "../scores";

interface EvaluateCall {
  readonly before: Model;
  readonly after: Model;
  readonly cases: readonly EditCase[];
  /** What the edit added, for the table of weights. */
  readonly overlays: readonly Overlay[];
  /** As they were given, for the chat probe; absent where the edited model is no state that is kept. */
  readonly inChat?: readonly EditCase[];
  /** From an earlier call on these cases, if any: it does not depend on the edit, so a second method reuses it. */
  readonly baseline?: Baseline;
}

/** Answers to the cases' probes before the edit, and what follows their prompts. */
export interface Baseline extends BaselineAnswers {
  readonly shown: Shown;
}

/** What a model writes after each shown prompt, its logits of the next token, [V], and its answers in chat. */
interface Shown {
  readonly greedy: readonly string[];
  readonly drawn: readonly string[];
  readonly nextLogits: readonly Float32Array[];
  readonly chat: readonly string[];
}

/** The measurements of one edit. Results of several edits, each with its own cases, can be evaluated together. */
export interface EditResults extends Pick<Verdict, "says" | "nextTokens" | "weights" | "chat"> {
  readonly cases: readonly CaseResults[];
}

/** Cases of one edit whose text is generated for Says, Next token and metrics of text; all are probed. */
export const SHOWN_CASES = 12;
const NEXT_TOKENS = 8;

/** A model and the cases that it is asked about. */
interface Asked {
  readonly model: Model;
  readonly cases: readonly EditCase[];
  readonly inChat?: readonly EditCase[];
}

/** Asks the model before the edit, and the frozen base when that is another. */
export async function askBaseline(
  run: Run,
  before: Model,
  cases: readonly EditCase[],
  inChat: readonly EditCase[] = [],
): Promise<Baseline> {
  const [baseline] = await askBaselines(run, before, [{ cases, inChat }]);
  return baseline;
}

/** The same of several edits at once. */
export async function askBaselines(
  run: Run,
  before: Model,
  edits: readonly Omit<Asked, "model">[],
): Promise<Baseline[]> {
  const probes = edits.map(({ cases }) => cases.flatMap(probesOf));
  run.progress({ phase: "Asking the model before the edit", step: 0, steps: probes.flat().length });
  const asked = await ask(
    run,
    edits.map((edit) => ({ ...edit, model: before })),
  );
  const { bare } = before;
  const bases =
    bare === before
      ? asked
      : await answerEach(
          run,
          probes.map((some) => ({ model: bare, probes: some, texts: [] })),
        );
  return asked.map(({ answers, shown }, i) => ({ before: answers, base: bases[i].answers, shown }));
}

/** Everything that is asked of some models; all their texts are written in one go. */
async function ask(run: Run, asked: readonly Asked[]) {
  const prompts = asked.map(({ cases }) => shownPrompts(cases));
  const answered = await answerEach(
    run,
    asked.map(({ model, cases, inChat = [] }, i) => ({
      model,
      probes: cases.flatMap(probesOf),
      texts: [
        ...prompts[i].map(greedyText),
        ...prompts[i].map((prompt) => drawnText(model, prompt)),
        ...askedInChat(model, inChat).map((editCase) => chatAnswer(model, editCase)),
      ],
    })),
  );
  const results: { answers: Answer[]; shown: Shown }[] = [];
  for (const [i, { answers, written }] of answered.entries()) {
    const { model } = asked[i];
    const texts = written.map((ids) => model.tokenizer.continuation(ids));
    const heard = await askLogits(
      run,
      model,
      prompts[i].map((prompt) => ({ prompt })),
    );
    const count = prompts[i].length;
    const shown: Shown = {
      greedy: texts.slice(0, count),
      drawn: prompts[i].map((prompt, p) => prompt + texts[count + p]),
      chat: texts.slice(2 * count).map((text) => text.trim()),
      // Copies: the logits of a pass are views into one array.
      nextLogits: heard.map(({ logits: [next] }) => next.slice()),
    };
    results.push({ answers, shown });
  }
  return results;
}

export async function measureEdit(
  run: Run,
  { before, baseline, ...edit }: EvaluateCall,
): Promise<EditResults> {
  const asked = baseline ?? (await askBaseline(run, before, edit.cases, edit.inChat));
  const [results] = await measureEdits(run, before, [{ ...edit, baseline: asked }]);
  return results;
}

/** Several edits of one model, each by itself; what can be asked of the edited models together is. */
export async function measureEdits(
  run: Run,
  before: Model,
  edits: readonly (Omit<EvaluateCall, "before" | "baseline"> & { readonly baseline: Baseline })[],
): Promise<EditResults[]> {
  const steps = edits.reduce((sum, { cases }) => sum + cases.flatMap(probesOf).length, 0);
  run.progress({ phase: "Asking the model after the edit", step: 0, steps });
  const answered = await ask(
    run,
    edits.map(({ after, cases, inChat }) => ({ model: after, cases, inChat })),
  );
  return Promise.all(answered.map((said, i) => resultsOf(before, edits[i], said)));
}

async function resultsOf(
  before: Model,
  { after, cases, overlays, inChat = [], baseline }: Parameters<typeof measureEdits>[2][number],
  { answers, shown }: { readonly answers: readonly Answer[]; readonly shown: Shown },
): Promise<EditResults> {
  const results = probeResults(cases, { start: before, after }, baseline, answers);
  const prompts = shownPrompts(cases);
  return {
    cases: cases.map(({ request }, i) => ({
      request,
      probes: results[i],
      ...(i < prompts.length && { text: { before: baseline.shown.drawn[i], after: shown.drawn[i] } }),
    })),
    says: prompts.map((prompt, i) => ({
      prompt,
      before: baseline.shown.greedy[i],
      after: shown.greedy[i],
    })),
    nextTokens: nextTokens(before, prompts, baseline.shown, shown),
    weights: await weightChanges(before, overlays),
    chat: askedInChat(before, inChat).map((editCase, i) =>
      chatProbe(editCase, { before: baseline.shown.chat[i], after: shown.chat[i] }),
    ),
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
  const chat = results.flatMap((part) => part.chat ?? []);
  return {
    ...scoreCases(cases),
    probes: cases.flatMap(({ probes }) => probes),
    says: results.flatMap((part) => part.says),
    nextTokens: results.flatMap((part) => part.nextTokens),
    weights: results.flatMap((part) => part.weights),
    ...(chat.length > 0 && { chat }),
  };
}

/** A verdict with prompts as they were given, not as the model read them. */
export function asGiven(verdict: Verdict, given: ReadonlyMap<string, string>): Verdict {
  const named = <T extends { readonly prompt: string }>(entries: readonly T[]): T[] =>
    entries.map((entry) => ({ ...entry, prompt: given.get(entry.prompt) ?? entry.prompt }));
  return {
    ...verdict,
    probes: named(verdict.probes),
    says: named(verdict.says),
    nextTokens: named(verdict.nextTokens),
  };
}

function shownPrompts(cases: readonly EditCase[]): string[] {
  return cases.slice(0, SHOWN_CASES).map(({ request }) => filledPrompt(request));
}

/** The likeliest tokens of either model, with both probabilities. */
function nextTokens(
  { tokenizer }: Model,
  prompts: readonly string[],
  before: Shown,
  after: Shown,
): Verdict["nextTokens"] {
  return prompts.map((prompt, i) => {
    const [left, right] = [before.nextLogits[i], after.nextLogits[i]];
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

/** Of a base's weights, which every edit of it is held against. */
const baseNorms = new WeakMap<ModelFacts, Map<string, Promise<number>>>();

function baseNorm(model: Model, spec: ParameterSpec): Promise<number> {
  const known = baseNorms.get(model.facts) ?? new Map<string, Promise<number>>();
  baseNorms.set(model.facts, known);
  const found = known.get(spec.name) ?? model.bare.stored(spec).then((weight) => norm(floats(weight)));
  known.set(spec.name, found);
  return found;
}

async function weightChanges(before: Model, overlays: readonly Overlay[]): Promise<WeightChange[]> {
  const specs = new Map(before.facts.parameters.map((spec) => [spec.name, spec]));
  return Promise.all(
    deltasOf(overlays).map(async (delta) => {
      const spec = specs.get(delta.parameter);
      const changed = normOf(delta);
      const whole = spec ? await baseNorm(before, spec) : 0;
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
