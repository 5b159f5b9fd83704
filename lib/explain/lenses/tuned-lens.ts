/**
 * The tuned lens (Belrose et al. 2023): a state is read as h + A h + b, with A and b of each state trained so that what is read
 * comes close to what the model says. A and b begin at zero, which is the logit lens. The loss is KL(last ‖ lens), averaged
 * over tokens; Adam, as the authors' option has it. Convergence is told on rows that no step has seen.
 */
import { checkCancelled, type Run } from "../../base";
import { readSites, type Model, type Row, type Site } from "../../model";
import {
  adam,
  add,
  exp,
  float32,
  floats,
  grad,
  int32,
  logSoftmax,
  matmul,
  multiply,
  numbersOf,
  reduceSum,
  subtract,
  type ArtifactCache,
  type Making,
  type Optimizer,
  type TensorBundle,
  type Value,
} from "../../tensor";
import type { NamedTexts } from "../analysis";
import { throughNorm } from "./final-norm";
import { fitKey, type FitSize } from "./fit-key";
import { fitRows } from "./fit-rows";
import type { Translator } from "./logit-lens";

export interface TunedLens {
  /** By state but the last: A transposed, [D, D], and b, [D]. */
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
  readonly steps: number;
  /** The mean loss over states at each step. */
  readonly curve: readonly number[];
  /** Loss of each state on held-out rows, of the logit lens and of this one. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface TunedFit extends FitSize {
  readonly steps: number;
}

const LEARNING_RATE = 1e-3;
/** Rows of a step, and rows that are held out. */
const ROWS_A_STEP = 4;
const HELD_OUT = 4;
const KEEP_EVERY = 20;
/** Numbers in the logits of one pass, with what the gradient keeps of them. */
const LOGITS_A_PASS = 2e7;

/** Made once for a version and kept; a fit that is stopped continues with the next step, with the same bits. */
export async function tunedLens(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  texts: NamedTexts,
  fit: TunedFit,
): Promise<TunedLens> {
  const { layers, width } = model.facts.dimensions;
  const make = async (making: Making) => {
    const size = { ...fit, rows: fit.rows + HELD_OUT };
    return train(run, model, making, await fitRows(run, model, texts, size), fit.steps);
  };
  const key = fitKey("tuned-lens", model.facts, await model.fingerprint(), texts.name, fit);
  const bundle = await cache.getOrMake(key, make, run.signal);
  const weight = floats(bundle.weight);
  const bias = floats(bundle.bias);
  return {
    weights: Array.from({ length: layers }, (_, s) => weight.subarray(s * width ** 2, (s + 1) * width ** 2)),
    biases: Array.from({ length: layers }, (_, s) => bias.subarray(s * width, (s + 1) * width)),
    steps: fit.steps,
    curve: [...floats(bundle.curve)],
    before: [...floats(bundle.before)],
    after: [...floats(bundle.after)],
  };
}

/** Variables of a state with their optimizers. */
interface Trained {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly optimizers: readonly [weight: Optimizer, bias: Optimizer];
}

async function train(
  run: Run,
  model: Model,
  making: Making,
  rows: readonly Row[],
  steps: number,
): Promise<TensorBundle> {
  const { layers, width } = model.facts.dimensions;
  const heldOut = rows.slice(0, Math.min(HELD_OUT, Math.max(1, rows.length - 1)));
  const seen = rows.slice(heldOut.length);
  const trainable = seen.length > 0 ? seen : rows;
  const states = Array.from({ length: layers }, () => fresh(width));
  const part = await making.kept();
  const curve = part ? [...floats(part.curve)] : [];
  if (part) states.forEach((state, s) => resume(state, part, s));
  let kept = curve.length;
  const keep = async () => {
    kept = curve.length;
    await making.keep(partOf(states, curve, width), { done: curve.length, total: steps });
  };
  const held = await readRows(run, model, heldOut);
  const before = await losses(
    run,
    model,
    held,
    states.map(() => fresh(width)),
  );
  try {
    while (curve.length < steps) {
      checkCancelled(run.signal);
      const step = curve.length;
      run.progress({
        phase: "Training the tuned lens",
        step,
        steps,
        ...(step > 0 && { values: { lossNats: curve[step - 1] } }),
      });
      if (step - kept >= KEEP_EVERY) await keep();
      const batch = Array.from(
        { length: Math.min(ROWS_A_STEP, trainable.length) },
        (_, i) => trainable[(step * ROWS_A_STEP + i) % trainable.length],
      );
      const read = await readRows(run, model, batch);
      const moved = await gradients(run, model, read, states);
      // Only a whole step changes the variables.
      moved.forEach(({ weight, bias }, s) => {
        states[s].optimizers[0].step(states[s].weight, weight);
        states[s].optimizers[1].step(states[s].bias, bias);
      });
      curve.push(moved.reduce((sum, { loss }) => sum + loss, 0) / layers);
    }
  } catch (error) {
    if (curve.length > kept) await keep();
    throw error;
  }
  const after = await losses(run, model, held, states);
  making.note({ samples: { count: steps * ROWS_A_STEP * rows[0].length, unit: "tokens" } });
  const stacked = (of: (state: Trained) => Float32Array, shape: readonly number[]) =>
    float32([layers, ...shape], Float32Array.from(states.flatMap((state) => [...of(state)])));
  return {
    weight: stacked(({ weight }) => weight, [width, width]),
    bias: stacked(({ bias }) => bias, [width]),
    curve: float32([curve.length], Float32Array.from(curve)),
    before: float32([layers], Float32Array.from(before)),
    after: float32([layers], Float32Array.from(after)),
  };
}

function fresh(width: number): Trained {
  return {
    weight: new Float32Array(width ** 2),
    bias: new Float32Array(width),
    optimizers: [adam({ learningRate: LEARNING_RATE }), adam({ learningRate: LEARNING_RATE })],
  };
}

function partOf(states: readonly Trained[], curve: readonly number[], width: number): TensorBundle {
  const bundle: Record<string, TensorBundle[string]> = {
    curve: float32([curve.length], Float32Array.from(curve)),
  };
  states.forEach(({ weight, bias, optimizers }, s) => {
    bundle[`weight.${s}`] = float32([width, width], weight);
    bundle[`bias.${s}`] = float32([width], bias);
    optimizers.forEach((optimizer, i) => {
      const { count, first, second } = optimizer.state();
      bundle[`first.${s}.${i}`] = float32([first.length], first);
      bundle[`second.${s}.${i}`] = float32([second.length], second);
      bundle[`count.${s}.${i}`] = int32([1], [count]);
    });
  });
  return bundle;
}

function resume({ weight, bias, optimizers }: Trained, part: TensorBundle, s: number): void {
  weight.set(floats(part[`weight.${s}`]));
  bias.set(floats(part[`bias.${s}`]));
  optimizers.forEach((optimizer, i) =>
    optimizer.resume({
      count: numbersOf(part[`count.${s}.${i}`])[0],
      first: floats(part[`first.${s}.${i}`]),
      second: floats(part[`second.${s}.${i}`]),
    }),
  );
}

/** The states of all tokens of some rows, [N, D] each. */
async function readRows(run: Run, model: Model, rows: readonly Row[]): Promise<Float32Array[]> {
  const { layers } = model.facts.dimensions;
  const sites = ["embed", ...Array.from({ length: layers }, (_, layer) => `blocks.${layer}.resid_post`)];
  const all = rows.map((row) => row.map((_, t) => t));
  const read = await readSites(run, model, rows, all, sites as Site[]);
  return sites.map((site) => floats(read[site as Site]));
}

interface Gradient {
  readonly loss: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

async function gradients(
  run: Run,
  model: Model,
  streams: readonly Float32Array[],
  states: readonly Trained[],
): Promise<Gradient[]> {
  const found: Gradient[] = [];
  await eachState(run, model, streams, states, "gradient", (results, index) => {
    found.push({
      loss: floats(results[`loss.${index}`])[0],
      weight: Float32Array.from(floats(results[`weight.${index}`])),
      bias: Float32Array.from(floats(results[`bias.${index}`])),
    });
  });
  return found;
}

async function losses(
  run: Run,
  model: Model,
  streams: readonly Float32Array[],
  states: readonly Trained[],
): Promise<number[]> {
  const found: number[] = [];
  await eachState(run, model, streams, states, "loss", (results, index) =>
    found.push(floats(results[`loss.${index}`])[0]),
  );
  return found;
}

/** Runs some states together, as many as the logits leave room for; they share those of the last state. */
async function eachState(
  run: Run,
  model: Model,
  streams: readonly Float32Array[],
  states: readonly Trained[],
  wanted: "loss" | "gradient",
  take: (results: Readonly<Record<string, TensorBundle[string]>>, index: number) => void,
): Promise<void> {
  const { layers, width, vocabulary } = model.facts.dimensions;
  const count = streams[0].length / width;
  const together = Math.min(states.length, Math.max(1, Math.floor(LOGITS_A_PASS / (count * vocabulary))));
  const program = await model.program(`tuned lens:${wanted}:${together}`, (context) => {
    const { graph, unembed } = context;
    const stream = (name: string) => graph.input(name, "float32", ["B", "T", width]);
    const said = logSoftmax(unembed(throughNorm(context, layers, stream("last")))); // [1, N, V]
    for (let i = 0; i < together; i++) {
      const weight = multiply(graph.input(`A.${i}`, "float32", [width, width]), 1);
      const bias = multiply(graph.input(`b.${i}`, "float32", [width]), 1);
      const state = stream(`state.${i}`);
      const moved = add(add(state, matmul(state, weight)), bias);
      const read = logSoftmax(unembed(throughNorm(context, layers, moved)));
      const loss = meanLoss(said, read, graph.input("share", "float32", [1]));
      graph.output(`loss.${i}`, multiply(loss, 1));
      if (wanted === "loss") continue;
      const [byWeight, byBias] = grad(loss, [weight, bias]);
      graph.output(`weight.${i}`, byWeight);
      graph.output(`bias.${i}`, byBias);
    }
  });
  for (let start = 0; start < states.length; start += together) {
    checkCancelled(run.signal);
    const at = (i: number) => Math.min(start + i, states.length - 1);
    const feeds: Record<string, TensorBundle[string]> = {
      last: float32([1, count, width], streams[layers]),
      share: float32([1], [1 / count]),
    };
    for (let i = 0; i < together; i++) {
      feeds[`state.${i}`] = float32([1, count, width], streams[at(i)]);
      feeds[`A.${i}`] = float32([width, width], states[at(i)].weight);
      feeds[`b.${i}`] = float32([width], states[at(i)].bias);
    }
    const results = await program.run(feeds, { signal: run.signal });
    for (let i = 0; i < together && start + i < states.length; i++) take(results, i);
  }
}

/** KL(said ‖ read) as a mean over tokens, []. */
function meanLoss(said: Value, read: Value, share: Value): Value {
  const all = reduceSum(multiply(exp(said), subtract(said, read)), [0, 1, 2], false);
  return reduceSum(multiply(all, share), [0], false);
}

/** h ↦ h + A h + b. */
export function tunedTranslator({ weights, biases }: TunedLens, width: number): Translator {
  return (state, vectors) => {
    const moved = Float32Array.from(vectors);
    const [weight, bias] = [weights[state], biases[state]];
    for (let at = 0; at < vectors.length; at += width) {
      for (let d = 0; d < width; d++) {
        const value = vectors[at + d];
        for (let i = 0; i < width; i++) moved[at + i] += value * weight[d * width + i];
      }
      for (let i = 0; i < width; i++) moved[at + i] += bias[i];
    }
    return moved;
  };
}
