/**
 * The loss of targets as batches for the training loop: rows whose targets are scored, over the part of the model above the
 * lowest trained layer. Everything below the start of the suffix is computed once and then constant.
 */
import type { Run } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import {
  computePrefix,
  encodePair,
  forwardSuffix,
  selection,
  type Beside,
  type Model,
  type ParameterSpec,
  type Prefix,
  type ProgramContext,
  type Row,
  type SuffixStart,
} from "../../../model";
import {
  add,
  float32,
  floats,
  grad,
  logSoftmax,
  matmul,
  multiply,
  oneHot,
  reduceSum,
  reshape,
  type Tensor,
  type Value,
} from "../../../tensor";
import { targetIds } from "../../locate";

import type { Batch, Slope, Variable } from "./train";

/** A batch whose program may have more outputs than the loss. */
interface TargetBatch extends Batch {
  at(): Promise<Slope & { readonly outputs: Readonly<Record<string, Tensor>> }>;
}

/** Where the target is scored: all of it at the prompt's last token, or each token in its own place. */
export type Objective = "prompt_last" | "target_new";

/** Rows to read, the positions whose predictions are scored, and the tokens wanted there. */
export interface ScoredRows {
  readonly rows: readonly Row[];
  readonly at: readonly (readonly number[])[];
  /** None for a row whose predictions only a penalty looks at. */
  readonly labels: readonly (readonly number[])[];
}

export function encodeTargets(
  model: Model,
  requests: readonly EditRequest[],
  objective: Objective,
): ScoredRows {
  const { tokenizer } = model;
  if (objective === "prompt_last") {
    const rows = requests.map((request) => tokenizer.encode(filledPrompt(request), { special: true }).ids);
    return {
      rows,
      at: rows.map((row) => [row.length - 1]),
      // The tokenizer's unknown token stands for padding in the reference, and is not trained on.
      labels: requests.map((request) =>
        targetIds(tokenizer, request).filter((id) => id !== tokenizer.special.unk),
      ),
    };
  }
  return encodePairs(
    model,
    requests.map((request) => ({ prompt: filledPrompt(request), target: request.targetNew })),
  );
}

/** Prompts followed by their targets: each target token is scored where it is predicted. */
export function encodePairs(
  model: Model,
  texts: readonly { readonly prompt: string; readonly target: string }[],
): ScoredRows {
  const pairs = texts.map((text) => encodePair(model, text));
  return {
    rows: pairs.map(({ ids }) => ids.slice(0, -1)), // the last token is predicted, never read
    at: pairs.map(({ ids, promptLength }) =>
      Array.from({ length: ids.length - promptLength }, (_, i) => promptLength - 1 + i),
    ),
    labels: pairs.map(({ ids, promptLength }) => ids.slice(promptLength)),
  };
}

/** A program that scores targets and differentiates the score. */
export interface TargetProgram {
  /** Names everything that shapes the program except the start and the objective. */
  readonly key: string;
  readonly start: SuffixStart;
  readonly objective: Objective;
  readonly live?: readonly ParameterSpec[];
  readonly build: (context: ProgramContext) => TargetParts;
}

interface TargetParts {
  /** The trained values, in the order of the variables. */
  readonly trained: readonly Value[];
  /** What they change where the suffix starts, [B, S, ·]; nothing when absent. */
  readonly change?: (value: Value) => Value;
  readonly beside?: Beside;
  /** A scalar added to the loss. It may look at the log-probabilities [B, Q, V] of the scored positions. */
  readonly penalty?: (logP: Value) => Value;
}

interface BatchOptions {
  /** Requests among the rows. */
  readonly count: number;
  /** Whether each row counts the same in the loss, or each target token. */
  readonly average?: "row" | "token";
  /** Weight of the targets' loss beside a penalty; 1 when absent. */
  readonly targetFactor?: number;
  /** The first token of each row that is computed again; 0 when absent. */
  readonly from?: readonly number[];
  /** What lies below, for callers that pad in another way. */
  readonly prefix?: Prefix;
  /** Further inputs: constants, or a function called at each step. `tokens` is S, the tokens of the suffix. */
  readonly feeds?: (tokens: number) => () => Readonly<Record<string, Tensor>>;
}

/** The loss −mean log p(target), in nats, of some rows. */
export async function targetBatch(
  run: Run,
  model: Model,
  scored: ScoredRows,
  variables: readonly Variable[],
  { key, start, objective, live, build }: TargetProgram,
  {
    count,
    average = "row",
    targetFactor = 1,
    feeds = () => () => ({}),
    from = scored.rows.map(() => 0),
    prefix: given,
  }: BatchOptions,
): Promise<TargetBatch> {
  const { rows, at } = scored;
  // Where the first target token is predicted the prompt ends.
  const ends = rows.map((row, b) => at[b][0] ?? row.length - 1);
  const prefix = given ?? (await computePrefix(run, model, start, rows, from, null, ends));
  const program = await model.program(
    `train:${key}:${objective}:${start.layer}:${start.part}`,
    (context) => {
      const { trained, change = (value) => value, beside, penalty } = build(context);
      const { graph, unembed } = context;
      const picks = objective === "prompt_last" ? 1 : "Q";
      const hidden = forwardSuffix(context, model, start, change, { beside });
      const chosen = matmul(graph.input("select", "float32", ["B", picks, "S"]), hidden);
      const logP = logSoftmax(unembed(chosen)); // [B, Q or 1, V]
      const targets = oneHot(graph.input("labels", "int32", ["B", "Q"]), model.facts.dimensions.vocabulary);
      const logPTarget = reduceSum(multiply(targets, logP), [-1], false); // [B, Q]
      const weighted = multiply(logPTarget, graph.input("weights", "float32", ["B", "Q"]));
      const nll = reshape(reduceSum(weighted, [0, 1], true), []);
      const loss = penalty ? add(nll, penalty(logP)) : nll;
      graph.output("loss", loss);
      grad(loss, trained).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
    },
    { live },
  );
  const constant = {
    ...prefix.feeds,
    ...labelFeeds(scored, objective, average, targetFactor),
    select: selection(
      at.map((positions, b) => positions.map((index) => index - from[b])),
      prefix.tokens,
    ),
  };
  const more = feeds(prefix.tokens);
  return {
    count,
    async at() {
      const trainedFeeds = Object.fromEntries(
        variables.map(({ name, shape, data }) => [name, float32(shape, data)]),
      );
      const results = await program.run({ ...constant, ...more(), ...trainedFeeds }, { signal: run.signal });
      return {
        loss: floats(results.loss)[0],
        gradients: variables.map((_, i) => floats(results[`gradient.${i}`])),
        outputs: results,
      };
    },
  };
}

/** labels and weights [B, Q]: minus the share of each target token in the mean, times `factor`. */
function labelFeeds(
  { at, labels }: ScoredRows,
  objective: Objective,
  average: "row" | "token",
  factor: number,
) {
  const width = Math.max(...(objective === "prompt_last" ? labels : at).map((row) => row.length));
  const scoredRows = labels.filter((row) => row.length > 0).length;
  const scoredTokens = labels.reduce((sum, row) => sum + row.length, 0);
  const ids = new Int32Array(labels.length * width).fill(-1);
  const weights = new Float32Array(labels.length * width);
  labels.forEach((row, b) => {
    ids.set(row, b * width);
    const share = average === "row" ? 1 / (row.length * scoredRows) : 1 / scoredTokens;
    weights.fill(-factor * share, b * width, b * width + row.length);
  });
  return {
    labels: { dtype: "int32", shape: [labels.length, width], data: ids },
    weights: float32([labels.length, width], weights),
  } as const;
}

/** Groups of at most `size`, in order. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}
