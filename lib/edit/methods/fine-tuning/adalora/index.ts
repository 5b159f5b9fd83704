/**
 * AdaLoRA (Zhang et al. 2023) as an editor: the product of an adapter is written like a singular value decomposition P Λ Q,
 * whose factors a penalty keeps near orthogonal (eq. 4 of the paper; the adapters are those of low-rank-adapters.ts).
 *
 *     y = W x + s · P Λ Q drop(x)                s = α / (R + 1e-5)
 *     L = NLL + ½ · mean over P and Q of ‖M Mᵀ − I‖      with M = Pᵀ or Q
 *
 * Λ starts at zero, P and Q near it. The paper also moves rank between weights during training (rank-pruning.ts). The
 * published editor never does, so without a target rank every adapter keeps its rank.
 */
import { z } from "zod";
import {
  add,
  float32,
  matmul,
  multiply,
  reduceSum,
  reshape,
  sqrt,
  subtract,
  transposed,
} from "../../../../tensor";
import type { Graph, Value } from "../../../../tensor";
import { defineMethod } from "../../../method";
import {
  ADAPTED_ROLES,
  AdapterParameters,
  preflightAdapters,
  trainAdapters,
  type AdapterForm,
  type Factors,
} from "../../../shared/training/low-rank-adapters";
import { rankPruning } from "./rank-pruning";

const ORTHOGONALITY = 0.5;

const AdaLoraParameters = AdapterParameters.extend({
  rank: AdapterParameters.shape.rank.default(12).meta({ alias: "init_r" }),
  targetRank: z
    .int()
    .min(1)
    .max(256)
    .nullable()
    .default(null)
    .describe(
      "Rank that adapters have on average in the end, the most useful of all kept; none is taken when empty.",
    )
    .meta({ alias: "target_r" }),
  warmupSteps: z
    .int()
    .min(0)
    .default(0)
    .describe("Steps before the first rank is taken.")
    .meta({ alias: "tinit" }),
  finalSteps: z
    .int()
    .min(0)
    .default(0)
    .describe("Steps after the last rank is taken.")
    .meta({ alias: "tfinal" }),
});
type AdaLoraParameters = z.infer<typeof AdaLoraParameters>;

const FORM: AdapterForm<AdaLoraParameters> = {
  id: "adalora",
  scale: ({ alpha, rank }) => alpha / (rank + 1e-5),
  initial(random, out, into, rank) {
    const normal = (length: number) => Float32Array.from({ length }, () => 0.02 * random.normal());
    return { right: normal(rank * into), left: normal(out * rank), diagonal: new Float32Array(rank) };
  },
  penalty(graph, factors) {
    const distances = factors.flatMap(({ right, left }: Factors) => [
      fromOrthogonal(graph, right),
      fromOrthogonal(graph, transposed(left)),
    ]);
    return multiply(distances.reduce(add), ORTHOGONALITY / distances.length);
  },
  pruning: (adapters, { rank, targetRank, warmupSteps, finalSteps }, steps) =>
    targetRank !== null && targetRank < rank
      ? rankPruning(adapters, { rank, targetRank, warmupSteps, finalSteps, steps })
      : undefined,
};

/** ‖M Mᵀ − I‖, the Frobenius norm, of M [R, ·]. */
function fromOrthogonal(graph: Graph, factor: Value): Value {
  const rank = factor.shape[0] as number;
  const ones = Float32Array.from({ length: rank * rank }, (_, i) => (i % (rank + 1) === 0 ? 1 : 0));
  const identity = graph.constant(float32([rank, rank], ones));
  const gap = subtract(matmul(factor, transposed(factor)), identity); // [R, R]
  return sqrt(reshape(reduceSum(multiply(gap, gap), [0, 1], true), []));
}

export const adaLora = defineMethod<AdaLoraParameters>({
  id: "adalora",
  name: "AdaLoRA",
  summary: "Trains adapters in the form of a singular value decomposition on the answer.",
  paper: {
    title: "AdaLoRA: Adaptive Budget Allocation for Parameter-Efficient Fine-Tuning",
    year: 2023,
    url: "https://arxiv.org/abs/2303.10512",
  },
  kind: "fine-tuning",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: {
    seed: "The factors of new adapters start at random.",
    batch: "Steps take the requests in turn on the same adapters.",
  },
  roles: ADAPTED_ROLES,
  parameters: AdaLoraParameters,
  // LoRA and AdaLoRA are two methods here.
  publishedKeys: { ignored: ["lora_type"] },
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: AdaLoraParameters.parse({ learningRate: 1.6e-3 }) },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      publishedIn: "EasyEdit",
      parameters: AdaLoraParameters.parse({ roles: ["c_attn"] }),
    },
    {
      name: "Llama 2 and 3, as published",
      models: ["llama-7b", "llama3-8b"],
      publishedIn: "EasyEdit",
      parameters: AdaLoraParameters.parse({ roles: ["q_proj", "v_proj"], steps: 70 }),
    },
  ],
  preflight: preflightAdapters,
  apply: (run, call) => trainAdapters(run, call, FORM),
});
