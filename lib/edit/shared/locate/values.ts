/**
 * Finds the value of a layer at the subject's last token that makes the new target likely (Meng et al. 2022, eq. 4):
 *
 *     L(δ) = mean over contexts of −1/T Σ log p(target) + λ_KL · KL(p(·|"{subject} is a") ‖ before) + λ_wd · ‖δ‖ / ‖v‖²
 *
 * δ is added to v in every row: to the MLP output (ROME), to the residual stream behind the block (MEMIT), or to the
 * outputs of MLP and attention together (PMET). The KL row is read at the subject's last token, and the norm in the last
 * term is not squared: both as in the authors' code. Several requests share the passes of a step. Each has its own
 * optimizer and stops by its own loss.
 */
import { z } from "zod";
import { because, checkCancelled, NumericalError, type Run } from "../../../base";
import type { EditRequest } from "../../../data";
import type { Model } from "../../../model";
import { adam, norm, projectOnBall, type Optimizer } from "../../../tensor";
import { locateSubject, targetIds } from "../../locate";
import { prepareObjective, type Objective, type LossTerms, type ValuePart } from "./value-objective";

/** The parameters of the search, as every method that has one offers them. */
export const VALUE_FIELDS = {
  valueSteps: z
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe("Evaluations of the loss of v*; one fewer gradient steps.")
    .meta({ alias: "v_num_grad_steps" }),
  valueLearningRate: z
    .number()
    .positive()
    .default(0.5)
    .describe("Adam step size for v*.")
    .meta({ alias: "v_lr" }),
  valueWeightDecay: z
    .number()
    .min(0)
    .default(0.5)
    .describe("Weight of the term that keeps the change of v short.")
    .meta({ alias: "v_weight_decay" }),
  clampFactor: z
    .number()
    .positive()
    .default(4)
    .describe("The change of v stays within this many times the norm of v.")
    .meta({ alias: "clamp_norm_factor" }),
  klFactor: z
    .number()
    .min(0)
    .default(0.0625)
    .describe("Weight of the term that keeps what the model thinks the subject is.")
    .meta({ alias: "kl_factor" }),
};

export interface ValueOptions {
  readonly layer: number;
  /** Where δ is added. The first is the searched value; the others move along and are discarded. */
  readonly parts: readonly ValuePart[];
  readonly valueSteps: number;
  readonly valueLearningRate: number;
  readonly valueWeightDecay: number;
  readonly klFactor: number;
  /** ‖δ‖ stays within this many times ‖v‖, for each part. */
  readonly clampFactor: number;
  /** Weight of the target's term; 1 when absent. */
  readonly targetFactor?: number;
  /**
   * While every target token is the most likely one, the target's term weighs a tenth, and the search ends when the KL term
   * is small. The remaining steps repair side effects of the change (Li et al. 2024, PMET).
   */
  readonly annealWhenSolved?: boolean;
  /** What ‖δ‖ is divided by in the last term: ‖v‖², or ‖v‖ itself for 1. */
  readonly decayPower?: 1 | 2;
  /** The search ends when the loss is below this, but never before this many steps were taken; 0.05 and 0 when absent. */
  readonly enoughNats?: number;
  readonly leastSteps?: number;
  /** A method's own term of the loss; requests are then searched one after another, in their order. */
  readonly ownTerm?: OwnTerm;
  /** Weight of the term that keeps the stream alike in all contexts, over this many blocks above the layer. */
  readonly consistency?: { readonly weight: number; readonly blocks: number };
  /** By request, contexts of its own in place of the common ones: as many for each. */
  readonly ownContexts?: readonly (readonly string[])[];
  /** Computes every layer, token and logit at each step, as the reference implementations do; for benchmarks and tests. */
  readonly fullPass?: boolean;
}

/** A term that depends on δ of the first part and on the requests before. Requests are numbered as they were given. */
export interface OwnTerm {
  /** Where the search starts, [D]. */
  start(request: number, value: Float32Array): Float32Array;
  /** The term at δ and its gradient, [D]. */
  at(request: number, delta: Float32Array): { readonly loss: number; readonly gradient: ArrayLike<number> };
  /** Told once for each request, when its search has ended. */
  found(request: number, delta: Float32Array): void;
}

export interface OptimizedValue {
  /** The site's value for the bare prompt before the change, [D]. */
  readonly start: Float32Array;
  /** δ, [D]; v* is start + δ. */
  readonly delta: Float32Array;
  /** The total loss at each step, before that step's update. */
  readonly losses: readonly number[];
  /** Mean probability of the target over contexts at the end. */
  readonly probability: number;
}

/** Below this total loss the target is practically certain. */
const ENOUGH_NATS = 5e-2;
/** PMET's constants: see `annealWhenSolved`. */
const [EASED, KL_ENOUGH] = [0.1, 1e-2];
/** Logits of one pass, as a bound on its memory: 32 MB in float32, a few times over for the gradient. */
const LOGITS_A_PASS = 8e6;
/** More rows than this gain nothing: the matrices are large enough, and the logits leave the processor's cache. */
const ROWS_A_PASS = 72;
/** Requests are queued until a slot in the batch is free: this many batches of them, as far as their constants fit. */
const [PASSES_PREPARED, CONSTANTS_PREPARED] = [3, 6e7];

/** v* of every request, in order. Throws `numerical` when a loss is not finite. */
export async function optimizeValues(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly string[],
  options: ValueOptions,
): Promise<OptimizedValue[]> {
  const { vocabulary, layers, keyValueHeads, headWidth } = model.facts.dimensions;
  const sizes = requests.map((request) => {
    const { ids, subjectEnd } = locateSubject(model.tokenizer, request.prompt, request.subject);
    const target = targetIds(model.tokenizer, request).length;
    return { suffix: ids.length - subjectEnd + target, target, whole: ids.length + target };
  });
  // Requests with equally long texts after the subject share a batch, because padding costs computation.
  const order = [...requests.keys()];
  if (!options.ownTerm)
    order.sort((a, b) => sizes[a].suffix - sizes[b].suffix || sizes[a].target - sizes[b].target);
  const rows = contexts.length + 1;
  const most = (sizeOf: (size: (typeof sizes)[number]) => number) => Math.max(...sizes.map(sizeOf));
  const rowsAPass = Math.min(ROWS_A_PASS, LOGITS_A_PASS / (most(({ target }) => target) * vocabulary));
  const together = options.ownTerm ? 1 : Math.max(1, Math.floor(rowsAPass / rows));
  const constants =
    rows * most(({ whole }) => whole) * 2 * (layers - options.layer) * keyValueHeads * headWidth;
  const prepared = Math.max(
    together,
    Math.min(PASSES_PREPARED * together, Math.floor(CONSTANTS_PREPARED / constants)),
  );
  const groups = Math.ceil(requests.length / prepared);
  const size = Math.ceil(requests.length / groups);
  const found: OptimizedValue[] = [];
  for (let g = 0; g < groups; g++) {
    const group = order.slice(g * size, (g + 1) * size);
    const phase = `Optimizing v* at layer ${options.layer}${groups > 1 ? `, group ${g + 1} of ${groups}` : ""}`;
    const some = group.map((n) => requests[n]);
    const lists = group.map((n) => options.ownContexts?.[n] ?? contexts);
    const values = await optimizeGroup(run, model, some, lists, { ...options, together, phase, group });
    group.forEach((n, i) => (found[n] = values[i]));
  }
  return found;
}

interface GroupOptions extends ValueOptions {
  /** Requests that share a pass; one that ends makes room for the next. */
  readonly together: number;
  readonly phase: string;
  /** The number of each request among all. */
  readonly group: readonly number[];
}

/** `contexts` by request. */
async function optimizeGroup(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly (readonly string[])[],
  { together, phase, group, ...options }: GroupOptions,
): Promise<OptimizedValue[]> {
  run.progress({ phase, step: 0, steps: requests.length * options.valueSteps });
  const objective = await prepareObjective(run, model, requests, contexts, options);
  const searches = requests.map((_, n) => createSearch(objective, n, group[n], options));
  let active = searches.slice(0, together);
  let next = active.length;
  while (active.length > 0) {
    checkCancelled(run.signal);
    const terms = await objective.at(active);
    active.forEach((search, i) => settle(search, terms[i], options));
    run.progress({
      phase,
      step: searches.reduce(
        (sum, { isDone, losses }) => sum + (isDone ? options.valueSteps : losses.length),
        0,
      ),
      steps: requests.length * options.valueSteps,
      values: {
        lossNats: meanOver(active, ({ losses }) => losses[losses.length - 1]),
        nllNats: meanOver(terms, ({ nll }) => nll),
        klNats: meanOver(terms, ({ kl }) => kl),
        probability: meanOver(terms, ({ probability }) => probability),
      },
    });
    active = active.filter(({ isDone }) => !isDone);
    const room = together - active.length;
    active.push(...searches.slice(next, next + room));
    next += room;
  }
  return searches.map(({ starts, deltas, losses, probability }) => ({
    start: starts[0],
    delta: deltas[0],
    losses,
    probability,
  }));
}

/** One request's search: a point for each part, and what decides when it ends. */
interface Search {
  /** Index of the request in its group, and among all. */
  readonly request: number;
  readonly number: number;
  readonly starts: readonly Float32Array[];
  readonly deltas: readonly Float32Array[];
  readonly optimizers: readonly Optimizer[];
  readonly losses: number[];
  probability: number;
  targetFactor: number;
  isDone: boolean;
}

function createSearch(objective: Objective, request: number, number: number, options: ValueOptions): Search {
  const starts = objective.starts[request];
  const { ownTerm } = options;
  return {
    request,
    number,
    starts,
    deltas: starts.map((start, i) =>
      ownTerm && i === 0 ? ownTerm.start(number, start) : new Float32Array(start.length),
    ),
    optimizers: starts.map(() => adam({ learningRate: options.valueLearningRate })),
    losses: [],
    probability: 0,
    targetFactor: options.targetFactor ?? 1,
    isDone: false,
  };
}

/** Records the loss, decides whether the search has converged, and otherwise takes a step. */
function settle(search: Search, terms: LossTerms, options: ValueOptions): void {
  const { number, starts, deltas, optimizers, losses } = search;
  const { decayPower = 2, enoughNats = ENOUGH_NATS, leastSteps = 0, ownTerm, consistency } = options;
  const step = losses.length;
  const deltaNorms = deltas.map(norm);
  const startPowers = starts.map((start) => norm(start) ** decayPower);
  const decay = deltaNorms.reduce((sum, length, i) => sum + length / startPowers[i], 0);
  const kl = options.klFactor * terms.kl;
  const extraTerm = ownTerm?.at(number, deltas[0]);
  const loss =
    search.targetFactor * terms.nll +
    kl +
    options.valueWeightDecay * decay +
    (extraTerm?.loss ?? 0) +
    (consistency ? consistency.weight * terms.consistency : 0);
  if (!Number.isFinite(loss)) {
    throw new NumericalError(
      `The loss is ${loss} at step ${step + 1} in layer ${options.layer}.`,
      {
        ...because("lossNotFinite", { loss: String(loss), at: step + 1 }),
        step: step + 1,
        layer: options.layer,
        deltaNorm: deltaNorms[0],
      },
      "Lower the learning rate of v*.",
    );
  }
  losses.push(loss);
  search.probability = terms.probability;
  const isEased = options.annealWhenSolved === true && terms.isGreedy;
  search.targetFactor = (options.targetFactor ?? 1) * (isEased ? EASED : 1);
  const isEnough = loss < enoughNats && step >= leastSteps;
  const isLast = step === options.valueSteps - 1;
  search.isDone = isEnough || isLast || (isEased && kl <= KL_ENOUGH);
  if (search.isDone) {
    ownTerm?.found(number, deltas[0]);
    return;
  }
  deltas.forEach((delta, i) => {
    // The norm has no gradient at 0; PyTorch takes 0 there.
    const pull = deltaNorms[i] > 0 ? options.valueWeightDecay / (deltaNorms[i] * startPowers[i]) : 0;
    const gradient = terms.gradients[i].map((value, at) => value + pull * delta[at]);
    if (extraTerm && i === 0) gradient.forEach((_, at) => (gradient[at] += extraTerm.gradient[at]));
    optimizers[i].step(delta, gradient);
    projectOnBall(delta, options.clampFactor * norm(starts[i]));
  });
}

function meanOver<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0) / items.length;
}
