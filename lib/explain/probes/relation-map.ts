/**
 * Linear relational embedding (LRE; Hernandez et al. 2024): whether a relation is an affine map from the subject's state to
 * the object's. s is the stream at the subject's last token after some block, o the stream at the prompt's last token after
 * the last block, both before norms. Over a few examples
 *
 *     W = mean ∂o/∂s        b = mean (o − W_i s)        R(s) = β W s + b
 *
 * Faithfulness: how often R(s), read by the model's own head, names the token that the model names. Causality: s moves by
 * W†(o' − o), with a pseudo-inverse of low rank, and the rest of the model runs on; how often it then names the other's answer.
 */
import { checkCancelled, type Run } from "../../base";
import {
  argmax,
  computePrefix,
  decode,
  forwardSuffix,
  plainFeeds,
  selection,
  type Model,
  type Row,
  type TokenId,
} from "../../model";
import {
  add,
  float32,
  floats,
  grad,
  matmul,
  multiply,
  reduceSum,
  reshape,
  symmetricEigen,
  type Value,
} from "../../tensor";
import { repeatedPrefix } from "../neurons/attribute";
import { readStates } from "./states";

export interface RelationFact {
  readonly ids: Row;
  /** The subject's last token. */
  readonly subject: number;
}

export interface RelationMapCall {
  /** From which W and b are made; 8 in the paper. */
  readonly examples: readonly RelationFact[];
  readonly tests: readonly RelationFact[];
  /** The block after which s is read; 0 for the first. */
  readonly layer: number;
  readonly beta?: number;
  /** Of the pseudo-inverse. */
  readonly rank?: number;
}

export interface RelationMap {
  readonly examples: number;
  readonly tests: number;
  /** Share of tests where R(s) names what the model names. */
  readonly faithfulness: number;
  /** The same by b alone: what the relation says of any subject. */
  readonly constant: number;
  /** Share of moved tests that name the other's answer. Only pairs of tests with different answers count. */
  readonly causality: number;
  readonly moved: number;
}

/** As the paper found best for GPT-J. */
const BETA = 2.25;
const RANK = 100;
/** Rows of one pass: as many entries of o are differentiated together. */
const ROWS_A_PASS = 64;
/** Squares of singular values below this share of the largest are rounding. */
const NOTHING = 1e-10;

export async function relationMap(run: Run, model: Model, call: RelationMapCall): Promise<RelationMap> {
  const { examples, tests, layer, beta = BETA, rank = RANK } = call;
  const { width, layers } = model.facts.dimensions;
  const state = layer + 1;
  const all = [...examples, ...tests];
  const subjects = (
    await readStates(
      run,
      model,
      all.map(({ ids, subject }) => ({ ids, token: subject })),
    )
  )[state];
  const objects = (
    await readStates(
      run,
      model,
      all.map(({ ids }) => ({ ids, token: ids.length - 1 })),
    )
  )[layers];
  const at = (vectors: Float32Array, n: number) => vectors.subarray(n * width, (n + 1) * width);

  const weight = new Float64Array(width * width); // W [D out, D in]
  const constant = new Float64Array(width);
  for (const [n, example] of examples.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Differentiating", step: n, steps: examples.length });
    const jacobian = await jacobianOf(run, model, layer, example);
    const moved = product(jacobian, at(subjects, n));
    for (let i = 0; i < weight.length; i++) weight[i] += jacobian[i] / examples.length;
    for (let i = 0; i < width; i++) constant[i] += (at(objects, n)[i] - moved[i]) / examples.length;
  }

  const own = await answersOf(run, model, tests);
  const mapped = tests.map((_, n) => {
    const moved = product(weight, at(subjects, examples.length + n));
    return Float32Array.from(constant, (value, i) => beta * moved[i] + value);
  });
  const named = await readHead(run, model, [...mapped, Float32Array.from(constant)]);
  const alone = named[tests.length];

  const inverse = await pseudoInverse(weight, width, rank);
  const pairs = tests.flatMap((_, n) => {
    const other = tests.findIndex((_fact, m) => m > n && own[m] !== own[n]);
    const found = other >= 0 ? other : tests.findIndex((_fact, m) => own[m] !== own[n]);
    return found >= 0 ? [{ n, other: found }] : [];
  });
  let hits = 0;
  for (const [step, { n, other }] of pairs.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Moving subjects", step, steps: pairs.length });
    const difference = Float64Array.from(
      { length: width },
      (_, i) => at(objects, examples.length + other)[i] - at(objects, examples.length + n)[i],
    );
    const shift = inverse(difference);
    const said = await answerWith(run, model, layer, tests[n], shift);
    if (said === own[other]) hits++;
  }
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
  return {
    examples: examples.length,
    tests: tests.length,
    faithfulness: share(own.filter((id, n) => named[n] === id).length, tests.length),
    constant: share(own.filter((id) => alone === id).length, tests.length),
    causality: share(hits, pairs.length),
    moved: pairs.length,
  };
}

/** ∂o/∂s of one prompt, [D, D]: rows of a pass differentiate an entry of o each. */
export async function jacobianOf(
  run: Run,
  model: Model,
  layer: number,
  { ids, subject }: RelationFact,
): Promise<Float32Array> {
  const { width, layers } = model.facts.dimensions;
  const start = { layer, part: "resid_post" } as const;
  const prefix = await computePrefix(run, model, start, [ids], [subject]);
  if (layer === layers - 1) return lastLayer(width, subject === ids.length - 1);
  const program = await model.program(`relation:${layer}`, (context) => {
    const { graph } = context;
    const moved = graph.input("moved", "float32", ["B", 1, width]);
    const place = graph.input("place", "float32", [1, "S", 1]);
    let object: Value | undefined;
    forwardSuffix(context, model, start, (value) => add(value, multiply(moved, place)), {
      tap(site, value) {
        if (site === `blocks.${layers - 1}.resid_post`) object = value;
        return value;
      },
    });
    const last = matmul(graph.input("last", "float32", [1, 1, "S"]), object as Value); // [B, 1, D]
    const entries = reduceSum(
      multiply(last, graph.input("entry", "float32", ["B", 1, width])),
      [0, 1, 2],
      true,
    );
    const [gradient] = grad(reshape(entries, []), [moved]);
    graph.output("rows", gradient); // [B, 1, D]
  });
  const jacobian = new Float32Array(width * width);
  const { tokens } = prefix;
  const one = (index: number) => Float32Array.from({ length: tokens }, (_, t) => Number(t === index));
  for (let first = 0; first < width; first += ROWS_A_PASS) {
    checkCancelled(run.signal);
    const rows = Math.min(ROWS_A_PASS, width - first);
    const entry = new Float32Array(rows * width);
    for (let r = 0; r < rows; r++) entry[r * width + first + r] = 1;
    const results = await program.run(
      {
        ...repeatedPrefix(prefix, rows),
        moved: float32([rows, 1, width], new Float32Array(rows * width)),
        place: float32([1, tokens, 1], one(0)),
        last: float32([1, 1, tokens], one(tokens - 1)),
        entry: float32([rows, 1, width], entry),
      },
      { signal: run.signal },
    );
    jacobian.set(floats(results.rows), first * width);
  }
  return jacobian;
}

/** After the last block, o depends on no other token than its own. */
function lastLayer(width: number, isSame: boolean): Float32Array {
  const identity = new Float32Array(width * width);
  if (isSame) for (let i = 0; i < width; i++) identity[i * width + i] = 1;
  return identity;
}

/** The token that is named when the subject's state moves. */
async function answerWith(
  run: Run,
  model: Model,
  layer: number,
  { ids, subject }: RelationFact,
  shift: Float64Array,
): Promise<TokenId> {
  const { width, vocabulary } = model.facts.dimensions;
  const program = await model.program(`moved subject:${layer}`, (context) => {
    const { graph, forward, unembed } = context;
    const shifts = graph.input("shift", "float32", [1, "T", width]);
    const hidden = forward({
      ids: graph.input("ids", "int32", [1, "T"]),
      positions: graph.input("positions", "int32", [1, "T"]),
      mask: graph.input("mask", "float32", [1, 1, "T", "T"]),
      tap: (site, value) => (site === `blocks.${layer}.resid_post` ? add(value, shifts) : value),
    });
    const last = matmul(graph.input("last", "float32", [1, 1, "T"]), hidden);
    graph.output("logits", reshape(unembed(last), [vocabulary]));
  });
  const moved = new Float32Array(ids.length * width);
  moved.set(Float32Array.from(shift), subject * width);
  const results = await program.run(
    {
      ...plainFeeds([ids]),
      shift: float32([1, ids.length, width], moved),
      last: selection([[ids.length - 1]], ids.length),
    },
    { signal: run.signal },
  );
  return argmax(floats(results.logits));
}

/** What the model's head names in streams after the last block. */
async function readHead(run: Run, model: Model, streams: readonly Float32Array[]): Promise<TokenId[]> {
  const { layers, width, vocabulary } = model.facts.dimensions;
  const program = await model.program("head of streams", ({ graph, forward, unembed }) => {
    const given = graph.input("streams", "float32", [1, "N", width]);
    const hidden = forward({
      ids: graph.input("ids", "int32", [1, "N"]), // never read: the tap stands above all that reads them
      positions: graph.input("positions", "int32", [1, "N"]),
      mask: graph.input("mask", "float32", [1, 1, "N", "N"]),
      tap: (site, value) => (site === `blocks.${layers - 1}.resid_post` ? given : value),
    });
    graph.output("logits", unembed(hidden)); // [1, N, V]
  });
  const named: TokenId[] = [];
  for (let start = 0; start < streams.length; start += ROWS_A_PASS) {
    const some = streams.slice(start, start + ROWS_A_PASS);
    const joined = new Float32Array(some.length * width);
    some.forEach((stream, n) => joined.set(stream, n * width));
    const shape = [1, some.length, width];
    const results = await program.run({ streams: float32(shape, joined) }, { signal: run.signal });
    const logits = floats(results.logits);
    some.forEach((_, n) => named.push(argmax(logits.subarray(n * vocabulary, (n + 1) * vocabulary))));
  }
  return named;
}

async function answersOf(run: Run, model: Model, facts: readonly RelationFact[]): Promise<TokenId[]> {
  const named: TokenId[] = [];
  for (let start = 0; start < facts.length; start += ROWS_A_PASS) {
    const some = facts.slice(start, start + ROWS_A_PASS);
    const decoded = await decode(run, model, {
      rows: some.map(({ ids }) => ids),
      at: some.map(({ ids }) => [ids.length - 1]),
    });
    some.forEach((_, b) => named.push(argmax(decoded.logits(b, 0))));
  }
  return named;
}

/** x ↦ W† x with the largest singular values of W alone. */
async function pseudoInverse(weight: Float64Array, width: number, rank: number) {
  const gram = new Float64Array(width * width); // Wᵀ W
  for (let o = 0; o < width; o++)
    for (let i = 0; i < width; i++) {
      const left = weight[o * width + i];
      for (let j = 0; j < width; j++) gram[i * width + j] += left * weight[o * width + j];
    }
  const { values, vectors } = await symmetricEigen(gram, width);
  const largest = values[width - 1];
  return (x: Float64Array): Float64Array => {
    const back = new Float64Array(width); // Wᵀ x
    for (let o = 0; o < width; o++) for (let i = 0; i < width; i++) back[i] += weight[o * width + i] * x[o];
    const result = new Float64Array(width);
    for (let k = Math.max(0, width - rank); k < width; k++) {
      if (values[k] <= largest * NOTHING) continue;
      let along = 0;
      for (let i = 0; i < width; i++) along += vectors[k * width + i] * back[i];
      for (let i = 0; i < width; i++) result[i] += (along / values[k]) * vectors[k * width + i];
    }
    return result;
  };
}

function product(matrix: ArrayLike<number>, x: Float32Array): Float64Array {
  return Float64Array.from({ length: x.length }, (_, o) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += matrix[o * x.length + i] * x[i];
    return sum;
  });
}
