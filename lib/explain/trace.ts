/**
 * Causal tracing (Meng et al. 2022, section 2): which activations carry a fact.
 *
 * There are three passes. The clean pass gives the answer with probability `high`. Noise on the embeddings of the subject's
 * tokens corrupts the fact, and the same answer has probability `low`. The third pass has the noise, but one activation
 * restored to its clean value. Its gain, score − low, is the indirect effect of the activation. Noise is drawn several
 * times, with the same draws for every restoration, and probabilities are averaged. A high effect shows that restoring the
 * activation is sufficient here, not that the fact is stored there.
 */
import { checkCancelled, ShapeError, type Run } from "../base";
import {
  argmax,
  checkRow,
  decode,
  plainFeeds,
  readSites,
  selection,
  type Model,
  type Row,
  type TokenId,
} from "../model";
import { float32, floats, int32, type Tensor } from "../tensor";
import { positionVectors } from "./circuits/shared-parts";
import { maskName, restorationProgram, TRACE_KINDS, type TraceKind } from "./trace-program";

export type { TraceKind } from "./trace-program";

/** A prompt as ids, and the range of its subject: [start, end) in tokens. */
interface TraceQuestion {
  readonly ids: Row;
  readonly subject: readonly [start: number, end: number];
}

interface TraceCall extends TraceQuestion {
  readonly kinds: readonly TraceKind[];
  /** ν, the standard deviation of the noise; the paper takes three times that of the embeddings (`embeddingSpread`). */
  readonly noise: number;
  /** Draws of noise; 10 in the paper. */
  readonly samples?: number;
  /** Number of layers restored together around each layer, for MLP and attention, because one alone changes little. */
  readonly window?: number;
  /** Tokens whose activations are restored; all when absent. */
  readonly tokens?: readonly number[];
  /** Standard normal numbers [samples, subject's tokens, D] in place of drawn ones. */
  readonly draws?: Float32Array;
}

export interface CausalTrace {
  /** The model's own likeliest next token, whose probability is traced. */
  readonly answer: TokenId;
  readonly high: number;
  readonly low: number;
  readonly tokens: readonly number[];
  /** Mean probability of the answer with the restoration, by kind, token of `tokens` and layer. */
  readonly scores: Readonly<Partial<Record<TraceKind, readonly (readonly number[])[]>>>;
}

/** Rows of one pass: enough to keep the processor busy, few enough to be cancelled between. */
const ROWS_A_PASS = 96;
const SAMPLES = 10;

/**
 * The standard deviation of the embeddings of the subjects' tokens, over all entries and with repeats: each subject is
 * tokenized alone. Read where noise is added, less the position's own vector in families that add one.
 */
export async function embeddingSpread(run: Run, model: Model, subjects: readonly Row[]): Promise<number> {
  const everyToken = subjects.map((ids) => ids.map((_, i) => i));
  const { embed } = await readSites(run, model, subjects, everyToken, ["embed"]);
  const [, picks, width] = embed.shape;
  const positions = await positionVectors(model);
  const read = floats(embed);
  let [count, sum, squares] = [0, 0, 0];
  subjects.forEach((ids, b) =>
    ids.forEach((_, t) => {
      for (let i = 0; i < width; i++) {
        const entry = read[(b * picks + t) * width + i] - (positions?.[t * width + i] ?? 0);
        count++;
        sum += entry;
        squares += entry * entry;
      }
    }),
  );
  return Math.sqrt((squares - (sum * sum) / count) / (count - 1));
}

/** Traces one question. `run.random` draws the noise; equal seeds draw equal noise. */
export async function traceAnswer(run: Run, model: Model, call: TraceCall): Promise<CausalTrace> {
  const { ids, kinds, samples = SAMPLES, window = 1 } = call;
  const { layers } = model.facts.dimensions;
  checkRow(ids, model.facts.dimensions.context, "prompt");
  const tokens = call.tokens ?? ids.map((_, t) => t);
  const answer = argmax((await decode(run, model, { rows: [ids], at: [[ids.length - 1]] })).logits(0, 0));

  const restorations: Restoration[] = [{}];
  for (const kind of kinds) {
    for (const token of tokens) {
      for (let layer = 0; layer < layers; layer++) {
        restorations.push({
          kind,
          token,
          layers: kind === "state" ? [layer] : around(layer, window, layers),
        });
      }
    }
  }
  const noise = noiseOf(run, model, call, samples);
  const { high, scores } = await score(run, model, { ids, answer, noise, samples, restorations });

  const [low, ...restored] = scores;
  const table = (k: number) =>
    tokens.map((_, t) => {
      const at = (k * tokens.length + t) * layers;
      return restored.slice(at, at + layers);
    });
  return { answer, high, low, tokens, scores: Object.fromEntries(kinds.map((kind, k) => [kind, table(k)])) };
}

/** The positions where clean values are restored; empty for none. */
interface Restoration {
  readonly kind?: TraceKind;
  readonly token?: number;
  readonly layers?: readonly number[];
}

/** The authors' window: half of it below, the layer and the rest above, cut at both ends. */
function around(layer: number, window: number, layers: number): number[] {
  const first = Math.max(0, layer - Math.floor(window / 2));
  const end = Math.min(layers, layer + Math.ceil(window / 2));
  return Array.from({ length: end - first }, (_, i) => first + i);
}

/** ν ε for each sample, [samples, T, D]: zero outside the subject. */
function noiseOf(
  run: Run,
  model: Model,
  { ids, subject, noise, draws }: TraceCall,
  samples: number,
): Float32Array[] {
  const { width } = model.facts.dimensions;
  const [start, end] = subject;
  const entries = (end - start) * width;
  if (draws && draws.length !== samples * entries) {
    throw new ShapeError(`${draws.length} draws for [${samples}, ${end - start}, ${width}]`);
  }
  const random = run.random.fork("noise");
  return Array.from({ length: samples }, (_, s) => {
    const disturbed = new Float32Array(ids.length * width);
    for (let i = 0; i < entries; i++) {
      disturbed[start * width + i] = noise * (draws ? draws[s * entries + i] : random.normal());
    }
    return disturbed;
  });
}

interface ScoreCall {
  readonly ids: Row;
  readonly answer: TokenId;
  readonly noise: readonly Float32Array[];
  readonly samples: number;
  readonly restorations: readonly Restoration[];
}

/** Mean probability of the answer for each restoration, several in a pass, and that of the clean row. */
async function score(
  run: Run,
  model: Model,
  { ids, answer, noise, samples, restorations }: ScoreCall,
): Promise<{ readonly high: number; readonly scores: number[] }> {
  const program = await restorationProgram(model);
  const together = Math.max(1, Math.floor(ROWS_A_PASS / samples));
  const scores: number[] = [];
  let high = 0;
  for (let start = 0; start < restorations.length; start += together) {
    checkCancelled(run.signal);
    run.progress({ phase: "Restoring activations", step: start, steps: restorations.length });
    const some = restorations.slice(start, start + together);
    const rows = 1 + some.length * samples;
    const feeds = {
      ...plainFeeds(Array.from({ length: rows }, () => ids)),
      noise: stacked(noise, some.length, model.facts.dimensions.width),
      ...masks(model, some, samples, ids.length),
      select: selection(new Array<number[]>(rows).fill([ids.length - 1]), ids.length),
      answer: int32([rows, 1], new Int32Array(rows).fill(answer)),
    };
    const probabilities = floats((await program.run(feeds, { signal: run.signal })).probability);
    high = probabilities[0];
    some.forEach((_, r) => {
      const rowProbabilities = probabilities.subarray(1 + r * samples, 1 + (r + 1) * samples);
      scores.push(rowProbabilities.reduce((sum, value) => sum + value, 0) / samples);
    });
  }
  return { high, scores };
}

/** The same draws for each restoration, after a clean row: [1 + restorations · samples, T, D]. */
function stacked(noise: readonly Float32Array[], restorations: number, width: number): Tensor<"float32"> {
  const size = noise[0].length;
  const data = new Float32Array((1 + restorations * noise.length) * size);
  for (let r = 0; r < restorations; r++) {
    noise.forEach((draw, s) => data.set(draw, (1 + r * noise.length + s) * size));
  }
  return float32([1 + restorations * noise.length, size / width, width], data);
}

function masks(
  model: Model,
  restorations: readonly Restoration[],
  samples: number,
  tokens: number,
): Record<string, Tensor> {
  const rows = 1 + restorations.length * samples;
  const feeds: Record<string, Tensor<"float32">> = {};
  for (const kind of TRACE_KINDS) {
    for (let layer = 0; layer < model.facts.dimensions.layers; layer++) {
      const mask = new Float32Array(rows * tokens);
      restorations.forEach((restoration, r) => {
        if (
          restoration.kind !== kind ||
          restoration.token === undefined ||
          !restoration.layers?.includes(layer)
        )
          return;
        for (let s = 0; s < samples; s++) mask[(1 + r * samples + s) * tokens + restoration.token] = 1;
      });
      feeds[maskName(kind, layer)] = float32([rows, tokens, 1], mask);
    }
  }
  return feeds;
}
