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

/** An edit that was made, and what to ask about it. */
export interface MadeEdit {
  readonly after: Model;
  readonly cases: readonly EditCase[];
  /** What the edit added, for the table of weights. */
  readonly overlays: readonly Overlay[];
  /** As they were given, for the chat probe; absent where the edited model is no state that is kept. */
  readonly inChat?: readonly EditCase[];
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

/** What a model said about some cases. */
interface Said {
  readonly answers: readonly Answer[];
  readonly shown: Shown;
}

/** A model and the cases that it is asked about. */
interface Asked {
  readonly model: Model;
  readonly cases: readonly EditCase[];
  readonly inChat?: readonly EditCase[];
}

/** Everything that is asked of some models; all their texts are written in one go. */
async function ask(run: Run, asked: readonly Asked[]): Promise<Said[]> {
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
  const results: Said[] = [];
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

export async function measureEdit(run: Run, before: Model, edit: MadeEdit): Promise<EditResults> {
  const { results } = await measureEdits(run, before, [edit]);
  return results[0];
}

/**
 * Several edits of one model, each by itself. What both sides are asked is asked together, where that is possible: a step of a
 * text reads all weights, for the model before the edit and for the edited one at once. `known` is what an earlier call gave for the
 * same cases: it does not depend on the edits.
 */
export async function measureEdits(
  run: Run,
  before: Model,
  edits: readonly MadeEdit[],
  known?: readonly Baseline[],
): Promise<{ readonly results: EditResults[]; readonly baselines: readonly Baseline[] }> {
  const steps = edits.reduce((sum, { cases }) => sum + cases.flatMap(probesOf).length, 0);
  run.progress({
    phase: known ? "Asking the model after the edit" : "Asking the model before and after the edit",
    step: 0,
    steps: known ? steps : 2 * steps,
  });
  const said = await ask(run, [
    ...(known ? [] : edits.map(({ cases, inChat }) => ({ model: before, cases, inChat }))),
    ...edits.map(({ after, cases, inChat }) => ({ model: after, cases, inChat })),
  ]);
  const saidAfter = said.splice(-edits.length);
  const baselines = known ?? (await heldAgainstBase(run, before, edits, said));
  const results = await Promise.all(
    edits.map((edit, i) => resultsOf(before, edit, baselines[i], saidAfter[i])),
  );
  return { results, baselines };
}

/** What the model before the edits said, with the answers of the frozen base where that is another. */
async function heldAgainstBase(
  run: Run,
  before: Model,
  edits: readonly MadeEdit[],
  said: readonly Said[],
): Promise<Baseline[]> {
  const { bare } = before;
  const bases =
    bare === before
      ? said
      : await answerEach(
          run,
          edits.map(({ cases }) => ({ model: bare, probes: cases.flatMap(probesOf), texts: [] })),
        );
  return said.map(({ answers, shown }, i) => ({ before: answers, base: bases[i].answers, shown }));
}

async function resultsOf(
  before: Model,
  { after, cases, overlays, inChat = [] }: MadeEdit,
  baseline: Baseline,
  { answers, shown }: Said,
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
