/**
 * The logit lens (nostalgebraist 2020): what the model would say if the stream after each block were its last. State 0 is the
 * embedding, state l the stream after block l − 1, so the last state reads what the model itself says.
 *
 * The standard lens reads every state through the final norm with the state's own statistics. The lens of the knowledge
 * circuits' notebook divides by the scale that the last state has at the token, and leaves out what the norm's bias adds to
 * the logits; so even its last row is not what the model says. A third form reads the states as they are. A lens with a
 * translator (tuned, Jacobian) moves a state towards the last one before it is read as the standard lens does.
 */
import { checkCancelled, type Run } from "../../base";
import { checkRow, readSites, type Model, type Row, type Site, type TokenId } from "../../model";
import {
  add,
  exp,
  float32,
  floats,
  greater,
  int32,
  int64,
  logSoftmax,
  matmul,
  multiply,
  numbersOf,
  oneHot,
  reduceSum,
  slice,
  subtract,
  toFloat,
  top,
  transposed,
  type Value,
} from "../../tensor";
import { finalNorm, throughNorm } from "./final-norm";

export interface LensCell {
  readonly likeliest: readonly { readonly id: TokenId; readonly probability: number }[];
  /** For each token asked about. `rank` is the number of likelier tokens. */
  readonly asked: readonly { readonly probability: number; readonly rank: number }[];
  readonly entropyNats: number;
  /** Σ p log(p / q) of the last state's distribution p and this one q. */
  readonly lossNats: number;
}

/** How states are read: through the final norm, with the last state's scale, or as they are. */
export type LensNorm = "own" | "last" | "none";

/** The stream at every state and token, [L + 1, T, D]. */
export interface States {
  readonly tokens: number;
  readonly vectors: Float32Array;
}

/** Moves the vectors [T, D] of a state towards the last one. The last state is never moved. */
export type Translator = (state: number, vectors: Float32Array) => Float32Array;

export interface LensCall {
  readonly asked: readonly TokenId[];
  /** Tokens listed in each cell. */
  readonly count?: number;
  readonly norm?: LensNorm;
  readonly translator?: Translator;
}

/** Vectors that are read in one pass: their logits over the whole vocabulary are the largest thing in memory. */
const VECTORS_A_PASS = 48;

export async function readStates(run: Run, model: Model, prompt: Row): Promise<States> {
  const { layers, context, width } = model.facts.dimensions;
  checkRow(prompt, context, "prompt");
  const sites = ["embed", ...Array.from({ length: layers }, (_, layer) => `blocks.${layer}.resid_post`)];
  const streams = await readSites(run, model, [prompt], [prompt.map((_, t) => t)], sites as Site[]);
  const vectors = new Float32Array(sites.length * prompt.length * width);
  sites.forEach((site, l) => vectors.set(floats(streams[site as Site]), l * prompt.length * width));
  return { tokens: prompt.length, vectors };
}

/** Cells by state [L + 1] and token [T]. */
export async function logitLens(run: Run, model: Model, prompt: Row, call: LensCall): Promise<LensCell[][]> {
  const { layers, width } = model.facts.dimensions;
  const { norm = "own", translator } = call;
  const states = await readStates(run, model, prompt);
  const size = states.tokens * width;
  const moved = translator
    ? Float32Array.from(states.vectors)
    : norm === "last"
      ? (await finalNorm(run, model)).scaledByLast(states.vectors, layers + 1)
      : states.vectors;
  if (translator)
    for (let state = 0; state < layers; state++)
      moved.set(translator(state, states.vectors.subarray(state * size, (state + 1) * size)), state * size);
  return readVectors(run, model, { ...states, vectors: moved }, { ...call, norm });
}

/** All states of a few tokens at a time, so that each is held against the last one. */
async function readVectors(
  run: Run,
  model: Model,
  { tokens, vectors }: States,
  { asked, count = 5, norm = "own" }: LensCall,
): Promise<LensCell[][]> {
  const { layers, width, vocabulary } = model.facts.dimensions;
  const states = layers + 1;
  const program = await model.program(`lens:${norm}:${asked.length}`, (context) => {
    const { graph, unembed } = context;
    const streams = graph.input("streams", "float32", [states, "T", width]);
    const logits =
      norm === "own"
        ? unembed(throughNorm(context, layers, streams))
        : subtract(unembed(streams), unembed(blank(streams)));
    const logP = logSoftmax(logits); // [L + 1, T, V]
    const [values, ids] = top(logP, graph.input("count", "int64", [1]), "K");
    graph.output("likeliest", values);
    graph.output("ids", ids);
    graph.output("entropy", reduceSum(multiply(exp(logP), logP), [-1], false)); // [L + 1, T]
    const last = slice(logP, 0, layers, states); // [1, T, V]
    graph.output("loss", reduceSum(multiply(exp(last), subtract(last, logP)), [-1], false));
    if (asked.length === 0) return;
    const picks = oneHot(graph.input("asked", "int32", [asked.length]), vocabulary); // [A, V]
    const targets = matmul(logP, transposed(picks)); // [L + 1, T, A]
    graph.output("targets", add(targets, 0));
    asked.forEach((_, a) => {
      const isLikelier = toFloat(greater(logP, slice(targets, -1, a, a + 1)));
      graph.output(`rank.${a}`, reduceSum(isLikelier, [-1], false)); // [L + 1, T]
    });
  });
  const cells = Array.from({ length: states }, (): LensCell[] => []);
  const together = Math.max(1, Math.floor(VECTORS_A_PASS / states));
  for (let start = 0; start < tokens; start += together) {
    checkCancelled(run.signal);
    run.progress({ phase: "Reading the stream", step: start, steps: tokens });
    const some = Math.min(together, tokens - start);
    const results = await program.run(
      {
        streams: float32([states, some, width], tokensOf({ tokens, vectors }, states, width, start, some)),
        count: int64([1], [Math.min(count, vocabulary)]),
        ...(asked.length > 0 && { asked: int32([asked.length], Int32Array.from(asked)) }),
      },
      { signal: run.signal },
    );
    const [likeliest, ids] = [floats(results.likeliest), numbersOf(results.ids)];
    const listed = likeliest.length / (states * some);
    for (let i = 0; i < states * some; i++) {
      cells[Math.floor(i / some)].push({
        likeliest: Array.from({ length: listed }, (_, k) => ({
          id: ids[i * listed + k],
          probability: Math.exp(likeliest[i * listed + k]),
        })),
        asked: asked.map((_, a) => ({
          probability: Math.exp(floats(results.targets)[i * asked.length + a]),
          rank: floats(results[`rank.${a}`])[i],
        })),
        entropyNats: -floats(results.entropy)[i],
        // Rounding may leave less than nothing.
        lossNats: Math.max(0, floats(results.loss)[i]),
      });
    }
  }
  return cells;
}

/** One vector of zeros, whose logits are the head's bias. */
function blank(streams: Value): Value {
  return multiply(slice(streams, 0, 0, 1), 0);
}

function tokensOf(
  { tokens, vectors }: States,
  states: number,
  width: number,
  start: number,
  count: number,
): Float32Array {
  const some = new Float32Array(states * count * width);
  for (let state = 0; state < states; state++) {
    const at = (state * tokens + start) * width;
    some.set(vectors.subarray(at, at + count * width), state * count * width);
  }
  return some;
}
