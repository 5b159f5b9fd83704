/**
 * The inputs of a gradient-based editor for an edit: at every token of prompt and target, the input x of each edited weight
 * and the gradient g of the target's loss by that weight's output. The gradient by the weight itself is Σ g xᵀ over tokens,
 * so the pairs represent it in far fewer numbers (Mitchell et al. 2022).
 */
import { checkCancelled, PalimpsestError, type Run } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import {
  computePrefix,
  forwardSuffix,
  orientation,
  type Beside,
  type Model,
  type ParameterSpec,
  type ProgramContext,
  type Role,
  type SuffixStart,
} from "../../../model";
import {
  float32,
  floats,
  grad,
  int32,
  logProbabilityOf,
  matmul,
  multiply,
  negate,
  reduceSum,
  reshape,
  transposed,
  zeros,
  type Tensor,
  type Value,
} from "../../../tensor";
import { chunksOf, encodePairs, type ScoredRows } from "../training/target-loss";
import type { Variable } from "../training/train";

/** The MLP weights that these editors may change. */
export const MODULE_ROLES = ["mlp.up", "mlp.gate", "mlp.down"] as const satisfies readonly Role[];

/** Weights of the given roles, as far as the family has them, from the lowest layer up. Throws `unsupported`. */
export function editedModules(
  model: Model,
  layers: readonly number[],
  roles: readonly Role[],
): readonly ParameterSpec[] {
  const modules = [...new Set(layers)]
    .sort((a, b) => a - b)
    .flatMap((layer) => {
      model.parameter("mlp.down", layer); // says which layers there are
      return roles.flatMap((role) => model.findParameter(role, layer) ?? []);
    });
  if (modules.length > 0) return modules;
  throw new PalimpsestError("unsupported", `${model.facts.family} has no ${roles.join(" or ")}.`, {
    hint: "Choose mlp.down, which every family has.",
    details: { field: "parameters.roles" },
  });
}

/** Everything below the MLP of the lowest edited layer is constant. */
export function startBelow(modules: readonly ParameterSpec[]): SuffixStart {
  return { layer: Math.min(...modules.map(({ layer }) => layer as number)), part: "mlp.in" };
}

/** Names the modules in the key of a program. */
export function namesOf(modules: readonly ParameterSpec[]): string {
  return modules.map(({ name }) => name).join();
}

/** The scored tokens of some rows, one after another: P in all, so that short targets need no padding. */
interface ScoredTokens {
  /** Feeds of the values below, under `name`. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** The row of each. */
  readonly owners: readonly number[];
}

/** Scores row b with the weight `share(b)`, spread evenly over its target tokens; 0 leaves the row out. */
export function scoredTokens(
  name: string,
  { at, labels }: ScoredRows,
  tokens: number,
  share: (b: number) => number,
): ScoredTokens {
  const picks = labels.flatMap((row, b) =>
    share(b) === 0
      ? []
      : row.map((id, q) => ({ b, id, cell: b * tokens + at[b][q], weight: share(b) / row.length })),
  );
  const select = new Float32Array(picks.length * labels.length * tokens);
  picks.forEach(({ cell: cell }, p) => (select[p * labels.length * tokens + cell] = 1));
  const column = (values: readonly number[]) => float32([picks.length], values);
  return {
    feeds: {
      [`${name}.select`]: float32([picks.length, labels.length * tokens], select),
      [`${name}.labels`]: int32(
        [picks.length],
        picks.map(({ id }) => id),
      ),
      [`${name}.weights`]: column(picks.map(({ weight }) => weight)),
    },
    owners: picks.map(({ b }) => b),
  };
}

/** Logits of the tokens scored under `name`, [P, V], from hidden states [B, S, D]. */
export function scoredLogits({ graph, unembed }: ProgramContext, name: string, hidden: Value): Value {
  const rows = reshape(hidden, ["B*S", hidden.shape[2]]);
  return unembed(matmul(graph.input(`${name}.select`, "float32", [`${name}.P`, "B*S"]), rows));
}

/** log p of each wanted token, [P]. */
export function scoredLogP({ graph }: ProgramContext, name: string, logits: Value): Value {
  const labels = graph.input(`${name}.labels`, "int32", [`${name}.P`]);
  return logProbabilityOf(logits, labels, logits.shape[1] as number);
}

/** Σ weight · value over the tokens scored under `name`, a scalar; values are [P]. */
export function weighted({ graph }: ProgramContext, name: string, values: Value): Value {
  const weights = graph.input(`${name}.weights`, "float32", [`${name}.P`]);
  return total(multiply(values, weights));
}

/** The sum of all entries, a scalar. */
export function total(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return reshape(reduceSum(x, axes, true), []);
}

/** Puts factors beside each edited weight: y + (x rightᵀ ∘ scope) left, with right [N, in], left [N, out], scope [B, 1, N]. */
export function besideModules(
  modules: readonly ParameterSpec[],
  factors: readonly { readonly right: Value; readonly left: Value }[],
  scope?: Value,
): Beside {
  return (spec, x) => {
    const i = modules.findIndex(({ name }) => name === spec.name);
    if (i < 0) return undefined;
    const scores = matmul(x, transposed(factors[i].right)); // [B, S, N]
    return matmul(scope ? multiply(scores, scope) : scores, factors[i].left); // [B, S, out]
  };
}

export interface TokenGradients {
  /** One a module: x [N, in] and g [N, out], token by token, without padding. */
  readonly modules: readonly { readonly inputs: Tensor<"float32">; readonly gradients: Tensor<"float32"> }[];
  /** The request that each of the N tokens belongs to. */
  readonly owners: readonly number[];
  /** Mean NLL of each request's target before the edit. */
  readonly lossNats: readonly number[];
}

/** Requests of one pass. */
const ROWS_A_PASS = 16;

/** A request's gradient is of the mean NLL of its own target tokens, so it does not depend on what else is in the call. */
export async function tokenGradients(
  run: Run,
  model: Model,
  modules: readonly ParameterSpec[],
  requests: readonly EditRequest[],
): Promise<TokenGradients> {
  const gathered = modules.map(() => ({ inputs: [] as Float32Array[], gradients: [] as Float32Array[] }));
  const owners: number[] = [];
  const lossNats: number[] = [];
  for (const part of chunksOf(requests, ROWS_A_PASS)) {
    const { results, lossNats: losses, lengths, tokens } = await gradientPass(run, model, modules, part);
    modules.forEach((spec, i) => {
      const [out, into] = orientation(spec);
      lengths.forEach((length, b) => {
        gathered[i].inputs.push(rowsOf(results[`x.${i}`], b, tokens, length, into));
        gathered[i].gradients.push(rowsOf(results[`g.${i}`], b, tokens, length, out));
      });
    });
    lengths.forEach((length, b) => owners.push(...new Array<number>(length).fill(lossNats.length + b)));
    lossNats.push(...losses);
    run.progress({
      phase: "Reading the gradients of the edits",
      step: lossNats.length,
      steps: requests.length,
    });
  }
  return {
    modules: gathered.map(({ inputs, gradients }, i) => {
      const [out, into] = orientation(modules[i]);
      return { inputs: joined(inputs, into), gradients: joined(gradients, out) };
    }),
    owners,
    lossNats,
  };
}

async function gradientPass(
  run: Run,
  model: Model,
  modules: readonly ParameterSpec[],
  requests: readonly EditRequest[],
) {
  checkCancelled(run.signal);
  const pairs = requests.map((request) => ({ prompt: filledPrompt(request), target: request.targetNew }));
  const encoded = encodePairs(model, pairs);
  const suffixStart = startBelow(modules);
  const prefix = await computePrefix(
    run,
    model,
    suffixStart,
    encoded.rows,
    encoded.rows.map(() => 0),
  );
  const program = await model.program(`module gradients:${namesOf(modules)}`, (context) => {
    const { graph } = context;
    // A zero added to a weight's output: the gradient by it is the gradient by that output.
    const probes = modules.map((spec, i) =>
      graph.input(`probe.${i}`, "float32", ["B", "S", orientation(spec)[0]]),
    );
    const beside: Beside = (spec, x) => {
      const i = modules.findIndex(({ name }) => name === spec.name);
      if (i < 0) return undefined;
      graph.output(`x.${i}`, multiply(x, 1)); // an output must be computed, and two modules may read one value
      return probes[i];
    };
    const hidden = forwardSuffix(context, model, suffixStart, (value) => value, { beside });
    const logP = scoredLogP(context, "target", scoredLogits(context, "target", hidden));
    graph.output("log p", multiply(logP, 1));
    const loss = negate(weighted(context, "target", logP));
    grad(loss, probes).forEach((gradient, i) => graph.output(`g.${i}`, gradient));
  });
  const blank = Object.fromEntries(
    modules.map((spec, i) => [
      `probe.${i}`,
      zeros("float32", [requests.length, prefix.tokens, orientation(spec)[0]]),
    ]),
  );
  const scored = scoredTokens("target", encoded, prefix.tokens, () => 1);
  const results = await program.run({ ...prefix.feeds, ...scored.feeds, ...blank }, { signal: run.signal });
  const lossNats = new Array<number>(requests.length).fill(0);
  floats(results["log p"]).forEach((logP, p) => {
    const row = scored.owners[p];
    lossNats[row] -= logP / encoded.labels[row].length;
  });
  return { results, lossNats, lengths: prefix.lengths, tokens: prefix.tokens };
}

/** The first `length` vectors of row b of a tensor [B, S, width]. */
function rowsOf(full: Tensor, b: number, tokens: number, length: number, width: number): Float32Array {
  return floats(full).subarray(b * tokens * width, (b * tokens + length) * width);
}

function joined(parts: readonly Float32Array[], width: number): Tensor<"float32"> {
  const data = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    data.set(part, position);
    position += part.length;
  }
  return float32([data.length / width, width], data);
}

/** Trained numbers as feeds, at their present values. */
export function feedsOf(variables: readonly Variable[]): Record<string, Tensor> {
  return Object.fromEntries(variables.map(({ name, shape, data }) => [name, float32(shape, data)]));
}
