/**
 * Whether a model still stands after many edits, by what is cheap to ask: how far its weights have moved, how sure it is of
 * the next word, and whether it repeats itself. Sequential editing breaks models long before their last edits fail (Gupta et
 * al. 2024; Yang et al. 2024), and these show it.
 */
import type { Run } from "../base";
import { askLogits, askText, deltasOf, normOf, type Model } from "../model";
import { floats, norm } from "../tensor";
import type { HealthLimits, HealthPause, HealthProbe, HealthSample } from "./report";

/** Beginnings that any model of English can go on from. */
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

/** Share of three-token sequences that stood there before, mean over greedy continuations of two fixed texts, in [0, 1]. */
export async function repetition(run: Run, model: Model): Promise<number> {
  const prompts = BEGINNINGS.slice(0, CONTINUED);
  const lengths = prompts.map((prompt) => model.tokenizer.encode(prompt, { special: true }).ids.length);
  const room = model.facts.dimensions.context - Math.max(...lengths);
  const continued = await askText(run, model, prompts, {
    maxTokens: Math.max(0, Math.min(CONTINUED_TOKENS, room)),
  });
  return continued.reduce((sum, ids) => sum + repeatedShare(ids) / continued.length, 0);
}

/** Share of the n-grams of a sequence that stood there before; 0 for one that is too short to have any. */
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
      const [own, base] = [normOf(delta), await normOfBase(delta.parameter)];
      return base > 0 ? own / base : 0;
    });
    return Math.max(0, ...(await Promise.all(shares)));
  };
}

/** What the model was like before the run. */
export interface HealthAtStart {
  readonly entropyNats: number;
  readonly repetition: number;
}

/** The first limit that a sample crosses, but for probes that a person has chosen to overlook. */
export function crossedLimit(
  sample: HealthSample,
  start: HealthAtStart,
  limits: HealthLimits,
  overlooked: readonly HealthProbe[],
): HealthPause | null {
  const { edits, norm: moved, entropyNats, repetition: repeated } = sample;
  const after = `after ${edits} ${edits === 1 ? "edit" : "edits"}`;
  const found: (HealthPause | null)[] = [
    moved === null || entropyNats === null || repeated === null
      ? pauseOf("finite", edits, null, null, `The model no longer computes finite numbers ${after}.`)
      : null,
    moved !== null && limits.norm !== null && moved > limits.norm
      ? pauseOf(
          "norm",
          edits,
          moved,
          limits.norm,
          `A weight has changed by ${percent(moved)} of its own norm ${after}.`,
        )
      : null,
    ...(entropyNats === null
      ? []
      : [
          limits.entropyLow !== null && entropyNats < limits.entropyLow * start.entropyNats
            ? pauseOf(
                "entropy",
                edits,
                entropyNats,
                limits.entropyLow * start.entropyNats,
                `The model is sure of one word whatever is asked ${after}.`,
              )
            : null,
          limits.entropyHigh !== null && entropyNats > limits.entropyHigh * start.entropyNats
            ? pauseOf(
                "entropy",
                edits,
                entropyNats,
                limits.entropyHigh * start.entropyNats,
                `The model is sure of no word any more ${after}.`,
              )
            : null,
        ]),
    limits.repetition !== null &&
    repeated !== undefined &&
    repeated !== null &&
    repeated > Math.max(limits.repetition, start.repetition)
      ? pauseOf("repetition", edits, repeated, limits.repetition, `The model repeats itself ${after}.`)
      : null,
  ];
  return found.find((pause) => pause !== null && !overlooked.includes(pause.probe)) ?? null;
}

function pauseOf(
  probe: HealthProbe,
  edits: number,
  value: number | null,
  limit: number | null,
  message: string,
): HealthPause {
  return { probe, edits, value, limit, message };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
