/**
 * LoRA (Hu et al. 2022) as an editor: low-rank adapters beside the attention's weights, trained on the answer (the
 * derivation is in low-rank-adapters.ts).
 *
 *     y = W x + (α/R) · B A drop(x)
 *
 * A starts uniform within ±1/√in, which is Kaiming's bound for the slope √5 that the published code uses, and B at zero, so
 * that the first step starts from the unchanged model.
 */
import { defineMethod } from "../../method";
import {
  ADAPTED_ROLES,
  AdapterParameters,
  preflightAdapters,
  trainAdapters,
  type AdapterForm,
} from "../../shared/training/low-rank-adapters";

const FORM: AdapterForm = {
  id: "lora",
  scale: ({ alpha, rank }) => alpha / rank,
  initial(random, out, into, rank) {
    const bound = 1 / Math.sqrt(into);
    const right = Float32Array.from({ length: rank * into }, () => bound * (2 * random.uniform() - 1));
    return { right, left: new Float32Array(out * rank) };
  },
};

export const lora = defineMethod<AdapterParameters>({
  id: "lora",
  name: "LoRA",
  summary: "Trains thin low-rank adapters beside the weights on the answer.",
  paper: {
    title: "LoRA: Low-Rank Adaptation of Large Language Models",
    year: 2022,
    url: "https://arxiv.org/abs/2106.09685",
  },
  kind: "fine-tuning",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: {
    seed: "The factors of new adapters start at random.",
    batch: "Steps take the requests in turn on the same adapters.",
  },
  roles: ADAPTED_ROLES,
  parameters: AdapterParameters,
  // LoRA and AdaLoRA are two methods here.
  publishedKeys: { ignored: ["lora_type"] },
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: AdapterParameters.parse({ learningRate: 2e-4 }) },
    {
      name: "Qwen 2.5, as published",
      models: ["qwen2.5-7b"],
      publishedIn: "EasyEdit",
      parameters: AdapterParameters.parse({ roles: ["q_proj", "v_proj"], steps: 60 }),
    },
    {
      name: "GPT-J",
      models: ["gpt-j-6b"],
      publishedIn: "EasyEdit",
      parameters: AdapterParameters.parse({ roles: ["fc_in", "fc_out"], steps: 50 }),
    },
  ],
  preflight: preflightAdapters,
  apply: (run, call) => trainAdapters(run, call, FORM),
});
