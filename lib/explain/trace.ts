/**
 * Causal tracing (Meng et al. 2022, section 2): which activations carry a fact.
 *
 * There are three passes. The clean pass gives the answer with probability `high`. A disturbance of the embeddings of the
 * subject's tokens corrupts the fact, and the same answer has probability `low`. The third pass is disturbed, but one activation
 * is restored to its clean value. Its gain, score − low, is the indirect effect of the activation. Noise is drawn several
 * times, with the same draws for every restoration, and probabilities are averaged. The disturbance may also be another subject
 * of as many tokens, which stays among what the model knows (Zhang & Nanda 2024). A high effect shows that restoring the
 * activation is sufficient here, not that the fact is stored there.
 *
 * Severed traces restore states while the outputs of MLPs, or of attention, are held at their disturbed values at the
 * subject's last token in all layers: what is lost against the plain trace went through these parts.
 *
 * The file is long because all passes share how rows are disturbed, stacked into batches and averaged.
 */
import { because, checkCancelled, invalidField, ShapeError, type Run } from "../base";
import {
  argmax,
  checkRow,
  computePrefix,
  decode,
  plainFeeds,
  readSites,
  selection,
  type Model,
  type Row,
  type TokenId,
} from "../model";
import { float32, floats, int32, sizeOf, type Tensor } from "../tensor";
import { positionVectors } from "./circuits/shared-parts";
import {
  disturbedProgram,
  heldMaskName,
  heldName,
  maskName,
  middleName,
  mlpProgram,
  pastName,
  PARTS,
  restorationProgram,
  severedProgram,
  streamName,
  writtenName,
  type SeveredPart,
  type TraceKind,
} from "./trace-program";

export type { SeveredPart, TraceKind } from "./trace-program";

/** A prompt as ids, and the range of its subject: [start, end) in tokens. */
interface TraceQuestion {
  readonly ids: Row;
  readonly subject: readonly [start: number, end: number];
}

/** How the subject is disturbed. */
export interface Disturbance {
  /** ν, the standard deviation of the noise; the paper takes three times that of the embeddings (`embeddingSpread`). */
  readonly noise?: number;
  /** Draws of noise; 10 in the paper. */
  readonly samples?: number;
  /** Whether the noise takes the embedding's place; it is added when absent. */
  readonly replace?: boolean;
  /** The prompt with another subject, in place of noise. */
  readonly other?: Row;
  /** Numbers [samples, subject's tokens, D] in place of drawn ones, before they are multiplied by ν. */
  readonly draws?: Float32Array;
}

export interface TraceCall extends TraceQuestion, Disturbance {
  readonly kinds: readonly TraceKind[];
  /** The token whose probability is traced; the model's own likeliest when absent. */
  readonly answer?: TokenId;
  /** Number of layers restored together around each layer, for MLP and attention, because one alone changes little. */
  readonly window?: number;
  /** Tokens whose activations are restored; all when absent. */
  readonly tokens?: readonly number[];
}

export interface CausalTrace {
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
  let [count, sum, squares] = [0, 0, 0];
  for (let start = 0; start < subjects.length; start += SUBJECTS_A_PASS) {
    const some = subjects.slice(start, start + SUBJECTS_A_PASS);
    for (const vectors of await ownEmbeddings(run, model, some))
      for (const entry of vectors) {
        count++;
        sum += entry;
        squares += entry * entry;
      }
  }
  return Math.sqrt((squares - (sum * sum) / count) / (count - 1));
}

const SUBJECTS_A_PASS = 256;

/** The embeddings of each row's tokens without what their positions add, [T, D]. */
async function ownEmbeddings(run: Run, model: Model, rows: readonly Row[]): Promise<Float32Array[]> {
  const everyToken = rows.map((ids) => ids.map((_, i) => i));
  const { embed } = await readSites(run, model, rows, everyToken, ["embed"]);
  const [, picks, width] = embed.shape;
  const positions = await positionVectors(model);
  const read = floats(embed);
  return rows.map((ids, b) =>
    read
      .subarray(b * picks * width, (b * picks + ids.length) * width)
      .map((value, i) => value - (positions?.[i] ?? 0)),
  );
}

/** Traces one question. `run.random` draws the noise; equal seeds draw equal noise. */
export async function traceAnswer(run: Run, model: Model, call: TraceCall): Promise<CausalTrace> {
  const { ids, kinds, window = 1 } = call;
  const { layers } = model.facts.dimensions;
  const tokens = call.tokens ?? ids.map((_, t) => t);
  const disturbed = await disturb(run, model, call);
  const tasks: Restoration[] = [];
  for (const kind of kinds)
    for (const token of tokens)
      for (let layer = 0; layer < layers; layer++)
        tasks.push({ kind, token, layers: kind === "state" ? [layer] : around(layer, window, layers) });
  const scores = await score(run, model, disturbed, tasks);
  const table = (k: number) =>
    tokens.map((_, t) => {
      const at = (k * tokens.length + t) * layers;
      return scores.slice(at, at + layers);
    });
  const { answer, high, low } = disturbed;
  return { answer, high, low, tokens, scores: Object.fromEntries(kinds.map((kind, k) => [kind, table(k)])) };
}

/**
 * The state of the subject's last token restored after each layer, while the outputs of a part are held there. `held` are the
 * draws of the pass that they are taken from; those of the call when absent, where the published code draws anew.
 */
export async function severedTrace(
  run: Run,
  model: Model,
  call: Omit<TraceCall, "kinds" | "tokens" | "window">,
  part: SeveredPart,
  held: Float32Array | undefined = call.draws,
): Promise<number[]> {
  const { layers, width } = model.facts.dimensions;
  const disturbed = await disturb(run, model, call);
  const from = held === call.draws ? disturbed : await disturb(run, model, { ...call, draws: held });
  const { ids, samples, noise, answer } = disturbed;
  const token = call.subject[1] - 1;
  const program = await severedProgram(model, part);
  const scores: number[] = [];
  const together = Math.max(1, Math.floor(ROWS_A_PASS / samples));
  for (let start = 0; start < layers; start += together) {
    checkCancelled(run.signal);
    run.progress({ phase: "Restoring states with a part severed", step: start, steps: layers });
    const some = Array.from({ length: Math.min(together, layers - start) }, (_, i) => start + i);
    const rows = 1 + some.length * samples;
    const at = (of: (row: number) => number) => maskOf(rows, ids.length, token, of);
    const feeds: Record<string, Tensor> = {
      ...plainFeeds(new Array<Row>(rows).fill(ids)),
      ...answerFeeds(rows, ids.length, answer),
      noise: stacked([new Float32Array(noise[0].length), ...some.flatMap(() => noise)], width),
    };
    for (let layer = 0; layer < layers; layer++) {
      feeds[maskName("state", layer)] = at((row) =>
        some[Math.floor((row - 1) / samples)] === layer ? 1 : 0,
      );
      feeds[heldMaskName(layer)] = at(() => 1);
      const written = from.written(part, layer);
      const vectors = new Float32Array(rows * width);
      for (let row = 1; row < rows; row++) {
        const sample = 1 + ((row - 1) % samples);
        const place = (sample * ids.length + token) * width;
        vectors.set(written.subarray(place, place + width), row * width);
      }
      feeds[heldName(layer)] = float32([rows, 1, width], vectors);
    }
    const probabilities = floats((await program.run(feeds, { signal: run.signal })).probability);
    some.forEach((_, r) => scores.push(meanOfRows(probabilities, 1 + r * samples, samples)));
  }
  return scores;
}

/** The disturbed pass: row 0 is clean, the others have the disturbance. */
interface Disturbed {
  readonly ids: Row;
  /** The first token that the disturbance can reach, and from which a restoration at a token is computed. */
  readonly first: number;
  readonly from: (token: number) => number;
  readonly samples: number;
  /** Added to the embeddings, [T, D] each. */
  readonly noise: readonly Float32Array[];
  readonly answer: TokenId;
  readonly high: number;
  readonly low: number;
  /** The streams that enter a block or leave the last, and those between its attention and MLP, [1 + samples, T, D]. */
  stream(layer: number): Float32Array;
  middle(layer: number): Float32Array;
  /** Keys or values, [1 + samples, Hkv, T, K]. */
  past(layer: number, what: "keys" | "values"): Tensor;
  /** What a part writes, [1 + samples, T, D]. */
  written(part: SeveredPart, layer: number): Float32Array;
}

async function disturb(
  run: Run,
  model: Model,
  call: TraceQuestion & Disturbance & Pick<TraceCall, "answer">,
): Promise<Disturbed> {
  checkCancelled(run.signal);
  const { ids } = call;
  const { width, context } = model.facts.dimensions;
  checkRow(ids, context, "prompt");
  const answer =
    call.answer ?? argmax((await decode(run, model, { rows: [ids], at: [[ids.length - 1]] })).logits(0, 0));
  const noise = await noiseOf(run, model, call);
  const samples = noise.length;
  const rows = 1 + samples;
  const program = await disturbedProgram(model);
  const results = await program.run(
    {
      ...plainFeeds(new Array<Row>(rows).fill(ids)),
      ...answerFeeds(rows, ids.length, answer),
      noise: stacked([new Float32Array(noise[0].length), ...noise], width),
    },
    { signal: run.signal },
  );
  const probabilities = floats(results.probability);
  return {
    ids,
    first: call.subject[0],
    // A memory that decides about whole texts must see all of it.
    from: (token) => (model.highestRouter >= 0 ? 0 : token),
    samples,
    noise,
    answer,
    high: probabilities[0],
    low: meanOfRows(probabilities, 1, samples),
    stream: (layer) => floats(results[streamName(layer)]),
    middle: (layer) => floats(results[middleName(layer)]),
    past: (layer, what) => results[pastName(layer, what)],
    written: (part, layer) => floats(results[writtenName(part, layer)]),
  };
}

/** What is added to the embeddings in each sample, [T, D]: zero outside the subject. */
async function noiseOf(
  run: Run,
  model: Model,
  {
    ids,
    subject: [start, end],
    other,
    noise = 0,
    samples = SAMPLES,
    draws,
    replace,
  }: TraceQuestion & Disturbance,
): Promise<Float32Array[]> {
  const { width } = model.facts.dimensions;
  const entries = (end - start) * width;
  const zeros = () => new Float32Array(ids.length * width);
  if (other) {
    if (other.length !== ids.length)
      throw invalidField(
        "question.other",
        `The prompt has ${ids.length} tokens, and ${other.length} with the other subject.`,
        "Choose another subject with as many tokens as the first.",
        because("lengthsDiffer", { one: ids.length, other: other.length }),
      );
    const [own, theirs] = await ownEmbeddings(run, model, [ids, other]);
    return [theirs.map((value, i) => value - own[i])];
  }
  if (draws && draws.length !== samples * entries) {
    throw new ShapeError(`${draws.length} draws for [${samples}, ${end - start}, ${width}]`);
  }
  const own = replace ? (await ownEmbeddings(run, model, [ids]))[0] : undefined;
  const random = run.random.fork("noise");
  return Array.from({ length: samples }, (_, s) => {
    const disturbed = zeros();
    for (let i = 0; i < entries; i++) {
      const place = start * width + i;
      disturbed[place] = noise * (draws ? draws[s * entries + i] : random.normal()) - (own?.[place] ?? 0);
    }
    return disturbed;
  });
}

/** The positions where clean values are restored. */
interface Restoration {
  readonly kind: TraceKind;
  readonly token: number;
  readonly layers: readonly number[];
}

/** The authors' window: half of it below, the layer and the rest above, cut at both ends. */
function around(layer: number, window: number, layers: number): number[] {
  const first = Math.max(0, layer - Math.floor(window / 2));
  const end = Math.min(layers, layer + Math.ceil(window / 2));
  return Array.from({ length: end - first }, (_, i) => first + i);
}

/** Mean probability of the answer for each restoration. Those of one start and token share passes; equal ones are computed once. */
async function score(
  run: Run,
  model: Model,
  disturbed: Disturbed,
  tasks: readonly Restoration[],
): Promise<number[]> {
  const { ids, first, from, low, high, samples } = disturbed;
  const depth = model.facts.dimensions.layers;
  const last = ids.length - 1;
  // A memory that decides about whole texts is asked in the pass alone, so there a part's own layer is computed.
  const startOf = ({ kind, layers }: Restoration) =>
    kind === "state" || model.highestRouter < 0 ? layers[0] + 1 : layers[0];
  const known = new Map<string, number>();
  const nameOf = ({ kind, token, layers }: Restoration) => `${kind} ${token} ${layers[0]} ${layers.length}`;
  const groups = new Map<string, Restoration[]>();
  for (const task of tasks) {
    const name = nameOf(task);
    if (known.has(name)) continue;
    const start = startOf(task);
    // Nothing is disturbed before the subject, and above the last block only the answer's own place is read.
    if (task.token < first || (start === depth && task.token !== last)) known.set(name, low);
    else if (start === depth && task.kind === "state") known.set(name, high);
    else {
      known.set(name, NaN);
      const group = `${from(task.token)} ${start}`;
      groups.set(group, [...(groups.get(group) ?? []), task]);
    }
  }
  const open = [...groups.values()];
  const changed = await changedStreams(run, model, disturbed, open.flat());
  const prefixes = new Map<number, Readonly<Record<string, Tensor>>>();
  const together = Math.max(1, Math.floor(ROWS_A_PASS / samples));
  const total = open.reduce((sum, some) => sum + some.length, 0);
  let done = 0;
  for (const all of open) {
    const [start, begin] = [startOf(all[0]), from(all[0].token)];
    const program = await restorationProgram(model, start);
    let constants = prefixes.get(begin);
    if (!constants) {
      const whole = { layer: 0, part: "resid_pre" } as const;
      constants = (await computePrefix(run, model, whole, [ids], [begin])).feeds;
      prefixes.set(begin, constants);
    }
    for (let at = 0; at < all.length; at += together) {
      checkCancelled(run.signal);
      run.progress({ phase: "Restoring activations", step: done, steps: total });
      const some = all.slice(at, at + together);
      const feeds = restorationFeeds(model, disturbed, constants, { start, begin, changed }, some);
      const probabilities = floats((await program.run(feeds, { signal: run.signal })).probability);
      some.forEach((task, r) => known.set(nameOf(task), meanOfRows(probabilities, 1 + r * samples, samples)));
      done += some.length;
    }
  }
  return tasks.map((task) => known.get(nameOf(task)) as number);
}

/** What the stream behind a restoration's own layer is at its token, in a sample: [D]. */
type ChangedStream = (task: Restoration, sample: number) => Float32Array;

/** Follows from the disturbed pass, but that the MLP behind a restored attention has to be computed. */
async function changedStreams(
  run: Run,
  model: Model,
  { ids, samples, stream, middle }: Disturbed,
  tasks: readonly Restoration[],
): Promise<ChangedStream> {
  const { width, parallel } = model.facts.dimensions;
  const streamOf =
    (read: (layer: number) => Float32Array) => (layer: number, sample: number, token: number) =>
      read(layer).subarray((sample * ids.length + token) * width, (sample * ids.length + token + 1) * width);
  const [streams, middles] = [streamOf(stream), streamOf(middle)];
  /** In row 0 of the disturbed pass is the clean one. */
  const between = (layer: number, sample: number, token: number) => {
    const [own, before, after] = [
      streams(layer, sample, token),
      streams(layer, 0, token),
      middles(layer, 0, token),
    ];
    return own.map((value, i) => value + after[i] - before[i]);
  };
  const attended = tasks.filter(({ kind }) => kind === "attention");
  const tokens = [...new Set(attended.map(({ token }) => token))];
  const rowOf = (token: number, sample: number) => tokens.indexOf(token) * samples + sample - 1;
  const behind = new Map<number, Float32Array>();
  if (attended.length > 0 && !parallel && model.highestRouter < 0) {
    const rows = tokens.length * samples;
    const feeds: Record<string, Tensor> = {};
    for (let layer = 0; layer < model.facts.dimensions.layers; layer++) {
      const vectors = new Float32Array(rows * width);
      for (const token of tokens)
        for (let sample = 1; sample <= samples; sample++)
          vectors.set(between(layer, sample, token), rowOf(token, sample) * width);
      feeds[middleName(layer)] = float32([rows, 1, width], vectors);
    }
    const results = await (await mlpProgram(model)).run(feeds, { signal: run.signal });
    for (const layer of new Set(attended.map(({ layers }) => layers[0])))
      behind.set(layer, floats(results[streamName(layer + 1)]));
  }
  return ({ kind, token, layers: [layer] }, sample) => {
    if (kind === "state") return streams(layer + 1, 0, token);
    const mlp = (row: number) => {
      const [after, before] = [streams(layer + 1, row, token), middles(layer, row, token)];
      return after.map((value, i) => value - before[i]);
    };
    if (kind === "mlp") {
      const added = mlp(0);
      return middles(layer, sample, token).map((value, i) => value + added[i]);
    }
    if (parallel) {
      const added = mlp(sample);
      return between(layer, sample, token).map((value, i) => value + added[i]);
    }
    const row = rowOf(token, sample) * width;
    return (behind.get(layer) as Float32Array).subarray(row, row + width);
  };
}

/** Row 0 is clean; each restoration has a row for each sample. `constants` are those of one row from its token `begin`. */
function restorationFeeds(
  model: Model,
  { ids, samples, answer, stream, past }: Disturbed,
  constants: Readonly<Record<string, Tensor>>,
  {
    start,
    begin,
    changed,
  }: { readonly start: number; readonly begin: number; readonly changed: ChangedStream },
  tasks: readonly Restoration[],
): Record<string, Tensor> {
  const { layers, width } = model.facts.dimensions;
  const length = ids.length - begin;
  const rows = 1 + tasks.length * samples;
  /** The row of the disturbed pass that each row continues. */
  const continued = (row: number) => (row === 0 ? 0 : 1 + ((row - 1) % samples));
  const source = stream(start);
  const size = ids.length * width;
  const begun = new Float32Array(rows * length * width);
  for (let row = 0; row < rows; row++) {
    const at = continued(row) * size;
    begun.set(source.subarray(at + begin * width, at + size), row * length * width);
    const task = row === 0 ? undefined : tasks[Math.floor((row - 1) / samples)];
    if (!task || task.layers[0] === start) continue;
    begun.set(changed(task, continued(row)), (row * length + task.token - begin) * width);
  }
  const feeds: Record<string, Tensor> = {
    ...Object.fromEntries(
      Object.entries(constants)
        .filter(([name]) => begin === 0 || !/^past\.\d/.test(name)) // those of the disturbed pass follow
        .map(([name, value]) => [name, repeated(value, rows)]),
    ),
    answer: int32([rows, 1], new Int32Array(rows).fill(answer)),
    "suffix.start": float32([rows, length, width], begun),
  };
  for (let layer = start; layer < layers; layer++) {
    for (const what of ["keys", "values"] as const) {
      const name = `past.${layer}.${what}`;
      if (begin > 0) feeds[name] = earlierTokens(past(layer, what), begin, rows, continued);
    }
    for (const kind of PARTS) {
      const mask = new Float32Array(rows * length);
      tasks.forEach((task, r) => {
        if (task.kind !== kind || !task.layers.includes(layer)) return;
        for (let s = 0; s < samples; s++) mask[(1 + r * samples + s) * length + task.token - begin] = 1;
      });
      feeds[maskName(kind, layer)] = float32([rows, length, 1], mask);
    }
  }
  return feeds;
}

/** The first tokens of keys or values [B, Hkv, T, K], for rows that each continue one of their rows: [rows, Hkv, count, K]. */
function earlierTokens(
  tensor: Tensor,
  count: number,
  rows: number,
  continued: (row: number) => number,
): Tensor<"float32"> {
  const [, heads, tokens, size] = tensor.shape;
  const all = floats(tensor);
  const data = new Float32Array(rows * heads * count * size);
  for (let row = 0; row < rows; row++)
    for (let head = 0; head < heads; head++) {
      const at = (continued(row) * heads + head) * tokens * size;
      data.set(all.subarray(at, at + count * size), (row * heads + head) * count * size);
    }
  return float32([rows, heads, count, size], data);
}

/** A tensor of one row as so many equal ones. */
function repeated(tensor: Tensor, rows: number): Tensor {
  const { shape, data } = tensor;
  const size = sizeOf(shape);
  const all = new (data.constructor as new (length: number) => typeof data)(rows * size);
  for (let row = 0; row < rows; row++) all.set(data as never, row * size);
  return { ...tensor, shape: [rows, ...shape.slice(1)], data: all } as Tensor;
}

function answerFeeds(rows: number, tokens: number, answer: TokenId): Record<string, Tensor> {
  return {
    select: selection(new Array<number[]>(rows).fill([tokens - 1]), tokens),
    answer: int32([rows, 1], new Int32Array(rows).fill(answer)),
  };
}

function stacked(vectors: readonly Float32Array[], width: number): Tensor<"float32"> {
  const [{ length }] = vectors;
  const data = new Float32Array(vectors.length * length);
  vectors.forEach((vector, row) => data.set(vector, row * length));
  return float32([vectors.length, length / width, width], data);
}

/** A mask [B, T, 1] at one token of all rows but the clean one. */
function maskOf(rows: number, tokens: number, token: number, of: (row: number) => number): Tensor<"float32"> {
  const mask = new Float32Array(rows * tokens);
  for (let row = 1; row < rows; row++) mask[row * tokens + token] = of(row);
  return float32([rows, tokens, 1], mask);
}

function meanOfRows(values: Float32Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i];
  return sum / count;
}
