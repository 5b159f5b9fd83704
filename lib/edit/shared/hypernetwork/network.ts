/**
 * Networks that map an edit's inputs x and gradients g, token by token, to new ones (Mitchell et al. 2022). Weights of
 * equal shape share a network; each has its own scale and shift. The network is a stack of blocks around the identity, so
 * at first it returns what it is given, normalized.
 */
import { seededRandom } from "../../../base";
import { orientation, type ParameterSpec } from "../../../model";
import {
  add,
  concat,
  divide,
  float32,
  matmul,
  multiply,
  relu,
  slice,
  subtract,
  type Graph,
  type Tensor,
  type TensorBundle,
  type Value,
} from "../../../tensor";
import type { Variable } from "../training/train";
import type { TokenGradients } from "./module-gradients";
import {
  joinMoments,
  momentsOf,
  momentTensors,
  noMoments,
  readMoments,
  spreadOf,
  type Moments,
} from "./running-moments";

/** Weights of one shape, which share a network. */
export interface ModuleGroup {
  readonly name: string; // "256x1024"
  readonly into: number;
  readonly out: number;
  /** Indices into the edited modules; a module's place here is its mode. */
  readonly members: readonly number[];
}

export function groupModules(modules: readonly ParameterSpec[]): readonly ModuleGroup[] {
  const groups = new Map<string, ModuleGroup>();
  modules.forEach((spec, i) => {
    const [out, into] = orientation(spec);
    const name = `${into}x${out}`;
    groups.set(name, { name, into, out, members: [...(groups.get(name)?.members ?? []), i] });
  });
  return [...groups.values()];
}

/** Where a module stands: its group, and its mode in it. */
export function placeOf(
  groups: readonly ModuleGroup[],
  module: number,
): { group: ModuleGroup; mode: number } {
  const group = groups.find(({ members }) => members.includes(module)) as ModuleGroup;
  return { group, mode: group.members.indexOf(module) };
}

export interface NetworkOptions {
  /** Inner width of a block; never more than its outer. */
  readonly rank: number;
  readonly blocks: number;
  /** Whether the scale and shift of a mode come before the rectifier (MEND) or behind it (MALMEN). */
  readonly modulation: "before" | "behind";
}

/**
 * The trained numbers of all groups, before training: block by block reader [size, R] from N(0, 1), writer [R, size] of
 * zeros, bias [size], and for each mode scale 1 and shift 0.
 */
export function freshNetwork(
  groups: readonly ModuleGroup[],
  { rank, blocks }: NetworkOptions,
  seed: string,
): Variable[] {
  return groups.flatMap(({ name, into, out, members }) => {
    const size = into + out;
    const inner = Math.min(rank, size);
    return Array.from({ length: blocks }, (_, block): Variable[] => {
      const random = seededRandom(`${seed} ${name} ${block}`);
      const variable = (part: string, shape: readonly number[], fill: () => number): Variable => ({
        name: `${name}.${block}.${part}`,
        shape,
        data: Float32Array.from({ length: shape.reduce((product, dim) => product * dim, 1) }, fill),
      });
      return [
        variable("reader", [size, inner], () => random.normal()),
        variable("writer", [inner, size], () => 0),
        variable("bias", [size], () => 0),
        variable("scale", [members.length, size], () => 1),
        variable("shift", [members.length, size], () => 0),
      ];
    }).flat();
  });
}

/** The network of a group on rows y [N, size], as one of its modes: [N, size]. */
export function networkOf(
  graph: Graph,
  { name, into, out, members }: ModuleGroup,
  mode: number,
  { rank, blocks, modulation }: NetworkOptions,
  rows: Value,
): Value {
  const size = into + out;
  const inner = Math.min(rank, size);
  let y = rows;
  for (let block = 0; block < blocks; block++) {
    const part = (label: string, shape: readonly number[]) =>
      graph.input(`${name}.${block}.${label}`, "float32", shape);
    const ofMode = (label: string) => slice(part(label, [members.length, size]), 0, mode, mode + 1); // [1, size]
    const [scale, shift] = [ofMode("scale"), ofMode("shift")];
    const low = matmul(y, part("reader", [size, inner])); // [N, R]
    const change = add(matmul(low, part("writer", [inner, size])), part("bias", [size])); // [N, size]
    const modulated =
      modulation === "before"
        ? relu(add(multiply(scale, change), shift))
        : add(multiply(scale, relu(change)), shift);
    y = add(y, modulated);
  }
  return y;
}

/** x [N, in] and g [N, out] of one module, as inputs of a graph, and what its network makes of them. */
export function transformed(
  graph: Graph,
  groups: readonly ModuleGroup[],
  module: number,
  options: NetworkOptions,
): { readonly x: Value; readonly newX: Value; readonly newG: Value } {
  const { group, mode } = placeOf(groups, module);
  const { name, into, out } = group;
  const x = graph.input(`x.${module}`, "float32", ["N", into]);
  const g = graph.input(`g.${module}`, "float32", ["N", out]);
  const mean = graph.input(`${name}.mean`, "float32", [into + out]);
  const spread = graph.input(`${name}.spread`, "float32", [into + out]);
  const y = networkOf(graph, group, mode, options, divide(subtract(concat([x, g], 1), mean), spread));
  return { x, newX: slice(y, 1, 0, into), newG: slice(y, 1, into, into + out) };
}

/** Feeds of `transformed`: an edit's tokens, and the normalizers. */
export function transformFeeds(
  groups: readonly ModuleGroup[],
  normalizers: readonly Moments[],
  { modules }: Pick<TokenGradients, "modules">,
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  modules.forEach(({ inputs, gradients }, i) => {
    feeds[`x.${i}`] = inputs;
    feeds[`g.${i}`] = gradients;
  });
  groups.forEach(({ name, into, out }, i) => {
    feeds[`${name}.mean`] = float32([into + out], normalizers[i].mean);
    feeds[`${name}.spread`] = float32([into + out], spreadOf(normalizers[i]));
  });
  return feeds;
}

/** The normalizers after they have seen an edit's tokens; none seen so far when `before` is absent. */
export function observed(
  groups: readonly ModuleGroup[],
  { modules }: Pick<TokenGradients, "modules">,
  before: readonly Moments[] = groups.map(({ into, out }) => noMoments(into + out)),
): Moments[] {
  return groups.map(({ members }, i) =>
    members.reduce((moments, module) => joinMoments(moments, momentsOfTokens(modules[module])), before[i]),
  );
}

/** Moments of [x; g] over tokens. */
export function momentsOfTokens({ inputs, gradients }: TokenGradients["modules"][number]): Moments {
  const [[, into], [, out]] = [inputs.shape, gradients.shape];
  const [ofInputs, ofGradients] = [momentsOf(inputs.data, into), momentsOf(gradients.data, out)];
  return {
    count: ofInputs.count,
    mean: Float64Array.from([...ofInputs.mean, ...ofGradients.mean]),
    squares: Float64Array.from([...ofInputs.squares, ...ofGradients.squares]),
  };
}

/** A trained editor: its numbers, its normalizers, and how its training went. */
export interface TrainedEditor {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly normalizers: readonly Moments[];
  readonly losses: readonly number[];
}

const CURVE = "training.loss";

export function writeEditor(
  groups: readonly ModuleGroup[],
  variables: readonly Variable[],
  normalizers: readonly Moments[],
  losses: readonly number[],
): TensorBundle {
  return {
    ...Object.fromEntries(variables.map(({ name, shape, data }) => [name, float32(shape, data)])),
    ...Object.assign({}, ...groups.map(({ name }, i) => momentTensors(`normalizer.${name}`, normalizers[i]))),
    [CURVE]: float32([losses.length], losses),
  };
}

export function readEditor(groups: readonly ModuleGroup[], bundle: TensorBundle): TrainedEditor {
  const { [CURVE]: curve, ...rest } = bundle;
  return {
    feeds: Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith("normalizer."))),
    normalizers: groups.map(({ name }) => readMoments(`normalizer.${name}`, bundle) as Moments),
    losses: Array.from(curve.data as Float32Array),
  };
}
