/**
 * Collecting Σ k kᵀ over texts, pass by pass. It may be stopped after any pass and resumes there with the same final bits.
 * It also reports the convergence of the moment.
 *
 * Every second text counts for one half, the others for the other. With A and B the moments of the two halves, over a and b
 * tokens, the error of the pooled moment is estimated by ‖A − B‖ √(ab) / (a + b): halves of independent texts differ by the
 * errors of both. A and B are compared on up to a thousand rows of the matrix, evenly spaced, which is all of a narrow one.
 */
import { because, checkCancelled, PalimpsestError, type Run } from "../../../base";
import { momentsOf, type Model, type Row, type Site } from "../../../model";
import {
  float32,
  int32,
  numbersOf,
  type ArtifactNotes,
  type Making,
  type TensorBundle,
} from "../../../tensor";
import type { StatisticsTexts } from "../../method";
import { bitsOf, valuesOf } from "../hypernetwork/float64-bits";

export interface MomentRequest {
  readonly layer: number;
  readonly statistics: StatisticsTexts;
  /** Stop once this many tokens are counted; all texts when absent. */
  readonly maxTokens?: number;
}

/** Tokens of one pass: a few hundred megaflops, so that cancelling is quick. */
const TOKENS_A_PASS = 1024;
/** The most work that a killed process loses. */
const TOKENS_A_PART = 4096;
/** Points at which quality is measured. */
const PARTS = 4;
const COMPARED_ROWS = 1024;

type Quality = NonNullable<ArtifactNotes["quality"]>[number];

interface Pass {
  readonly rows: readonly Row[];
  /** Whether its texts are of the second half. */
  readonly isSecond: boolean;
  /** Whether quality is measured after it. */
  readonly isMeasured: boolean;
}

interface State {
  pass: number;
  tokens: number;
  secondTokens: number;
  /** Σ k kᵀ, [F, F]. */
  readonly sum: Float64Array;
  /** The compared rows of the second half's sum, [R, F]. */
  readonly second: Float64Array;
  readonly quality: Quality[];
}

/** A layer whose moment is wanted. */
interface MomentOfLayer {
  readonly layer: number;
  readonly making: Making;
}

/**
 * The moment [F, F] as `moment`, the number of tokens as `tokens`, and the estimated relative error as `error` where both
 * halves have texts, for each layer in order. Layers share every pass that
 * none of them has had; one that was stopped earlier joins where it stopped.
 */
export async function collectMoments(
  run: Run,
  model: Model,
  request: Omit<MomentRequest, "layer">,
  wanted: readonly MomentOfLayer[],
): Promise<TensorBundle[]> {
  const { mlpWidth } = model.facts.dimensions;
  const rows = await chosenRows(run, model, request);
  const passes = plan(rows);
  const total = rows.reduce((sum, row) => sum + row.length, 0);
  const collections = await Promise.all(
    wanted.map(async ({ layer, making }) => {
      const state = (await resumed(making, mlpWidth, passes.length, total)) ?? fresh(mlpWidth);
      return { layer, making, state, kept: state.tokens };
    }),
  );
  const keep = async (every: number): Promise<void> => {
    for (const collection of collections) {
      const { state, making, kept } = collection;
      if (state.tokens - kept < every || state.pass === passes.length) continue;
      collection.kept = state.tokens;
      await making.keep(partOf(state, passes.length, total, mlpWidth), { done: state.tokens, total });
    }
  };
  const layers = wanted.map(({ layer }) => layer).join(", ");
  const phase = `Collecting second moments of ${wanted.length === 1 ? "layer" : "layers"} ${layers}`;
  try {
    for (const [index, pass] of passes.entries()) {
      const together = collections.filter(({ state }) => state.pass === index);
      if (together.length === 0) continue;
      checkCancelled(run.signal);
      await take(run, model, pass, together);
      run.progress({ phase, step: together[0].state.tokens, steps: total });
      await keep(TOKENS_A_PART);
    }
  } catch (error) {
    await keep(1);
    throw error;
  }
  return collections.map(({ making, state }) => {
    const { tokens, quality, sum } = state;
    making.note({
      samples: { count: tokens, unit: "tokens" },
      quality,
      largest: largestShare(sum, mlpWidth),
    });
    const last = quality.at(-1);
    return {
      moment: float32(
        [mlpWidth, mlpWidth],
        Float32Array.from(sum, (value) => value / tokens),
      ),
      tokens: int32([1], [tokens]),
      ...(last && { error: float32([1], [last.relativeError]) }),
    };
  });
}

/** Coordinates of which the share in the trace is told: where few hold most of it, the moment says little of the others. */
const LARGEST = 2;

function largestShare(sum: Float64Array, width: number): ArtifactNotes["largest"] {
  const squares = Array.from({ length: width }, (_, i) => sum[i * width + i]).sort((a, b) => b - a);
  const trace = squares.reduce((total, square) => total + square, 0);
  const held = squares.slice(0, LARGEST).reduce((total, square) => total + square, 0);
  return trace > 0 ? { coordinates: Math.min(LARGEST, width), share: held / trace } : undefined;
}

/** Each text is read alone, without special tokens, up to the context's end; in order, until there are enough tokens. */
async function chosenRows(
  run: Run,
  model: Model,
  { statistics, maxTokens }: Omit<MomentRequest, "layer">,
): Promise<Row[]> {
  const { context, mlpWidth } = model.facts.dimensions;
  const most = maxTokens ?? Infinity;
  const rows: Row[] = [];
  let tokens = 0;
  for (const text of await statistics.texts(run, maxTokens)) {
    if (tokens >= most) break;
    const row = model.tokenizer.encode(text).ids.slice(0, context);
    if (row.length > 0) rows.push(row);
    tokens += row.length;
  }
  if (Math.min(tokens, most) >= mlpWidth) return rows;
  throw new PalimpsestError(
    "unsupported",
    `The statistics need more than ${mlpWidth} tokens, as many as the layer is wide; there are ${Math.min(tokens, most)}.`,
    {
      hint: "Give more text, or run without second-moment statistics.",
      details: {
        ...because("statisticsTooFew", { width: mlpWidth, tokens: Math.min(tokens, most) }),
        field: "statisticsTokens",
      },
    },
  );
}

/**
 * The passes, fixed by the texts alone. Rows of similar length go together, because padding is computed too; within a part
 * only, so that what has been read at each point of measurement is a fair share of long and short texts.
 */
function plan(rows: readonly Row[]): Pass[] {
  const passes: Pass[] = [];
  for (let part = 0; part < PARTS; part++) {
    const start = Math.round((part * rows.length) / PARTS);
    const own = rows.slice(start, Math.round(((part + 1) * rows.length) / PARTS));
    const halves = [false, true].flatMap((isSecond) =>
      batches(own.filter((_, i) => (start + i) % 2 === Number(isSecond))).map((batch) => ({
        rows: batch,
        isSecond,
      })),
    );
    halves.forEach((pass, i) => passes.push({ ...pass, isMeasured: i === halves.length - 1 }));
  }
  return passes;
}

function batches(rows: readonly Row[]): Row[][] {
  const made: Row[][] = [];
  let batch: Row[] = [];
  for (const row of [...rows].sort((a, b) => a.length - b.length)) {
    batch.push(row);
    if (batch.length * row.length < TOKENS_A_PASS) continue;
    made.push(batch);
    batch = [];
  }
  return batch.length > 0 ? [...made, batch] : made;
}

/** Adds one pass to each state. They change only after a complete pass, so they are consistent whenever they are stored. */
async function take(
  run: Run,
  model: Model,
  pass: Pass,
  together: readonly { readonly layer: number; readonly state: State }[],
): Promise<void> {
  const width = model.facts.dimensions.mlpWidth;
  const sites = together.map(({ layer }): Site => `blocks.${layer}.mlp.post`);
  const moments = await momentsOf(run, model, pass.rows, sites);
  const tokens = pass.rows.reduce((count, row) => count + row.length, 0);
  together.forEach(({ state }, index) => addPass(state, pass, moments[index], tokens, width));
}

function addPass(state: State, pass: Pass, moment: Float32Array, tokens: number, width: number): void {
  const { sum, second } = state;
  for (let i = 0; i < sum.length; i++) sum[i] += moment[i];
  if (pass.isSecond) {
    const compared = second.length / width;
    for (let r = 0; r < compared; r++) {
      const from = comparedRow(r, compared, width) * width;
      for (let i = 0; i < width; i++) second[r * width + i] += moment[from + i];
    }
    state.secondTokens += tokens;
  }
  state.tokens += tokens;
  state.pass++;
  if (pass.isMeasured) state.quality.push(...measured(state, width));
}

function comparedRow(r: number, compared: number, width: number): number {
  return Math.floor((r * width) / compared);
}

/** Nothing while one of the halves is empty. */
function measured({ sum, second, tokens, secondTokens }: State, width: number): Quality[] {
  const firstTokens = tokens - secondTokens;
  if (firstTokens === 0 || secondTokens === 0) return [];
  const compared = second.length / width;
  let difference = 0;
  let size = 0;
  for (let r = 0; r < compared; r++) {
    const from = comparedRow(r, compared, width) * width;
    for (let i = 0; i < width; i++) {
      const other = second[r * width + i];
      const whole = sum[from + i];
      difference += ((whole - other) / firstTokens - other / secondTokens) ** 2;
      size += (whole / tokens) ** 2;
    }
  }
  const spread = Math.sqrt(firstTokens * secondTokens) / tokens;
  return size > 0 ? [{ samples: tokens, relativeError: Math.sqrt(difference / size) * spread }] : [];
}

function fresh(width: number): State {
  return {
    pass: 0,
    tokens: 0,
    secondTokens: 0,
    sum: new Float64Array(width * width),
    second: new Float64Array(Math.min(width, COMPARED_ROWS) * width),
    quality: [],
  };
}

/** The sums as their bits: in a narrower type the end would not be the same. */
function partOf(state: State, passes: number, total: number, width: number): TensorBundle {
  const { sum, second, quality, pass, tokens, secondTokens } = state;
  const curve = Float64Array.from(quality.flatMap(({ samples, relativeError }) => [samples, relativeError]));
  return {
    sum: bitsOf(sum, [width, width]),
    second: bitsOf(second, [second.length / width, width]),
    quality: bitsOf(curve, [quality.length, 2]),
    place: int32([5], [pass, tokens, secondTokens, passes, total]),
  };
}

/** The stored state of an earlier computation; null when there is none, or when its plan was different. */
async function resumed(making: Making, width: number, passes: number, total: number): Promise<State | null> {
  const part = await making.kept();
  if (!part) return null;
  const [pass, tokens, secondTokens, plannedPasses, plannedTotal] = Array.from(numbersOf(part.place));
  const isSame = plannedPasses === passes && plannedTotal === total && part.sum.shape[0] === width;
  if (!isSame) return null;
  const curve = valuesOf(part.quality);
  const quality = Array.from({ length: curve.length / 2 }, (_, i) => ({
    samples: curve[2 * i],
    relativeError: curve[2 * i + 1],
  }));
  return { pass, tokens, secondTokens, sum: valuesOf(part.sum), second: valuesOf(part.second), quality };
}
