/**
 * Training of a side memory (WISE, Wang et al. 2024, §3.1): a copy of one weight learns the answer and a separable
 * activation. With D_in and D_out the routing distances (see routed-memory.ts), over texts in and out of the edit's scope,
 *
 *     L = L_edit + ⟨D_out − D_in + γ⟩ + ⟨D_out − α⟩ + ⟨β − D_in⟩
 *
 * where ⟨·⟩ is the mean of the positive ones among the rows. Steps are plain gradient descent on the entries that a mask
 * leaves free, with weight decay on all of them, and every entry stays within a box around the original weight.
 *
 * Differences from the published code: means are taken over a row's own tokens; the published code counts padding. As
 * published, the loss of a row of n target tokens is divided by n + 1, and the distance that is recorded comes from the
 * last forward pass, before its step.
 */
import { because, checkCancelled, NumericalError, type Run } from "../../../../base";
import { activationDistance, type Model, type Prefix } from "../../../../model";
import {
  add,
  divide,
  float32,
  floats,
  greater,
  matmul,
  multiply,
  reduceSum,
  relu,
  reshape,
  scalar,
  subtract,
  toFloat,
  transposed,
  type Tensor,
  type Value,
} from "../../../../tensor";
import { targetBatch, type ScoredRows, type TargetProgram } from "../../../shared/training/target-loss";
import type { Variable } from "../../../shared/training/train";
import type { WrappedMap } from "../wrapped-map";

export interface SideRows extends ScoredRows {
  /** What the wrapped map reads at every token, [B, S, X]. */
  readonly inputs: Tensor;
  /** Shares of the tokens in D_in and D_out of each scored row, [R, B · S]. */
  readonly inside: Tensor;
  readonly outside: Tensor;
  /** Shares of the tokens in the distances whose largest is recorded, [Q, B · S]. */
  readonly recorded: Tensor;
  /** What lies below, for callers that pad in another way. */
  readonly prefix?: Prefix;
}

interface SideTraining {
  readonly steps: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** How far an entry may go from the original weight. */
  readonly normConstraint: number | false;
  /** α, β and γ. */
  readonly margins: readonly [outside: number, inside: number, between: number];
}

/** The copied weight, [out, in] flat: the original, what earlier edits changed of it, and where it may change. */
interface SideWeight {
  readonly origin: Float32Array;
  readonly before: Float32Array;
  readonly isFree: (index: number) => boolean;
}

interface SideMemory {
  /** The change with this edit's in it, [out, in] flat. */
  readonly change: Float32Array;
  /** The recorded distance. */
  readonly activation: number;
  readonly losses: readonly number[];
}

/** Training ends when the loss has hardly moved and is this small, in nats. */
const [STILL, ENOUGH] = [1e-4, 2e-2];

export async function trainSideMemory(
  run: Run,
  model: Model,
  wrapped: WrappedMap,
  rows: SideRows,
  { origin, before, isFree }: SideWeight,
  { steps, learningRate, weightDecay, normConstraint, margins }: SideTraining,
): Promise<SideMemory> {
  const change: Variable = {
    name: "side.change",
    shape: [origin.length / rows.inputs.shape[2], rows.inputs.shape[2]],
    data: Float32Array.from(before),
  };
  const free = Float32Array.from(origin, (_, i) => (isFree(i) ? 1 : 0));
  const targets = Math.max(...rows.labels.map(({ length }) => length));
  const batch = await targetBatch(run, model, rows, [change], sideProgram(model, wrapped, change, margins), {
    count: 1,
    targetFactor: targets / (targets + 1),
    prefix: rows.prefix,
    feeds: () => () => ({
      "side.inputs": rows.inputs,
      "side.inside": rows.inside,
      "side.outside": rows.outside,
      "side.recorded": rows.recorded,
    }),
  });
  const losses: number[] = [];
  let activation = 0;
  for (let step = 0; step < steps; step++) {
    checkCancelled(run.signal);
    const { loss, gradients, outputs } = await batch.at();
    if (!Number.isFinite(loss)) {
      throw new NumericalError(
        `The loss is ${loss} at step ${step + 1}.`,
        { ...because("lossNotFinite", { loss: String(loss), at: step + 1 }), step: step + 1 },
        "Lower the learning rate.",
      );
    }
    activation = Math.max(...floats(outputs.activation));
    const isStill = step > 0 && Math.abs(loss - losses[step - 1]) <= STILL;
    losses.push(loss);
    run.progress({
      phase: `Training a side memory for layer ${wrapped.layer}`,
      step: step + 1,
      steps,
      values: { lossNats: loss },
    });
    if (isStill && loss <= ENOUGH) break;
    const { data } = change;
    for (let i = 0; i < data.length; i++) {
      const gradient = free[i] * gradients[0][i] + weightDecay * (origin[i] + data[i]);
      data[i] -= learningRate * gradient;
      if (normConstraint !== false) data[i] = Math.min(Math.max(data[i], -normConstraint), normConstraint);
    }
  }
  return { change: change.data, activation, losses };
}

function sideProgram(
  { facts }: Model,
  { layer, part }: WrappedMap,
  change: Variable,
  margins: SideTraining["margins"],
): TargetProgram {
  return {
    key: `side memory:${margins.join()}`,
    start: { layer, part },
    objective: "target_new",
    build({ graph }) {
      const delta = graph.input(change.name, "float32", change.shape); // [out, in]
      const inputs = graph.input("side.inputs", "float32", ["B", "S", change.shape[1]]);
      let distances: Value | undefined; // [B · S, 1]
      return {
        trained: [delta],
        change(output) {
          const side = add(output, matmul(inputs, transposed(delta)));
          distances = reshape(activationDistance(facts.activation, output, side), ["B*S", 1]);
          return side;
        },
        penalty() {
          const over = (name: string, rows: number | string) =>
            matmul(graph.input(`side.${name}`, "float32", [rows, "B*S"]), distances as Value); // [R, 1]
          const [inside, outside] = [over("inside", "R"), over("outside", "R")];
          graph.output("activation", over("recorded", "Q"));
          const [least, most, between] = margins;
          return [
            add(subtract(outside, inside), between),
            subtract(outside, least),
            add(multiply(inside, -1), most),
          ]
            .map(meanOfPositive)
            .reduce(add);
        },
      };
    },
  };
}

/** Of a column [R, 1], a scalar; 0 when none is above 0. */
function meanOfPositive(x: Value): Value {
  const zero = x.graph.constant(scalar(0));
  const count = reduceSum(toFloat(greater(x, zero)), [0, 1], true); // [1, 1]
  return reshape(divide(reduceSum(relu(x), [0, 1], true), add(relu(subtract(count, 1)), 1)), []);
}

/** Shares [R, B · S] of tokens in a mean for each row: all tokens of a list the same, given as [row, token]. */
export function shares(
  lists: readonly (readonly (readonly [row: number, token: number])[])[],
  batch: number,
  tokens: number,
): Tensor<"float32"> {
  const data = new Float32Array(lists.length * batch * tokens);
  lists.forEach((list, r) =>
    list.forEach(([row, token]) => (data[(r * batch + row) * tokens + token] = 1 / list.length)),
  );
  return float32([lists.length, batch * tokens], data);
}
