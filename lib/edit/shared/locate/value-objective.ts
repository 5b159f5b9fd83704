/**
 * The loss of v* and its gradient, for several requests in one pass. A request has one row per context and one row for the
 * KL prompt "{subject} is a". A suffix program computes only the part above the changed site. A converged request is
 * dropped from the batch. The file is long because the program, its rows and its outputs share one layout.
 */
import type { Run } from "../../../base";
import type { EditRequest } from "../../../data";
import {
  computeSharedPrefixes,
  computePrefix,
  decode,
  forwardSuffix,
  logProbability,
  plainFeeds,
  readSites,
  type Model,
  type ProgramContext,
  type Site,
  type SuffixStart,
  type Tap,
  hasAdapterAt,
} from "../../../model";
import {
  add,
  float32,
  floats,
  grad,
  greater,
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
  toFloat,
  type Tensor,
  type Value,
} from "../../../tensor";
import { inContext, locateSubject, targetIds } from "../../locate";
import type { ValueOptions } from "./values";

export type ValuePart = "attn_out" | "mlp_out" | "resid_post";

/** A point of one request's search. */
interface Point {
  readonly request: number;
  /** δ of each part, [D]. */
  readonly deltas: readonly Float32Array[];
  readonly targetFactor: number;
}

/** The terms of the loss at one point. */
export interface LossTerms {
  /** Mean over contexts of the target's mean negative log-likelihood, in nats, without its factor. */
  readonly nll: number;
  /** KL divergence on the KL prompt, in nats, without its factor. */
  readonly kl: number;
  /** Of targetFactor · nll + klFactor · kl, by each part's δ, [D]. */
  readonly gradients: readonly Float32Array[];
  /** Mean over contexts of the target's probability: exp of the mean over its tokens. */
  readonly probability: number;
  /** Mean over blocks of Σ ‖hᵢ − hⱼ‖² / D over pairs of contexts, without its weight. Only for methods that weigh it. */
  readonly consistency: number;
  /** Every target token is the most likely one in every context. Only computed for methods with annealing. */
  readonly isGreedy: boolean;
}

export interface Objective {
  /** Values of the parts for the bare prompt, by request: [D] each. */
  readonly starts: readonly (readonly Float32Array[])[];
  /** Readings in the order of the points. */
  at(points: readonly Point[]): Promise<LossTerms[]>;
}

type ObjectiveOptions = Pick<
  ValueOptions,
  "layer" | "parts" | "klFactor" | "annealWhenSolved" | "consistency" | "fullPass"
>;

/** `contexts` by request, as many for each. */
export async function prepareObjective(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly (readonly string[])[],
  given: ObjectiveOptions,
): Promise<Objective> {
  // A memory above that decides about whole texts needs all tokens.
  const options = { ...given, fullPass: given.fullPass || model.highestRouter >= given.layer };
  const layout = layOut(model, requests, contexts);
  // Before the programs of the search are built: where memory is narrow, they take the place of the one that is asked here.
  const essence = await essenceBefore(run, model, requests, layout);
  const pass = await (options.fullPass ? wholePass : suffixPass)(run, model, layout, options);
  const program = await model.program(programKey(model, options), (context) =>
    buildObjective(context, model, pass, options),
  );
  const all = { ...constantFeeds(layout, pass), essence };
  const rowsARequest = layout.contexts + 1;
  const { width } = model.facts.dimensions;
  const watched = watchedBlocks(model, options);
  let here: readonly number[] = [];
  let feeds: Readonly<Record<string, Tensor>> = {};

  return {
    starts: await startsOf(run, model, layout, pass, options),
    async at(points) {
      if (points.length !== here.length || points.some(({ request }, i) => request !== here[i])) {
        here = points.map(({ request }) => request);
        feeds = {
          ...forRequests(all, here, requests.length),
          ...targetFeeds(layout, here),
          ...(watched.length > 0 && contextFeeds(layout, here.length)),
        };
      }
      const owners = points.flatMap((point) => new Array<Point>(rowsARequest).fill(point));
      const shares = points.flatMap(({ request, targetFactor }) => {
        const positions = layout.contexts * layout.targets[request].length;
        return new Array<number>(positions).fill(targetFactor / positions);
      });
      const stepFeeds: Record<string, Tensor> = { ...feeds, weights: float32([shares.length], shares) };
      stepFeeds["kl.weights"] = float32(
        [points.length],
        points.map(() => options.klFactor),
      );
      // Σ over pairs is N times the sum of squares about the mean.
      const pairs = layout.contexts / (width * watched.length);
      if (watched.length > 0) {
        const weight = (options.consistency?.weight ?? 0) * pairs;
        stepFeeds["consistency.weights"] = float32(
          [points.length],
          new Float32Array(points.length).fill(weight),
        );
      }
      options.parts.forEach((part, p) => {
        const deltas = new Float32Array(owners.length * width);
        owners.forEach((point, b) => deltas.set(point.deltas[p], b * width));
        stepFeeds[`delta.${part}`] = float32([owners.length, 1, width], deltas);
      });
      const results = await program.run(stepFeeds, { signal: run.signal });
      let first = 0;
      return points.map(({ request }, i) => {
        const tokens = layout.targets[request].length;
        const at = { first: first, tokens, index: i, contexts: layout.contexts, pairs };
        const terms = readingOf(results, at, options);
        first += tokens * layout.contexts;
        return terms;
      });
    },
  };
}

/**
 * Rows of the pass, request by request: the contexts with the target's tokens before the last, then "{subject} is a". Rows
 * are joined as ids: a decoder may leave out the space that a target begins with.
 */
function layOut(model: Model, requests: readonly EditRequest[], contexts: readonly (readonly string[])[]) {
  const { tokenizer } = model;
  const targets = requests.map((request) => targetIds(tokenizer, request));
  const rows = requests.flatMap((request, n) => {
    const forced = targets[n].slice(0, -1); // the last target token is predicted, never read
    return [
      ...contexts[n].map((context) => {
        const located = locateSubject(tokenizer, inContext(context, request.prompt), request.subject);
        return { ...located, ids: [...located.ids, ...forced] };
      }),
      locateSubject(tokenizer, "{} is a", request.subject),
    ];
  });
  return {
    rows,
    targets,
    contexts: contexts[0].length,
    picks: Math.max(...targets.map(({ length }) => length)),
  };
}
type Layout = ReturnType<typeof layOut>;

function programKey(model: Model, options: ObjectiveOptions): string {
  const { layer, parts, fullPass = false, annealWhenSolved = false } = options;
  return `value:${layer}:${parts.join("+")}:${fullPass}:${annealWhenSolved}:${watchedBlocks(model, options).join()}`;
}

/** Blocks after which contexts should agree. */
function watchedBlocks({ facts }: Model, { layer, consistency }: ObjectiveOptions): number[] {
  const count = consistency ? Math.min(consistency.blocks, facts.dimensions.layers - 1 - layer) : 0;
  return Array.from({ length: Math.max(0, count) }, (_, i) => layer + 1 + i);
}

function buildObjective(
  context: ProgramContext,
  model: Model,
  pass: SurroundingPass,
  options: ObjectiveOptions,
): void {
  const { layer, parts, annealWhenSolved, fullPass } = options;
  const { graph, unembed } = context;
  const { vocabulary, width, layers } = model.facts.dimensions;
  const where = graph.input("where", "float32", ["B", pass.tokensName, 1]); // 1 at the subject's last token
  const select = graph.input("select", "float32", ["B", "Q", pass.tokensName]);
  const chosen = (x: Value): Value => (x.shape[1] === "Q" ? x : matmul(select, x)); // [B, Q, X]
  const deltas = parts.map((part) => graph.input(`delta.${part}`, "float32", ["B", 1, width]));
  const watched = watchedBlocks(model, options);
  const streams: Value[] = []; // at the subject's last token, [B, D] each
  // After the last attention layer, tokens are independent, so only the scored ones are computed from there on.
  const last =
    fullPass ||
    layer === layers - 1 ||
    watched.includes(layers - 1) ||
    hasAdapterAt(model.overlays, layers - 1)
      ? []
      : [`blocks.${layers - 1}.resid_mid`, `blocks.${layers - 1}.mlp.in`];
  const hidden = pass.hidden(context, (site, value) => {
    if (last.includes(site)) return chosen(value);
    if (watched.some((block) => site === `blocks.${block}.resid_post`))
      streams.push(reduceSum(multiply(where, value), [1], false));
    const p = parts.findIndex((part) => site === `blocks.${layer}.${part}`);
    return p < 0 ? value : add(value, multiply(where, deltas[p]));
  }); // [B, Q, D], or [B, S, D]
  const read = chosen(fullPass ? unembed(hidden) : hidden); // [B, Q, X]
  const flat = reshape(read, ["B*Q", read.shape[2]]);
  const logitsOf = (name: string, count: string): Value => {
    const rows = matmul(graph.input(name, "float32", [count, "B*Q"]), flat);
    return fullPass ? rows : unembed(rows);
  };

  const logP = logSoftmax(logitsOf("target.rows", "N")); // [N, V] at the N target tokens of all rows
  const labels = oneHot(graph.input("labels", "int32", ["N"]), vocabulary); // [N, V]
  const logPTarget = reduceSum(multiply(logP, labels), [-1], true); // [N, 1]
  const weights = graph.input("weights", "float32", ["N"]);
  const logLikelihood = reduceSum(multiply(reshape(logPTarget, ["N"]), weights), [0], true);
  const before = graph.input("essence", "float32", ["E", vocabulary]);
  const kl = klDivergence(logSoftmax(logitsOf("essence.rows", "E")), before); // [E]
  const drift = reduceSum(multiply(kl, graph.input("kl.weights", "float32", ["E"])), [0], true);
  let loss = subtract(reshape(drift, []), reshape(logLikelihood, []));
  if (streams.length > 0) {
    const consistency = consistencyOf(context, streams);
    graph.output("consistency", multiply(consistency, 1));
    const weights = graph.input("consistency.weights", "float32", ["E"]);
    loss = add(loss, reshape(reduceSum(multiply(consistency, weights), [0], true), []));
  }
  graph.output("log p", logPTarget);
  if (annealWhenSolved) graph.output("likelier", reduceSum(toFloat(greater(logP, logPTarget)), [-1], false)); // [N]
  graph.output("kl", kl);
  grad(loss, deltas).forEach((gradient, p) => graph.output(`gradient.${parts[p]}`, gradient));
}

/** Σ over blocks and contexts of ‖h − h̄‖², with h̄ the mean over a request's contexts: [E]. */
function consistencyOf({ graph }: ProgramContext, streams: readonly Value[]): Value {
  const centering = graph.input("contexts.centering", "float32", ["B", "B"]);
  const owners = graph.input("contexts.owners", "float32", ["E", "B"]);
  const squares = streams.map((stream) => {
    const apart = matmul(centering, stream); // h − h̄, and 0 for "{subject} is a"
    return reduceSum(multiply(apart, apart), [-1], true); // [B, 1]
  });
  return reshape(matmul(owners, squares.reduce(add)), ["E"]);
}

/** How rows of some requests are centered on the mean of their contexts, [B, B], and whose they are, [E, B]. */
function contextFeeds({ contexts }: Layout, requests: number): Record<string, Tensor> {
  const rows = requests * (contexts + 1);
  const [centering, owners] = [new Float32Array(rows * rows), new Float32Array(requests * rows)];
  for (let n = 0; n < requests; n++) {
    const first = n * (contexts + 1);
    for (let c = first; c < first + contexts; c++) {
      owners[n * rows + c] = 1;
      for (let other = first; other < first + contexts; other++)
        centering[c * rows + other] = (c === other ? 1 : 0) - 1 / contexts;
    }
  }
  return {
    "contexts.centering": float32([rows, rows], centering),
    "contexts.owners": float32([requests, rows], owners),
  };
}

/** log p of what follows "{subject} is a" before the change, [E, V]. */
async function essenceBefore(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  { rows, contexts }: Layout,
): Promise<Tensor> {
  const { vocabulary } = model.facts.dimensions;
  const essences = requests.map((_, n) => rows[n * (contexts + 1) + contexts]);
  const read = await decode(run, model, {
    rows: essences.map(({ ids, subjectEnd }) => ids.slice(0, subjectEnd + 1)),
    at: essences.map(({ subjectEnd }) => [subjectEnd]),
  });
  const before = new Float32Array(requests.length * vocabulary);
  requests.forEach((_, n) => before.set(logDistribution(read.logits(n, 0)), n * vocabulary));
  return float32([requests.length, vocabulary], before);
}

/** Feeds that no step changes, request by request along the first axis. */
function constantFeeds(
  { rows, targets, contexts, picks }: Layout,
  pass: SurroundingPass,
): Record<string, Tensor> {
  const where = new Float32Array(rows.length * pass.tokens);
  const select = new Float32Array(rows.length * picks * pass.tokens);
  rows.forEach(({ ids, subjectEnd }, b) => {
    const subject = subjectEnd - pass.from[b];
    where[b * pass.tokens + subject] = 1;
    const target = targets[Math.floor(b / (contexts + 1))];
    const isEssence = b % (contexts + 1) === contexts;
    const at = isEssence ? [subject] : target.map((_, q) => ids.length - target.length + q - pass.from[b]);
    at.forEach((index, q) => (select[(b * picks + q) * pass.tokens + index] = 1));
  });
  return {
    ...pass.feeds,
    where: float32([rows.length, pass.tokens, 1], where),
    select: float32([rows.length, picks, pass.tokens], select),
  };
}

/**
 * Which of the chosen tokens [B, Q] of some requests are asked for a target token, [N, B*Q], and which for what the subject
 * is, [E, B*Q]: only these reach the vocabulary. With the target tokens themselves, [N].
 */
function targetFeeds(
  { targets, contexts, picks }: Layout,
  requests: readonly number[],
): Record<string, Tensor> {
  const columns = requests.length * (contexts + 1) * picks;
  const [asked, labels, essences]: number[][] = [[], [], []];
  requests.forEach((request, i) => {
    const first = i * (contexts + 1) * picks;
    for (let c = 0; c < contexts; c++) {
      targets[request].forEach((label, q) => {
        asked.push(first + c * picks + q);
        labels.push(label);
      });
    }
    essences.push(first + contexts * picks);
  });
  return {
    "target.rows": unitRows(asked, columns),
    "essence.rows": unitRows(essences, columns),
    labels: int32([labels.length], labels),
  };
}

/** A 0/1 matrix with one 1 in each row. */
function unitRows(at: readonly number[], columns: number): Tensor {
  const matrix = new Float32Array(at.length * columns);
  at.forEach((column, row) => (matrix[row * columns + column] = 1));
  return float32([at.length, columns], matrix);
}

/** The feeds of some of the requests. All of them have the rows, or the requests, as their first axis. */
function forRequests(
  feeds: Readonly<Record<string, Tensor>>,
  kept: readonly number[],
  requests: number,
): Readonly<Record<string, Tensor>> {
  if (kept.length === requests && kept.every((n, i) => n === i)) return feeds;
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

/**
 * The position of one request in a pass: its first target token, its target tokens per context, its index, and the count of
 * pairs.
 */
interface Place {
  readonly first: number;
  readonly tokens: number;
  readonly index: number;
  readonly contexts: number;
  readonly pairs: number;
}

function readingOf(
  results: Readonly<Record<string, Tensor>>,
  { first: first, tokens, index, contexts, pairs }: Place,
  { parts }: ObjectiveOptions,
): LossTerms {
  const cellsOf = (tensor: Tensor) => floats(tensor).subarray(first, first + tokens * contexts);
  const logP = cellsOf(results["log p"]);
  let [nll, probability] = [0, 0];
  for (let c = 0; c < contexts; c++) {
    let mean = 0; // of log p over the target's tokens
    for (let q = 0; q < tokens; q++) mean += logP[c * tokens + q] / tokens;
    nll -= mean / contexts;
    probability += Math.exp(mean) / contexts;
  }
  const gradients = parts.map((part) => {
    const rows = results[`gradient.${part}`]; // [B, 1, D]
    const width = rows.shape[2];
    const block = (contexts + 1) * width;
    const sum = new Float32Array(width);
    const from = floats(rows).subarray(index * block, (index + 1) * block);
    for (let i = 0; i < block; i++) sum[i % width] += from[i];
    return sum;
  });
  const isGreedy = "likelier" in results && cellsOf(results.likelier).every((count) => count === 0);
  const consistency = "consistency" in results ? pairs * floats(results.consistency)[index] : 0;
  return { nll, kl: floats(results.kl)[index], consistency, gradients, probability, isGreedy };
}

/** The surroundings of the changed vectors: the constants of a pass, its hidden states, and the starts of its rows. */
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
  { rows, contexts }: Layout,
  { layer, parts }: ObjectiveOptions,
): Promise<SurroundingPass> {
  const start = suffixStart(layer, parts);
  const from = rows.map(({ subjectEnd }) => subjectEnd);
  const ids = rows.map((row) => row.ids);
  const grouped = rows.map((row, b) => ({ ids: row.ids, before: row.subjectEnd, group: b % (contexts + 1) }));
  const sharedPrefixes = await computeSharedPrefixes(run, model, grouped, model.facts.dimensions.layers);
  const prefixCache = sharedPrefixes?.of([...rows.keys()]);
  const { feeds, tokens } = await computePrefix(run, model, start, ids, from, prefixCache);
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

async function wholePass(_run: Run, _model: Model, { rows }: Layout): Promise<SurroundingPass> {
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
