/**
 * Finds v*: the MLP output at the subject's last token that makes the new target likely (Meng et al. 2022, eq. 4):
 *
 *     L(δ) = mean over contexts of −1/T Σ log p(target) + λ_KL · KL(p(·|"{subject} is a") ‖ before) + λ_wd · ‖δ‖ / ‖v‖²
 *
 * δ is added to the MLP output v in every row. The KL row is read at the subject's last token, and the norm in the last term
 * is not squared: both as in the authors' code. Only what lies above v is computed, by a suffix program.
 */
import { checkCancelled, NumericalError, type Run } from "../../base";
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
} from "../../model";
import {
  adam,
  add,
  float32,
  floats,
  grad,
  klDivergence,
  logSoftmax,
  matmul,
  multiply,
  norm,
  oneHot,
  projectOnBall,
  reduceSum,
  reshape,
  type Tensor,
  type Value,
} from "../../tensor";
import { inContext, locateSubject, targetIds, type Located } from "../locate";

export interface ValueOptions {
  readonly layer: number;
  readonly valueSteps: number;
  readonly valueLearningRate: number;
  readonly valueWeightDecay: number;
  readonly klFactor: number;
  /** ‖δ‖ stays within this many times ‖v‖. */
  readonly clampFactor: number;
  /** Computes every layer and token at each step, as the reference implementations do; for benchmarks and tests. */
  readonly fullPass?: boolean;
}

export interface OptimizedValue {
  /** The MLP output of the bare prompt before the change, [D]. */
  readonly start: Float32Array;
  /** δ, [D]; v* is start + δ. */
  readonly delta: Float32Array;
  /** The total loss at each step, before that step's update. */
  readonly losses: readonly number[];
  /** Mean probability of the target over contexts at the end. */
  readonly probability: number;
}

/** Below this total loss the target is as good as certain. */
const ENOUGH = 5e-2;

export async function optimizeValue(
  run: Run,
  model: Model,
  request: EditRequest,
  contexts: readonly string[],
  options: ValueOptions,
): Promise<OptimizedValue> {
  const objective = await prepareObjective(run, model, request, contexts, options);
  const { start } = objective;
  const startNorm = norm(start);
  const radius = options.clampFactor * startNorm;
  const delta = new Float32Array(start.length);
  const optimizer = adam({ learningRate: options.valueLearningRate });
  const losses: number[] = [];
  let probability = 0;

  for (let step = 0; step < options.valueSteps; step++) {
    checkCancelled(run.signal);
    const { nll, kl, gradient, probability: current } = await objective.at(delta);
    probability = current;
    const deltaNorm = norm(delta);
    const decay = (options.valueWeightDecay * deltaNorm) / startNorm ** 2;
    const loss = nll + kl + decay;
    if (!Number.isFinite(loss)) {
      throw new NumericalError(
        `The loss is ${loss} at step ${step + 1} in layer ${options.layer}.`,
        { step: step + 1, layer: options.layer, deltaNorm },
        "Lower the learning rate of v*.",
      );
    }
    losses.push(loss);
    run.progress({
      phase: `Optimizing v* at layer ${options.layer}`,
      step: step + 1,
      steps: options.valueSteps,
      values: { lossNats: loss, nllNats: nll, klNats: kl, probability },
    });
    if (loss < ENOUGH || step === options.valueSteps - 1) break;
    // The norm has no gradient at 0; PyTorch takes 0 there.
    const pull = deltaNorm > 0 ? options.valueWeightDecay / (deltaNorm * startNorm ** 2) : 0;
    optimizer.step(
      delta,
      gradient.map((value, i) => value + pull * delta[i]),
    );
    projectOnBall(delta, radius);
  }
  return { start, delta, losses, probability };
}

interface Objective {
  /** The MLP output of the first row at the subject's last token, [D]. */
  readonly start: Float32Array;
  /** Mean NLL in nats, the weighted KL, their gradient by δ [D], and the mean probability of the target. */
  at(delta: Float32Array): Promise<{ nll: number; kl: number; gradient: Float32Array; probability: number }>;
}

async function prepareObjective(
  run: Run,
  model: Model,
  request: EditRequest,
  contexts: readonly string[],
  { layer, klFactor, fullPass = false }: ValueOptions,
): Promise<Objective> {
  const { tokenizer } = model;
  const { vocabulary, width } = model.facts.dimensions;
  const target = targetIds(tokenizer, request.targetNew);
  const forced = tokenizer.decode(target.slice(0, -1)); // the last target token is predicted, never read
  const rewrites = contexts.map((context) =>
    locateSubject(tokenizer, inContext(context, request.prompt) + forced, request.subject),
  );
  const essence = locateSubject(tokenizer, "{} is a", request.subject);
  const rows = [...rewrites, essence];
  const pass = await (fullPass ? wholePass : suffixPass)(run, model, layer, rows);

  const labels = new Int32Array(rows.length * target.length).fill(-1);
  const weights = new Float32Array(rows.length * target.length);
  const klWeights = new Float32Array(rows.length * target.length);
  const at = rows.map(({ ids, subjectEnd }, b) => {
    if (b === rewrites.length) {
      klWeights[b * target.length] = klFactor;
      return [subjectEnd - pass.from[b]];
    }
    labels.set(target, b * target.length);
    weights.fill(1 / (target.length * rewrites.length), b * target.length, (b + 1) * target.length);
    return target.map((_, q) => ids.length - target.length + q - pass.from[b]);
  });
  const program = await model.program(`value:${layer}:${fullPass}`, (context) => {
    const { graph, unembed } = context;
    const delta = graph.input("delta", "float32", [width]);
    const where = graph.input("where", "float32", ["B", pass.tokensName, 1]); // 1 at the subject's last token
    const hidden = pass.hidden(context, (value) => add(value, multiply(where, delta)));
    const chosen = matmul(graph.input("select", "float32", ["B", "Q", pass.tokensName]), hidden); // [B, Q, D]
    const logP = logSoftmax(unembed(chosen)); // [B, Q, V]
    const ids = graph.input("labels", "int32", ["B", "Q"]);
    const logPTarget = reduceSum(multiply(logP, oneHot(ids, vocabulary)), [-1], false); // [B, Q]
    const rowWeights = graph.input("weights", "float32", ["B", "Q"]);
    const nll = multiply(total(multiply(logPTarget, rowWeights)), -1);
    const before = graph.input("essence", "float32", [vocabulary]);
    const drift = klDivergence(logP, before); // [B, Q]
    const kl = total(multiply(drift, graph.input("kl.weights", "float32", ["B", "Q"])));
    graph.output("nll", nll);
    graph.output("kl", kl);
    graph.output("log p", logPTarget);
    graph.output("gradient", grad(add(nll, kl), [delta])[0]);
  });

  const shape = [rows.length, target.length];
  const where = new Float32Array(rows.length * pass.tokens);
  rows.forEach(({ subjectEnd }, b) => (where[b * pass.tokens + subjectEnd - pass.from[b]] = 1));
  const feeds: Record<string, Tensor> = {
    ...pass.feeds,
    where: float32([rows.length, pass.tokens, 1], where),
    select: selection(at, pass.tokens),
    labels: { dtype: "int32", shape, data: labels },
    weights: float32(shape, weights),
    "kl.weights": float32(shape, klWeights),
    essence: float32([vocabulary], await logDistribution(run, model, essence.ids, essence.subjectEnd)),
  };
  return {
    start: pass.start,
    async at(delta) {
      const results = await program.run({ ...feeds, delta: float32([width], delta) }, { signal: run.signal });
      const rowLogP = floats(results["log p"]).subarray(0, rewrites.length * target.length);
      return {
        nll: floats(results.nll)[0],
        kl: floats(results.kl)[0],
        gradient: floats(results.gradient),
        probability: meanProbability(rowLogP, target.length),
      };
    },
  };
}

/** What surrounds the changed vector: the constants of a pass, its hidden states, and where its rows begin. */
interface SurroundingPass {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** First token of each row that the pass computes. */
  readonly from: readonly number[];
  readonly tokens: number;
  readonly tokensName: string;
  /** The first row's MLP output at the subject's last token, unchanged, [D]. */
  readonly start: Float32Array;
  hidden(context: ProgramContext, change: (value: Value) => Value): Value;
}

async function suffixPass(
  run: Run,
  model: Model,
  layer: number,
  rows: readonly Located[],
): Promise<SurroundingPass> {
  const suffixStart: SuffixStart = { layer, part: "mlp_out" };
  const from = rows.map(({ subjectEnd }) => subjectEnd);
  const { feeds, tokens } = await computePrefix(
    run,
    model,
    suffixStart,
    rows.map(({ ids }) => ids),
    from,
  );
  return {
    feeds,
    from,
    tokens,
    tokensName: "S",
    start: floats(feeds["suffix.start"]).slice(0, model.facts.dimensions.width), // [B, S, D]
    hidden: (context, change) => forwardSuffix(context, model, suffixStart, change),
  };
}

async function wholePass(
  run: Run,
  model: Model,
  layer: number,
  rows: readonly Located[],
): Promise<SurroundingPass> {
  const site: Site = `blocks.${layer}.mlp_out`;
  const ids = rows.map((row) => row.ids);
  const read = await readSites(run, model, ids.slice(0, 1), [[rows[0].subjectEnd]], [site]);
  return {
    feeds: plainFeeds(ids),
    from: rows.map(() => 0),
    tokens: Math.max(...ids.map((row) => row.length)),
    tokensName: "T",
    start: floats(read[site]),
    hidden: ({ graph, forward }, change) =>
      forward({
        ids: graph.input("ids", "int32", ["B", "T"]),
        positions: graph.input("positions", "int32", ["B", "T"]),
        mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
        tap: (at, value) => (at === site ? change(value) : value),
      }),
  };
}

function total(x: Value): Value {
  return reshape(reduceSum(x, [0, 1], true), []);
}

/** log p of every token after a position, [V]. */
async function logDistribution(
  run: Run,
  model: Model,
  ids: readonly number[],
  at: number,
): Promise<Float32Array> {
  const logits = (await decode(run, model, { rows: [ids], at: [[at]] })).logits(0, 0);
  const shift = logits[0] - logProbability(logits, 0);
  return logits.map((logit) => logit - shift);
}

/** Mean over rows of exp of the mean log p. */
function meanProbability(logP: Float32Array, length: number): number {
  const rows = logP.length / length;
  let sum = 0;
  for (let b = 0; b < rows; b++) {
    sum += Math.exp(
      logP.subarray(b * length, (b + 1) * length).reduce((rowSum, value) => rowSum + value, 0) / length,
    );
  }
  return sum / rows;
}
