/**
 * The loss of v* and its gradient, for several requests in one pass. A request has one row a context and one row for what
 * the subject is. Only what lies above the changed site is computed, by a suffix program; a request that has stopped leaves
 * the pass.
 */
import type { Run } from "../../base";
import type { EditRequest } from "../../data";
import {
  computePrefix,
  decode,
  forwardSuffix,
  logProbability,
  plainFeeds,
  readSites,
  selection,
  type Model,
  type ProgramContext,
  type Site,
  type SuffixStart,
  type Tap,
} from "../../model";
import {
  add,
  float32,
  floats,
  grad,
  int32,
  klDivergence,
  logSoftmax,
  matmul,
  multiply,
  oneHot,
  reduceSum,
  reshape,
  sizeOf,
  subtract,
  transposed,
  type Tensor,
  type Value,
} from "../../tensor";
import { inContext, locateSubject, type Located } from "../locate";
import type { ValueOptions } from "./values";

export type ValuePart = "attn_out" | "mlp_out" | "resid_post";

/** A point of one request's search. */
export interface Point {
  readonly request: number;
  /** δ of each part, [D]. */
  readonly deltas: readonly Float32Array[];
  readonly targetFactor: number;
}

/** What the loss is made of at one point. */
export interface Reading {
  /** Mean over contexts of the target's mean negative log-likelihood, in nats, without its factor. */
  readonly nll: number;
  /** KL divergence of what the subject is, in nats, without its factor. */
  readonly kl: number;
  /** Of targetFactor · nll + klFactor · kl, by each part's δ, [D]. */
  readonly gradients: readonly Float32Array[];
  /** Mean over contexts of the target's probability: exp of the mean over its tokens. */
  readonly probability: number;
  /** Every target token is the likeliest in every context. Only looked at for methods that ease. */
  readonly isGreedy: boolean;
}

export interface Objective {
  /** Values of the parts for the bare prompt, by request: [D] each. */
  readonly starts: readonly (readonly Float32Array[])[];
  /** Readings in the order of the points. */
  at(points: readonly Point[]): Promise<Reading[]>;
}

type ObjectiveOptions = Pick<
  ValueOptions,
  "layer" | "parts" | "targetIds" | "klFactor" | "easesWhenGreedy" | "fullPass"
>;

export async function prepareObjective(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly string[],
  options: ObjectiveOptions,
): Promise<Objective> {
  const layout = layOut(model, requests, contexts, options);
  const pass = await (options.fullPass ? wholePass : suffixPass)(run, model, layout.rows, options);
  const program = await model.program(programKey(options), (context) =>
    buildObjective(context, model, pass, options),
  );
  const all = await constantFeeds(run, model, requests, layout, pass);
  const rowsARequest = contexts.length + 1;
  const { width } = model.facts.dimensions;
  let [here, feeds] = [requests.map((_, n) => n), all];

  return {
    starts: await startsOf(run, model, layout, pass, options),
    async at(points) {
      if (points.length !== here.length) {
        here = points.map(({ request }) => request);
        feeds = forRequests(all, here, requests.length);
      }
      const perRow = points.flatMap((point) => new Array<Point>(rowsARequest).fill(point));
      const weights = Float32Array.from(floats(feeds.weights));
      const columns = weights.length / perRow.length;
      for (let i = 0; i < weights.length; i++) weights[i] *= perRow[Math.floor(i / columns)].targetFactor;
      const own: Record<string, Tensor> = { ...feeds, weights: float32(feeds.weights.shape, weights) };
      own["kl.weights"] = float32(
        [points.length],
        points.map(() => options.klFactor),
      );
      own["essence.rows"] = essenceRows(points.length, rowsARequest);
      options.parts.forEach((part, p) => {
        const deltas = new Float32Array(perRow.length * width);
        perRow.forEach((point, b) => deltas.set(point.deltas[p], b * width));
        own[`delta.${part}`] = float32([perRow.length, 1, width], deltas);
      });
      const results = await program.run(own, { signal: run.signal });
      return points.map((_, i) => readingOf(results, feeds, i, rowsARequest, options));
    },
  };
}

/** Rows of the pass, request by request: the contexts with the target's tokens before the last, then "{subject} is a". */
function layOut(
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly string[],
  { targetIds }: ObjectiveOptions,
) {
  const { tokenizer } = model;
  const targets = requests.map(({ targetNew }) => targetIds(tokenizer, targetNew));
  const rows = requests.flatMap((request, n) => {
    const forced = tokenizer.decode(targets[n].slice(0, -1)); // the last target token is predicted, never read
    return [
      ...contexts.map((context) =>
        locateSubject(tokenizer, inContext(context, request.prompt) + forced, request.subject),
      ),
      locateSubject(tokenizer, "{} is a", request.subject),
    ];
  });
  return { rows, targets, contexts: contexts.length };
}
type Layout = ReturnType<typeof layOut>;

function programKey({ layer, parts, fullPass = false, easesWhenGreedy = false }: ObjectiveOptions): string {
  return `value:${layer}:${parts.join("+")}:${fullPass}:${easesWhenGreedy}`;
}

function buildObjective(
  context: ProgramContext,
  model: Model,
  pass: SurroundingPass,
  { layer, parts, easesWhenGreedy, fullPass }: ObjectiveOptions,
): void {
  const { graph, unembed } = context;
  const { vocabulary, width } = model.facts.dimensions;
  const where = graph.input("where", "float32", ["B", pass.tokensName, 1]); // 1 at the subject's last token
  const deltas = parts.map((part) => graph.input(`delta.${part}`, "float32", ["B", 1, width]));
  const hidden = pass.hidden(context, (site, value) => {
    const p = parts.findIndex((part) => site === `blocks.${layer}.${part}`);
    return p < 0 ? value : add(value, multiply(where, deltas[p]));
  }); // [B, S, D]
  const select = graph.input("select", "float32", ["B", "Q", pass.tokensName]);
  const logits = fullPass ? matmul(select, unembed(hidden)) : unembed(matmul(select, hidden)); // [B, Q, V]
  const logP = logSoftmax(logits); // [B, Q, V]
  const labels = oneHot(graph.input("labels", "int32", ["B", "Q"]), vocabulary); // [B, Q, V]
  const logPTarget = reduceSum(multiply(logP, labels), [-1], false); // [B, Q]
  const nll = reduceSum(multiply(logPTarget, graph.input("weights", "float32", ["B", "Q"])), [0, 1], true);

  const atSubject = reshape(matmul(transposed(where), hidden), ["B", width]);
  const essence = matmul(graph.input("essence.rows", "float32", ["E", "B"]), atSubject); // [E, D]
  const before = graph.input("essence", "float32", ["E", vocabulary]);
  const kl = klDivergence(logSoftmax(unembed(essence)), before); // [E]
  const drift = reduceSum(multiply(kl, graph.input("kl.weights", "float32", ["E"])), [0], true);
  const loss = subtract(reshape(drift, []), reshape(nll, []));
  graph.output("log p", logPTarget);
  if (easesWhenGreedy) graph.output("log p of all", logP);
  graph.output("kl", kl);
  grad(loss, deltas).forEach((gradient, p) => graph.output(`gradient.${parts[p]}`, gradient));
}

/** Feeds that no step changes. `weights` are 1 / (tokens · contexts) where a target token is predicted. */
async function constantFeeds(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  { rows, targets, contexts }: Layout,
  pass: SurroundingPass,
): Promise<Record<string, Tensor>> {
  const { vocabulary } = model.facts.dimensions;
  const width = Math.max(...targets.map(({ length }) => length));
  const labels = new Int32Array(rows.length * width).fill(-1);
  const weights = new Float32Array(rows.length * width);
  const where = new Float32Array(rows.length * pass.tokens);
  const at = rows.map(({ ids, subjectEnd }, b) => {
    where[b * pass.tokens + subjectEnd - pass.from[b]] = 1;
    const target = targets[Math.floor(b / (contexts + 1))];
    if (b % (contexts + 1) === contexts) return [];
    labels.set(target, b * width);
    weights.fill(1 / (target.length * contexts), b * width, b * width + target.length);
    return target.map((_, q) => ids.length - target.length + q - pass.from[b]);
  });
  const essences = requests.map((_, n) => rows[n * (contexts + 1) + contexts]);
  const read = await decode(run, model, {
    rows: essences.map(({ ids, subjectEnd }) => ids.slice(0, subjectEnd + 1)),
    at: essences.map(({ subjectEnd }) => [subjectEnd]),
  });
  const before = new Float32Array(requests.length * vocabulary);
  requests.forEach((_, n) => before.set(logDistribution(read.logits(n, 0)), n * vocabulary));
  return {
    ...pass.feeds,
    where: float32([rows.length, pass.tokens, 1], where),
    select: selection(at, pass.tokens),
    labels: int32([rows.length, width], labels),
    weights: float32([rows.length, width], weights),
    essence: float32([requests.length, vocabulary], before),
  };
}

/** The feeds of some of the requests. All of them have the rows, or the requests, as their first axis. */
function forRequests(
  feeds: Readonly<Record<string, Tensor>>,
  kept: readonly number[],
  requests: number,
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape, data }]) => {
      const block = sizeOf(shape) / requests;
      const part = data.slice(0, block * kept.length);
      kept.forEach((n, i) => part.set(data.subarray(n * block, (n + 1) * block) as never, i * block));
      const sizes = [(shape[0] / requests) * kept.length, ...shape.slice(1)];
      return [name, { dtype, shape: sizes, data: part } as Tensor];
    }),
  );
}

/** [E, B], 1 where a row is the request's last. */
function essenceRows(requests: number, rowsARequest: number): Tensor {
  const rows = new Float32Array(requests * requests * rowsARequest);
  for (let n = 0; n < requests; n++) rows[n * requests * rowsARequest + (n + 1) * rowsARequest - 1] = 1;
  return float32([requests, requests * rowsARequest], rows);
}

function readingOf(
  results: Readonly<Record<string, Tensor>>,
  { weights, labels }: Readonly<Record<string, Tensor>>,
  request: number,
  rowsARequest: number,
  { parts, easesWhenGreedy }: ObjectiveOptions,
): Reading {
  const [, columns] = weights.shape;
  const [first, contexts] = [request * rowsARequest, rowsARequest - 1];
  const own = (tensor: Tensor, b: number) => floats(tensor).subarray(b * columns, (b + 1) * columns);
  let [nll, probability] = [0, 0];
  for (let b = first; b < first + contexts; b++) {
    const [shares, logP] = [own(weights, b), own(results["log p"], b)];
    const row = logP.reduce((sum, value, q) => sum + shares[q] * value, 0); // mean log p of the target / contexts
    nll -= row;
    probability += Math.exp(row * contexts) / contexts;
  }
  const gradients = parts.map((part) => {
    const rows = results[`gradient.${part}`]; // [B, 1, D]
    const width = rows.shape[2];
    const sum = new Float32Array(width);
    const from = floats(rows).subarray(first * width, (first + rowsARequest) * width);
    from.forEach((value, i) => (sum[i % width] += value));
    return sum;
  });
  const isGreedy =
    easesWhenGreedy === true && isLikeliest(results["log p of all"], labels, first, contexts, columns);
  return { nll, kl: floats(results.kl)[request], gradients, probability, isGreedy };
}

/** Whether no token is likelier than the target's, in any of the rows. */
function isLikeliest(logP: Tensor, labels: Tensor, first: number, rows: number, columns: number): boolean {
  const vocabulary = logP.shape[2];
  const values = floats(logP);
  for (let at = first * columns; at < (first + rows) * columns; at++) {
    const label = Number(labels.data[at]);
    if (label < 0) continue;
    const place = values.subarray(at * vocabulary, (at + 1) * vocabulary);
    if (place.some((value) => value > place[label])) return false;
  }
  return true;
}

/** What surrounds the changed vectors: the constants of a pass, its hidden states, and where its rows begin. */
interface SurroundingPass {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** First token of each row that the pass computes. */
  readonly from: readonly number[];
  readonly tokens: number;
  readonly tokensName: string;
  hidden(context: ProgramContext, tap: Tap): Value;
}

async function suffixPass(
  run: Run,
  model: Model,
  rows: readonly Located[],
  { layer, parts }: ObjectiveOptions,
): Promise<SurroundingPass> {
  const start = suffixStart(layer, parts);
  const from = rows.map(({ subjectEnd }) => subjectEnd);
  const ids = rows.map((row) => row.ids);
  const { feeds, tokens } = await computePrefix(run, model, start, ids, from);
  return {
    feeds,
    from,
    tokens,
    tokensName: "S",
    hidden: (context, tap) =>
      forwardSuffix(context, model, start, (value) => tap(`blocks.${layer}.${start.part}`, value), { tap }),
  };
}

/** The attention's output has no suffix of its own: the block is computed again. */
function suffixStart(layer: number, parts: readonly ValuePart[]): SuffixStart {
  const [part] = parts;
  return { layer, part: parts.length > 1 || part === "attn_out" ? "resid_pre" : part };
}

async function wholePass(_run: Run, _model: Model, rows: readonly Located[]): Promise<SurroundingPass> {
  const ids = rows.map((row) => row.ids);
  return {
    feeds: plainFeeds(ids),
    from: rows.map(() => 0),
    tokens: Math.max(...ids.map((row) => row.length)),
    tokensName: "T",
    hidden: ({ graph, forward }, tap) =>
      forward({
        ids: graph.input("ids", "int32", ["B", "T"]),
        positions: graph.input("positions", "int32", ["B", "T"]),
        mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
        tap,
      }),
  };
}

/** The suffix has it when it starts at the changed part; else it is read. */
async function startsOf(
  run: Run,
  model: Model,
  { rows, targets, contexts }: Layout,
  { feeds }: SurroundingPass,
  { layer, parts }: ObjectiveOptions,
): Promise<Float32Array[][]> {
  const { width } = model.facts.dimensions;
  const plain = targets.map((_, n) => n * (contexts + 1));
  const known = feeds["suffix.start"]; // [B, S, D], from the subject's last token on
  if (known && parts.length === 1) {
    const stride = known.shape[1] * width;
    return plain.map((b) => [floats(known).slice(b * stride, b * stride + width)]);
  }
  const sites = parts.map((part): Site => `blocks.${layer}.${part}`);
  const read = await readSites(
    run,
    model,
    plain.map((b) => rows[b].ids.slice(0, rows[b].subjectEnd + 1)),
    plain.map((b) => [rows[b].subjectEnd]),
    sites,
  );
  return plain.map((_, n) => sites.map((site) => floats(read[site]).slice(n * width, (n + 1) * width)));
}

/** log p of every token, [V]. */
function logDistribution(logits: Float32Array): Float32Array {
  const shift = logits[0] - logProbability(logits, 0);
  return logits.map((logit) => logit - shift);
}
