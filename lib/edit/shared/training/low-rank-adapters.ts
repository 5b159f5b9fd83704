/**
 * Low-rank adapters, shared by LoRA and AdaLoRA: a product of two thin matrices is added to a frozen weight W,
 *
 *     y = W x + s · B diag(Λ) A drop(x)          A [R, in], B [out, R], Λ [R]
 *
 * and only these are trained. The result is a low-rank overlay, so applying it copies no weight. Dropout is active only
 * during training.
 */
import { z } from "zod";
import { PalimpsestError, type Random, type Run } from "../../../base";
import {
  orientation,
  type Beside,
  type Model,
  type ParameterSpec,
  type Role,
  type SuffixStart,
  type WeightDelta,
} from "../../../model";
import {
  adam,
  float32,
  matmul,
  multiply,
  scalar,
  transposed,
  type Graph,
  type Optimizer,
  type Tensor,
  type Value,
} from "../../../tensor";
import type { EditCall, EditResult, Preflight, PreflightCall } from "../../method";
import { chunksOf, encodeTargets, targetBatch, type TargetProgram } from "./target-loss";
import { train, trainingResult, type Batch, type Variable } from "./train";
import { estimate } from "../preflight";

/** Weights that may have an adapter. */
export const ADAPTED_ROLES = [
  "attn.q",
  "attn.k",
  "attn.v",
  "attn.qkv",
  "attn.out",
  "mlp.gate",
  "mlp.up",
  "mlp.gate_up",
  "mlp.down",
] as const satisfies readonly Role[];

/** Names that published configurations use, whatever the family. */
const PUBLISHED: Readonly<Record<string, readonly Role[]>> = {
  c_attn: ["attn.qkv"],
  query_key_value: ["attn.qkv"],
  qkv_proj: ["attn.qkv"],
  q_proj: ["attn.q"],
  k_proj: ["attn.k"],
  v_proj: ["attn.v"],
  o_proj: ["attn.out"],
  out_proj: ["attn.out"],
  c_proj: ["attn.out", "mlp.down"], // GPT-2 has two of that name
  c_fc: ["mlp.up"],
  fc_in: ["mlp.up"],
  fc_out: ["mlp.down"],
  gate_proj: ["mlp.gate"],
  up_proj: ["mlp.up"],
  gate_up_proj: ["mlp.gate_up"],
  down_proj: ["mlp.down"],
};

export const AdapterParameters = z.object({
  layers: z.array(z.int().min(0)).default([]).describe("Layers that are adapted; all of them when empty."),
  roles: z
    .array(z.enum([...ADAPTED_ROLES, ...Object.keys(PUBLISHED)]))
    .min(1)
    .default(["attn.qkv", "attn.q", "attn.v"])
    .describe("Weights that are adapted, by what they are for; those that the model lacks are passed over.")
    .meta({ alias: "target_modules" }),
  rank: z.int().min(1).max(256).default(8).describe("Columns of each factor."),
  alpha: z
    .number()
    .positive()
    .default(32)
    .describe("The product of the factors counts this many times, divided by the rank.")
    .meta({ alias: "lora_alpha" }),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.1)
    .describe("Share of an adapter's inputs that is set to zero at each step of training.")
    .meta({ alias: "lora_dropout" }),
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(30)
    .describe("Passes over the requests; all of them are made.")
    .meta({ alias: "num_steps" }),
  learningRate: z.number().positive().default(5e-3).describe("Adam step size.").meta({ alias: "lr" }),
  weightDecay: z.number().min(0).default(0).describe("L2 penalty in Adam.").meta({ alias: "weight_decay" }),
  batchSize: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe("Requests of one step.")
    .meta({ alias: "batch_size" }),
});
export type AdapterParameters = z.infer<typeof AdapterParameters>;

/** The definition of one kind of adapter. */
export interface AdapterForm<P extends AdapterParameters = AdapterParameters> {
  /** Names the program: it has this form's penalty and diagonal. */
  readonly id: string;
  /** s for a rank. */
  readonly scale: (parameters: P) => number;
  /** First values of the factors. */
  readonly initial: (random: Random, out: number, into: number, rank: number) => FactorArrays;
  /** A term of the loss over the factors of all adapters, a scalar. */
  readonly penalty?: (graph: Graph, factors: readonly Factors[]) => Value;
  /** Steps after which the step size halves, again and again; never when absent. */
  readonly halveEvery?: number;
  /** The phase shown to a person; "Training adapters" when absent. */
  readonly phase?: string;
  /** Takes rank away while training, in `steps` steps in all; none is taken when absent or undefined. */
  readonly pruning?: (adapters: readonly FactorArrays[], parameters: P, steps: number) => Pruning | undefined;
}

export interface Pruning {
  /** Receives every array's gradient before the step. */
  watch(array: Float32Array, gradient: ArrayLike<number>): void;
  /** Called when all arrays have moved. */
  afterStep(): void;
}

export interface FactorArrays {
  readonly right: Float32Array; // A, [R, in]
  readonly left: Float32Array; // B, [out, R]
  readonly diagonal?: Float32Array; // Λ, [R]; ones that are not trained when absent
}

/** The factors of one adapter in a graph. */
export interface Factors {
  readonly right: Value; // [R, in]
  readonly left: Value; // [out, R]
  readonly diagonal?: Value; // [R]
}

/** Trains adapters on the targets and returns them as one low-rank overlay. */
export async function trainAdapters<P extends AdapterParameters>(
  run: Run,
  { model, requests, parameters }: EditCall<P>,
  form: AdapterForm<P>,
): Promise<EditResult> {
  const { rank, dropout } = parameters;
  const scale = form.scale(parameters);
  const adapters = adaptedWeights(model, parameters).map((spec) => {
    const [out, into] = orientation(spec);
    const random = run.random.fork(`adapter ${spec.name}`);
    return createAdapter(spec, form.initial(random, out, into, rank), rank);
  });
  const variables = adapters.flatMap((adapter) => adapter.variables);
  const program = adapterProgram(adapters, form, parameters);
  const random = run.random.fork("dropout");

  const batches: Batch[] = [];
  for (const part of chunksOf(requests, parameters.batchSize)) {
    const scored = encodeTargets(model, part, "target_new");
    const constants = { "adapter.scale": scalar(scale) };
    const feeds = (tokens: number) => () => ({
      ...constants,
      ...(dropout > 0 && dropoutMasks(random, adapters, [part.length, tokens], dropout)),
    });
    const options = { count: part.length, average: "token", feeds } as const;
    batches.push(await targetBatch(run, model, scored, variables, program, options));
  }
  const arrays = adapters.map((adapter) => adapter.arrays);
  const pruning = form.pruning?.(arrays, parameters, parameters.steps * batches.length);
  const losses = await train(run, variables, batches, {
    phase: form.phase ?? "Training adapters",
    steps: parameters.steps,
    optimizerOf: () => watched(adam({ ...parameters, halveEvery: form.halveEvery }), pruning),
    afterStep: () => pruning?.afterStep(),
  });
  return trainingResult(
    adapters.map((adapter) => deltaOf(adapter, rank, scale)),
    losses,
  );
}

function watched(optimizer: Optimizer, pruning: Pruning | undefined): Optimizer {
  if (!pruning) return optimizer;
  return {
    ...optimizer,
    step(array, gradient) {
      pruning.watch(array, gradient);
      optimizer.step(array, gradient);
    },
  };
}

/** For methods whose steps train all their layers at once. */
export function preflightAdapters(call: PreflightCall<AdapterParameters>): Promise<Preflight> {
  const { layers, steps } = call.parameters;
  const all = Array.from({ length: call.facts.dimensions.layers }, (_, layer) => layer);
  return estimate(call, {
    layers: layers.length > 0 ? layers : all,
    steps,
    rows: 1,
    suffix: true,
    passes: 1,
  });
}

interface Adapter {
  readonly spec: ParameterSpec;
  /** The variables' own arrays: training moves them. */
  readonly arrays: FactorArrays;
  readonly variables: readonly Variable[];
}

function createAdapter(spec: ParameterSpec, arrays: FactorArrays, rank: number): Adapter {
  const [out, into] = orientation(spec);
  const { right, left, diagonal } = arrays;
  return {
    spec,
    arrays,
    variables: [
      { name: nameOf(spec, "right"), shape: [rank, into], data: right },
      { name: nameOf(spec, "left"), shape: [out, rank], data: left },
      ...(diagonal ? [{ name: nameOf(spec, "diagonal"), shape: [rank], data: diagonal }] : []),
    ],
  };
}

const nameOf = ({ name }: ParameterSpec, part: "right" | "left" | "diagonal" | "dropout") =>
  `adapter.${name}.${part}`;

/** The weights with an adapter, from the lowest layer up. Throws `unsupported` when the model has none of them. */
function adaptedWeights(model: Model, { layers, roles }: AdapterParameters): ParameterSpec[] {
  const wanted = new Set(roles.flatMap((role) => PUBLISHED[role] ?? [role as Role]));
  for (const layer of layers) model.parameter("mlp.down", layer); // a layer that is not there is an error
  const specs = model.facts.parameters.filter(
    ({ role, part, layer }) =>
      wanted.has(role) && part === "weight" && (layers.length === 0 || layers.includes(layer as number)),
  );
  if (specs.length > 0) return specs.sort((a, b) => (a.layer as number) - (b.layer as number));
  throw new PalimpsestError("unsupported", `This model has no ${[...wanted].join(" or ")}.`, {
    hint: "Choose other roles: attn.qkv where queries, keys and values are one weight, else attn.q and attn.v.",
    details: { field: "parameters.roles" },
  });
}

function adapterProgram(
  adapters: readonly Adapter[],
  form: Pick<AdapterForm, "id" | "penalty">,
  { rank, dropout }: AdapterParameters,
): TargetProgram {
  const hasDropout = dropout > 0;
  const specs = adapters.map(({ spec }) => spec);
  return {
    key: `adapters:${form.id}:${rank}:${hasDropout}:${specs.map(({ name }) => name).join()}`,
    start: { layer: specs[0].layer as number, part: lowestPart(specs) },
    objective: "target_new",
    build({ graph }) {
      const factors = new Map(
        adapters.map(({ spec, variables }) => [spec.name, factorsOf(graph, variables)]),
      );
      const beside: Beside = (spec, x) => {
        const pair = factors.get(spec.name);
        if (!pair) return undefined;
        const mask = nameOf(spec, "dropout");
        const read = hasDropout ? multiply(x, graph.input(mask, "float32", ["B", "S", x.shape[2]])) : x;
        const scale = graph.input("adapter.scale", "float32", []);
        const inner = multiply(matmul(read, transposed(pair.right)), scale); // [B, S, R]
        return matmul(pair.diagonal ? multiply(inner, pair.diagonal) : inner, transposed(pair.left));
      };
      const all = [...factors.values()];
      const penalty = form.penalty?.(graph, all);
      return {
        trained: all.flatMap(({ right, left, diagonal }) => [right, left, ...(diagonal ? [diagonal] : [])]),
        beside,
        ...(penalty && { penalty: () => penalty }),
      };
    },
  };
}

/** How far up a suffix may start: an adapter reads the input of its weight, and what lies below it is constant. */
function lowestPart(specs: readonly ParameterSpec[]): SuffixStart["part"] {
  if (specs.every(({ role }) => role === "mlp.down")) return "mlp.post";
  return specs.every(({ role }) => role.startsWith("mlp.")) ? "mlp.in" : "resid_pre";
}

/** The factors as inputs of the program. */
function factorsOf(graph: Graph, variables: readonly Variable[]): Factors {
  const [right, left, diagonal] = variables.map(({ name, shape }) => graph.input(name, "float32", shape));
  return { right, left, ...(diagonal && { diagonal }) };
}

/** For each adapter a mask [B, S, in] of 0 and 1/(1 − share), so that the mean of what is read stays. */
function dropoutMasks(
  random: Random,
  adapters: readonly Adapter[],
  [batch, tokens]: readonly [number, number],
  share: number,
): Record<string, Tensor> {
  return Object.fromEntries(
    adapters.map(({ spec }) => {
      const shape = [batch, tokens, orientation(spec)[1]];
      const mask = new Float32Array(batch * tokens * shape[2]);
      for (let i = 0; i < mask.length; i++) mask[i] = random.uniform() < share ? 0 : 1 / (1 - share);
      return [nameOf(spec, "dropout"), float32(shape, mask)];
    }),
  );
}

/** s · B diag(Λ) and A as a low-rank delta. */
function deltaOf({ spec, arrays }: Adapter, rank: number, scale: number): WeightDelta {
  const [out, into] = orientation(spec);
  const { left, right, diagonal } = arrays;
  const scaled = left.map((value, i) => scale * value * (diagonal?.[i % rank] ?? 1));
  return {
    parameter: spec.name,
    form: "low-rank",
    left: float32([out, rank], scaled),
    right: float32([rank, into], right),
  };
}
