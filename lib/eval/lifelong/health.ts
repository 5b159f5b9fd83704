/**
 * Whether the model still works after many edits. Cheap probes run after each edit: the change of its weights and the
 * entropy of the next token. Costly ones run at intervals: repetition and general ability. Sequential editing breaks models
 * long before their last edits fail (Gupta et al. 2024; Yang et al. 2024), and these probes show it.
 */
import type { Run } from "../../base";
import { askLogits, askText, deltasOf, normOf, type Model, type ScorePair } from "../../model";
import { floats, norm } from "../../tensor";
import { perplexity, shareAnswered } from "./control-questions";
import {
  boundsOf,
  type HealthAtStart,
  type HealthLimits,
  type HealthPause,
  type HealthProbe,
  type HealthSample,
} from "../report";
import { finite } from "../statistics";

/** Prefixes that any English model can continue. */
const BEGINNINGS = [
  "The capital of France is",
  "She opened the door and",
  "In the year 1969, the",
  "The most important thing about",
  "It was a long way to the",
  "Question: What is the largest planet? Answer:",
  "He said that he would",
  "One of the first people to",
];
const CONTINUED = 2;
const CONTINUED_TOKENS = 40;

/** Mean entropy of the next token over eight fixed texts, in nats; NaN when a logit is not finite. */
export async function nextTokenEntropy(run: Run, model: Model): Promise<number> {
  const said = await askLogits(
    run,
    model,
    BEGINNINGS.map((prompt) => ({ prompt })),
  );
  return said.reduce((sum, { logits: [next] }) => sum + entropy(next) / said.length, 0);
}

/** Of softmax(logits), in nats. */
export function entropy(logits: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < logits.length; i++) top = Math.max(top, logits[i]);
  let [total, weighted] = [0, 0];
  for (let i = 0; i < logits.length; i++) {
    const share = Math.exp(logits[i] - top);
    total += share;
    weighted += share === 0 ? 0 : share * (logits[i] - top);
  }
  return Math.log(total) - weighted / total;
}

/** Share of repeated three-token sequences, mean over greedy continuations of two fixed texts, in [0, 1]. */
async function repetition(run: Run, model: Model): Promise<number> {
  const prompts = BEGINNINGS.slice(0, CONTINUED);
  const continued = await askText(run, model, prompts, {
    maxTokens: CONTINUED_TOKENS,
    onStep: (step) => run.progress({ phase: "Reading what the model writes", step, steps: CONTINUED_TOKENS }),
  });
  return continued.reduce((sum, ids) => sum + repeatedShare(ids) / continued.length, 0);
}

/** Share of repeated n-grams of a sequence; 0 for a sequence that is too short. */
export function repeatedShare(ids: readonly number[], length = 3): number {
  const total = ids.length - length + 1;
  if (total < 1) return 0;
  const seen = new Set(Array.from({ length: total }, (_, i) => ids.slice(i, i + length).join()));
  return 1 - seen.size / total;
}

/** The largest Frobenius norm of a whole change over the norm of its weight; 0 when no weight was changed. */
export function createNormProbe(model: Model): (edited: Model) => Promise<number> {
  const whole = new Map<string, Promise<number>>();
  const normOfBase = (name: string): Promise<number> => {
    const spec = model.facts.parameters.find((one) => one.name === name);
    const known = whole.get(name) ?? (async () => (spec ? norm(floats(await model.bare.stored(spec))) : 0))();
    whole.set(name, known);
    return known;
  };
  return async ({ overlays }) => {
    const shares = deltasOf(overlays.slice(model.overlays.length)).map(async (delta) => {
      const [changed, base] = [normOf(delta), await normOfBase(delta.parameter)];
      return base > 0 ? changed / base : 0;
    });
    return Math.max(0, ...(await Promise.all(shares)));
  };
}

/** The questions and texts that measure general ability. */
export interface Controls {
  /** Questions that the base answers rightly. */
  readonly controlQuestions: readonly ScorePair[];
  readonly heldOutTexts: readonly string[];
}

/** The costly probes, measured only at full checks. */
async function wholeCheck(run: Run, model: Model, { controlQuestions, heldOutTexts }: Controls) {
  return {
    repetition: finite(await repetition(run, model)),
    ability: (await shareAnswered(run, model, controlQuestions))?.mean ?? null,
    perplexity: finite(await perplexity(run, model, heldOutTexts)),
  };
}

export async function healthAtStart(run: Run, start: Model, texts: Controls): Promise<HealthAtStart> {
  const whole = await wholeCheck(run, start, texts);
  return { ...whole, entropyNats: await nextTokenEntropy(run, start), repetition: whole.repetition ?? 0 };
}

type Examined = Pick<HealthSample, "norm" | "entropyNats" | "repetition" | "ability" | "perplexity">;

/** Measures the model of a run from `start`: the cheap probes, or all of them. */
export function createHealthCheck(
  start: Model,
  texts: Controls,
): (run: Run, model: Model, isWhole: boolean) => Promise<Examined> {
  const movedBy = createNormProbe(start);
  return async (run, model, isWhole) => ({
    norm: finite(await movedBy(model)),
    entropyNats: finite(await nextTokenEntropy(run, model)),
    ...(isWhole && (await wholeCheck(run, model, texts))),
  });
}

interface Check {
  readonly probe: HealthProbe;
  readonly value: number | null | undefined;
  readonly limit: number | null;
  readonly isCrossed: boolean;
  readonly says: string;
}

/** The first limit that a sample crosses, except for probes that a person chose to ignore. */
export function crossedLimit(
  sample: HealthSample,
  start: HealthAtStart,
  limits: HealthLimits,
  overlooked: readonly HealthProbe[],
): HealthPause | null {
  const { edits, norm: moved, entropyNats, repetition: repeated } = sample;
  const bounds = boundsOf(limits, start);
  const over = (probe: HealthProbe, value: Check["value"], limit: number | null, says: string): Check => {
    return { probe, value, limit, says, isCrossed: isAbove(value, limit) };
  };
  const under = (probe: HealthProbe, value: Check["value"], limit: number | null, says: string): Check => {
    return { probe, value, limit, says, isCrossed: isAbove(limit, value) };
  };
  const checks: readonly Check[] = [
    {
      probe: "finite",
      value: null,
      limit: null,
      isCrossed: moved === null || entropyNats === null || repeated === null,
      says: "The model no longer computes finite numbers",
    },
    over("norm", moved, bounds.norm, `A weight has changed by ${percent(moved ?? 0)} of its own norm`),
    under("entropy", entropyNats, bounds.entropyLow, "The model is sure of one word whatever is asked"),
    over("entropy", entropyNats, bounds.entropyHigh, "The model is sure of no word any more"),
    over("repetition", repeated, bounds.repetition, "The model repeats itself"),
    under(
      "ability",
      sample.ability,
      bounds.ability,
      `The model answers only ${percent(sample.ability ?? 0)} of questions that no edit touches`,
    ),
    over(
      "perplexity",
      // A perplexity that was measured and is not finite is beyond any limit.
      sample.perplexity === null ? Infinity : sample.perplexity,
      bounds.perplexity,
      "The model finds ordinary sentences far less likely than before the run",
    ),
  ];
  const crossed = checks.find(({ probe, isCrossed }) => isCrossed && !overlooked.includes(probe));
  if (!crossed) return null;
  const { probe, value, limit, says } = crossed;
  const message = `${says} after ${edits} ${edits === 1 ? "edit" : "edits"}.`;
  return { probe, edits, value: finite(value ?? null), limit, message };
}

/** False where either is not known. */
function isAbove(value: number | null | undefined, limit: number | null | undefined): boolean {
  return value != null && limit != null && value > limit;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
