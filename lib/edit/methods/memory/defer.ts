/**
 * DEFER (the baseline of Hartvigsen et al. 2023, §4): no weight is changed. A gate and a linear model are added beside one
 * map of an MLP. Where the gate opens, the linear model replaces the map (lib/model/adapters/deferral.ts). With x the input
 * of the map where the prompt ends and y its output at a token, an edit trains both on
 *
 *     y ← s (V x + b) + (1 − s) y        s = σ(g·x + c)
 *
 * at every token; after training the output is one or the other. Each edit continues from the state of the last one, and no
 * term keeps the gate shut for other prompts. Edits in sequence therefore overwrite each other, and similar prompts get the
 * same answer.
 *
 * The published code reads x at the last token of its input, which is the target's last token during training.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import {
  deferralOverlay,
  deferralParts,
  deferralSeed,
  deferred,
  eachPart,
  isDeferralAt,
  orientation,
  readSites,
} from "../../../model";
import { adam, add, dot, floats, multiply, norm, scalar, subtract } from "../../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../../method";
import { encodeTargets, targetBatch, type TargetProgram } from "../../shared/training/target-loss";
import { train, type Variable } from "../../shared/training/train";
import { estimate } from "../../shared/preflight";
import { onlyRequest } from "../../shared/locate/only-request";
import { withoutWorn, WRAPPED_MAP_FIELDS, wrappedMap, type WrappedMap } from "./wrapped-map";

const DeferParameters = z.object({
  ...WRAPPED_MAP_FIELDS,
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .describe("Steps on the gate and the linear model; all of them are made.")
    .meta({ alias: "n_iter" }),
  learningRate: z.number().positive().default(7e-5).describe("Adam step size.").meta({ alias: "edit_lr" }),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("From this value of the gate on the linear model answers."),
});
type DeferParameters = z.infer<typeof DeferParameters>;

export const defer = defineMethod<DeferParameters>({
  id: "defer",
  name: "DEFER",
  summary: "Trains a linear model beside one layer, and a gate that lets it answer instead.",
  paper: {
    title: "Aging with GRACE: Lifelong Model Editing with Discrete Key-Value Adaptors",
    year: 2023,
    url: "https://arxiv.org/abs/2211.11031",
  },
  kind: "memory",
  traits: { batch: false, sequential: true, gradient: true },
  parameters: DeferParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: DeferParameters.parse({ layers: [5], learningRate: 1e-4 }),
    },
    {
      name: "GPT-J, as published",
      models: ["gpt-j-6b"],
      publishedIn: "EasyEdit",
      parameters: DeferParameters.parse({ layers: [25] }),
    },
    {
      name: "Llama 2 and Mistral, as published",
      models: ["llama-7b", "mistral-7b"],
      publishedIn: "EasyEdit",
      parameters: DeferParameters.parse({ layers: [27] }),
    },
  ],
  searchSpace: { learningRate: [7e-5, 1.5e-4, 3e-4] },
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 1,
      suffix: true,
    }),
  apply: editDeferral,
});

/** Seeds are drawn below this number. */
const SEEDS = 2 ** 31;

async function editDeferral(
  run: Run,
  { model, requests, parameters }: EditCall<DeferParameters>,
): Promise<EditResult> {
  const request = onlyRequest(requests);
  const wrapped = wrappedMap(model, parameters);
  const isOwn = isDeferralAt(wrapped.site);
  const below = withoutWorn(model, isOwn);
  const scored = encodeTargets(model, [request], "target_new");
  const query = scored.at[0][0];
  const read = await readSites(run, below, scored.rows, [[query]], [wrapped.reads]);
  const asked = read[wrapped.reads]; // [1, 1, X]
  const worn = model.overlays.filter(isOwn);
  const seed = deferralSeed(worn) ?? run.random.fork("deferral").integer(SEEDS);
  const [yields, reads] = orientation(wrapped.spec);
  const before = deferralParts(worn, { seed, reads, yields });

  const trained = eachPart((name) => before[name].slice());
  const variables: Variable[] = [
    { name: "deferral.gate", shape: [reads, 1], data: trained.gate },
    { name: "deferral.gateBias", shape: [1], data: trained.gateBias },
    { name: "deferral.values", shape: [yields, reads], data: trained.values },
    { name: "deferral.bias", shape: [yields], data: trained.bias },
  ];
  const batch = await targetBatch(run, below, scored, variables, deferralProgram(wrapped, variables), {
    count: 1,
    feeds: () => () => ({ "deferral.asked": asked }),
  });
  const losses = await train(run, variables, [batch], {
    phase: `Training a gate and values for layer ${wrapped.layer}`,
    steps: parameters.steps,
    optimizerOf: () => adam(parameters),
  });
  const change = eachPart((name) => trained[name].map((value, i) => value - before[name][i]));
  const opened = dot(trained.gate, floats(asked)) + trained.gateBias[0];
  return {
    overlays: [deferralOverlay(wrapped.site, change, { threshold: parameters.threshold, seed })],
    report: {
      numbers: {
        lossNats: losses[losses.length - 1],
        steps: losses.length,
        gate: 1 / (1 + Math.exp(-opened)),
        deltaNorm: norm(change.values),
      },
      curves: { lossNats: losses },
    },
  };
}

/** The gate mixes what the linear model and the map yield. */
function deferralProgram({ layer, part }: WrappedMap, variables: readonly Variable[]): TargetProgram {
  return {
    key: "deferral",
    start: { layer, part },
    objective: "target_new",
    build({ graph }) {
      const [gate, gateBias, values, bias] = variables.map(({ name, shape }) =>
        graph.input(name, "float32", shape),
      );
      const asked = graph.input("deferral.asked", "float32", ["B", 1, values.shape[1]]);
      const said = deferred(asked, { gate, gateBias, values, bias });
      return {
        trained: [gate, gateBias, values, bias],
        change: (output) =>
          add(
            multiply(output, subtract(graph.constant(scalar(1)), said.gate)),
            multiply(said.gate, said.values),
          ),
      };
    },
  };
}
