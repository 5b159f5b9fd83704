/**
 * UltraEdit: one gradient, one least squares, nothing trained.
 *
 * At every token of prompt and target the edited weight has an input h and a gradient g of its output. Both are normalized
 * by the running mean and spread over all tokens of all edits so far, and the requested move of each token's output is
 *
 *     v = −η ‖ĥ‖² ĝ
 *
 * (Gu et al. 2025). The change that does so with little disturbance is the ridge solution for the raw inputs h
 * (shared/solve/ridge.ts, λ = 1). An edit's contribution to the normalizer is stored in the edit's overlay, so the
 * normalizer follows the history and loses an edit that is removed.
 */
import { z } from "zod";
import { because, checkCancelled, NumericalError, type Run } from "../../../base";
import { memoriesOf, normOf, type Overlay, type ParameterSpec, type WeightDelta } from "../../../model";
import { float32, float64, norm, type Tensor } from "../../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../../method";
import { momentsOfTokens } from "../../shared/hypernetwork/network";
import {
  editedModules,
  MODULE_ROLES,
  tokenGradients,
  type TokenGradients,
} from "../../shared/hypernetwork/module-gradients";
import { estimate, ROW_TOKENS } from "../../shared/preflight";
import { ridgeDelta } from "../../shared/solve/ridge";
import {
  joinMoments,
  momentTensors,
  readMoments,
  spreadOf,
  type Moments,
} from "../../shared/hypernetwork/running-moments";

const UltraEditParameters = z.object({
  layers: z.array(z.int().min(0)).min(1).default([2, 3]).describe("Layers whose MLP is edited."),
  roles: z
    .array(z.enum(MODULE_ROLES))
    .min(1)
    .default([...MODULE_ROLES])
    .describe("Weights of those MLPs that are edited, as far as the model has them."),
  learningRate: z
    .number()
    .positive()
    .default(1e-6)
    .describe("How far each token's output is asked to move.")
    .meta({ alias: "lr" }),
  ridge: z
    .number()
    .positive()
    .default(1)
    .describe("Weight of the term that keeps the change small; the paper has 1."),
});
type UltraEditParameters = z.infer<typeof UltraEditParameters>;

const ID = "ultraedit";

async function ultraEdit(run: Run, call: EditCall<UltraEditParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const modules = editedModules(model, parameters.layers, parameters.roles);
  const gradients = await tokenGradients(run, model, modules, requests);
  checkCancelled(run.signal);
  const memories = memoriesOf(model.overlays, ID);
  const deltas: WeightDelta[] = [];
  const memory: Record<string, Tensor> = {};
  for (const [i, spec] of modules.entries()) {
    const { inputs } = gradients.modules[i];
    const seen = momentsOfTokens(gradients.modules[i]);
    Object.assign(memory, momentTensors(spec.name, seen));
    const normalizer = memories.reduce((moments, past) => {
      const earlier = readMoments(spec.name, past);
      return earlier ? joinMoments(moments, earlier) : moments;
    }, seen);
    const values = shifts(gradients.modules[i], normalizer, parameters.learningRate, spec);
    deltas.push(await ridgeDelta(run, model, spec, inputs, values, parameters.ridge));
    run.progress({ phase: "Writing the changes", step: i + 1, steps: modules.length });
    checkCancelled(run.signal);
  }
  const overlay: Overlay = { kind: "weights", deltas, memory: { method: ID, tensors: memory } };
  return {
    overlays: [overlay],
    report: {
      numbers: {
        lossNatsBefore: gradients.lossNats.reduce((sum, loss) => sum + loss, 0) / requests.length,
        tokens: gradients.owners.length,
        editsBefore: memories.length,
        deltaNorm: norm(deltas.map(normOf)),
      },
    },
  };
}

/** v [N, out] of every token. Throws `numerical` when one is not finite. */
function shifts(
  { inputs, gradients }: TokenGradients["modules"][number],
  normalizer: Moments,
  learningRate: number,
  spec: ParameterSpec,
): Tensor {
  const [tokens, into] = inputs.shape;
  const out = gradients.shape[1];
  const spread = spreadOf(normalizer);
  const values = new Float32Array(tokens * out);
  for (let n = 0; n < tokens; n++) {
    let power = 0; // ‖ĥ‖²
    for (let i = 0; i < into; i++)
      power += ((inputs.data[n * into + i] - normalizer.mean[i]) / spread[i]) ** 2;
    for (let j = 0; j < out; j++) {
      const scaled = (gradients.data[n * out + j] - normalizer.mean[into + j]) / spread[into + j]; // ĝ
      values[n * out + j] = -learningRate * power * scaled;
    }
  }
  if (!values.every(Number.isFinite)) {
    throw new NumericalError(
      `The change asked of ${spec.name} is not finite.`,
      { ...because("changeNotFinite", { weight: spec.name }), tokens },
      "Lower the learning rate.",
    );
  }
  return float32([tokens, out], values);
}

export const ultraedit = defineMethod<UltraEditParameters>({
  id: ID,
  name: "UltraEdit",
  summary: "Moves every token of the edit against its normalized gradient by one least-squares step.",
  paper: {
    title: "UltraEdit: Training-, Subject-, and Memory-Free Lifelong Editing in Language Models",
    year: 2025,
    url: "https://arxiv.org/abs/2505.14679",
  },
  kind: "fine-tuning",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: {
    batch: "One solve writes all requests, by gradients of the model before any of them.",
  },
  roles: MODULE_ROLES,
  parameters: UltraEditParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: UltraEditParameters.parse({
        layers: [1, 2, 3],
        roles: ["mlp.down"],
        learningRate: 1.25e-4,
        ridge: 0.1,
      }),
    },
  ],
  preflight: (call) => {
    const { layers, roles } = call.parameters;
    const tokens = ROW_TOKENS * Math.max(1, call.requests.length);
    const width = Math.min(tokens, call.facts.dimensions.mlpWidth);
    const systems = layers.flatMap(() => roles.map(() => width));
    return estimate(call, { layers, steps: 1, rows: 2, suffix: true, systems });
  },
  joinMemories(memories) {
    const names = new Set(
      memories.flatMap((tensors) => Object.keys(tensors).map((name) => name.replace(/\.\w+$/, ""))),
    );
    return Object.fromEntries(
      [...names].flatMap((name) => {
        const parts = memories.flatMap((tensors) => readMoments(name, tensors) ?? []);
        return Object.entries(momentTensors(name, parts.reduce(joinMoments), float64));
      }),
    );
  },
  apply: ultraEdit,
});
